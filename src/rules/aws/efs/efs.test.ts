import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsEfsFileSystem } from '../../../providers/aws/efs/file-system.ts';
import { bytesPerGib } from '../facts.ts';
import { awsEfsIdle } from './efs-idle.ts';

const prices = awsPrices({ 'efs.standard': 0.3, 'efs.ia': 0.025, 'efs.elastic.ia': 0.016, 'efs.archive': 0.008, 'efs.onezone': 0.16, 'efs.provisioned.mibps': 6 });
const system = (attributes: Parameters<typeof anAws<typeof awsEfsFileSystem.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsEfsFileSystem, { state: 'available', mount_target_count: 2, throughput_mode: 'bursting', standard_bytes: 100 * bytesPerGib, infrequent_access_bytes: 200 * bytesPerGib, ...attributes }, resource);
const quiet = { connections: {}, io: {} };

describe('a file system', () => {
  it.each([
    // 100 × $0.3 + 200 × $0.025
    ['that nobody mounts', system(), { metrics: quiet }, 'fail $35'],
    ['of which no point is known: nobody mounted it', system(), { metrics: { connections: { points: 0, coveredDays: 0 }, io: { points: 0, coveredDays: 0 } } }, 'fail $35'],
    ['without a mount target', system({ mount_target_count: 0 }), {}, 'fail $35'],
    // 100 × $0.3 + 200 × $0.016 + 50 × $0.008
    ['of elastic throughput', system({ throughput_mode: 'elastic', archive_bytes: 50 * bytesPerGib }), { metrics: quiet }, 'fail $33.6'],
    // 100 × $0.3 + 200 × $0.025 + (15 − 100 ÷ 20) × $6
    ['of provisioned throughput', system({ throughput_mode: 'provisioned', provisioned_throughput_mibps: 15 }), { metrics: quiet }, 'fail $95'],
    ['of provisioned throughput that comes with its size', system({ throughput_mode: 'provisioned', provisioned_throughput_mibps: 5 }), { metrics: quiet }, 'fail $35'],
    // 100 × $0.16
    ['of one zone', system({ availability_zone: 'us-east-1a', infrequent_access_bytes: 0 }), { metrics: quiet }, 'fail $16'],
    ['of which a class has no known price', system({ availability_zone: 'us-east-1a' }), { metrics: quiet }, 'fail'],
    ['where prices are not known', system({}, { region: 'nowhere' }), { metrics: quiet }, 'fail'],
    ['of no known size', system({ standard_bytes: null, infrequent_access_bytes: null }), { metrics: quiet }, 'fail'],
    ['that a client mounted', system(), { metrics: { ...quiet, connections: { sum: 1 } } }, 'pass'],
    ['that was read or written', system(), { metrics: { ...quiet, io: { sum: 4096 } } }, 'pass'],
    ['that lost its mount targets lately', system({ mount_target_count: 0 }), { metrics: { ...quiet, io: { sum: 4096 } } }, 'pass'],
    ['made last week', system({}, { createdAt: daysAgo(7) }), { metrics: quiet, firstSeen: daysAgo(7) }, 'pass'],
    ['whose clients could not be read', system(), { metrics: { io: {} } }, 'unknown'],
    ['whose bytes could not be read', system(), { metrics: { connections: {} } }, 'unknown'],
    ['of no known state', system({ state: 'unknown' }), { metrics: quiet }, 'unknown'],
    ['that replication writes', system({ overwrite_protection: 'REPLICATING' }), { metrics: quiet }, 'not_applicable'],
    ['that is being deleted', system({ state: 'deleting' }), { metrics: quiet }, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsEfsIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is backed up first, and loses its mount targets where it has any', () => {
    const verbs = (targets: number) => awsEfsIdle.remediation(system({ mount_target_count: targets })).map(({ command }) => command.split(' ')[2]);
    expect([verbs(0), verbs(2)]).toEqual([['start-backup-job', 'delete-file-system'], ['start-backup-job', 'delete-mount-target', 'delete-file-system']]);
  });
});
