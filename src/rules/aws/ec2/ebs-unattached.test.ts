import { expect, it } from 'vitest';
import { aVolume, daysAgo, judge, shippedPrices, verdict } from '../../../../test/judge.ts';
import { awsEbsUnattached } from './ebs-unattached.ts';

it.each([
  // 100 GiB × $0.08
  ['a volume that is attached to nothing', aVolume(), 'fail $8'],
  // 100 GiB × $0.08 + 2,000 IOPS × $0.005 + 125 MiB/s × $0.04 = 8 + 10 + 5
  ['gp3 with more than its free speed', aVolume({ iops: 5000, throughput_mibps: 250 }), 'fail $23'],
  // 50 GiB × $0.125 + 1,000 IOPS × $0.065 = 6.25 + 65
  ['io1, all of whose IOPS are paid', aVolume({ volume_type: 'io1', size_gib: 50, iops: 1000, throughput_mibps: null }), 'fail $71.25'],
  // 500 GiB × $0.045
  ['a disk without IOPS', aVolume({ volume_type: 'st1', size_gib: 500, iops: null, throughput_mibps: null }), 'fail $22.5'],
  ['a type that has no price', aVolume({ volume_type: 'quantum' }), 'fail'],
  ['a type of which only the IOPS have a price', aVolume({ volume_type: 'io2', iops: 1000 }), 'fail'],
  ['one whose size AWS does not say', aVolume({ size_gib: 0 }), 'fail'],
  ['a volume in use', aVolume({ state: 'in-use', instance_uids: ['i-1'] }), 'pass'],
  ['one that is being made', aVolume({ state: 'creating' }), 'pass'],
  ['one whose state AWS does not say', aVolume({ state: 'unknown' }), 'unknown'],
  ['one whose state AWS does not say and that is attached', aVolume({ state: 'unknown', instance_uids: ['i-1'] }), 'pass'],
  ['one that is available and still says it is attached', aVolume({ instance_uids: ['i-1'] }), 'pass'],
])('%s: %s', (_what, volume, expected) => {
  expect(verdict(awsEbsUnattached, volume)).toBe(expected);
});

it('waits as long as it is told to, from the first sight', () => {
  const parameters = { unattached_days: 7 };
  expect(verdict(awsEbsUnattached, aVolume(), { parameters, firstSeen: daysAgo(6.9) })).toBe('pass');
  expect(verdict(awsEbsUnattached, aVolume(), { parameters, firstSeen: daysAgo(7) })).toBe('fail $8');
});

it('shows how the saving is made up and how good its prices are', () => {
  expect(judge(awsEbsUnattached, aVolume({ iops: 4000 }))).toMatchObject({
    summary: '100 GiB of gp3 attached to nothing.',
    evidence: { state: 'available', attachments: 0, size_gib: 100, volume_type: 'gp3', iops: 4000, throughput_mibps: 125 },
    saving: { monthly: 13, currency: 'USD', formula: '100 GiB × $0.08 (ebs.gp3) + 1000 IOPS × $0.005 (ebs.gp3.iops)', source: 'aws-price-list', priceDate: '2026-11-01', bound: 'exact', confidence: 'high' },
  });
  expect(judge(awsEbsUnattached, aVolume(), { prices: shippedPrices })).toMatchObject({ saving: { source: 'shipped-table', priceDate: '2025-06-01', bound: 'estimate' } });
});

it('keeps the data before it deletes anything', () => {
  const steps = awsEbsUnattached.remediation(aVolume({ volume_id: 'vol-9', $: { region: 'eu-west-1' } }));
  expect(steps.map(({ command }) => command.split(' ').slice(1, 3).join(' '))).toEqual(['ec2 create-snapshot', 'ec2 wait', 'ec2 delete-volume']);
  expect(steps[2]).toMatchObject({ command: 'aws ec2 delete-volume --region eu-west-1 --volume-id vol-9', undo: expect.stringContaining('--availability-zone us-east-1a') as string });
});
