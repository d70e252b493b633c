import type { DBClusterSnapshot, DBClusterSnapshotAttribute } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, keyArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { restorable, restorableOf } from './restorable.ts';

interface SnapshotWithSharing {
  snapshot: DBClusterSnapshot;
  sharing?: DBClusterSnapshotAttribute[] | undefined;
}

export const awsRdsDbClusterSnapshot = defineAwsResource({
  id: 'aws:rds:db-cluster-snapshot',
  title: 'RDS cluster snapshot',
  plural: 'RDS cluster snapshots',
  nativeType: 'AWS::RDS::DBClusterSnapshot',
  locality: 'regional',
  permissions: ['rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusterSnapshotAttributes'],
  reads: 'Manual snapshots of database clusters: source, age, size, encryption, and who else may restore them.',
  chain: 2,

  attributes: z.object({
    db_cluster_snapshot_id: z.string(),
    status: z.string(),
    snapshot_type: z.string(),
    engine: z.string(),
    engine_version: z.string().nullable(),
    created_at: z.string().nullable(),
    db_cluster_id: z.string().nullable(),
    allocated_storage_gib: z.int().nullable(),
    storage_type: z.string().nullable(),
    encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    vpc_id: z.string().nullable(),
    source_snapshot_arn: z.string().nullable().describe('The snapshot that it is a copy of'),
    ...restorable,
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBClusterSnapshots } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBClusterSnapshots({ client: client(RDSClient), pageSize: 100 }, { SnapshotType: 'manual' }), ({ Marker }) => Marker)) {
      for (const snapshot of page.DBClusterSnapshots ?? []) yield { snapshot } as SnapshotWithSharing;
    }
  },

  normalise: ({ snapshot, sharing }: SnapshotWithSharing, { arn }) => {
    const id = snapshot.DBClusterSnapshotIdentifier ?? '';
    return {
      uid: snapshot.DBClusterSnapshotArn ?? arn('rds', `cluster-snapshot:${id}`),
      name: id,
      createdAt: snapshot.SnapshotCreateTime,
      tags: tagsOf(snapshot.TagList),
      attributes: {
        db_cluster_snapshot_id: id,
        status: snapshot.Status ?? 'unknown',
        snapshot_type: snapshot.SnapshotType ?? 'manual',
        engine: snapshot.Engine ?? 'unknown',
        engine_version: snapshot.EngineVersion ?? null,
        created_at: snapshot.SnapshotCreateTime?.toISOString() ?? null,
        db_cluster_id: snapshot.DBClusterIdentifier ?? null,
        allocated_storage_gib: snapshot.AllocatedStorage ?? null,
        storage_type: snapshot.StorageType ?? null,
        encrypted: snapshot.StorageEncrypted ?? false,
        kms_key_id: snapshot.KmsKeyId ?? null,
        vpc_id: snapshot.VpcId ?? null,
        source_snapshot_arn: snapshot.SourceDBClusterSnapshotArn === '' ? null : (snapshot.SourceDBClusterSnapshotArn ?? null),
        ...restorableOf(sharing),
      },
    };
  },

  details: { fields: ['is_public', 'shared_with'], read: readSharing },

  relations: ({ uid, attributes }) => [
    ...relationsTo('backs-up', attributes.db_cluster_id === null ? null : arnBeside(uid, 'rds', `cluster:${attributes.db_cluster_id}`)),
    ...relationsTo('created-from', attributes.source_snapshot_arn),
    ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
    ...relationsTo('encrypted-by', keyArn(attributes.kms_key_id)),
  ],
});

async function readSharing({ snapshot }: SnapshotWithSharing, context: AwsListContext): Promise<SnapshotWithSharing> {
  const { RDSClient, DescribeDBClusterSnapshotAttributesCommand } = await import('@aws-sdk/client-rds');
  const ask = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: snapshot.DBClusterSnapshotIdentifier });
  const answer = await detailOf(context, 'rds:DescribeDBClusterSnapshotAttributes', () => context.client(RDSClient).send(ask), ['DBClusterSnapshotNotFoundFault', 'DBClusterSnapshotNotFound']);
  return { snapshot, sharing: answer ? (answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? []) : undefined };
}
