import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const cache = (rest: string): string => `arn:aws:elasticache:us-east-1:${account}:${rest}`;
beforeAll(async () => {
  const clusters = [
    {
      CacheClusterId: 'sessions-001', ARN: cache('cluster:sessions-001'), CacheClusterStatus: 'available', Engine: 'redis', EngineVersion: '7.1.0', CacheNodeType: 'cache.r6g.large', NumCacheNodes: 1, PreferredAvailabilityZone: 'us-east-1a',
      CacheNodes: [{ CacheNodeId: '0001', CacheNodeStatus: 'available', CustomerAvailabilityZone: 'us-east-1a', Endpoint: { Address: 'sessions-001.cache', Port: 6379 } }], CacheClusterCreateTime: new Date('2026-01-02T03:04:05Z'), ReplicationGroupId: 'sessions',
      CacheSubnetGroupName: 'inside', CacheParameterGroup: { CacheParameterGroupName: 'default.redis7' }, SecurityGroups: [{ SecurityGroupId: 'sg-2' }, { SecurityGroupId: 'sg-1' }], TransitEncryptionEnabled: true, AtRestEncryptionEnabled: true, AuthTokenEnabled: true,
      SnapshotRetentionLimit: 7, AutoMinorVersionUpgrade: true,
    },
    { CacheClusterId: 'pages', ARN: cache('cluster:pages'), Engine: 'memcached', NumCacheNodes: 2, CacheNodes: [{}, {}], ConfigurationEndpoint: { Address: 'pages.cfg.cache', Port: 11211 } },
    { CacheClusterId: 'bare' },
    ...many(150, (n) => ({ CacheClusterId: `cache-${n}` })),
  ];
  under = await startAnswered({
    'elasticache.DescribeCacheClusters': (input, asked) => (String(input['ShowCacheNodeInfo']) === 'true' ? paged('CacheClusters', { 'us-east-1': clusters }, { size: 'MaxRecords', token: 'Marker', next: 'Marker' })(input, asked) : {}),
    'elasticache.ListTagsForResource': ({ ResourceName }) => ({ TagList: [{ Key: 'of', Value: String(ResourceName) }] }),
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads every cluster by pages of a hundred, with its nodes', async () => {
  const { resources, end } = await under.collect('aws:elasticache:cluster', 'us-east-1', { depth: 'listed' });
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 153]);
  expect(resources[0]).toMatchObject({
    uid: cache('cluster:sessions-001'), name: 'sessions-001', createdAt: '2026-01-02T03:04:05.000Z', tags: {},
    relations: [
      { kind: 'member-of', uid: cache('replicationgroup:sessions') },
      ...[ec2('security-group/sg-1'), ec2('security-group/sg-2'), cache('subnetgroup:inside'), cache('parametergroup:default.redis7')].map((uid) => ({ kind: 'uses', uid })),
    ],
  });
  expect(resources[0]?.attributes).toEqual({
    cache_cluster_id: 'sessions-001', status: 'available', engine: 'redis', engine_version: '7.1.0', node_type: 'cache.r6g.large', node_count: 1, nodes: [{ node_id: '0001', status: 'available', availability_zone: 'us-east-1a' }], availability_zone: 'us-east-1a',
    created_at: '2026-01-02T03:04:05.000Z', replication_group_id: 'sessions', subnet_group: 'inside', parameter_group: 'default.redis7', security_group_ids: ['sg-1', 'sg-2'], endpoint: 'sessions-001.cache', port: 6379, transit_encryption: true, at_rest_encryption: true,
    auth_token_enabled: true, snapshot_retention_days: 7, auto_minor_version_upgrade: true,
  });
  expect(resources[1]?.attributes).toMatchObject({ engine: 'memcached', node_count: 2, endpoint: 'pages.cfg.cache', port: 11211, nodes: [{ node_id: null, status: null, availability_zone: null }, { node_id: null }] });
  expect(resources[2]).toMatchObject({ uid: cache('cluster:bare'), createdAt: null, relations: [], attributes: { status: 'unknown', engine: 'unknown', node_type: null, node_count: null, nodes: [], endpoint: null, snapshot_retention_days: 0, at_rest_encryption: false } });
});

it('reads tags in an extraction, one call each, and says where it may not', async () => {
  const { resources } = await under.collect('aws:elasticache:cluster');
  const tagsOf = (name: string) => resources.find((resource) => resource.name === name)?.tags;
  expect([tagsOf('sessions-001'), tagsOf('bare')]).toEqual([{ of: cache('cluster:sessions-001') }, {}]);
  expect(under.aws.stats.byOperation).toEqual({ 'elasticache.DescribeCacheClusters': 2, 'elasticache.ListTagsForResource': 2 });
  under.aws.setFaults([{ kind: 'deny', service: 'elasticache', operation: 'ListTagsForResource' }]);
  const denied = await under.collect('aws:elasticache:cluster');
  expect([denied.resources.length, denied.end.result]).toMatchObject([153, { status: 'partial', isListed: true, error: { permission: 'elasticache:ListTagsForResource' } }]);
});

it('asks one call of a region without a cluster, and lists nothing where it may not', async () => {
  expect(await under.collect('aws:elasticache:cluster', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'elasticache' }]);
  expect(await under.collect('aws:elasticache:cluster')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'elasticache:DescribeCacheClusters' } } } });
});
