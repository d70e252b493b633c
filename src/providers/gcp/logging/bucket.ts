import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpLoggingBucket = defineGcpResource({
  id: 'gcp:logging:bucket',
  title: 'Log bucket',
  plural: 'Log buckets',
  nativeType: 'logging.googleapis.com/LogBucket',
  api: 'logging.googleapis.com',
  permissions: ['logging.buckets.list'],
  reads: 'Each bucket of logs with how long it keeps them and whether that is locked; never an entry.',
  source: { from: 'asset', assetTypes: ['logging.googleapis.com/LogBucket'], lists: [listOf('logging.v2', 'projects.locations.buckets', 'buckets', 'projects/{project}/locations/-/buckets', { query: { pageSize: '1000' } })] },

  attributes: z.object({ state: z.string().nullable(), retention_days: z.number().nullable(), is_locked: z.boolean(), has_analytics: z.boolean(), description: z.string().nullable(), kms_key: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    attributes: { state: textAt(data, 'lifecycleState'), retention_days: numberAt(data, 'retentionDays'), is_locked: booleanAt(data, 'locked') ?? false, has_analytics: booleanAt(data, 'analyticsEnabled') ?? false, description: textAt(data, 'description'), kms_key: kmsKeyAt(data, 'cmekSettings.kmsKeyName', naming) },
  }),

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key),
});
