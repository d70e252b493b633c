import { z } from 'zod';
import { defineGcpResource, linkAt, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'compute.googleapis.com';

export const gcpComputeDisk = defineGcpResource({
  id: 'gcp:compute:disk',
  title: 'Persistent disk',
  plural: 'Persistent disks',
  nativeType: 'compute.googleapis.com/Disk',
  api,
  permissions: ['compute.disks.list'],
  reads: 'Each disk, zonal or regional, with its size, its kind and what uses it.',
  source: {
    from: 'asset',
    assetTypes: ['compute.googleapis.com/Disk', 'compute.googleapis.com/RegionDisk'],
    lists: [{ method: 'compute.v1.disks.aggregatedList', host: api, path: 'compute/v1/projects/{project}/aggregated/disks', items: 'disks', isAggregated: true }],
  },

  attributes: z.object({
    size_gib: z.number(),
    disk_type: z.string().describe('pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced, …'),
    status: z.string(),
    user_uids: z.array(z.string()).describe('Empty: nothing uses the disk'),
    last_attached_at: z.string().nullable(),
    last_detached_at: z.string().nullable(),
    provisioned_iops: z.number().nullable(),
    provisioned_throughput_mibps: z.number().nullable(),
    source_image_uid: z.string().nullable(),
    source_snapshot_uid: z.string().nullable(),
    encryption: z.string().describe('google, kms or customer-supplied'),
    kms_key: z.string().nullable(),
    resource_policy_uids: z.array(z.string()).describe('Snapshot schedules'),
    replica_zones: z.array(z.string()).describe('Of a regional disk'),
  }),

  normalise: ({ data }, naming) => {
    const links = (path: string): string[] => listAt(data, path).map((link) => uidOf(api, String(link), naming));
    const kmsKey = textAt(data, 'diskEncryptionKey.kmsKeyName');
    const isSupplied = kmsKey === null && (textAt(data, 'diskEncryptionKey.sha256') ?? textAt(data, 'diskEncryptionKey.rawKey')) !== null;
    return {
      attributes: {
        size_gib: numberAt(data, 'sizeGb') ?? 0,
        disk_type: textAt(data, 'type')?.split('/').at(-1) ?? 'pd-standard',
        status: textAt(data, 'status') ?? 'UNKNOWN',
        user_uids: links('users'),
        last_attached_at: textAt(data, 'lastAttachTimestamp'),
        last_detached_at: textAt(data, 'lastDetachTimestamp'),
        provisioned_iops: numberAt(data, 'provisionedIops'),
        provisioned_throughput_mibps: numberAt(data, 'provisionedThroughput'),
        source_image_uid: linkAt(data, 'sourceImage', api, naming),
        source_snapshot_uid: linkAt(data, 'sourceSnapshot', api, naming),
        encryption: kmsKey !== null ? 'kms' : isSupplied ? 'customer-supplied' : 'google',
        kms_key: kmsKey === null ? null : uidOf('cloudkms.googleapis.com', kmsKey.replace(/\/cryptoKeyVersions\/\d+$/, ''), naming),
        resource_policy_uids: links('resourcePolicies'),
        replica_zones: listAt(data, 'replicaZones').map((zone) => String(zone).split('/').at(-1) ?? ''),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('attached-to', attributes.user_uids),
    ...relationsTo('created-from', [attributes.source_snapshot_uid, attributes.source_image_uid]),
    ...relationsTo('encrypted-by', attributes.kms_key),
  ],
});
