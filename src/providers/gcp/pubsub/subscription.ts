import { z } from 'zod';
import { booleanAt, defineGcpResource, linkAt, numberAt, relationsTo, textAt } from '../define.ts';
import { bucketAt, secondsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'pubsub.googleapis.com';

export const gcpPubsubSubscription = defineGcpResource({
  id: 'gcp:pubsub:subscription',
  title: 'Pub/Sub subscription',
  plural: 'Pub/Sub subscriptions',
  nativeType: 'pubsub.googleapis.com/Subscription',
  api,
  permissions: ['pubsub.subscriptions.list'],
  reads: 'Each subscription with its topic, where its messages go and how long they are kept; never a message.',
  source: { from: 'asset', assetTypes: ['pubsub.googleapis.com/Subscription'], lists: [listOf('pubsub.v1', 'projects.subscriptions', 'subscriptions', 'projects/{project}/subscriptions', { query: { pageSize: '1000' } })] },

  attributes: z.object({
    state: z.string().nullable(),
    topic_uid: z.string().nullable(),
    is_topic_deleted: z.boolean(),
    delivery: z.string().describe('pull, push, bigquery or cloud-storage'),
    push_host: z.string().nullable(),
    bucket_uid: z.string().nullable(),
    dead_letter_topic_uid: z.string().nullable(),
    ack_deadline_seconds: z.number().nullable(),
    retention_seconds: z.number().nullable(),
    retains_acked: z.boolean(),
    expires_after: z.string().nullable(),
    has_filter: z.boolean(),
    has_ordering: z.boolean(),
  }),

  normalise: ({ data }, naming) => {
    const topic = textAt(data, 'topic');
    const push = textAt(data, 'pushConfig.pushEndpoint');
    const bucket = bucketAt(data, 'cloudStorageConfig.bucket');
    return {
      attributes: {
        state: textAt(data, 'state'),
        topic_uid: topic === null || topic === '_deleted-topic_' ? null : linkAt(data, 'topic', api, naming),
        is_topic_deleted: topic === '_deleted-topic_',
        delivery: push !== null ? 'push' : bucket !== null ? 'cloud-storage' : textAt(data, 'bigqueryConfig.table') !== null ? 'bigquery' : 'pull',
        // Without its path and query, which may hold a token.
        push_host: push === null ? null : URL.canParse(push) ? new URL(push).host : null,
        bucket_uid: bucket,
        dead_letter_topic_uid: linkAt(data, 'deadLetterPolicy.deadLetterTopic', api, naming),
        ack_deadline_seconds: numberAt(data, 'ackDeadlineSeconds'),
        retention_seconds: secondsAt(data, 'messageRetentionDuration'),
        retains_acked: booleanAt(data, 'retainAckedMessages') ?? false,
        expires_after: textAt(data, 'expirationPolicy.ttl'),
        has_filter: textAt(data, 'filter') !== null,
        has_ordering: booleanAt(data, 'enableMessageOrdering') ?? false,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.topic_uid), ...relationsTo('routes-to', [attributes.dead_letter_topic_uid, attributes.bucket_uid])],
});
