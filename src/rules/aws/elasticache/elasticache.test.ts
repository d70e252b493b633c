import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsElasticacheCluster } from '../../../providers/aws/elasticache/cluster.ts';
import { awsElasticacheIdle } from './elasticache-idle.ts';

const prices = awsPrices({ 'elasticache.cache.r6g.large.redis': 0.2, 'elasticache.cache.t3.micro.memcached': 0.02 });
const cluster = (attributes: Parameters<typeof anAws<typeof awsElasticacheCluster.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) => anAws(awsElasticacheCluster, { status: 'available', engine: 'redis', node_type: 'cache.r6g.large', node_count: 1, cache_cluster_id: 'one', ...attributes }, resource);
const memcached = (attributes: Parameters<typeof cluster>[0] = {}) => cluster({ engine: 'memcached', node_type: 'cache.t3.micro', node_count: 3, ...attributes });
const member = (id: string) => cluster({ cache_cluster_id: id, replication_group_id: 'shop' });

const noCommand = { GetTypeCmds: {}, SetTypeCmds: {}, PubSubBasedCmds: {} };
const watched = { CurrConnections: { maximum: 6 }, ...noCommand };
const inside = { CurrConnections: { maximum: 40 }, CmdGet: {}, CmdSet: {}, CmdTouch: {} };

describe('a cache', () => {
  it.each([
    // 730 h × $0.2
    ['without a connection', cluster(), { metrics: { CurrConnections: {} } }, 'fail $146'],
    ['that only ElastiCache itself looks at', cluster(), { metrics: watched }, 'fail $146'],
    // 3 nodes × 730 h × $0.02
    ['of memcached that is asked nothing', memcached(), { metrics: inside }, 'fail $43.8'],
    ['that is a group of its own', member('shop-001'), { metrics: watched }, 'fail $146'],
    ['of a node type whose price is not known', cluster({ node_type: 'cache.x9.large' }), { metrics: watched }, 'fail'],
    ['of no known node type', cluster({ node_type: null, node_count: null }), { metrics: watched }, 'fail'],
    ['where prices are not known', cluster({}, { region: 'nowhere' }), { metrics: watched }, 'fail'],
    ['that somebody reads', cluster(), { metrics: { ...watched, GetTypeCmds: { sum: 1 } } }, 'pass'],
    ['that somebody writes to', cluster(), { metrics: { ...watched, SetTypeCmds: { sum: 1 } } }, 'pass'],
    ['that passes on messages', cluster(), { metrics: { ...watched, PubSubBasedCmds: { sum: 1 } } }, 'pass'],
    ['with more connections than ElastiCache holds', cluster(), { metrics: { ...watched, CurrConnections: { maximum: 7 } } }, 'pass'],
    ['of memcached that somebody reads', memcached(), { metrics: { ...inside, CmdGet: { sum: 1 } } }, 'pass'],
    ['made last week', cluster({}, { createdAt: daysAgo(7) }), { metrics: watched, firstSeen: daysAgo(7) }, 'pass'],
    ['of which half of the days are known', cluster(), { metrics: { ...watched, CurrConnections: { maximum: 0, coveredDays: 7 } } }, 'unknown'],
    ['whose connections could not be read', cluster(), { metrics: noCommand }, 'unknown'],
    ['whose commands could not be read', cluster(), { metrics: { ...noCommand, CurrConnections: { maximum: 4 }, SetTypeCmds: undefined as never } }, 'unknown'],
    ['of no known state', cluster({ status: 'unknown' }), { metrics: watched }, 'unknown'],
    ['of a group whose members could not be listed', member('shop-001'), { metrics: watched, listed: [] }, 'unknown'],
    ['beside others of its group', member('shop-001'), { metrics: watched, scope: [member('shop-001'), member('shop-002')] }, 'not_applicable'],
    ['that is being made', cluster({ status: 'creating' }), { metrics: watched }, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsElasticacheIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is kept as a snapshot where its engine has any, and deleted with its group', () => {
    const commands = (resource: ReturnType<typeof cluster>) => awsElasticacheIdle.remediation(resource).map(({ command }) => command.replace('aws elasticache ', ''));
    expect(commands(cluster())).toEqual(['create-snapshot --region us-east-1 --cache-cluster-id one --snapshot-name one-final', 'delete-cache-cluster --region us-east-1 --cache-cluster-id one']);
    expect(commands(member('shop-001'))).toEqual(['create-snapshot --region us-east-1 --replication-group-id shop --snapshot-name shop-final', 'delete-replication-group --region us-east-1 --replication-group-id shop']);
    expect(commands(memcached())).toEqual(['delete-cache-cluster --region us-east-1 --cache-cluster-id one']);
  });
});
