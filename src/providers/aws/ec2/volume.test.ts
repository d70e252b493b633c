import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anEstate, attachedTo, aVolume } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const volumes = [
    aVolume({ id: 'vol-free', sizeGib: 100, type: 'gp2', iops: 300, throughput: undefined, encrypted: false, tags: { Name: 'old data', env: 'prod' }, createdAt: '2025-03-01T12:30:00.000Z' }),
    aVolume({ id: 'vol-root', snapshotId: 'snap-1', kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1', attachments: attachedTo('i-1') }),
    aVolume({ id: 'vol-shared', type: 'io2', iops: 5000, attachments: [...attachedTo('i-2'), { ...attachedTo('i-1')[0]!, deleteOnTermination: false }] }),
  ];
  const many = Array.from({ length: 2200 }, (_, n) => aVolume({ id: `vol-${n}` }));
  under = await startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': { volumes }, 'eu-west-1': { volumes: many } } }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.resetStats());

it('reads size, type, performance, encryption and attachments of each volume', async () => {
  const { resources, end } = await under.collect('aws:ec2:volume');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  const [free, root, shared] = resources;
  expect(free).toMatchObject({
    uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-free', name: 'old data', region: 'us-east-1', createdAt: '2025-03-01T12:30:00.000Z', tags: { Name: 'old data', env: 'prod' }, relations: [],
    attributes: {
      volume_id: 'vol-free', state: 'available', size_gib: 100, volume_type: 'gp2', iops: 300, throughput_mibps: null, encrypted: false, kms_key_id: null, snapshot_id: null,
      availability_zone: 'us-east-1a', instance_uids: [], deletes_on_termination: false,
    },
  });
  expect(root).toMatchObject({
    name: 'vol-root', attributes: { state: 'in-use', throughput_mibps: 125, encrypted: true, kms_key_id: 'arn:aws:kms:us-east-1:123456789012:key/1', snapshot_id: 'snap-1', deletes_on_termination: true },
    relations: [
      { kind: 'attached-to', uid: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1' },
      { kind: 'created-from', uid: 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1' },
      { kind: 'encrypted-by', uid: 'arn:aws:kms:us-east-1:123456789012:key/1' },
    ],
  });
  expect(shared).toMatchObject({ attributes: { instance_uids: ['arn:aws:ec2:us-east-1:123456789012:instance/i-1', 'arn:aws:ec2:us-east-1:123456789012:instance/i-2'], deletes_on_termination: false } });
});

it('reads pages of a thousand, each once', async () => {
  const { resources, end } = await under.collect('aws:ec2:volume', 'eu-west-1');
  expect(new Set(resources.map(({ uid }) => uid)).size).toBe(2200);
  expect(end.calls).toBe(3);
  expect(under.aws.stats.byOperation).toEqual({ 'ec2.DescribeVolumes': 3 });
});

it('gives the same hashes for the same volume, and another content hash for another tag', async () => {
  const before = await under.collect('aws:ec2:volume');
  const same = await under.collect('aws:ec2:volume');
  expect(same.resources).toEqual(before.resources);
  under.aws.mutate((estate) => {
    estate.accounts['123456789012']!.regions['us-east-1']!.volumes[0]!.tags['env'] = 'test';
  });
  const after = await under.collect('aws:ec2:volume');
  expect(after.resources[0]?.kh).toBe(before.resources[0]?.kh);
  expect(after.resources[0]?.ch).not.toBe(before.resources[0]?.ch);
  expect(after.resources[1]).toEqual(before.resources[1]);
});

it('asks one call of an empty region and answers that there is nothing', async () => {
  expect(await under.collect('aws:ec2:volume', 'ap-south-1')).toEqual({ resources: [], end: { result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 } });
});
