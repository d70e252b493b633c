import { z } from 'zod';
import { booleanAt, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'spanner.googleapis.com';

export const gcpSpannerDatabase = defineGcpResource({
  id: 'gcp:spanner:database',
  title: 'Spanner database',
  plural: 'Spanner databases',
  nativeType: 'spanner.googleapis.com/Database',
  api,
  permissions: ['spanner.databases.list'],
  reads: 'Each database with its dialect, its protection and how long its versions are kept; never a row.',
  source: { from: 'asset', assetTypes: ['spanner.googleapis.com/Database'], lists: [listOf('spanner.v1', 'projects.instances.databases', 'databases', '{parent}/databases', { query: { pageSize: '1000' } })], below: 'gcp:spanner:instance', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({
    instance_uid: z.string(),
    state: z.string(),
    dialect: z.string().nullable(),
    version_retention: z.string().nullable(),
    drop_protection: z.boolean(),
    default_leader: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    return {
      uid,
      attributes: {
        instance_uid: uid.replace(/\/databases\/[^/]+$/, ''),
        state: textAt(data, 'state') ?? 'UNKNOWN',
        dialect: textAt(data, 'databaseDialect'),
        version_retention: textAt(data, 'versionRetentionPeriod'),
        drop_protection: booleanAt(data, 'enableDropProtection') ?? false,
        default_leader: textAt(data, 'defaultLeader'),
        kms_key: kmsKeyAt(data, 'encryptionConfig.kmsKeyName', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.instance_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
