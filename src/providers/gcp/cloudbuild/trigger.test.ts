import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpCloudbuildTrigger } from './trigger.ts';

describe('a trigger', () => {
  reads(gcpCloudbuildTrigger, { asset: { name: '//cloudbuild.googleapis.com/projects/123/locations/europe-west1/triggers/t1' }, listed: { id: 't1', name: 'on-push', resourceName: 'projects/shop/locations/europe-west1/triggers/t1', github: { owner: 'acme', name: 'web' }, substitutions: { _PASSWORD: 'hunter2' }, serviceAccount: 'projects/shop/serviceAccounts/ci@shop.iam.gserviceaccount.com', approvalConfig: { approvalRequired: true } } }, {
    uid: '//cloudbuild.googleapis.com/projects/shop/locations/europe-west1/triggers/t1', name: 'on-push', region: 'europe-west1', attributes: { source_kind: 'github', repository: 'web', needs_approval: true },
    relations: [{ kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/ci@shop.iam.gserviceaccount.com' }],
  });
});
