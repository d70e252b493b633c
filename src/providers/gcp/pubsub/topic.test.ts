import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpPubsubTopic } from './topic.ts';

describe('a topic', () => {
  reads(gcpPubsubTopic, { asset: { name: '//pubsub.googleapis.com/projects/shop/topics/orders' }, listed: { name: 'projects/shop/topics/orders', labels: { env: 'prod' }, kmsKeyName: 'projects/shop/locations/us/keyRings/r/cryptoKeys/k', schemaSettings: { schema: 'projects/shop/schemas/order' } } }, {
    uid: '//pubsub.googleapis.com/projects/shop/topics/orders', name: 'orders', region: 'global', tags: { env: 'prod' }, attributes: { allowed_regions: [] },
    relations: [{ kind: 'uses', uid: '//pubsub.googleapis.com/projects/shop/schemas/order' }, { kind: 'encrypted-by', uid: '//cloudkms.googleapis.com/projects/shop/locations/us/keyRings/r/cryptoKeys/k' }],
  });
});
