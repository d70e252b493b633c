import type { Volume } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { ec2Arns, keyArn } from './arns.ts';

export const awsEc2Volume = defineAwsResource({
  id: 'aws:ec2:volume',
  title: 'EBS volume',
  plural: 'EBS volumes',
  nativeType: 'AWS::EC2::Volume',
  locality: 'regional',
  permissions: ['ec2:DescribeVolumes'],
  reads: 'Size, type, provisioned performance, encryption and attachments of each volume.',

  attributes: z.object({
    volume_id: z.string(),
    state: z.string().describe('available means that nothing uses it'),
    size_gib: z.int(),
    volume_type: z.string().describe('gp3, gp2, io1, io2, st1, sc1, standard'),
    iops: z.int().nullable(),
    throughput_mibps: z.int().nullable().describe('gp3 only'),
    encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    snapshot_id: z.string().nullable().describe('The snapshot it was made from'),
    availability_zone: z.string().nullable(),
    instance_uids: z.array(z.string()).describe('ARNs of the instances that it is attached to'),
    deletes_on_termination: z.boolean(),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeVolumes } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeVolumes({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.Volumes ?? [];
    }
  },

  normalise: (volume: Volume, { arn }) => {
    const tags = tagsOf(volume.Tags);
    const id = volume.VolumeId ?? '';
    const attachments = volume.Attachments ?? [];
    return {
      uid: arn('ec2', `volume/${id}`),
      name: tags['Name'] ?? id,
      createdAt: volume.CreateTime,
      tags,
      attributes: {
        volume_id: id,
        state: volume.State ?? 'unknown',
        size_gib: volume.Size ?? 0,
        volume_type: volume.VolumeType ?? 'unknown',
        iops: volume.Iops ?? null,
        throughput_mibps: volume.Throughput ?? null,
        encrypted: volume.Encrypted ?? false,
        kms_key_id: volume.KmsKeyId ?? null,
        snapshot_id: volume.SnapshotId === undefined || volume.SnapshotId === '' ? null : volume.SnapshotId,
        availability_zone: volume.AvailabilityZone ?? null,
        instance_uids: attachments.flatMap(({ InstanceId }) => (InstanceId === undefined ? [] : arn('ec2', `instance/${InstanceId}`))).sort(),
        deletes_on_termination: attachments.length > 0 && attachments.every(({ DeleteOnTermination }) => DeleteOnTermination === true),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('attached-to', attributes.instance_uids),
    ...relationsTo('created-from', ec2Arns(uid, 'snapshot', attributes.snapshot_id)),
    ...relationsTo('encrypted-by', keyArn(attributes.kms_key_id)),
  ],
});
