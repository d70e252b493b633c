import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpRunRevision } from './revision.ts';

describe('a revision', () => {
  reads(gcpRunRevision, {
    asset: { name: '//run.googleapis.com/projects/shop/locations/europe-west1/revisions/web-1', data: { metadata: { name: 'web-1', labels: { 'serving.knative.dev/service': 'web', 'cloud.googleapis.com/location': 'europe-west1' }, creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { serviceAccountName: 'web@shop.iam.gserviceaccount.com', containers: [{ image: 'gcr.io/shop/web', env: [{ name: 'A', value: 'x' }] }] } } },
    listed: { name: 'projects/shop/locations/europe-west1/services/web/revisions/web-1', service: 'web', createTime: '2026-01-01T00:00:00Z', serviceAccount: 'web@shop.iam.gserviceaccount.com', containers: [{ image: 'gcr.io/shop/web' }] },
  }, {
    uid: '//run.googleapis.com/projects/shop/locations/europe-west1/services/web/revisions/web-1', name: 'web-1', region: 'europe-west1', attributes: { images: ['gcr.io/shop/web'] },
    relations: [{ kind: 'member-of', uid: '//run.googleapis.com/projects/shop/locations/europe-west1/services/web' }, { kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com' }],
  });
});
