import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsRedshiftCluster } from '../../../providers/aws/redshift/cluster.ts';
import { fewDays, hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

/**
 * Without a connection nobody asks the cluster itself. Others may still read what it shares with them, which they can also
 * while it is paused; so it is paused first. https://docs.aws.amazon.com/redshift/latest/dg/datashare-overview.html
 */
export const awsRedshiftIdle = defineRule({
  id: 'aws-redshift-idle',
  title: 'Nobody connects to the Redshift cluster',
  category: 'waste',
  severity: 'medium',
  resourceType: awsRedshiftCluster,
  parameters: { days: { value: 7, help: 'Days without a connection' } },
  rationale: 'The nodes of a cluster are paid for by the hour until it is paused, whether or not anybody asks it.',
  metrics({ attributes }, parameters) {
    if (!isRunning(attributes)) return {};
    return { connections: { namespace: 'AWS/Redshift', name: 'DatabaseConnections', statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { ClusterIdentifier: attributes.cluster_identifier } } };
  },

  evaluate(cluster, context) {
    const { attributes, region } = cluster;
    if (attributes.status === null) return unknown('AWS does not say in which state the cluster is.');
    // A paused one pays for what it stores only.
    if (!isRunning(attributes)) return notApplicable;
    if (isTooYoung(cluster, context)) return pass;
    const days = numberOf(context.parameters, 'days');
    const connections = context.metric('connections');
    if (connections === undefined) return noMetric('DatabaseConnections', metricPermission);
    if (connections.maximum > 0) return pass;
    if (!isWholeWindow(connections, days)) return fewDays(connections, days, 'DatabaseConnections');
    const nodes = (attributes.node_count ?? 0) * (attributes.multi_az ? 2 : 1);
    return fail({
      summary: `No connection in ${days} days.`,
      evidence: { connections_maximum: 0, node_type: attributes.node_type, node_count: attributes.node_count, multi_az: attributes.multi_az, since: connections.since, until: connections.until },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth * nodes, 'h', `redshift.${attributes.node_type ?? 'unknown'}`]]),
    });
  },

  remediation({ attributes: { cluster_identifier: id }, region }) {
    const aws = (operation: string): string => `aws redshift ${operation} --region ${region} --cluster-identifier ${id}`;
    return [
      { command: aws('pause-cluster'), undo: aws('resume-cluster'), permission: 'redshift:PauseCluster' },
      { command: `${aws('delete-cluster')} --final-cluster-snapshot-identifier ${id}-final`, undo: `aws redshift restore-from-cluster-snapshot --region ${region} --cluster-identifier ${id} --snapshot-identifier ${id}-final`, permission: 'redshift:DeleteCluster' },
    ];
  },
});

/** As in `available, prep-for-resize`. */
const isRunning = ({ status }: { status: string | null }): boolean => status?.toLowerCase().split(',')[0] === 'available';
