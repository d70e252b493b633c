import { describe, expect, it } from 'vitest';
import { anInstance, aVolume, daysAgo, isoDaysAgo, judge, shippedPrices, verdict } from '../../../../test/judge.ts';
import { awsEbsGp2 } from './ebs-gp2.ts';
import { awsEbsIo1 } from './ebs-io1.ts';

const gp2 = (size_gib: number) => aVolume({ volume_type: 'gp2', size_gib, iops: null, throughput_mibps: null });
const io1 = (size_gib: number, iops: number | null) => aVolume({ volume_type: 'io1', size_gib, iops, throughput_mibps: null });

describe('gp2', () => {
  it.each([
    // 100 × 0.10 = 10; 100 × 0.08 + (128 − 125) MiB/s × 0.04 = 8.12; 10 − 8.12
    ['of 100 GiB', gp2(100), 'fail $1.88'],
    // 20.00; 16 + (150 − 125) × 0.04 = 17; 200 GiB last 200 × 3 × 256 KiB = 150 MiB/s
    ['of 200 GiB, with the throughput that lasts', gp2(200), 'fail $3'],
    // 200; 160 + (6000 − 3000) × 0.005 + (250 − 125) × 0.04 = 160 + 15 + 5 = 180
    ['of 2,000 GiB, with its 6,000 IOPS', gp2(2000), 'fail $20'],
    // 1,000; 800 + (16,000 − 3,000) × 0.005 + 5 = 870
    ['of 10,000 GiB, which has no more than 16,000 IOPS', gp2(10_000), 'fail $130'],
    // 0.10; 0.08 + 0.12: gp3 would cost more
    ['of 1 GiB, where gp3 costs more', gp2(1), 'pass'],
    ['that is younger than three days', aVolume({ volume_type: 'gp2', $: { createdAt: daysAgo(2) } }), 'pass'],
    ['whose age is not known', aVolume({ volume_type: 'gp2', size_gib: 100, $: { createdAt: undefined } }), 'fail $1.88'],
    ['in a region without prices', aVolume({ volume_type: 'gp2', $: { region: 'nowhere' } }), 'fail'],
    ['no longer: gp3', aVolume({ volume_type: 'gp3' }), 'not_applicable'],
    ['of a type that AWS does not say', aVolume({ volume_type: 'unknown' }), 'unknown'],
    ['of a size that AWS does not say', gp2(0), 'unknown'],
  ])('%s: %s', (_what, volume, expected) => {
    expect(verdict(awsEbsGp2, volume)).toBe(expected);
  });

  it('tells the speed that gp3 must have, so that the change slows nothing down', () => {
    expect(awsEbsGp2.remediation(gp2(2000))[0]).toMatchObject({ command: 'aws ec2 modify-volume --region us-east-1 --volume-id vol-1 --volume-type gp3 --iops 6000 --throughput 250', undo: expect.stringContaining('--volume-type gp2') as string });
    expect(awsEbsGp2.remediation(gp2(8))[0]?.command).toContain('--iops 3000 --throughput 128');
  });

  it('shows both costs, and that the shipped prices are an estimate', () => {
    expect(judge(awsEbsGp2, gp2(100), { prices: shippedPrices })).toMatchObject({
      evidence: { volume_type: 'gp2', size_gib: 100, gp3_iops: 3000, gp3_throughput_mibps: 128 },
      saving: { formula: '$10 as gp2 − $8.12 as gp3 with 3000 IOPS and 128 MiB/s', bound: 'estimate', confidence: 'high', priceDate: '2025-06-01' },
    });
  });

  it('says that the cost of a stopped instance holds it already', () => {
    const holder = anInstance({ state: 'stopped', stopped_at: isoDaysAgo(40) });
    const volume = aVolume({ volume_type: 'gp2', instance_uids: [holder.uid] });
    expect(judge(awsEbsGp2, volume, { related: [holder] })).toMatchObject({ saving: { includedIn: { ruleId: 'aws-ec2-stopped', uid: holder.uid } } });
    expect(judge(awsEbsGp2, volume, { related: [anInstance()] })).not.toHaveProperty('saving.includedIn');
  });
});

describe('io1', () => {
  it.each([
    // 100 × 0.125 + 1,000 × 0.065 = 77.5; 8 + (250 − 125) × 0.04 = 13
    ['with 1,000 IOPS', io1(100, 1000), 'fail $64.5'],
    // 12.5 + 520 = 532.5; 8 + 5,000 × 0.005 + (500 − 125) × 0.04 = 8 + 25 + 15 = 48
    ['with 8,000 IOPS', io1(100, 8000), 'fail $484.5'],
    // 12.5 + 6.5 = 19; 8
    ['with 100 IOPS', io1(100, 100), 'fail $11'],
    ['with more than gp3 can', io1(100, 16_001), 'not_applicable'],
    ['whose IOPS AWS does not say', io1(100, null), 'unknown'],
    ['of a type that AWS does not say', aVolume({ volume_type: 'unknown' }), 'unknown'],
    ['that is younger than three days', aVolume({ volume_type: 'io1', iops: 1000, $: { createdAt: daysAgo(2) } }), 'pass'],
    ['in a region without prices', aVolume({ volume_type: 'io1', iops: 1000, $: { region: 'nowhere' } }), 'fail'],
    ['no longer: io2', aVolume({ volume_type: 'io2' }), 'not_applicable'],
  ])('%s: %s', (_what, volume, expected) => {
    expect(verdict(awsEbsIo1, volume)).toBe(expected);
  });

  it('keeps its IOPS in the change and in the way back', () => {
    expect(awsEbsIo1.remediation(io1(100, 8000))[0]).toMatchObject({ command: expect.stringContaining('--iops 8000 --throughput 500') as string, undo: expect.stringContaining('--volume-type io1 --iops 8000') as string });
  });
});
