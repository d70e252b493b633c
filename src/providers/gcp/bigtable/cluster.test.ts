import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBigtableCluster } from './cluster.ts';

describe('a cluster', () => {
  reads(gcpBigtableCluster, { asset: { name: '//bigtable.googleapis.com/projects/shop/instances/metrics/clusters/c1' }, listed: { name: 'projects/shop/instances/metrics/clusters/c1', location: 'projects/shop/locations/us-east4-a', state: 'READY', serveNodes: 3, defaultStorageType: 'SSD' } }, {
    uid: '//bigtable.googleapis.com/projects/shop/instances/metrics/clusters/c1', region: 'us-east4', attributes: { nodes: 3, storage_type: 'SSD', zone: 'us-east4-a' },
    relations: [{ kind: 'member-of', uid: '//bigtable.googleapis.com/projects/shop/instances/metrics' }],
  });
});
