import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpFunctionsFunction } from './function.ts';

describe('a function', () => {
  reads(gcpFunctionsFunction, { asset: { name: '//cloudfunctions.googleapis.com/projects/shop/locations/europe-west1/functions/resize' }, listed: { name: 'projects/shop/locations/europe-west1/functions/resize', state: 'ACTIVE', environment: 'GEN_2', buildConfig: { runtime: 'nodejs22', entryPoint: 'main' }, serviceConfig: { service: 'projects/shop/locations/europe-west1/services/resize', minInstanceCount: 1, timeoutSeconds: 60, serviceAccountEmail: 'fn@shop.iam.gserviceaccount.com', environmentVariables: { A: 'hunter2' } }, eventTrigger: { pubsubTopic: 'projects/shop/topics/pictures' } } }, {
    uid: '//cloudfunctions.googleapis.com/projects/shop/locations/europe-west1/functions/resize', name: 'resize', region: 'europe-west1', attributes: { runtime: 'nodejs22', min_instances: 1, environment: 'GEN_2' },
    relations: [{ kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/fn@shop.iam.gserviceaccount.com' }, { kind: 'uses', uid: '//run.googleapis.com/projects/shop/locations/europe-west1/services/resize' }, { kind: 'uses', uid: '//pubsub.googleapis.com/projects/shop/topics/pictures' }],
  });
});
