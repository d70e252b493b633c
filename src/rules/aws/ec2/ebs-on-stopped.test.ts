import { expect, it } from 'vitest';
import { anInstance, aVolume, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEbsOnStopped } from './ebs-on-stopped.ts';

const stopped = (days: number | null, id = 'i-1') => anInstance({ instance_id: id, state: 'stopped', stopped_at: days === null ? null : isoDaysAgo(days), $: { uid: id } });
const running = anInstance({ $: { uid: 'i-2' } });
const on = (...uids: string[]) => aVolume({ state: 'in-use', instance_uids: uids });

it.each([
  // 100 GiB × $0.08
  ['on an instance that has been stopped for a month', on('i-1'), { related: [stopped(30)] }, 'fail $8'],
  ['on one that was stopped lately', on('i-1'), { related: [stopped(29)] }, 'pass'],
  ['on one that was stopped lately, where a week is enough', on('i-1'), { related: [stopped(8)], parameters: { stopped_days: 7 } }, 'fail $8'],
  ['on one that runs', on('i-2'), { related: [running] }, 'pass'],
  ['on a stopped and a running one', on('i-1', 'i-2'), { related: [stopped(90), running] }, 'pass'],
  ['on two stopped ones', on('i-1', 'i-3'), { related: [stopped(90), stopped(90, 'i-3')] }, 'fail $8'],
  ['on a stopped one and one that is not known', on('i-1', 'i-9'), { related: [stopped(90)] }, 'pass'],
  ['on nothing', aVolume(), {}, 'pass'],
  ['on one of which AWS does not say since when', on('i-1'), { related: [stopped(null)] }, 'unknown'],
  ['where instances may not be listed', on('i-1'), { listed: [] }, 'unknown'],
  ['on one that is gone from a whole listing', on('i-1'), {}, 'pass'],
  ['without a price', aVolume({ volume_type: 'quantum', instance_uids: ['i-1'] }), { related: [stopped(90)] }, 'fail'],
])('a volume %s: %s', (_what, volume, circumstances, expected) => {
  expect(verdict(awsEbsOnStopped, volume, circumstances)).toBe(expected);
});

it('names the permission that would tell', () => {
  expect(judge(awsEbsOnStopped, on('i-1'), { listed: [] })).toEqual({ outcome: 'unknown', reason: expect.stringContaining('ec2:DescribeInstances') as string });
});

it('is an upper bound inside the saving of the instance', () => {
  expect(judge(awsEbsOnStopped, on('i-1'), { related: [stopped(31)] })).toMatchObject({
    summary: 'Its instance has been stopped since 2026-10-22.', evidence: { instance: 'i-1', instance_stopped_at: isoDaysAgo(31) }, saving: { bound: 'upper', confidence: 'medium', includedIn: { ruleId: 'aws-ec2-stopped', uid: 'i-1' } },
  });
});
