import { expect, it } from 'vitest';
import { awsPrices } from '../../../../test/judge-aws.ts';
import { aBucket, daysAgo, verdict } from '../../../../test/judge.ts';
import { awsS3Inactive } from './s3-inactive.ts';
import { awsS3NoLifecycle } from './s3-no-lifecycle.ts';
import { awsS3Old } from './s3-old.ts';

const prices = awsPrices({ 's3.standard': 0.023 });
const size = { maximum: 200 * 1024 ** 3 };
const full = (parts: Parameters<typeof aBucket>[0] = {}) => aBucket({ is_empty: false, ...parts });

it.each([
  // 200 GiB × $0.023
  ['that nothing reads or writes', full(), { metrics: { all: {}, reads: {}, writes: {}, size } }, 'fail $4.6'],
  ['of which only the listings are known', full(), { metrics: { all: { sum: 90 }, reads: { points: 0, coveredDays: 0 }, writes: { points: 0, coveredDays: 0 }, size } }, 'fail $4.6'],
  ['whose size is not known', full(), { metrics: { all: {}, reads: {}, writes: {} } }, 'fail'],
  ['that is read', full(), { metrics: { all: {}, reads: { sum: 1 }, writes: {}, size } }, 'pass'],
  ['that is written', full(), { metrics: { all: {}, reads: {}, writes: { sum: 1 }, size } }, 'pass'],
  ['without request metrics', full(), { metrics: { all: { points: 0, coveredDays: 0 }, reads: {}, writes: {}, size } }, 'unknown'],
  ['whose metrics could not be read', full(), {}, 'unknown'],
  ['made last month', full({ $: { createdAt: daysAgo(30) } }), { metrics: { all: {}, reads: {}, writes: {} }, firstSeen: daysAgo(30) }, 'pass'],
  ['that is empty', aBucket(), {}, 'not_applicable'],
])('a bucket %s: %s', (_what, bucket, circumstances, expected) => {
  expect(verdict(awsS3Inactive, bucket, { prices, ...circumstances })).toBe(expected);
});

it.each([
  ['that is large', full({ lifecycle_rules: 0 }), { size }, 'fail'],
  ['that is large and has a rule', full({ lifecycle_rules: 1 }), { size }, 'pass'],
  ['that is small', full({ lifecycle_rules: 0 }), { size: { maximum: 100 * 1024 ** 3 } }, 'pass'],
  ['whose rules were not read', full(), { size }, 'unknown'],
  ['whose size is not known', full({ lifecycle_rules: 0 }), {}, 'unknown'],
  ['that is empty', aBucket({ lifecycle_rules: 0 }), {}, 'not_applicable'],
])('a bucket %s, by its lifecycle: %s', (_what, bucket, metrics, expected) => {
  expect(verdict(awsS3NoLifecycle, bucket, { metrics })).toBe(expected);
});

it.each([
  ['that is old', full(), { metrics: { size } }, 'fail $4.6'],
  ['that is old, of an unknown size', full(), {}, 'fail'],
  ['that is new', full({ $: { createdAt: daysAgo(89) } }), {}, 'pass'],
  ['of an unknown age', full({ $: { createdAt: undefined } }), {}, 'unknown'],
])('a bucket %s, by its age: %s', (_what, bucket, circumstances, expected) => {
  expect(verdict(awsS3Old, bucket, { prices, ...circumstances })).toBe(expected);
});

it('leaves the rule of age to those who want it', () => {
  expect([awsS3Old.isOnByDefault, awsS3Old.headline, awsS3Inactive.headline]).toEqual([false, false, true]);
});
