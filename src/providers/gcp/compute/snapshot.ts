import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, kmsKeyAt, textsAt } from '../links.ts';
import { globals } from '../sources.ts';

export const gcpComputeSnapshot = defineGcpResource({
  id: 'gcp:compute:snapshot',
  title: 'Disk snapshot',
  plural: 'Disk snapshots',
  nativeType: 'compute.googleapis.com/Snapshot',
  api: computeApi,
  permissions: ['compute.snapshots.list'],
  reads: 'Each snapshot with its size, its disk, where it lies and whether a schedule made it.',
  source: globals('snapshots', 'Snapshot'),

  attributes: z.object({
    status: z.string(),
    snapshot_type: z.string().describe('STANDARD or ARCHIVE'),
    disk_size_gib: z.number().nullable(),
    storage_bytes: z.number().nullable().describe('What it takes up itself'),
    source_disk_uid: z.string().nullable(),
    is_auto_created: z.boolean().describe('Made by a snapshot schedule'),
    schedule_uid: z.string().nullable(),
    storage_locations: z.array(z.string()),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      status: textAt(data, 'status') ?? 'UNKNOWN',
      snapshot_type: textAt(data, 'snapshotType') ?? 'STANDARD',
      disk_size_gib: numberAt(data, 'diskSizeGb'),
      storage_bytes: numberAt(data, 'storageBytes'),
      source_disk_uid: computeLink(data, 'sourceDisk', naming),
      is_auto_created: booleanAt(data, 'autoCreated') ?? false,
      schedule_uid: computeLink(data, 'sourceSnapshotSchedulePolicy', naming),
      storage_locations: textsAt(data, 'storageLocations'),
      kms_key: kmsKeyAt(data, 'snapshotEncryptionKey.kmsKeyName', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('backs-up', attributes.source_disk_uid), ...relationsTo('managed-by', attributes.schedule_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
