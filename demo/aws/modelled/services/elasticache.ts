import { groupId, isInUse, zoneName } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

const redis = { Engine: 'redis', EngineVersion: '7.1.0', NumCacheNodes: 1, CacheParameterGroup: { CacheParameterGroupName: 'default.redis7' } };
/** Two by themselves, a group of two and a group of one. */
const caches: readonly (Fields & { id: string })[] = [
  { id: 'pages', Engine: 'memcached', EngineVersion: '1.6.22', NumCacheNodes: 2, CacheNodeType: 'cache.t3.small', CacheParameterGroup: { CacheParameterGroupName: 'default.memcached1.6' } },
  { id: 'reports', ...redis, CacheNodeType: 'cache.m5.large' },
  ...['shop-001', 'shop-002'].map((id) => ({ id, ...redis, CacheNodeType: 'cache.r6g.large', ReplicationGroupId: 'shop' })),
  { id: 'jobs-001', ...redis, Engine: 'valkey', EngineVersion: '8.0.1', CacheNodeType: 'cache.t4g.medium', ReplicationGroupId: 'jobs' },
];

function clusters(place: Place): Fields[] {
  const { plan, region } = place;
  if (!isInUse(plan, region)) return [];
  return caches.map(({ id, ...cache }, number) => {
    const isGroup = cache['ReplicationGroupId'] !== undefined;
    return {
      CacheClusterId: id, ARN: place.arn('elasticache', `cluster:${id}`), CacheClusterStatus: 'available', ...cache, PreferredAvailabilityZone: zoneName(plan, region, number % 3), CacheClusterCreateTime: new Date(timeAgo(plan, 120 + number)),
      CacheNodes: Array.from({ length: Number(cache['NumCacheNodes']) }, (_, node) => ({ CacheNodeId: `000${node + 1}`, CacheNodeStatus: 'available', CustomerAvailabilityZone: zoneName(plan, region, number % 3), Endpoint: { Address: `${id}.abc123.000${node + 1}.cache.amazonaws.com`, Port: id === 'pages' ? 11211 : 6379 } })),
      CacheSubnetGroupName: 'caches', SecurityGroups: [{ SecurityGroupId: groupId(plan, region, 'worker'), Status: 'active' }], TransitEncryptionEnabled: isGroup, AtRestEncryptionEnabled: isGroup, AuthTokenEnabled: false,
      SnapshotRetentionLimit: isGroup ? 7 : 0, AutoMinorVersionUpgrade: id !== 'reports',
    };
  });
}

export const elasticacheAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'elasticache.DescribeCacheClusters': (input, place, asked) => pageOfFields(clusters(place), input, { size: 'MaxRecords', token: 'Marker', next: 'Marker', list: 'CacheClusters' }, asked),
  'elasticache.ListTagsForResource': ({ ResourceName }) => ({ TagList: tagList({ env: /cluster:(shop|jobs)/.test(String(ResourceName)) ? 'prod' : 'dev' }) }),
};
