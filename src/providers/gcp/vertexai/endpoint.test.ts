import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpVertexaiEndpoint } from './endpoint.ts';

describe('an endpoint', () => {
  reads(gcpVertexaiEndpoint, { asset: { name: '//aiplatform.googleapis.com/projects/shop/locations/us-east4/endpoints/99' }, listed: { name: 'projects/shop/locations/us-east4/endpoints/99', displayName: 'ranking', deployedModels: [{ model: 'projects/shop/locations/us-east4/models/7', dedicatedResources: { machineSpec: { machineType: 'n1-standard-4' }, minReplicaCount: 2 } }] } }, {
    uid: '//aiplatform.googleapis.com/projects/shop/locations/us-east4/endpoints/99', name: 'ranking', region: 'us-east4', attributes: { endpoint_id: '99', deployed_models: [{ machine_type: 'n1-standard-4', min_replicas: 2, has_accelerator: false }] },
    relations: [{ kind: 'uses', uid: '//aiplatform.googleapis.com/projects/shop/locations/us-east4/models/7' }],
  });
});
