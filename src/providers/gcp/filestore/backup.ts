import { z } from 'zod';
import { defineGcpResource, linkAt, numberAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'file.googleapis.com';

export const gcpFilestoreBackup = defineGcpResource({
  id: 'gcp:filestore:backup',
  title: 'Filestore backup',
  plural: 'Filestore backups',
  nativeType: 'file.googleapis.com/Backup',
  api,
  permissions: ['file.backups.list'],
  reads: 'Each backup of a file server with its size and what it is of.',
  source: { from: 'asset', assetTypes: ['file.googleapis.com/Backup'], lists: [listOf('file.v1', 'projects.locations.backups', 'backups', 'projects/{project}/locations/-/backups', { query: { pageSize: '1000' } })] },

  attributes: z.object({ state: z.string(), capacity_gib: z.number().nullable(), storage_bytes: z.number().nullable(), source_uid: z.string().nullable(), source_share: z.string().nullable(), kms_key: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    attributes: {
      state: textAt(data, 'state') ?? 'UNKNOWN',
      capacity_gib: numberAt(data, 'capacityGb'),
      storage_bytes: numberAt(data, 'storageBytes'),
      source_uid: linkAt(data, 'sourceInstance', api, naming),
      source_share: textAt(data, 'sourceFileShare'),
      kms_key: kmsKeyAt(data, 'kmsKey', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('backs-up', attributes.source_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
