import { expect, it } from 'vitest';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

const image = (rest: string): string => `arn:aws:ec2:us-east-1::image/${rest}`;
const images = [
  {
    ImageId: 'ami-1', OwnerId: account, Name: 'golden', Description: 'base', State: 'available', CreationDate: '2026-01-02T03:04:05.000Z', Public: true, LastLaunchedTime: '2026-03-01T00:00:00Z', DeprecationTime: '2028-01-02T03:04:05.000Z', Architecture: 'arm64',
    PlatformDetails: 'Linux/UNIX', RootDeviceType: 'ebs', BootMode: 'uefi', ImdsSupport: 'v2.0', SourceImageId: 'ami-0', SourceImageRegion: 'eu-west-1', SourceInstanceId: 'i-1', Tags: [{ Key: 'team', Value: 'web' }],
    BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-2', Encrypted: true } }, { Ebs: { SnapshotId: 'snap-1', Encrypted: true } }, { VirtualName: 'ephemeral0' }],
  },
  { ImageId: 'ami-bare' },
];

it('reads the own images with what they are made of', async () => {
  await using under = await startAnswered({ 'ec2.DescribeImages': paged('Images', { 'us-east-1': images }) });
  const { resources, end } = await under.collect('aws:ec2:ami');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: image('ami-1'), name: 'golden', createdAt: '2026-01-02T03:04:05.000Z', tags: { team: 'web' },
      attributes: {
        owner_id: account, image_name: 'golden', description: 'base', is_public: true, last_launched_at: '2026-03-01T00:00:00.000Z', deprecated_at: '2028-01-02T03:04:05.000Z', architecture: 'arm64', platform: 'Linux/UNIX', boot_mode: 'uefi', imds_v2_required: true,
        encrypted: true, snapshot_ids: ['snap-1', 'snap-2'], source_image_id: 'ami-0', source_image_region: 'eu-west-1', source_instance_id: 'i-1',
      },
      relations: [...['snapshot/snap-1', 'snapshot/snap-2', 'instance/i-1'].map((rest) => ec2(rest)), 'arn:aws:ec2:eu-west-1::image/ami-0'].map((uid) => ({ kind: 'created-from', uid })),
    },
    { uid: image('ami-bare'), name: 'ami-bare', createdAt: null, relations: [], attributes: { is_public: false, last_launched_at: null, created_at: null, encrypted: false, snapshot_ids: [], imds_v2_required: false } },
  ]);
  expect(await under.collect('aws:ec2:ami', 'eu-west-1')).toEqual(nothingInOneCall);
});

it('asks once for images and snapshots together, by pages of a thousand', async () => {
  await using under = await startAnswered({ 'ec2.DescribeImages': paged('Images', { 'us-east-1': many(1200, (n) => ({ ImageId: `ami-${n}`, BlockDeviceMappings: [{ Ebs: { SnapshotId: `snap-${n}` } }] })) }), 'ec2.DescribeSnapshots': paged('Snapshots', { 'us-east-1': [{ SnapshotId: 'snap-7' }] }) });
  const collector = under.collector();
  expect((await under.collect('aws:ec2:ami', 'us-east-1', { collector })).resources).toHaveLength(1200);
  expect((await under.collect('aws:ec2:snapshot', 'us-east-1', { collector })).resources[0]?.attributes['image_ids']).toEqual(['ami-7']);
  expect(under.aws.stats.byOperation).toEqual({ 'ec2.DescribeImages': 2, 'ec2.DescribeSnapshots': 1 });
});
