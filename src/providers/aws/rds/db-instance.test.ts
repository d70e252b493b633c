import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { kms, rds, rdsPages } from './test-rds.ts';

let under: AwsUnderTest;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:rds-1`;
beforeAll(async () => {
  const databases = [
    {
      DBInstanceIdentifier: 'orders', DBInstanceArn: rds('db:orders'), DBInstanceStatus: 'backing-up', Engine: 'postgres', EngineVersion: '16.4', EngineLifecycleSupport: 'open-source-rds-extended-support', DBInstanceClass: 'db.t3.medium', LicenseModel: 'postgresql-license',
      InstanceCreateTime: new Date('2026-01-02T03:04:05Z'), AutomaticRestartTime: new Date('2026-02-02T03:04:05Z'), LatestRestorableTime: new Date('2026-03-03T00:00:00Z'), Endpoint: { Address: 'orders.rds', Port: 5432 }, PubliclyAccessible: true, MultiAZ: true, AvailabilityZone: 'us-east-1a',
      StorageType: 'gp3', AllocatedStorage: 100, MaxAllocatedStorage: 500, Iops: 3000, StorageThroughput: 125, StorageEncrypted: true, KmsKeyId: kms, AutoMinorVersionUpgrade: true, IAMDatabaseAuthenticationEnabled: true, DeletionProtection: true, BackupRetentionPeriod: 7, CopyTagsToSnapshot: true,
      EnabledCloudwatchLogsExports: ['upgrade', 'postgresql'], MonitoringInterval: 60, MonitoringRoleArn: role('monitor'), PerformanceInsightsEnabled: true, PerformanceInsightsKMSKeyId: kms, CACertificateIdentifier: 'rds-ca-rsa2048-g1', MasterUserSecret: { SecretArn: secret },
      DBSubnetGroup: { DBSubnetGroupName: 'inside', VpcId: 'vpc-1' }, VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-2' }, { VpcSecurityGroupId: 'sg-1' }], DBParameterGroups: [{ DBParameterGroupName: 'strict' }], OptionGroupMemberships: [{ OptionGroupName: 'default:postgres-16' }],
      AssociatedRoles: [{ RoleArn: role('import') }], DBClusterIdentifier: 'shop', ReadReplicaSourceDBInstanceIdentifier: 'origin', TagList: [{ Key: 'env', Value: 'prod' }],
    },
    { DBInstanceIdentifier: 'bare', DBInstanceArn: rds('db:bare'), DBInstanceStatus: 'stopped', ReadReplicaSourceDBInstanceIdentifier: rds('db:far', 'eu-west-1') },
    ...many(150, (n) => ({ DBInstanceIdentifier: `db${n}` })),
  ];
  under = await startAnswered({ 'rds.DescribeDBInstances': rdsPages('DBInstances', databases) });
});
afterAll(() => under.close());

it('reads every database by pages of a hundred', async () => {
  const { resources, end } = await under.collect('aws:rds:db-instance');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 152]);
  expect(resources[0]).toMatchObject({ uid: rds('db:orders'), name: 'orders', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' } });
  expect(resources[0]?.attributes).toEqual({
    db_instance_id: 'orders', status: 'available', engine: 'postgres', engine_version: '16.4', extended_support: 'open-source-rds-extended-support', instance_class: 'db.t3.medium', license_model: 'postgresql-license', created_at: '2026-01-02T03:04:05.000Z',
    restarts_at: '2026-02-02T03:04:05.000Z', endpoint: 'orders.rds', port: 5432, publicly_accessible: true, multi_az: true, availability_zone: 'us-east-1a', storage_type: 'gp3', allocated_storage_gib: 100, max_allocated_storage_gib: 500, iops: 3000, storage_throughput_mibps: 125,
    storage_encrypted: true, kms_key_id: kms, auto_minor_version_upgrade: true, iam_authentication: true, deletion_protection: true, backup_retention_days: 7, copies_tags_to_snapshots: true, log_exports: ['postgresql', 'upgrade'], monitoring_interval_seconds: 60,
    monitoring_role_arn: role('monitor'), performance_insights_enabled: true, performance_insights_kms_key_id: kms, ca_certificate_id: 'rds-ca-rsa2048-g1', master_user_secret_arn: secret, vpc_id: 'vpc-1', security_group_ids: ['sg-1', 'sg-2'], db_subnet_group: 'inside',
    db_parameter_groups: ['strict'], option_groups: ['default:postgres-16'], role_arns: [role('import')], db_cluster_id: 'shop', replica_source: 'origin',
  });
  expect(resources[1]?.attributes).toMatchObject({ status: 'stopped', engine: 'unknown', storage_encrypted: false, monitoring_interval_seconds: 0, restarts_at: null, endpoint: null, db_subnet_group: null, log_exports: [] });
});

it('names its cluster, network, groups, keys, roles and source', async () => {
  const { resources } = await under.collect('aws:rds:db-instance');
  expect(resources[0]?.relations).toEqual([
    { kind: 'member-of', uid: rds('cluster:shop') }, { kind: 'member-of', uid: ec2('vpc/vpc-1') },
    ...[ec2('security-group/sg-1'), ec2('security-group/sg-2'), rds('subgrp:inside'), rds('pg:strict'), rds('og:default:postgres-16'), secret].map((uid) => ({ kind: 'uses', uid })),
    { kind: 'encrypted-by', uid: kms }, { kind: 'replica-of', uid: rds('db:origin') }, { kind: 'assumes', uid: role('monitor') }, { kind: 'assumes', uid: role('import') },
  ]);
  expect(resources[1]?.relations).toEqual([{ kind: 'replica-of', uid: rds('db:far', 'eu-west-1') }]);
});

it('asks one call of a region without a database', async () => {
  expect(await under.collect('aws:rds:db-instance', 'eu-west-1')).toEqual(nothingInOneCall);
});
