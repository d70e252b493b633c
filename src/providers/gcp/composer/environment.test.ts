import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpComposerEnvironment } from './environment.ts';

describe('an environment', () => {
  reads(gcpComposerEnvironment, { asset: { name: '//composer.googleapis.com/projects/shop/locations/us-east4/environments/flow' }, listed: { name: 'projects/shop/locations/us-east4/environments/flow', state: 'RUNNING', config: { gkeCluster: 'projects/shop/zones/us-east4-a/clusters/c', dagGcsPrefix: 'gs://dags/dags', environmentSize: 'ENVIRONMENT_SIZE_SMALL', softwareConfig: { imageVersion: 'composer-2.9', envVariables: { A: 'x' } } } } }, {
    uid: '//composer.googleapis.com/projects/shop/locations/us-east4/environments/flow', region: 'us-east4', attributes: { size: 'ENVIRONMENT_SIZE_SMALL' },
    relations: [{ kind: 'uses', uid: '//container.googleapis.com/projects/shop/locations/us-east4-a/clusters/c' }, { kind: 'uses', uid: '//storage.googleapis.com/dags' }],
  });
});
