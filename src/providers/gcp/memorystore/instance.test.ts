import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpMemorystoreInstance } from './instance.ts';

describe('a cache', () => {
  reads(gcpMemorystoreInstance, { asset: { name: '//redis.googleapis.com/projects/shop/locations/us-east4/instances/cache' }, listed: { name: 'projects/shop/locations/us-east4/instances/cache', locationId: 'us-east4-a', tier: 'STANDARD_HA', memorySizeGb: 5, state: 'READY', authEnabled: true, authorizedNetwork: 'projects/shop/global/networks/main', createTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//redis.googleapis.com/projects/shop/locations/us-east4/instances/cache', name: 'cache', region: 'us-east4', attributes: { memory_gib: 5, tier: 'STANDARD_HA', has_auth: true, zone: 'us-east4-a' },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
