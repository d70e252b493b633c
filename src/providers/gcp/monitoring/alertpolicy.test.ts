import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpMonitoringAlertpolicy } from './alertpolicy.ts';

describe('a policy', () => {
  reads(gcpMonitoringAlertpolicy, { asset: { name: '//monitoring.googleapis.com/projects/shop/alertPolicies/1' }, listed: { name: 'projects/shop/alertPolicies/1', displayName: 'CPU', enabled: true, userLabels: { env: 'prod' }, notificationChannels: ['projects/shop/notificationChannels/2'], conditions: [{ conditionThreshold: { filter: 'metric.type="x"' } }] } }, {
    uid: '//monitoring.googleapis.com/projects/shop/alertPolicies/1', name: 'CPU', tags: { env: 'prod' }, attributes: { filters: ['metric.type="x"'] }, relations: [{ kind: 'targets', uid: '//monitoring.googleapis.com/projects/shop/notificationChannels/2' }],
  });
});
