import { z } from 'zod';
import { defineGcpResource, linkAt, numberAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'redis.googleapis.com';

export const gcpMemorystoreBackupCollection = defineGcpResource({
  id: 'gcp:memorystore:backup-collection',
  title: 'Memorystore backup collection',
  plural: 'Memorystore backup collections',
  nativeType: 'redis.googleapis.com/BackupCollection',
  api,
  permissions: ['redis.backupCollections.list'],
  reads: 'Each collection of backups of a cluster of Redis; the backups themselves are below it.',
  source: { from: 'list', lists: [listOf('redis.v1', 'projects.locations.backupCollections', 'backupCollections', 'projects/{project}/locations/-/backupCollections', { query: { pageSize: '1000' } })] },

  attributes: z.object({ cluster_uid: z.string().nullable(), total_bytes: z.number().nullable(), last_backup_at: z.string().nullable(), kms_key: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    tags: {},
    attributes: { cluster_uid: linkAt(data, 'cluster', api, naming), total_bytes: numberAt(data, 'totalBackupSizeBytes'), last_backup_at: textAt(data, 'lastBackupTime'), kms_key: kmsKeyAt(data, 'kmsKey', naming) },
  }),

  relations: ({ attributes }) => [...relationsTo('backs-up', attributes.cluster_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
