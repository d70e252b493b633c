import type { Snapshot } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, type AwsListContext, detailOf, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { keyArn } from './arns.ts';
import { ownImages } from './own-images.ts';

/** A snapshot with the own images that restore from it; undefined where the images could not be listed. */
interface SnapshotWithImages {
  snapshot: Snapshot;
  imageIds: string[] | undefined;
}

export const awsEc2Snapshot = defineAwsResource({
  id: 'aws:ec2:snapshot',
  title: 'EBS snapshot',
  plural: 'EBS snapshots',
  nativeType: 'AWS::EC2::Snapshot',
  locality: 'regional',
  permissions: ['ec2:DescribeSnapshots', 'ec2:DescribeImages'],
  reads: "The account's own snapshots: source volume, size, age, tier, and which own images restore from them.",
  chain: 2,

  attributes: z.object({
    snapshot_id: z.string(),
    state: z.string(),
    volume_id: z.string().nullable(),
    volume_uid: z.string().nullable(),
    volume_size_gib: z.int(),
    started_at: z.string().nullable(),
    description: z.string(),
    encrypted: z.boolean(),
    kms_key_id: z.string().nullable().optional().describe('Left out by readings before it was asked for'),
    storage_tier: z.string().describe('standard or archive'),
    image_ids: z.array(z.string()).nullable().describe('Own images that restore from it; null: could not be read'),
    managed_by: z.string().nullable().describe('The lifecycle policy or backup plan that made it'),
  }),

  async *list(context) {
    const { EC2Client, paginateDescribeSnapshots } = await import('@aws-sdk/client-ec2');
    let images: Map<string, string[]> | undefined;
    let isAsked = false;
    for await (const page of pages(paginateDescribeSnapshots({ client: context.client(EC2Client), pageSize: 1000 }, { OwnerIds: ['self'] }), ({ NextToken }) => NextToken)) {
      // Asked in the same order as the pages come: once, and only where there is a snapshot at all.
      const own = (page.Snapshots ?? []).filter(({ OwnerId }) => OwnerId === undefined || OwnerId === context.account);
      if (own.length === 0) continue;
      if (!isAsked) images = await imagesBySnapshot(context);
      isAsked = true;
      for (const snapshot of own) {
        yield { snapshot, imageIds: images === undefined ? undefined : (images.get(snapshot.SnapshotId ?? '') ?? []) } satisfies SnapshotWithImages;
      }
    }
  },

  normalise: ({ snapshot, imageIds }: SnapshotWithImages, { arn }) => {
    const tags = tagsOf(snapshot.Tags);
    const id = snapshot.SnapshotId ?? '';
    const volumeId = snapshot.VolumeId === undefined || snapshot.VolumeId === 'vol-ffffffff' ? null : snapshot.VolumeId;
    return {
      uid: arn('ec2', `snapshot/${id}`),
      name: tags['Name'] ?? id,
      createdAt: snapshot.StartTime,
      tags,
      attributes: {
        snapshot_id: id,
        state: snapshot.State ?? 'unknown',
        volume_id: volumeId,
        volume_uid: volumeId === null ? null : arn('ec2', `volume/${volumeId}`),
        volume_size_gib: snapshot.VolumeSize ?? 0,
        started_at: snapshot.StartTime?.toISOString() ?? null,
        description: snapshot.Description ?? '',
        encrypted: snapshot.Encrypted ?? false,
        kms_key_id: snapshot.KmsKeyId ?? null,
        storage_tier: snapshot.StorageTier ?? 'standard',
        image_ids: imageIds?.toSorted() ?? null,
        managed_by: tags['aws:dlm:lifecycle-policy-id'] ?? tags['aws:backup:source-resource'] ?? null,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('created-from', attributes.volume_uid), ...relationsTo('encrypted-by', keyArn(attributes.kms_key_id ?? null))],
});

/** The own images are asked for once for all types; a snapshot is none the less one that could be read without them. */
async function imagesBySnapshot(context: AwsListContext): Promise<Map<string, string[]> | undefined> {
  const images = await detailOf(context, 'ec2:DescribeImages', () => ownImages(context));
  if (images === null || images === undefined) return undefined;
  const bySnapshot = new Map<string, string[]>();
  for (const image of images) {
    for (const { Ebs } of image.BlockDeviceMappings ?? []) {
      if (Ebs?.SnapshotId !== undefined && image.ImageId !== undefined) bySnapshot.set(Ebs.SnapshotId, [...(bySnapshot.get(Ebs.SnapshotId) ?? []), image.ImageId]);
    }
  }
  return bySnapshot;
}
