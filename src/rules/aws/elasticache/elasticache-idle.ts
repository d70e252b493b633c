import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { awsElasticacheCluster } from '../../../providers/aws/elasticache/cluster.ts';
import { fewDays, hoursPerMonth, isTooYoung, metricPermission, savedBy, unlisted } from '../facts.ts';

interface ClusterLike {
  cache_cluster_id: string;
  engine: string;
  node_type: string | null;
  node_count: number | null;
  replication_group_id: string | null;
}

/**
 * What clients do, by the names of the metrics. Connections alone tell little: ElastiCache holds some by itself, and memcached
 * counts those between its threads. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
 */
const commandsOf = (engine: string): readonly string[] => (engine === 'memcached' ? ['CmdGet', 'CmdSet', 'CmdTouch'] : ['GetTypeCmds', 'SetTypeCmds', 'PubSubBasedCmds']);

export const awsElasticacheIdle = defineRule({
  id: 'aws-elasticache-idle',
  title: 'Nobody uses the cache',
  category: 'waste',
  severity: 'medium',
  resourceType: awsElasticacheCluster,
  parameters: {
    days: { value: 14, help: 'Days without a client or a command' },
    own_connections: { value: 6, help: 'Connections to Redis and Valkey that ElastiCache itself may hold' },
  },
  rationale: 'The nodes of a cache are paid for by the hour, whether or not anybody asks them.',
  metrics({ attributes }, parameters) {
    if (attributes.status !== 'available') return {};
    const ask = (name: string, statistic: 'maximum' | 'sum') => ({ namespace: 'AWS/ElastiCache', name, statistic, days: numberOf(parameters, 'days'), dimensions: { CacheClusterId: attributes.cache_cluster_id } });
    return { CurrConnections: ask('CurrConnections', 'maximum'), ...Object.fromEntries(commandsOf(attributes.engine).map((name) => [name, ask(name, 'sum')])) };
  },

  gather({ attributes: { replication_group_id: group } }, memo) {
    if (group !== null) memo.set(group, String(Number(memo.get(group) ?? 0) + 1));
  },

  evaluate(cluster, context) {
    const { attributes, region } = cluster;
    const { engine, replication_group_id: group, status } = attributes;
    if (status === 'unknown') return unknown('AWS does not say in which state the cluster is.');
    if (status !== 'available') return notApplicable;
    if (group !== null) {
      const missing = unlisted([awsElasticacheCluster], context.isListed);
      if (missing !== undefined) return missing;
      // The members of a group stand by for each other: one that nobody asks is no waste by itself. A member that is alone is the cache.
      if (context.memo.get(group) !== '1') return notApplicable;
    }
    if (isTooYoung(cluster, context)) return pass;
    const connections = context.metric('CurrConnections');
    if (connections === undefined) return noMetric('CurrConnections', metricPermission);
    if (connections.maximum > 0) {
      if (engine !== 'memcached' && connections.maximum > numberOf(context.parameters, 'own_connections')) return pass;
      const commands = commandsOf(engine).map((name) => ({ name, facts: context.metric(name) }));
      if (commands.some(({ facts }) => facts !== undefined && facts.sum > 0)) return pass;
      const unread = commands.find(({ facts }) => facts === undefined);
      if (unread !== undefined) return noMetric(unread.name, metricPermission);
    }
    const days = numberOf(context.parameters, 'days');
    if (!isWholeWindow(connections, days)) return fewDays(connections, days, 'CurrConnections');
    return fail({
      summary: connections.maximum === 0 ? `No connection in ${days} days.` : `No command in ${days} days.`,
      evidence: { connections_maximum: connections.maximum, engine, node_type: attributes.node_type, node_count: attributes.node_count, replication_group_id: group, since: connections.since, until: connections.until },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth * (attributes.node_count ?? 0), 'h', `elasticache.${attributes.node_type ?? 'unknown'}.${engine}`]]),
    });
  },

  remediation: ({ attributes, region }) => removal(attributes, region),
});

/** A group is deleted with its only member; memcached has no snapshots. */
function removal({ cache_cluster_id: id, engine, node_type: nodeType, node_count: nodes, replication_group_id: group }: ClusterLike, region: string): RemediationStep[] {
  const [noun, name] = group === null ? ['cache-cluster', id] : ['replication-group', group];
  const which = `--${noun}-id ${name}`;
  const type = `--cache-node-type ${nodeType ?? 'NODE_TYPE'}`;
  const permission = group === null ? 'elasticache:DeleteCacheCluster' : 'elasticache:DeleteReplicationGroup';
  const command = `aws elasticache delete-${noun} --region ${region} ${which}`;
  if (engine === 'memcached') return [{ command, undo: `aws elasticache create-cache-cluster --region ${region} ${which} --engine memcached ${type} --num-cache-nodes ${nodes ?? 1} (empty)`, permission }];
  const description = group === null ? '--num-cache-nodes 1' : `--replication-group-description ${name}`;
  return [
    { command: `aws elasticache create-snapshot --region ${region} ${which} --snapshot-name ${name}-final`, undo: `aws elasticache delete-snapshot --region ${region} --snapshot-name ${name}-final`, permission: 'elasticache:CreateSnapshot' },
    { command, undo: `aws elasticache create-${noun} --region ${region} ${which} --engine ${engine} ${type} ${description} --snapshot-name ${name}-final`, permission },
  ];
}
