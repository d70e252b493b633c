import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anEstate, anImage, aSnapshot } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const snapshots = [
    aSnapshot({ id: 'snap-1', volumeId: 'vol-1', sizeGib: 50, startedAt: '2026-01-02T03:04:05.000Z', description: 'nightly', tags: { Name: 'backup' } }),
    aSnapshot({ id: 'snap-2', volumeId: 'vol-1', storageTier: 'archive', kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1', tags: { 'aws:dlm:lifecycle-policy-id': 'policy-1' } }),
    aSnapshot({ id: 'snap-copy', volumeId: 'vol-ffffffff' }),
  ];
  const images = [anImage({ id: 'ami-2', blockDevices: [{ device: '/dev/xvda', snapshotId: 'snap-1', sizeGib: 50, type: 'gp3' }] }), anImage({ id: 'ami-1', blockDevices: [{ device: '/dev/xvda', snapshotId: 'snap-1', sizeGib: 50, type: 'gp3' }] })];
  under = await startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': { snapshots, images } } }) });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads the own snapshots with the own images that restore from them, in two calls', async () => {
  const { resources, end } = await under.collect('aws:ec2:snapshot');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(under.aws.stats.byOperation).toEqual({ 'ec2.DescribeSnapshots': 1, 'ec2.DescribeImages': 1 });
  expect(resources).toMatchObject([
    {
      uid: 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1', name: 'backup', createdAt: '2026-01-02T03:04:05.000Z', relations: [{ kind: 'created-from', uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1' }],
      attributes: {
        snapshot_id: 'snap-1', state: 'completed', volume_id: 'vol-1', volume_uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1', volume_size_gib: 50, started_at: '2026-01-02T03:04:05.000Z', description: 'nightly',
        encrypted: true, kms_key_id: null, storage_tier: 'standard', image_ids: ['ami-1', 'ami-2'], managed_by: null,
      },
    },
    { name: 'snap-2', attributes: { storage_tier: 'archive', image_ids: [], managed_by: 'policy-1' }, relations: [{ kind: 'created-from' }, { kind: 'encrypted-by', uid: 'arn:aws:kms:us-east-1:123456789012:key/1' }] },
    { name: 'snap-copy', attributes: { volume_id: null, volume_uid: null }, relations: [] },
  ]);
});

it('asks for images only where there is a snapshot', async () => {
  expect((await under.collect('aws:ec2:snapshot', 'eu-west-1')).end.calls).toBe(1);
  expect(under.aws.stats.byOperation).toEqual({ 'ec2.DescribeSnapshots': 1 });
});

it('keeps the snapshots where the images are denied, and names the permission', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeImages' }]);
  const { resources, end } = await under.collect('aws:ec2:snapshot');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeImages' } });
  expect(resources.map(({ attributes }) => attributes['image_ids'])).toEqual([null, null, null]);
});
