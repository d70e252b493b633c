import { describe, expect, it } from 'vitest';
import { anAws } from '../../../../test/judge-aws.ts';
import { anInstance, aVolume, daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEc2NetworkInterface } from '../../../providers/aws/ec2/network-interface.ts';
import { awsEbsIdle } from './ebs-idle.ts';
import { awsEbsOverprovisionedIops } from './ebs-overprovisioned-iops.ts';
import { awsEc2Idle } from './ec2-idle.ts';
import { awsEc2Underused } from './ec2-underused.ts';
import { awsEniDetached } from './eni-detached.ts';

const idle = { cpu: { p95: 1.2 }, in: { sum: 2e6, maximum: 1e4 }, out: { sum: 1e6, maximum: 1e4 } };

it.each([
  // 730 h × $0.096
  ['that does nothing', anInstance(), { metrics: idle }, 'fail $70.08'],
  ['whose processor works', anInstance(), { metrics: { ...idle, cpu: { p95: 5 } } }, 'pass'],
  // 14 days × 5 MB
  ['that sends', anInstance(), { metrics: { ...idle, out: { sum: 70e6, maximum: 1e6 } } }, 'pass'],
  ['that sent a day\'s worth in an hour', anInstance(), { metrics: { ...idle, in: { sum: 5e6, maximum: 5e6 } } }, 'pass'],
  ['whose metrics could not be read', anInstance(), {}, 'unknown'],
  ['whose network could not be read', anInstance(), { metrics: { cpu: { p95: 1 } } }, 'unknown'],
  ['of which most days are not known', anInstance(), { metrics: { ...idle, cpu: { p95: 1, coveredDays: 5 } } }, 'unknown'],
  ['that is stopped', anInstance({ state: 'stopped' }), { metrics: idle }, 'not_applicable'],
  ['that was made yesterday', anInstance({ $: { createdAt: daysAgo(1) } }), { metrics: idle }, 'pass'],
  ['with a licence in its price', anInstance({ platform: 'Windows' }), { metrics: idle }, 'fail'],
  ['of an odd type', anInstance({ instance_type: '' }), { metrics: idle }, 'fail'],
])('an instance %s: %s', (_what, instance, circumstances, expected) => {
  expect(verdict(awsEc2Idle, instance, circumstances)).toBe(expected);
});

const t3small = { instance_type: 't3.small' };
const priced = { unit: (_: string, sku: string) => ({ 'ec2.t3.small': { usd: 0.02, source: 'aws-price-list' as const, date: '2026-11-01' }, 'ec2.t3.micro': { usd: 0.01, source: 'aws-price-list' as const, date: '2026-11-01' } })[sku] };

it.each([
  // 730 h × ($0.02 − $0.01)
  ['that uses a third', anInstance(t3small), { prices: priced, metrics: { cpu: { p95: 33 }, memory: { p95: 20 } } }, 'fail $7.3'],
  ['without an agent', anInstance(t3small), { prices: priced, metrics: { cpu: { p95: 33 }, memory: { points: 0 } } }, 'fail $7.3'],
  ['that uses its memory', anInstance(t3small), { metrics: { cpu: { p95: 33 }, memory: { p95: 50 } } }, 'pass'],
  ['that uses its processor', anInstance(t3small), { metrics: { cpu: { p95: 40 }, memory: { points: 0 } } }, 'pass'],
  ['whose price is not known', anInstance({ instance_type: 'x9.2xlarge' }), { metrics: { cpu: { p95: 33 }, memory: { points: 0 } } }, 'fail'],
  ['of which days are missing', anInstance(t3small), { metrics: { cpu: { p95: 33, coveredDays: 11 * 0.5 }, memory: {} } }, 'unknown'],
  ['whose metrics could not be read', anInstance(t3small), {}, 'unknown'],
  ['that has no smaller size', anInstance({ instance_type: 'm5.large' }), { metrics: { cpu: { p95: 1 }, memory: {} } }, 'not_applicable'],
  ['of an odd type', anInstance({ instance_type: 'constructor' }), { metrics: { cpu: { p95: 1 }, memory: {} } }, 'not_applicable'],
])('an instance %s, by size: %s', (_what, instance, circumstances, expected) => {
  expect(verdict(awsEc2Underused, instance, circumstances)).toBe(expected);
});

describe('volumes', () => {
  const running = anInstance({ $: { uid: 'i' } });
  const attached = (parts: Parameters<typeof aVolume>[0] = {}) => aVolume({ state: 'in-use', instance_uids: ['i'], ...parts });
  const quiet = { reads: { sum: 10 }, writes: { sum: 20 } };

  it.each([
    // 100 GiB × $0.08
    ['that nothing reads', attached(), { related: [running], metrics: quiet }, 'fail $8'],
    ['without a point at all', attached(), { related: [running], metrics: { reads: { points: 0, coveredDays: 0 }, writes: { points: 0, coveredDays: 0 } } }, 'fail $8'],
    // 14 days × 100
    ['that is written', attached(), { related: [running], metrics: { reads: { sum: 0 }, writes: { sum: 1400 } } }, 'pass'],
    ['of a stopped instance', attached(), { related: [anInstance({ state: 'stopped', $: { uid: 'i' } })], metrics: quiet }, 'pass'],
    ['of an instance that is not known', attached(), { metrics: quiet }, 'unknown'],
    ['whose metrics could not be read', attached(), { related: [running] }, 'unknown'],
    ['attached to nothing', aVolume(), {}, 'pass'],
    ['made last week', attached({ $: { createdAt: daysAgo(7) } }), { related: [running], metrics: quiet, firstSeen: daysAgo(7) }, 'pass'],
    ['without a price', attached({ volume_type: 'odd' }), { related: [running], metrics: quiet }, 'fail'],
  ])('a volume %s, by its use: %s', (_what, volume, circumstances, expected) => {
    expect(verdict(awsEbsIdle, volume, circumstances)).toBe(expected);
  });

  const io1 = (iops: number | null) => attached({ volume_type: 'io1', iops });
  it.each([
    // 3,600,000 + 1,800,000 an hour are 1,500 a second; twice that is enough: 7,000 IOPS × $0.065
    ['with ten thousand', io1(10_000), { reads: { p99: 3.6e6 }, writes: { p99: 1.8e6 } }, 'fail $455'],
    ['whose price is not known', attached({ volume_type: 'io1', iops: 10_000, $: { region: 'nowhere' } }), { reads: {}, writes: {} }, 'fail'],
    ['with just enough', io1(3000), { reads: { p99: 3.6e6 }, writes: { p99: 1.8e6 } }, 'pass'],
    // gp3 keeps its 3,000: 1,000 × $0.005
    ['of gp3 that does nothing', attached({ iops: 4000 }), { reads: {}, writes: {} }, 'fail $5'],
    ['of gp3 with what is included', attached({ iops: 3000 }), { reads: {}, writes: {} }, 'not_applicable'],
    ['of another type', attached({ volume_type: 'st1', iops: 9000 }), { reads: {}, writes: {} }, 'not_applicable'],
    ['of which AWS tells no number', io1(null), { reads: {}, writes: {} }, 'not_applicable'],
    ['whose metrics could not be read', io1(10_000), {}, 'unknown'],
    ['of which days are missing', io1(10_000), { reads: { coveredDays: 2 }, writes: {} }, 'unknown'],
    ['attached to nothing', aVolume({ volume_type: 'io1', iops: 10_000 }), { reads: {}, writes: {} }, 'pass'],
  ])('a volume %s, by its IOPS: %s', (_what, volume, metrics, expected) => {
    expect(verdict(awsEbsOverprovisionedIops, volume, { metrics })).toBe(expected);
  });
});

const anInterface = (attributes: Parameters<typeof anAws<typeof awsEc2NetworkInterface.attributes>>[1] = {}) => anAws(awsEc2NetworkInterface, { status: 'available', ...attributes }, { createdAt: undefined });

it.each([
  ['that is attached to nothing', anInterface(), {}, 'fail'],
  // 730 h × $0.005
  ['that holds a public address', anInterface({ public_ip: '52.0.0.1' }), {}, 'fail $3.65'],
  ['in use', anInterface({ status: 'in-use' }), {}, 'pass'],
  ['of a service', anInterface({ is_requester_managed: true }), {}, 'not_applicable'],
  ['first seen yesterday', anInterface(), { firstSeen: daysAgo(1) }, 'pass'],
  ['whose state AWS does not say', anInterface({ status: 'unknown' }), {}, 'unknown'],
])('an interface %s: %s', (_what, resource, circumstances, expected) => {
  expect(verdict(awsEniDetached, resource, circumstances)).toBe(expected);
});

it('names what it has measured', () => {
  expect(judge(awsEc2Idle, anInstance(), { metrics: { ...idle, cpu: { p95: 1, coveredDays: 5 } } })).toMatchObject({ reason: 'Of the metric CPUUtilization only 5 of 14 days are known.' });
  expect(judge(awsEbsIdle, aVolume({ instance_uids: ['i'] }), { related: [anInstance({ $: { uid: 'i' } })] })).toMatchObject({ reason: expect.stringContaining('cloudwatch:GetMetricData') as string });
  expect(awsEbsIdle.remediation(aVolume({ instance_uids: ['arn:aws:ec2:us-east-1:1:instance/i-7'] })).map(({ permission }) => permission)).toEqual(['ec2:CreateSnapshot', 'ec2:DescribeSnapshots', 'ec2:DetachVolume', 'ec2:DeleteVolume']);
});
