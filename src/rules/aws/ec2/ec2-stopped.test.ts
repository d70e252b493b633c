import { expect, it } from 'vitest';
import { anInstance, aVolume, isoDaysAgo, judge, shippedPrices, verdict } from '../../../../test/judge.ts';
import { awsEc2Stopped } from './ec2-stopped.ts';

const volumes = [aVolume({ $: { uid: 'vol-1' } }), aVolume({ volume_type: 'gp2', size_gib: 50, iops: null, throughput_mibps: null, $: { uid: 'vol-2' } })];
const stopped = (parts: Parameters<typeof anInstance>[0] = {}) => anInstance({ state: 'stopped', stopped_at: isoDaysAgo(10), ...parts });

it.each([
  // 100 × 0.08 + 50 × 0.10
  ['stopped with two volumes', stopped({ volume_uids: ['vol-1', 'vol-2'] }), 'fail $13'],
  // + 730 h × 0.005 = 3.65
  ['stopped with a public address', stopped({ volume_uids: ['vol-1', 'vol-2'], public_ip: '52.0.0.1' }), 'fail $16.65'],
  ['stopped without volumes', stopped(), 'fail'],
  ['stopped with a volume that is not known, so that no sum is right', stopped({ volume_uids: ['vol-1', 'vol-9'], public_ip: '52.0.0.1' }), 'fail'],
  ['stopped in a region without prices', stopped({ volume_uids: ['vol-1'], $: { region: 'nowhere' } }), 'fail'],
  ['stopped, AWS does not say when', stopped({ stopped_at: null, volume_uids: ['vol-1'] }), 'fail $8'],
  ['running', anInstance({ volume_uids: ['vol-1'] }), 'pass'],
  ['stopping', anInstance({ state: 'stopping' }), 'not_applicable'],
  ['shutting down', anInstance({ state: 'shutting-down' }), 'not_applicable'],
])('an instance %s: %s', (_what, instance, expected) => {
  expect(verdict(awsEc2Stopped, instance, { related: volumes })).toBe(expected);
});

it('waits as long as it is told to, and says where it cannot know', () => {
  const parameters = { stopped_days: 10 };
  expect(verdict(awsEc2Stopped, stopped(), { parameters })).toBe('fail');
  expect(verdict(awsEc2Stopped, stopped({ stopped_at: isoDaysAgo(9.9) }), { parameters })).toBe('pass');
  expect(verdict(awsEc2Stopped, stopped({ stopped_at: null }), { parameters })).toBe('unknown');
});

it('shows the price of running beside the saving and never in it', () => {
  // 730 h × $0.096
  expect(judge(awsEc2Stopped, stopped({ volume_uids: ['vol-1'] }), { related: volumes, prices: shippedPrices })).toMatchObject({
    summary: 'Stopped since 2026-11-12.', evidence: { state: 'stopped', stopped_at: isoDaysAgo(10), instance_type: 'm5.large', volumes: 1 },
    saving: { monthly: 8, estimateIfRunning: 70.08, bound: 'estimate', formula: '100 GiB × $0.08 (ebs.gp3)' },
  });
});

it('keeps an image before it terminates', () => {
  expect(awsEc2Stopped.remediation(stopped()).map(({ permission }) => permission)).toEqual(['ec2:CreateImage', 'ec2:TerminateInstances']);
});
