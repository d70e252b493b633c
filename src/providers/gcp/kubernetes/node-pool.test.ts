import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpKubernetesNodePool } from './node-pool.ts';

describe('a node pool', () => {
  reads(gcpKubernetesNodePool, { asset: { name: '//container.googleapis.com/projects/shop/zones/us-east4-a/clusters/web/nodePools/p' }, listed: { name: 'p', selfLink: 'https://container.googleapis.com/v1/projects/shop/zones/us-east4-a/clusters/web/nodePools/p', status: 'RUNNING', initialNodeCount: 1, config: { machineType: 'e2-medium', diskSizeGb: 100, serviceAccount: 'gke@shop.iam.gserviceaccount.com', shieldedInstanceConfig: { enableSecureBoot: true } }, management: { autoUpgrade: true, autoRepair: true }, locations: ['us-east4-a'] } }, {
    uid: '//container.googleapis.com/projects/shop/locations/us-east4-a/clusters/web/nodePools/p', region: 'us-east4', attributes: { machine_type: 'e2-medium', disk_size_gib: 100, auto_upgrade: true, has_secure_boot: true },
    relations: [{ kind: 'member-of', uid: '//container.googleapis.com/projects/shop/locations/us-east4-a/clusters/web' }, { kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/gke@shop.iam.gserviceaccount.com' }],
  });
});
