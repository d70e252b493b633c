import { defineGcpResource } from '../define.ts';
import { settingsAttributes, settingsParts } from './settings-parts.ts';

const api = 'iap.googleapis.com';

export const gcpIapCompute = defineGcpResource({
  id: 'gcp:iap:compute',
  title: 'IAP settings of backend services',
  plural: 'IAP settings of all backend services',
  nativeType: 'iap.googleapis.com/Compute',
  api,
  permissions: ['iap.webTypes.getSettings'],
  reads: 'How Identity-Aware Proxy is set for all backend services: sign-in again, CORS and who may; never a secret.',
  source: { from: 'list', lists: [{ method: 'iap.v1.getIapSettings', host: api, path: 'v1/projects/{project}/iap_web/compute:iapSettings', items: '' }] },

  attributes: settingsAttributes,

  normalise: ({ data }, naming) => ({ uid: `//${api}/projects/${naming.account}/iap_web/compute`, name: 'compute', tags: {}, attributes: settingsParts(data) }),
});
