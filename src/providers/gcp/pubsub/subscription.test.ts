import { describe, expect, it } from 'vitest';
import { naming, reads } from '../test-gcp.ts';
import { gcpPubsubSubscription } from './subscription.ts';

describe('a subscription', () => {
  reads(gcpPubsubSubscription, { asset: { name: '//pubsub.googleapis.com/projects/shop/subscriptions/mail' }, listed: { name: 'projects/shop/subscriptions/mail', topic: 'projects/shop/topics/orders', ackDeadlineSeconds: 10, messageRetentionDuration: '604800s', pushConfig: { pushEndpoint: 'https://mail.example/push?token=hunter2' }, deadLetterPolicy: { deadLetterTopic: 'projects/shop/topics/dead' }, state: 'ACTIVE' } }, {
    uid: '//pubsub.googleapis.com/projects/shop/subscriptions/mail', attributes: { delivery: 'push', push_host: 'mail.example', retention_seconds: 604800, is_topic_deleted: false },
    relations: [{ kind: 'member-of', uid: '//pubsub.googleapis.com/projects/shop/topics/orders' }, { kind: 'routes-to', uid: '//pubsub.googleapis.com/projects/shop/topics/dead' }],
  });

  it('may have lost its topic', () => {
    expect(gcpPubsubSubscription.normalise({ data: { name: 'projects/shop/subscriptions/s', topic: '_deleted-topic_' } }, naming).attributes).toMatchObject({ topic_uid: null, is_topic_deleted: true, delivery: 'pull' });
  });
});
