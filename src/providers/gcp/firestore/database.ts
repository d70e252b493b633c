import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpFirestoreDatabase = defineGcpResource({
  id: 'gcp:firestore:database',
  title: 'Firestore database',
  plural: 'Firestore databases',
  nativeType: 'firestore.googleapis.com/Database',
  api: 'firestore.googleapis.com',
  permissions: ['datastore.databases.list'],
  reads: 'Each database with its kind, its place and its protection; never a document.',
  source: { from: 'asset', assetTypes: ['firestore.googleapis.com/Database'], lists: [listOf('firestore.v1', 'projects.databases', 'databases', 'projects/{project}/databases')] },

  attributes: z.object({
    database_type: z.string().nullable(),
    location: z.string().nullable(),
    concurrency_mode: z.string().nullable(),
    point_in_time_recovery: z.boolean(),
    delete_protection: z.boolean(),
    version_retention: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      database_type: textAt(data, 'type'),
      location: textAt(data, 'locationId'),
      concurrency_mode: textAt(data, 'concurrencyMode'),
      point_in_time_recovery: textAt(data, 'pointInTimeRecoveryEnablement') === 'POINT_IN_TIME_RECOVERY_ENABLED',
      delete_protection: textAt(data, 'deleteProtectionState') === 'DELETE_PROTECTION_ENABLED',
      version_retention: textAt(data, 'versionRetentionPeriod'),
      kms_key: kmsKeyAt(data, 'cmekConfig.kmsKeyName', naming),
    },
  }),

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key),
});
