import { expect, it } from 'vitest';
import { account, ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { kms, rds, rdsPages } from './test-rds.ts';

const role = `arn:aws:iam::${account}:role/import`;

it('reads members, protection and network of each cluster, by pages of a hundred', async () => {
  const clusters = [
    {
      DBClusterIdentifier: 'shop', DBClusterArn: rds('cluster:shop'), Status: 'backing-up', Engine: 'aurora-postgresql', EngineVersion: '16.4', EngineMode: 'provisioned', ClusterCreateTime: new Date('2026-01-02T03:04:05Z'), Endpoint: 'shop.rds', Port: 5432, MultiAZ: true,
      AvailabilityZones: ['us-east-1b', 'us-east-1a'], DBClusterMembers: [{ DBInstanceIdentifier: 'shop-2', IsClusterWriter: false }, { DBInstanceIdentifier: 'shop-1', IsClusterWriter: true }], StorageEncrypted: true, KmsKeyId: kms, DeletionProtection: true, BackupRetentionPeriod: 7,
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }], DBSubnetGroup: 'inside', DBClusterParameterGroup: 'default.aurora-postgresql16', AssociatedRoles: [{ RoleArn: role }], GlobalClusterIdentifier: 'world', ReplicationSourceIdentifier: rds('cluster:origin', 'eu-west-1'),
      LatestRestorableTime: new Date(), TagList: [{ Key: 'env', Value: 'prod' }],
    },
    { DBClusterIdentifier: 'bare', GlobalClusterIdentifier: '' }, ...many(100, (n) => ({ DBClusterIdentifier: `c${n}` })),
  ];
  await using under = await startAnswered({ 'rds.DescribeDBClusters': rdsPages('DBClusters', clusters) });
  const { resources, end } = await under.collect('aws:rds:db-cluster');
  expect([end.result, end.calls, resources.length]).toEqual([{ status: 'complete', isListed: true }, 2, 102]);
  expect(resources[0]).toMatchObject({
    uid: rds('cluster:shop'), name: 'shop', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' },
    attributes: {
      status: 'available', engine: 'aurora-postgresql', member_ids: ['shop-1', 'shop-2'], availability_zones: ['us-east-1a', 'us-east-1b'], storage_encrypted: true, kms_key_id: kms, deletion_protection: true, backup_retention_days: 7, iam_authentication: false,
      db_subnet_group: 'inside', global_cluster_id: 'world', multi_az: true,
    },
    relations: [
      { kind: 'member-of', uid: `arn:aws:rds::${account}:global-cluster:world` }, ...[ec2('security-group/sg-1'), rds('subgrp:inside'), rds('cluster-pg:default.aurora-postgresql16')].map((uid) => ({ kind: 'uses', uid })),
      { kind: 'encrypted-by', uid: kms }, { kind: 'replica-of', uid: rds('cluster:origin', 'eu-west-1') }, { kind: 'assumes', uid: role },
    ],
  });
  expect(resources[1]).toMatchObject({ uid: rds('cluster:bare'), relations: [], attributes: { status: 'unknown', member_ids: [], global_cluster_id: null, kms_key_id: null } });
  expect(await under.collect('aws:rds:db-cluster', 'eu-west-1')).toEqual(nothingInOneCall);
});
