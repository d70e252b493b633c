import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpKubernetesCluster } from './cluster.ts';

describe('a cluster', () => {
  reads(gcpKubernetesCluster, { asset: { name: '//container.googleapis.com/projects/shop/zones/us-east4-a/clusters/web' }, listed: { name: 'web', selfLink: 'https://container.googleapis.com/v1/projects/shop/zones/us-east4-a/clusters/web', location: 'us-east4-a', status: 'RUNNING', currentMasterVersion: '1.33.2-gke.100', currentNodeCount: 3, createTime: '2026-01-01T00:00:00+00:00', resourceLabels: { env: 'prod' }, networkConfig: { network: 'projects/shop/global/networks/main' }, nodeConfig: { serviceAccount: 'default' }, databaseEncryption: { keyName: 'projects/shop/locations/us/keyRings/r/cryptoKeys/k' }, masterAuth: { password: 'hunter2' }, privateClusterConfig: { enablePrivateNodes: true } } }, {
    uid: '//container.googleapis.com/projects/shop/locations/us-east4-a/clusters/web', region: 'us-east4', tags: { env: 'prod' }, createdAt: new Date('2026-01-01T00:00:00Z'), attributes: { node_count: 3, has_private_nodes: true, authorized_networks: null, zone: 'us-east4-a', is_regional: false },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }, { kind: 'encrypted-by', uid: '//cloudkms.googleapis.com/projects/shop/locations/us/keyRings/r/cryptoKeys/k' }],
  });
});
