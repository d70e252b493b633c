import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const kms = `arn:aws:kms:us-east-1:${account}:key/1`;
const efs = (id: string): string => `arn:aws:elasticfilesystem:us-east-1:${account}:file-system/${id}`;
beforeAll(async () => {
  const systems = [
    {
      FileSystemId: 'fs-1', FileSystemArn: efs('fs-1'), OwnerId: account, CreationToken: 'x', CreationTime: new Date('2026-01-02T03:04:05Z'), LifeCycleState: 'available', Name: 'shared', NumberOfMountTargets: 2, PerformanceMode: 'generalPurpose',
      ThroughputMode: 'provisioned', ProvisionedThroughputInMibps: 12.5, AvailabilityZoneName: 'us-east-1a', Encrypted: true, KmsKeyId: kms, SizeInBytes: { Value: 600, ValueInStandard: 100, ValueInIA: 200, ValueInArchive: 300 }, Tags: [{ Key: 'env', Value: 'prod' }],
      FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
    },
    { FileSystemId: 'fs-bare', Name: '', Tags: [{ Key: 'Name', Value: 'old' }] },
    { FileSystemId: 'fs-gone', LifeCycleState: 'deleted' },
    ...many(150, (n) => ({ FileSystemId: `fs-x${n}` })),
  ];
  under = await startAnswered({ 'efs.DescribeFileSystems': paged('FileSystems', { 'us-east-1': systems }, { size: 'MaxItems', token: 'Marker', next: 'NextMarker' }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every file system by pages of a hundred, with its tags', async () => {
  const { resources, end } = await under.collect('aws:efs:file-system');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 152]);
  expect(resources[0]).toMatchObject({ uid: efs('fs-1'), name: 'shared', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' }, relations: [{ kind: 'encrypted-by', uid: kms }] });
  expect(resources[0]?.attributes).toEqual({
    file_system_id: 'fs-1', state: 'available', created_at: '2026-01-02T03:04:05.000Z', size_bytes: 600, standard_bytes: 100, infrequent_access_bytes: 200, archive_bytes: 300, mount_target_count: 2, performance_mode: 'generalPurpose',
    throughput_mode: 'provisioned', provisioned_throughput_mibps: 12.5, availability_zone: 'us-east-1a', encrypted: true, kms_key_id: kms, overwrite_protection: 'ENABLED',
  });
  expect(resources[1]).toMatchObject({ uid: efs('fs-bare'), name: 'old', createdAt: null, relations: [], attributes: { state: 'unknown', size_bytes: null, mount_target_count: null, encrypted: false, overwrite_protection: null } });
});

it('asks one call of a region without a file system, and says where it may not', async () => {
  expect(await under.collect('aws:efs:file-system', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'efs' }]);
  expect(await under.collect('aws:efs:file-system')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'elasticfilesystem:DescribeFileSystems' } } } });
});
