import type { DBCluster } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, keyArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { lastingStatus } from './statuses.ts';

export const awsRdsDbCluster = defineAwsResource({
  id: 'aws:rds:db-cluster',
  title: 'RDS database cluster',
  plural: 'RDS database clusters',
  nativeType: 'AWS::RDS::DBCluster',
  locality: 'regional',
  permissions: ['rds:DescribeDBClusters'],
  reads: 'Engine, members, encryption, network and protection of each database cluster, those of Neptune and DocumentDB too.',

  attributes: z.object({
    db_cluster_id: z.string(),
    status: z.string().describe('available, stopped, …; a running backup counts as available'),
    engine: z.string(),
    engine_version: z.string().nullable(),
    engine_mode: z.string().nullable().describe('provisioned or serverless'),
    extended_support: z.string().nullable(),
    created_at: z.string().nullable(),
    endpoint: z.string().nullable(),
    port: z.int().nullable(),
    publicly_accessible: z.boolean(),
    multi_az: z.boolean(),
    availability_zones: z.array(z.string()),
    member_ids: z.array(z.string()).describe('Instances of the cluster; empty: it has none'),
    storage_encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    auto_minor_version_upgrade: z.boolean(),
    iam_authentication: z.boolean(),
    deletion_protection: z.boolean(),
    backup_retention_days: z.int().nullable(),
    copies_tags_to_snapshots: z.boolean(),
    http_endpoint_enabled: z.boolean(),
    log_exports: z.array(z.string()),
    master_user_secret_arn: z.string().nullable(),
    security_group_ids: z.array(z.string()),
    db_subnet_group: z.string().nullable(),
    db_cluster_parameter_group: z.string().nullable(),
    role_arns: z.array(z.string()),
    global_cluster_id: z.string().nullable(),
    replica_source: z.string().nullable().describe('ARN of what it replicates'),
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBClusters } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBClusters({ client: client(RDSClient), pageSize: 100 }, {}), ({ Marker }) => Marker)) {
      yield* page.DBClusters ?? [];
    }
  },

  normalise: (cluster: DBCluster, { arn }) => {
    const id = cluster.DBClusterIdentifier ?? '';
    return {
      uid: cluster.DBClusterArn ?? arn('rds', `cluster:${id}`),
      name: id,
      createdAt: cluster.ClusterCreateTime,
      tags: tagsOf(cluster.TagList),
      attributes: { db_cluster_id: id, ...engineOf(cluster), ...careOf(cluster), ...placeOf(cluster) },
    };
  },

  relations: ({ uid, attributes }) => {
    const beside = (kind: string, name: string | null): string | null => (name === null ? null : arnBeside(uid, 'rds', `${kind}:${name}`));
    const source = attributes.replica_source;
    // A global cluster lies in no region.
    const global = beside('global-cluster', attributes.global_cluster_id)?.replace(/^(arn:[^:]*:rds):[^:]*:/, '$1::') ?? null;
    return [
      ...relationsTo('member-of', global),
      ...relationsTo('uses', [
        ...ec2Arns(uid, 'security-group', attributes.security_group_ids), beside('subgrp', attributes.db_subnet_group), beside('cluster-pg', attributes.db_cluster_parameter_group), attributes.master_user_secret_arn,
      ]),
      ...relationsTo('encrypted-by', keyArn(attributes.kms_key_id)),
      ...relationsTo('replica-of', source === null || source.startsWith('arn:') ? source : beside('cluster', source)),
      ...relationsTo('assumes', attributes.role_arns),
    ];
  },
});

const engineOf = (cluster: DBCluster) => ({
  status: lastingStatus(cluster.Status),
  engine: cluster.Engine ?? 'unknown',
  engine_version: cluster.EngineVersion ?? null,
  engine_mode: cluster.EngineMode ?? null,
  extended_support: cluster.EngineLifecycleSupport ?? null,
  created_at: cluster.ClusterCreateTime?.toISOString() ?? null,
  member_ids: (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? []).sort(),
});

const careOf = (cluster: DBCluster) => ({
  storage_encrypted: cluster.StorageEncrypted ?? false,
  kms_key_id: cluster.KmsKeyId ?? null,
  auto_minor_version_upgrade: cluster.AutoMinorVersionUpgrade ?? false,
  iam_authentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
  deletion_protection: cluster.DeletionProtection ?? false,
  backup_retention_days: cluster.BackupRetentionPeriod ?? null,
  copies_tags_to_snapshots: cluster.CopyTagsToSnapshot ?? false,
  log_exports: (cluster.EnabledCloudwatchLogsExports ?? []).toSorted(),
  master_user_secret_arn: cluster.MasterUserSecret?.SecretArn ?? null,
});

const placeOf = (cluster: DBCluster) => ({
  endpoint: cluster.Endpoint ?? null,
  port: cluster.Port ?? null,
  publicly_accessible: cluster.PubliclyAccessible ?? false,
  multi_az: cluster.MultiAZ ?? false,
  availability_zones: (cluster.AvailabilityZones ?? []).toSorted(),
  http_endpoint_enabled: cluster.HttpEndpointEnabled ?? false,
  security_group_ids: (cluster.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []).sort(),
  db_subnet_group: cluster.DBSubnetGroup ?? null,
  db_cluster_parameter_group: cluster.DBClusterParameterGroup ?? null,
  role_arns: (cluster.AssociatedRoles ?? []).flatMap(({ RoleArn }) => RoleArn ?? []).sort(),
  global_cluster_id: cluster.GlobalClusterIdentifier === '' ? null : (cluster.GlobalClusterIdentifier ?? null),
  replica_source: cluster.ReplicationSourceIdentifier === '' ? null : (cluster.ReplicationSourceIdentifier ?? null),
});
