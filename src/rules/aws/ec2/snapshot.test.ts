import { describe, expect, it } from 'vitest';
import { aSnapshot, aVolume, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsSnapshotOld } from './snapshot-old.ts';
import { awsSnapshotOrphan } from './snapshot-orphan.ts';

const volumeUid = 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1';

describe('an old snapshot', () => {
  const newer = aSnapshot({ snapshot_id: 'snap-2', started_at: isoDaysAgo(5) });
  const old = aSnapshot();
  it.each([
    // 50 GiB × $0.05
    ['that a newer one of its volume replaced', old, { scope: [old, newer] }, 'fail $2.5'],
    // 50 GiB × $0.0125
    ['in the archive', aSnapshot({ storage_tier: 'archive' }), { scope: [newer] }, 'fail $0.63'],
    ['that is the newest of its volume', old, {}, 'pass'],
    ['whose only newer one is of another volume', old, { scope: [old, aSnapshot({ volume_id: 'vol-2', started_at: isoDaysAgo(5) })] }, 'pass'],
    ['of 89 days', aSnapshot({ started_at: isoDaysAgo(89) }), { scope: [newer] }, 'pass'],
    ['of 90 days', aSnapshot({ started_at: isoDaysAgo(90) }), { scope: [newer] }, 'fail $2.5'],
    ['that an image restores from', aSnapshot({ image_ids: ['ami-1'] }), { scope: [newer] }, 'pass'],
    ['where images could not be read', aSnapshot({ image_ids: null }), { scope: [newer] }, 'unknown'],
    ['that a lifecycle policy looks after', aSnapshot({ managed_by: 'policy-1' }), { scope: [newer] }, 'not_applicable'],
    ['without a date', aSnapshot({ started_at: null }), { scope: [newer] }, 'not_applicable'],
    ['that is a copy without a volume', aSnapshot({ volume_id: null, volume_uid: null }), {}, 'fail $2.5'],
    ['in a region without prices', aSnapshot({ $: { region: 'nowhere' } }), { scope: [newer] }, 'fail'],
  ])('%s: %s', (_what, snapshot, circumstances, expected) => {
    expect(verdict(awsSnapshotOld, snapshot, circumstances)).toBe(expected);
  });

  it('is priced by the size of its volume, as an upper bound', () => {
    expect(judge(awsSnapshotOld, old, { scope: [old, newer] })).toMatchObject({
      summary: 'Made on 2026-05-06; a newer snapshot of its volume exists.', evidence: { newest_of_volume: isoDaysAgo(5), images: 0 }, saving: { bound: 'upper', confidence: 'medium', formula: '50 GiB at most × $0.05 (snapshot.standard)' },
    });
  });

  it('does not speak of a newer one where there is no volume', () => {
    expect(judge(awsSnapshotOld, aSnapshot({ volume_id: null, volume_uid: null }))).toMatchObject({ summary: 'Made on 2026-05-06; a copy without a volume.', evidence: { newest_of_volume: null } });
  });
});

describe('a snapshot of a volume that is gone', () => {
  it.each([
    ['with no image', aSnapshot(), {}, 'fail $2.5'],
    ['with no image, where prices are not known', aSnapshot({ $: { region: 'nowhere' } }), {}, 'fail'],
    ['of 29 days', aSnapshot({ started_at: isoDaysAgo(29) }), {}, 'pass'],
    ['whose volume is there', aSnapshot(), { related: [aVolume({ $: { uid: volumeUid } })] }, 'pass'],
    ['that an image restores from', aSnapshot({ image_ids: ['ami-1'] }), {}, 'pass'],
    ['where volumes could not be listed', aSnapshot(), { listed: [] }, 'unknown'],
    ['where images could not be read', aSnapshot({ image_ids: null }), {}, 'unknown'],
    ['that a backup plan looks after', aSnapshot({ managed_by: 'plan' }), {}, 'not_applicable'],
    ['that is a copy without a volume', aSnapshot({ volume_id: null, volume_uid: null }), {}, 'not_applicable'],
    ['without a date', aSnapshot({ started_at: null }), {}, 'not_applicable'],
  ])('%s: %s', (_what, snapshot, circumstances, expected) => {
    expect(verdict(awsSnapshotOrphan, snapshot, circumstances)).toBe(expected);
  });

  it('names the permission that would tell', () => {
    expect(judge(awsSnapshotOrphan, aSnapshot(), { listed: [] })).toMatchObject({ reason: expect.stringContaining('ec2:DescribeVolumes') as string });
    expect(judge(awsSnapshotOrphan, aSnapshot({ image_ids: null }))).toMatchObject({ reason: expect.stringContaining('ec2:DescribeImages') as string });
  });
});
