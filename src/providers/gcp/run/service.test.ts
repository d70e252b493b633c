import { describe, expect, it } from 'vitest';
import { naming, reads } from '../test-gcp.ts';
import { gcpRunService } from './service.ts';

const listed = { name: 'projects/shop/locations/europe-west1/services/web', createTime: '2026-01-01T00:00:00Z', labels: { env: 'prod' }, ingress: 'INGRESS_TRAFFIC_ALL', uri: 'https://web.a.run.app', template: { serviceAccount: 'web@shop.iam.gserviceaccount.com', scaling: { minInstanceCount: 2, maxInstanceCount: 10 }, vpcAccess: { connector: 'projects/shop/locations/europe-west1/connectors/c' }, containers: [{ image: 'gcr.io/shop/web', env: [{ name: 'A', value: 'hunter2' }, { name: 'B', valueSource: { secretKeyRef: { secret: 'key' } } }], resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: false } }] } };

describe('a service', () => {
  reads(gcpRunService, { asset: { name: '//run.googleapis.com/projects/shop/locations/europe-west1/services/web' }, listed }, {
    uid: '//run.googleapis.com/projects/shop/locations/europe-west1/services/web', region: 'europe-west1', tags: { env: 'prod' }, attributes: { min_instances: 2, max_instances: 10, cpu: '1', memory: '512Mi', is_cpu_always_on: true },
    relations: [{ kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com' }, { kind: 'uses', uid: '//vpcaccess.googleapis.com/projects/shop/locations/europe-west1/connectors/c' }, { kind: 'uses', uid: '//secretmanager.googleapis.com/projects/shop/secrets/key' }],
  });

  it('is the same in the form of Knative, and keeps no variable', () => {
    const knative = { apiVersion: 'serving.knative.dev/v1', metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z', labels: { env: 'prod', 'cloud.googleapis.com/location': 'europe-west1' }, annotations: { 'run.googleapis.com/ingress': 'INGRESS_TRAFFIC_ALL' } }, spec: { template: { metadata: { annotations: { 'autoscaling.knative.dev/minScale': '2', 'autoscaling.knative.dev/maxScale': '10', 'run.googleapis.com/cpu-throttling': 'false', 'run.googleapis.com/vpc-access-connector': 'projects/shop/locations/europe-west1/connectors/c' } }, spec: { serviceAccountName: 'web@shop.iam.gserviceaccount.com', containers: [{ image: 'gcr.io/shop/web', env: [{ name: 'A', value: 'hunter2' }, { name: 'B', valueFrom: { secretKeyRef: { name: 'key' } } }], resources: { limits: { cpu: '1', memory: '512Mi' } } }] } } }, status: { url: 'https://web.a.run.app' } };
    const made = gcpRunService.normalise({ data: knative, assetName: '//run.googleapis.com/projects/shop/locations/europe-west1/services/web' }, naming);
    expect(made).toEqual(gcpRunService.normalise({ data: listed }, naming));
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });
});
