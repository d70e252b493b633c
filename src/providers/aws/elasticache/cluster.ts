import type { CacheCluster, Tag } from '@aws-sdk/client-elasticache';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

interface ClusterWithTags {
  cluster: CacheCluster;
  tags?: Tag[];
}

export const awsElasticacheCluster = defineAwsResource({
  id: 'aws:elasticache:cluster',
  title: 'ElastiCache cluster',
  plural: 'ElastiCache clusters',
  nativeType: 'AWS::ElastiCache::CacheCluster',
  locality: 'regional',
  permissions: ['elasticache:DescribeCacheClusters', 'elasticache:ListTagsForResource'],
  reads: 'Engine, node type, nodes, encryption, network and backups of each cache cluster, those of replication groups too; tags in extractions.',

  attributes: z.object({
    cache_cluster_id: z.string(),
    status: z.string().describe('available, creating, snapshotting, …'),
    engine: z.string().describe('memcached, redis or valkey'),
    engine_version: z.string().nullable(),
    node_type: z.string().nullable(),
    node_count: z.int().nullable(),
    nodes: z.array(z.object({ node_id: z.string().nullable(), status: z.string().nullable(), availability_zone: z.string().nullable() })),
    availability_zone: z.string().nullable().describe('Multiple, where its nodes lie in several'),
    created_at: z.string().nullable(),
    replication_group_id: z.string().nullable(),
    subnet_group: z.string().nullable(),
    parameter_group: z.string().nullable(),
    security_group_ids: z.array(z.string()),
    endpoint: z.string().nullable().describe('Of the configuration; without one, of the first node'),
    port: z.int().nullable(),
    transit_encryption: z.boolean(),
    at_rest_encryption: z.boolean(),
    auth_token_enabled: z.boolean(),
    snapshot_retention_days: z.int().describe('0: no automatic backups'),
    auto_minor_version_upgrade: z.boolean(),
  }),

  async *list({ client }) {
    const { ElastiCacheClient, paginateDescribeCacheClusters } = await import('@aws-sdk/client-elasticache');
    for await (const page of pages(paginateDescribeCacheClusters({ client: client(ElastiCacheClient), pageSize: 100 }, { ShowCacheNodeInfo: true }), ({ Marker }) => Marker)) {
      for (const cluster of page.CacheClusters ?? []) yield { cluster } satisfies ClusterWithTags;
    }
  },

  normalise: ({ cluster, tags }: ClusterWithTags, { arn }) => {
    const id = cluster.CacheClusterId ?? '';
    return {
      uid: cluster.ARN ?? arn('elasticache', `cluster:${id}`),
      name: id,
      createdAt: cluster.CacheClusterCreateTime,
      tags: tagsOf(tags),
      attributes: { cache_cluster_id: id, ...engineOf(cluster), ...placeOf(cluster), ...careOf(cluster) },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await readTags(raw.cluster, context) }) },

  relations: ({ uid, attributes }) => {
    const named = (kind: string, name: string | null): string | null => (name === null ? null : arnBeside(uid, 'elasticache', `${kind}:${name}`));
    return [
      ...relationsTo('member-of', named('replicationgroup', attributes.replication_group_id)),
      ...relationsTo('uses', [...ec2Arns(uid, 'security-group', attributes.security_group_ids), named('subnetgroup', attributes.subnet_group), named('parametergroup', attributes.parameter_group)]),
    ];
  },
});

const engineOf = (cluster: CacheCluster) => ({
  status: cluster.CacheClusterStatus ?? 'unknown',
  engine: cluster.Engine ?? 'unknown',
  engine_version: cluster.EngineVersion ?? null,
  node_type: cluster.CacheNodeType ?? null,
  node_count: cluster.NumCacheNodes ?? null,
  nodes: (cluster.CacheNodes ?? []).map((node) => ({ node_id: node.CacheNodeId ?? null, status: node.CacheNodeStatus ?? null, availability_zone: node.CustomerAvailabilityZone ?? null })),
  created_at: cluster.CacheClusterCreateTime?.toISOString() ?? null,
  replication_group_id: cluster.ReplicationGroupId ?? null,
});

function placeOf(cluster: CacheCluster) {
  const endpoint = cluster.ConfigurationEndpoint ?? cluster.CacheNodes?.[0]?.Endpoint;
  return {
    availability_zone: cluster.PreferredAvailabilityZone ?? null,
    subnet_group: cluster.CacheSubnetGroupName ?? null,
    parameter_group: cluster.CacheParameterGroup?.CacheParameterGroupName ?? null,
    security_group_ids: (cluster.SecurityGroups ?? []).flatMap(({ SecurityGroupId }) => SecurityGroupId ?? []).sort(),
    endpoint: endpoint?.Address ?? null,
    port: endpoint?.Port ?? null,
  };
}

const careOf = (cluster: CacheCluster) => ({
  transit_encryption: cluster.TransitEncryptionEnabled ?? false,
  at_rest_encryption: cluster.AtRestEncryptionEnabled ?? false,
  auth_token_enabled: cluster.AuthTokenEnabled ?? false,
  snapshot_retention_days: cluster.SnapshotRetentionLimit ?? 0,
  auto_minor_version_upgrade: cluster.AutoMinorVersionUpgrade ?? false,
});

async function readTags({ ARN }: CacheCluster, context: AwsListContext): Promise<Tag[]> {
  if (ARN === undefined) return [];
  const { ElastiCacheClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-elasticache');
  const client = context.client(ElastiCacheClient);
  const answer = await detailOf(context, 'elasticache:ListTagsForResource', () => client.send(new ListTagsForResourceCommand({ ResourceName: ARN })), ['CacheClusterNotFound', 'CacheClusterNotFoundFault']);
  return answer?.TagList ?? [];
}
