import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpFilestoreInstance } from './instance.ts';

describe('a file server', () => {
  reads(gcpFilestoreInstance, { asset: { name: '//file.googleapis.com/projects/123/locations/us-east4-a/instances/nfs' }, listed: { name: 'projects/shop/locations/us-east4-a/instances/nfs', tier: 'BASIC_HDD', state: 'READY', fileShares: [{ name: 'share', capacityGb: '1024' }], networks: [{ network: 'main' }], labels: { env: 'prod' } } }, {
    uid: '//file.googleapis.com/projects/shop/locations/us-east4-a/instances/nfs', region: 'us-east4', tags: { env: 'prod' }, attributes: { capacity_gib: 1024, tier: 'BASIC_HDD' },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
