import type { Cluster } from '@aws-sdk/client-redshift';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns } from '../ec2/arns.ts';
import { keyUid } from '../kms/key-uid.ts';
import { pages } from '../pages.ts';

export const awsRedshiftCluster = defineAwsResource({
  id: 'aws:redshift:cluster',
  title: 'Redshift cluster',
  plural: 'Redshift clusters',
  nativeType: 'AWS::Redshift::Cluster',
  locality: 'regional',
  permissions: ['redshift:DescribeClusters'],
  reads: 'State, node type, nodes, encryption, network, roles and backups of each cluster. Data is never read.',

  attributes: z.object({
    cluster_identifier: z.string(),
    status: z.string().nullable().describe('available, paused, resizing, …'),
    created_at: z.string().nullable(),
    node_type: z.string().nullable().describe('ra3.4xlarge, dc2.large, …'),
    node_count: z.int().nullable().describe('Of one zone'),
    multi_az: z.boolean().describe('As many nodes again in a second zone'),
    cluster_version: z.string().nullable(),
    database_name: z.string().nullable(),
    endpoint: z.string().nullable(),
    port: z.int().nullable(),
    availability_zone: z.string().nullable(),
    vpc_id: z.string().nullable(),
    subnet_group: z.string().nullable(),
    parameter_groups: z.array(z.string()),
    security_group_ids: z.array(z.string()),
    iam_role_arns: z.array(z.string()),
    publicly_accessible: z.boolean(),
    enhanced_vpc_routing: z.boolean(),
    encrypted: z.boolean(),
    kms_key_uid: z.string().nullable(),
    snapshot_retention_days: z.int().nullable().describe('Of automatic snapshots; 0: none'),
    allows_version_upgrade: z.boolean(),
    secret_uid: z.string().nullable().describe('Where AWS manages the password of its administrator'),
  }),

  async *list({ client }) {
    const { RedshiftClient, paginateDescribeClusters } = await import('@aws-sdk/client-redshift');
    for await (const page of pages(paginateDescribeClusters({ client: client(RedshiftClient), pageSize: 100 }, {}), ({ Marker }) => Marker)) yield* page.Clusters ?? [];
  },

  normalise: (cluster: Cluster, { arn }) => {
    const id = cluster.ClusterIdentifier ?? '';
    return {
      uid: arn('redshift', `cluster:${id}`),
      name: id,
      createdAt: cluster.ClusterCreateTime,
      tags: tagsOf(cluster.Tags),
      attributes: { cluster_identifier: id, ...sizeOf(cluster), ...placeOf(cluster), ...careOf(cluster), kms_key_uid: keyUid(cluster.KmsKeyId, arn) },
    };
  },

  relations: ({ uid, attributes }) => {
    const groups = [...attributes.parameter_groups.map((name) => `parametergroup:${name}`), ...(attributes.subnet_group === null ? [] : [`subnetgroup:${attributes.subnet_group}`])];
    return [
      ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
      ...relationsTo('uses', [...ec2Arns(uid, 'security-group', attributes.security_group_ids), ...groups.map((rest) => arnBeside(uid, 'redshift', rest)), attributes.secret_uid]),
      ...relationsTo('encrypted-by', attributes.kms_key_uid),
      ...relationsTo('assumes', attributes.iam_role_arns),
    ];
  },
});

const sizeOf = (cluster: Cluster) => ({
  status: cluster.ClusterStatus ?? null,
  created_at: cluster.ClusterCreateTime?.toISOString() ?? null,
  node_type: cluster.NodeType ?? null,
  node_count: cluster.NumberOfNodes ?? null,
  multi_az: /^(enabled|true)$/i.test(cluster.MultiAZ ?? ''),
  cluster_version: cluster.ClusterVersion ?? null,
  database_name: cluster.DBName ?? null,
});

const placeOf = (cluster: Cluster) => ({
  endpoint: cluster.Endpoint?.Address ?? null,
  port: cluster.Endpoint?.Port ?? null,
  availability_zone: cluster.AvailabilityZone ?? null,
  vpc_id: cluster.VpcId ?? null,
  subnet_group: cluster.ClusterSubnetGroupName ?? null,
  parameter_groups: (cluster.ClusterParameterGroups ?? []).flatMap(({ ParameterGroupName }) => ParameterGroupName ?? []).sort(),
  security_group_ids: (cluster.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []).sort(),
  iam_role_arns: (cluster.IamRoles ?? []).flatMap(({ IamRoleArn }) => IamRoleArn ?? []).sort(),
});

const careOf = (cluster: Cluster) => ({
  publicly_accessible: cluster.PubliclyAccessible ?? false,
  enhanced_vpc_routing: cluster.EnhancedVpcRouting ?? false,
  encrypted: cluster.Encrypted ?? false,
  snapshot_retention_days: cluster.AutomatedSnapshotRetentionPeriod ?? null,
  allows_version_upgrade: cluster.AllowVersionUpgrade ?? false,
  secret_uid: cluster.MasterPasswordSecretArn ?? null,
});
