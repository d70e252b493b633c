import type { DBInstance } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, keyArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { lastingStatus } from './statuses.ts';

export const awsRdsDbInstance = defineAwsResource({
  id: 'aws:rds:db-instance',
  title: 'RDS database instance',
  plural: 'RDS database instances',
  nativeType: 'AWS::RDS::DBInstance',
  locality: 'regional',
  permissions: ['rds:DescribeDBInstances'],
  reads: 'Engine, size, storage, encryption, network and protection of each database instance, those of Aurora, Neptune and DocumentDB too.',

  attributes: z.object({
    db_instance_id: z.string(),
    status: z.string().describe('available, stopped, …; a running backup counts as available'),
    engine: z.string(),
    engine_version: z.string().nullable(),
    extended_support: z.string().nullable().describe('Whether it may run on in paid extended support'),
    instance_class: z.string().nullable(),
    license_model: z.string().nullable(),
    created_at: z.string().nullable(),
    restarts_at: z.string().nullable().describe('A stopped one starts again by itself seven days after its stop'),
    endpoint: z.string().nullable(),
    port: z.int().nullable(),
    publicly_accessible: z.boolean(),
    multi_az: z.boolean(),
    availability_zone: z.string().nullable(),
    storage_type: z.string().nullable(),
    allocated_storage_gib: z.int().nullable(),
    max_allocated_storage_gib: z.int().nullable().describe('Null: storage does not grow by itself'),
    iops: z.int().nullable(),
    storage_throughput_mibps: z.int().nullable(),
    storage_encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    auto_minor_version_upgrade: z.boolean(),
    iam_authentication: z.boolean(),
    deletion_protection: z.boolean(),
    backup_retention_days: z.int().nullable(),
    copies_tags_to_snapshots: z.boolean(),
    log_exports: z.array(z.string()).describe('Logs that go to CloudWatch'),
    monitoring_interval_seconds: z.int().describe('0: no enhanced monitoring'),
    monitoring_role_arn: z.string().nullable(),
    performance_insights_enabled: z.boolean(),
    performance_insights_kms_key_id: z.string().nullable(),
    ca_certificate_id: z.string().nullable(),
    master_user_secret_arn: z.string().nullable().describe('Its name only; the secret is never read'),
    vpc_id: z.string().nullable(),
    security_group_ids: z.array(z.string()),
    db_subnet_group: z.string().nullable(),
    db_parameter_groups: z.array(z.string()),
    option_groups: z.array(z.string()),
    role_arns: z.array(z.string()),
    db_cluster_id: z.string().nullable(),
    replica_source: z.string().nullable().describe('An identifier in this region, or an ARN'),
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBInstances } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBInstances({ client: client(RDSClient), pageSize: 100 }, {}), ({ Marker }) => Marker)) {
      yield* page.DBInstances ?? [];
    }
  },

  normalise: (database: DBInstance, { arn }) => {
    const id = database.DBInstanceIdentifier ?? '';
    return {
      uid: database.DBInstanceArn ?? arn('rds', `db:${id}`),
      name: id,
      createdAt: database.InstanceCreateTime,
      tags: tagsOf(database.TagList),
      attributes: { db_instance_id: id, ...engineOf(database), ...storageOf(database), ...careOf(database), ...placeOf(database) },
    };
  },

  relations: ({ uid, attributes }) => {
    const source = attributes.replica_source;
    return [
      ...relationsTo('member-of', [attributes.db_cluster_id === null ? null : arnBeside(uid, 'rds', `cluster:${attributes.db_cluster_id}`), ...ec2Arns(uid, 'vpc', attributes.vpc_id)]),
      ...relationsTo('uses', [
        ...ec2Arns(uid, 'security-group', attributes.security_group_ids), attributes.db_subnet_group === null ? null : arnBeside(uid, 'rds', `subgrp:${attributes.db_subnet_group}`),
        ...attributes.db_parameter_groups.map((group) => arnBeside(uid, 'rds', `pg:${group}`)), ...attributes.option_groups.map((group) => arnBeside(uid, 'rds', `og:${group}`)), attributes.master_user_secret_arn,
      ]),
      ...relationsTo('encrypted-by', [keyArn(attributes.kms_key_id), keyArn(attributes.performance_insights_kms_key_id)]),
      ...relationsTo('replica-of', source === null || source.startsWith('arn:') ? source : arnBeside(uid, 'rds', `db:${source}`)),
      ...relationsTo('assumes', [attributes.monitoring_role_arn, ...attributes.role_arns]),
    ];
  },
});

const engineOf = (database: DBInstance) => ({
  status: lastingStatus(database.DBInstanceStatus),
  engine: database.Engine ?? 'unknown',
  engine_version: database.EngineVersion ?? null,
  extended_support: database.EngineLifecycleSupport ?? null,
  instance_class: database.DBInstanceClass ?? null,
  license_model: database.LicenseModel ?? null,
  created_at: database.InstanceCreateTime?.toISOString() ?? null,
  restarts_at: database.AutomaticRestartTime?.toISOString() ?? null,
});

const storageOf = (database: DBInstance) => ({
  storage_type: database.StorageType ?? null,
  allocated_storage_gib: database.AllocatedStorage ?? null,
  max_allocated_storage_gib: database.MaxAllocatedStorage ?? null,
  iops: database.Iops ?? null,
  storage_throughput_mibps: database.StorageThroughput ?? null,
  storage_encrypted: database.StorageEncrypted ?? false,
  kms_key_id: database.KmsKeyId ?? null,
});

const careOf = (database: DBInstance) => ({
  auto_minor_version_upgrade: database.AutoMinorVersionUpgrade ?? false,
  iam_authentication: database.IAMDatabaseAuthenticationEnabled ?? false,
  deletion_protection: database.DeletionProtection ?? false,
  backup_retention_days: database.BackupRetentionPeriod ?? null,
  copies_tags_to_snapshots: database.CopyTagsToSnapshot ?? false,
  log_exports: (database.EnabledCloudwatchLogsExports ?? []).toSorted(),
  monitoring_interval_seconds: database.MonitoringInterval ?? 0,
  monitoring_role_arn: database.MonitoringRoleArn ?? null,
  performance_insights_enabled: database.PerformanceInsightsEnabled ?? false,
  performance_insights_kms_key_id: database.PerformanceInsightsKMSKeyId ?? null,
  ca_certificate_id: database.CACertificateIdentifier ?? null,
  master_user_secret_arn: database.MasterUserSecret?.SecretArn ?? null,
});

const placeOf = (database: DBInstance) => ({
  endpoint: database.Endpoint?.Address ?? null,
  port: database.Endpoint?.Port ?? null,
  publicly_accessible: database.PubliclyAccessible ?? false,
  multi_az: database.MultiAZ ?? false,
  availability_zone: database.AvailabilityZone ?? null,
  vpc_id: database.DBSubnetGroup?.VpcId ?? null,
  security_group_ids: (database.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []).sort(),
  db_subnet_group: database.DBSubnetGroup?.DBSubnetGroupName ?? null,
  db_parameter_groups: (database.DBParameterGroups ?? []).flatMap(({ DBParameterGroupName }) => DBParameterGroupName ?? []).sort(),
  option_groups: (database.OptionGroupMemberships ?? []).flatMap(({ OptionGroupName }) => OptionGroupName ?? []).sort(),
  role_arns: (database.AssociatedRoles ?? []).flatMap(({ RoleArn }) => RoleArn ?? []).sort(),
  db_cluster_id: database.DBClusterIdentifier ?? null,
  replica_source: database.ReadReplicaSourceDBInstanceIdentifier ?? null,
});
