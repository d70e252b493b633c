import type { FileSystemDescription } from '@aws-sdk/client-efs';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { keyArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsEfsFileSystem = defineAwsResource({
  id: 'aws:efs:file-system',
  title: 'EFS file system',
  plural: 'EFS file systems',
  nativeType: 'AWS::EFS::FileSystem',
  locality: 'regional',
  permissions: ['elasticfilesystem:DescribeFileSystems'],
  reads: 'Size by storage class, mount targets, throughput, encryption and protection of each EFS file system.',

  attributes: z.object({
    file_system_id: z.string(),
    state: z.string().describe('available, creating, updating, deleting, deleted or error'),
    created_at: z.string().nullable(),
    size_bytes: z.number().nullable(),
    standard_bytes: z.number().nullable().describe('In Standard or One Zone'),
    infrequent_access_bytes: z.number().nullable(),
    archive_bytes: z.number().nullable(),
    mount_target_count: z.int().nullable(),
    performance_mode: z.string().nullable(),
    throughput_mode: z.string().nullable().describe('bursting, provisioned or elastic'),
    provisioned_throughput_mibps: z.number().nullable(),
    availability_zone: z.string().nullable().describe('One Zone only'),
    encrypted: z.boolean(),
    kms_key_id: z.string().nullable(),
    overwrite_protection: z.string().nullable().describe('REPLICATING: a copy that replication writes'),
  }),

  async *list({ client }) {
    const { EFSClient, paginateDescribeFileSystems } = await import('@aws-sdk/client-efs');
    for await (const page of pages(paginateDescribeFileSystems({ client: client(EFSClient), pageSize: 100 }, {}), ({ NextMarker }) => NextMarker)) {
      for (const system of page.FileSystems ?? []) if (system.LifeCycleState !== 'deleted') yield system;
    }
  },

  normalise: (system: FileSystemDescription, { arn }) => {
    const id = system.FileSystemId ?? '';
    const tags = tagsOf(system.Tags);
    return {
      uid: system.FileSystemArn ?? arn('elasticfilesystem', `file-system/${id}`),
      name: [system.Name, tags['Name']].find((name) => name !== undefined && name !== '') ?? id,
      createdAt: system.CreationTime,
      tags,
      attributes: {
        file_system_id: id,
        state: system.LifeCycleState ?? 'unknown',
        created_at: system.CreationTime?.toISOString() ?? null,
        size_bytes: system.SizeInBytes?.Value ?? null,
        standard_bytes: system.SizeInBytes?.ValueInStandard ?? null,
        infrequent_access_bytes: system.SizeInBytes?.ValueInIA ?? null,
        archive_bytes: system.SizeInBytes?.ValueInArchive ?? null,
        mount_target_count: system.NumberOfMountTargets ?? null,
        performance_mode: system.PerformanceMode ?? null,
        throughput_mode: system.ThroughputMode ?? null,
        provisioned_throughput_mibps: system.ProvisionedThroughputInMibps ?? null,
        availability_zone: system.AvailabilityZoneName ?? null,
        encrypted: system.Encrypted ?? false,
        kms_key_id: system.KmsKeyId ?? null,
        overwrite_protection: system.FileSystemProtection?.ReplicationOverwriteProtection ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('encrypted-by', keyArn(attributes.kms_key_id)),
});
