import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, kmsKeyAt, textsAt } from '../links.ts';
import { globals } from '../sources.ts';

export const gcpComputeImage = defineGcpResource({
  id: 'gcp:compute:image',
  title: 'Disk image',
  plural: 'Disk images',
  nativeType: 'compute.googleapis.com/Image',
  api: computeApi,
  permissions: ['compute.images.list'],
  reads: 'Each image of the project with its size, its family and what it was made from; who may use it is with the IAM policies.',
  source: globals('images', 'Image'),

  attributes: z.object({
    status: z.string(),
    family: z.string().nullable(),
    disk_size_gib: z.number().nullable(),
    archive_bytes: z.number().nullable(),
    source_disk_uid: z.string().nullable(),
    source_image_uid: z.string().nullable(),
    source_snapshot_uid: z.string().nullable(),
    deprecation: z.string().nullable().describe('DEPRECATED, OBSOLETE or DELETED'),
    storage_locations: z.array(z.string()),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      status: textAt(data, 'status') ?? 'UNKNOWN',
      family: textAt(data, 'family'),
      disk_size_gib: numberAt(data, 'diskSizeGb'),
      archive_bytes: numberAt(data, 'archiveSizeBytes'),
      source_disk_uid: computeLink(data, 'sourceDisk', naming),
      source_image_uid: computeLink(data, 'sourceImage', naming),
      source_snapshot_uid: computeLink(data, 'sourceSnapshot', naming),
      deprecation: textAt(data, 'deprecated.state'),
      storage_locations: textsAt(data, 'storageLocations'),
      kms_key: kmsKeyAt(data, 'imageEncryptionKey.kmsKeyName', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('created-from', [attributes.source_disk_uid, attributes.source_image_uid, attributes.source_snapshot_uid]), ...relationsTo('encrypted-by', attributes.kms_key)],
});
