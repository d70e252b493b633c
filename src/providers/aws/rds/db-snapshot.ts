import type { DBSnapshot, DBSnapshotAttribute } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns, keyArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';
import { restorable, restorableOf } from './restorable.ts';

interface SnapshotWithSharing {
  snapshot: DBSnapshot;
  sharing?: DBSnapshotAttribute[] | undefined;
}

export const awsRdsDbSnapshot = defineAwsResource({
  id: 'aws:rds:db-snapshot',
  title: 'RDS snapshot',
  plural: 'RDS snapshots',
  nativeType: 'AWS::RDS::DBSnapshot',
  locality: 'regional',
  permissions: ['rds:DescribeDBSnapshots', 'rds:DescribeDBSnapshotAttributes'],
  reads: 'Manual snapshots of database instances: source, age, size, encryption, and who else may restore them.',
  chain: 2,

  attributes: z.object({
    db_snapshot_id: z.string(),
    status: z.string(),
    snapshot_type: z.string(),
    engine: z.string(),
    engine_version: z.string().nullable(),
    created_at: z.string().nullable(),
    db_instance_id: z.string().nullable(),
    allocated_storage_gib: z.int().nullable(),
    storage_type: z.string().nullable(),
    encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    vpc_id: z.string().nullable(),
    source_snapshot: z.string().nullable().describe('The snapshot that it is a copy of'),
    ...restorable,
  }),

  async *list({ client }) {
    const { RDSClient, paginateDescribeDBSnapshots } = await import('@aws-sdk/client-rds');
    for await (const page of pages(paginateDescribeDBSnapshots({ client: client(RDSClient), pageSize: 100 }, { SnapshotType: 'manual' }), ({ Marker }) => Marker)) {
      for (const snapshot of page.DBSnapshots ?? []) yield { snapshot } as SnapshotWithSharing;
    }
  },

  normalise: ({ snapshot, sharing }: SnapshotWithSharing, { arn }) => {
    const id = snapshot.DBSnapshotIdentifier ?? '';
    return {
      uid: snapshot.DBSnapshotArn ?? arn('rds', `snapshot:${id}`),
      name: id,
      createdAt: snapshot.SnapshotCreateTime,
      tags: tagsOf(snapshot.TagList),
      attributes: {
        db_snapshot_id: id,
        status: snapshot.Status ?? 'unknown',
        snapshot_type: snapshot.SnapshotType ?? 'manual',
        engine: snapshot.Engine ?? 'unknown',
        engine_version: snapshot.EngineVersion ?? null,
        created_at: snapshot.SnapshotCreateTime?.toISOString() ?? null,
        db_instance_id: snapshot.DBInstanceIdentifier ?? null,
        allocated_storage_gib: snapshot.AllocatedStorage ?? null,
        storage_type: snapshot.StorageType ?? null,
        encrypted: snapshot.Encrypted ?? false,
        kms_key_id: snapshot.KmsKeyId ?? null,
        vpc_id: snapshot.VpcId ?? null,
        source_snapshot: snapshot.SourceDBSnapshotIdentifier ?? null,
        ...restorableOf(sharing),
      },
    };
  },

  details: { fields: ['is_public', 'shared_with'], read: readSharing },

  relations: ({ uid, attributes }) => {
    const { db_instance_id: instance, source_snapshot: source } = attributes;
    return [
      ...relationsTo('backs-up', instance === null ? null : arnBeside(uid, 'rds', `db:${instance}`)),
      ...relationsTo('created-from', source === null || source.startsWith('arn:') ? source : arnBeside(uid, 'rds', `snapshot:${source}`)),
      ...relationsTo('member-of', ec2Arns(uid, 'vpc', attributes.vpc_id)),
      ...relationsTo('encrypted-by', keyArn(attributes.kms_key_id)),
    ];
  },
});

async function readSharing({ snapshot }: SnapshotWithSharing, context: AwsListContext): Promise<SnapshotWithSharing> {
  const { RDSClient, DescribeDBSnapshotAttributesCommand } = await import('@aws-sdk/client-rds');
  const ask = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: snapshot.DBSnapshotIdentifier });
  const answer = await detailOf(context, 'rds:DescribeDBSnapshotAttributes', () => context.client(RDSClient).send(ask), ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault']);
  return { snapshot, sharing: answer ? (answer.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? []) : undefined };
}
