import { z } from 'zod';
import { defineGcpResource, linkAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'redis.googleapis.com';

export const gcpMemorystoreBackup = defineGcpResource({
  id: 'gcp:memorystore:backup',
  title: 'Memorystore backup',
  plural: 'Memorystore backups',
  nativeType: 'redis.googleapis.com/Backup',
  api,
  permissions: ['redis.backups.list', 'redis.backupCollections.list'],
  reads: 'Each backup of a cluster of Redis with its size and when it ends; single instances have none.',
  source: { from: 'list', lists: [listOf('redis.v1', 'projects.locations.backupCollections.backups', 'backups', '{parent}/backups', { query: { pageSize: '1000' } })], below: 'gcp:memorystore:backup-collection', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({
    cluster_uid: z.string().nullable(),
    collection_uid: z.string(),
    state: z.string(),
    backup_type: z.string().nullable().describe('ON_DEMAND or AUTOMATED'),
    size_bytes: z.number().nullable(),
    expires_at: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    return {
      uid,
      tags: {},
      attributes: {
        cluster_uid: linkAt(data, 'cluster', api, naming),
        collection_uid: uid.replace(/\/backups\/[^/]+$/, ''),
        state: textAt(data, 'state') ?? 'UNKNOWN',
        backup_type: textAt(data, 'backupType'),
        size_bytes: numberAt(data, 'totalSizeBytes'),
        expires_at: textAt(data, 'expireTime'),
        kms_key: kmsKeyAt(data, 'encryptionInfo.kmsKeyVersions.0', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('backs-up', attributes.cluster_uid), ...relationsTo('member-of', attributes.collection_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
