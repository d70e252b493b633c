import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsKinesisStream } from '../../../providers/aws/kinesis/stream.ts';
import { awsKinesisIdle } from './kinesis-idle.ts';

const prices = awsPrices({ 'kinesis.shard.hour': 0.015, 'kinesis.extended.hour': 0.02, 'kinesis.consumer.hour': 0.01, 'kinesis.ondemand.hour': 0.04 });
const stream = (attributes: Parameters<typeof anAws<typeof awsKinesisStream.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsKinesisStream, { status: 'ACTIVE', mode: 'PROVISIONED', shard_count: 2, consumer_count: 0, retention_hours: 24, ...attributes }, resource);
const quiet = { metrics: { records: {} } };

describe('a stream', () => {
  it.each([
    // 2 × 730 × $0.015
    ['into which nothing is put', stream(), quiet, 'fail $21.9'],
    ['of which no point is known: nothing was put into it', stream(), { metrics: { records: { points: 0, coveredDays: 0 } } }, 'fail $21.9'],
    // 2 × 730 × ($0.015 + $0.02)
    ['that keeps its records for a week', stream({ retention_hours: 168 }), quiet, 'fail $51.1'],
    // 2 × 730 × $0.015 + 3 × 2 × 730 × $0.01
    ['with three consumers of their own share', stream({ consumer_count: 3 }), quiet, 'fail $65.7'],
    // 730 × $0.04
    ['on demand', stream({ mode: 'ON_DEMAND', shard_count: 4, consumer_count: 1 }), quiet, 'fail $29.2'],
    ['of no known number of shards', stream({ shard_count: null, mode: null }), quiet, 'fail'],
    ['where prices are not known', stream({}, { region: 'nowhere' }), quiet, 'fail'],
    ['with a single record', stream(), { metrics: { records: { sum: 1 } } }, 'pass'],
    ['made last week', stream({}, { createdAt: daysAgo(7) }), { ...quiet, firstSeen: daysAgo(7) }, 'pass'],
    ['whose records could not be counted', stream(), {}, 'unknown'],
    ['of no known state', stream({ status: null }), quiet, 'unknown'],
    ['that is being made', stream({ status: 'CREATING' }), quiet, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsKinesisIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is asked about for as long as it keeps a record', () => {
    const daysOf = (hours: number | null) => awsKinesisIdle.metrics?.(stream({ retention_hours: hours }), { days: 14 })['records']?.days;
    expect([24, 14 * 24, 30 * 24, 8760, null].map(daysOf)).toEqual([14, 14, 30, 365, 14]);
  });

  it('on demand may cost less, and is made anew in its mode', () => {
    expect(judge(awsKinesisIdle, stream({ mode: 'ON_DEMAND' }), { prices, ...quiet })).toMatchObject({ saving: { bound: 'upper' } });
    expect(judge(awsKinesisIdle, stream(), { prices, ...quiet })).toMatchObject({ saving: { bound: 'exact' } });
    const undo = (mode: string) => awsKinesisIdle.remediation(stream({ mode })).map((step) => step.undo);
    expect([undo('PROVISIONED'), undo('ON_DEMAND')]).toEqual([[expect.stringContaining('--shard-count 2')], [expect.stringContaining('StreamMode=ON_DEMAND')]]);
  });
});
