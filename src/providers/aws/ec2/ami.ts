import type { Image } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns, imageArn, ownedArn } from './arns.ts';
import { ownImages } from './own-images.ts';

export const awsEc2Ami = defineAwsResource({
  id: 'aws:ec2:ami',
  title: 'Machine image (AMI)',
  plural: 'Machine images (AMI)',
  nativeType: 'AWS::EC2::Image',
  locality: 'regional',
  permissions: ['ec2:DescribeImages'],
  reads: "The account's own images: snapshots, platform, last launch, and whether everybody may use them.",

  attributes: z.object({
    image_id: z.string(),
    owner_id: z.string(),
    image_name: z.string().nullable(),
    description: z.string(),
    state: z.string(),
    created_at: z.string().nullable(),
    is_public: z.boolean().describe('Everybody may launch it'),
    last_launched_at: z.string().nullable().describe('AWS tells it with a day of delay; null: not launched as far as AWS knows'),
    deprecated_at: z.string().nullable(),
    architecture: z.string().nullable(),
    platform: z.string().nullable(),
    root_device_type: z.string().nullable(),
    boot_mode: z.string().nullable(),
    imds_v2_required: z.boolean(),
    encrypted: z.boolean().describe('Every volume of it is'),
    snapshot_ids: z.array(z.string()),
    source_image_id: z.string().nullable(),
    source_image_region: z.string().nullable(),
    source_instance_id: z.string().nullable(),
  }),

  async *list(context) {
    yield* await ownImages(context);
  },

  normalise: (image: Image, { account, partition, region }) => {
    const id = image.ImageId ?? '';
    const tags = tagsOf(image.Tags);
    const disks = (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs ?? []);
    const time = (text: string | undefined): string | null => (text === undefined || Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString());
    const createdAt = time(image.CreationDate);
    return {
      uid: imageArn(partition, region, id),
      name: tags['Name'] ?? image.Name ?? id,
      createdAt: createdAt === null ? undefined : new Date(createdAt),
      tags,
      attributes: {
        image_id: id,
        owner_id: image.OwnerId ?? account,
        image_name: image.Name ?? null,
        description: image.Description ?? '',
        state: image.State ?? 'unknown',
        created_at: createdAt,
        is_public: image.Public ?? false,
        last_launched_at: time(image.LastLaunchedTime),
        deprecated_at: time(image.DeprecationTime),
        architecture: image.Architecture ?? null,
        platform: image.PlatformDetails ?? image.Platform ?? null,
        root_device_type: image.RootDeviceType ?? null,
        boot_mode: image.BootMode ?? null,
        imds_v2_required: image.ImdsSupport === 'v2.0',
        encrypted: disks.length > 0 && disks.every(({ Encrypted }) => Encrypted === true),
        snapshot_ids: disks.flatMap(({ SnapshotId }) => SnapshotId ?? []).sort(),
        source_image_id: image.SourceImageId ?? null,
        source_image_region: image.SourceImageRegion ?? null,
        source_instance_id: image.SourceInstanceId ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => {
    // The image's own ARN names no account; what it is made of lies in its owner's.
    const [, partition = 'aws', , region = ''] = uid.split(':');
    const beside = ownedArn({ partition, region, account: attributes.owner_id }, undefined, '');
    const source = attributes.source_image_id;
    return relationsTo('created-from', [
      ...ec2Arns(beside, 'snapshot', attributes.snapshot_ids), ...ec2Arns(beside, 'instance', attributes.source_instance_id),
      source === null ? null : imageArn(partition, attributes.source_image_region ?? region, source),
    ]);
  },
});
