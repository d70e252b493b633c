import { z } from 'zod';
import { defineGcpResource, linkAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt, textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'pubsub.googleapis.com';

export const gcpPubsubTopic = defineGcpResource({
  id: 'gcp:pubsub:topic',
  title: 'Pub/Sub topic',
  plural: 'Pub/Sub topics',
  nativeType: 'pubsub.googleapis.com/Topic',
  api,
  permissions: ['pubsub.topics.list'],
  reads: 'Each topic with its key, its schema and how long it keeps messages; never a message.',
  source: { from: 'asset', assetTypes: ['pubsub.googleapis.com/Topic'], lists: [listOf('pubsub.v1', 'projects.topics', 'topics', 'projects/{project}/topics', { query: { pageSize: '1000' } })] },

  attributes: z.object({ state: z.string().nullable(), kms_key: z.string().nullable(), schema_uid: z.string().nullable(), retention: z.string().nullable(), allowed_regions: z.array(z.string()) }),

  normalise: ({ data }, naming) => ({
    attributes: {
      state: textAt(data, 'state'),
      kms_key: kmsKeyAt(data, 'kmsKeyName', naming),
      schema_uid: textAt(data, 'schemaSettings.schema') === '_deleted-schema_' ? null : linkAt(data, 'schemaSettings.schema', api, naming),
      retention: textAt(data, 'messageRetentionDuration'),
      allowed_regions: textsAt(data, 'messageStoragePolicy.allowedPersistenceRegions').sort(),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('uses', attributes.schema_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
