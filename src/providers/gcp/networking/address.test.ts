import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpNetworkingAddress } from './address.ts';

describe('an address', () => {
  reads(gcpNetworkingAddress, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/addresses/web' }, listed: { id: '1', name: 'web', selfLink: computeUrl('regions/us-east4/addresses/web'), region: computeUrl('regions/us-east4'), address: '35.1.2.3', addressType: 'EXTERNAL', status: 'IN_USE', networkTier: 'PREMIUM', users: [computeUrl('zones/us-east4-a/instances/web')], labels: { env: 'prod' }, creationTimestamp: '2026-01-01T00:00:00Z' } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/addresses/web', region: 'us-east4', tags: { env: 'prod' }, createdAt: new Date('2026-01-01T00:00:00Z'),
    attributes: { address: '35.1.2.3', status: 'IN_USE', address_type: 'EXTERNAL' },
    relations: [{ kind: 'attached-to', uid: '//compute.googleapis.com/projects/shop/zones/us-east4-a/instances/web' }],
  });
});
