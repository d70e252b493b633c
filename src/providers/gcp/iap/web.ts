import { defineGcpResource } from '../define.ts';
import { settingsAttributes, settingsParts } from './settings-parts.ts';

const api = 'iap.googleapis.com';

export const gcpIapWeb = defineGcpResource({
  id: 'gcp:iap:web',
  title: 'IAP settings',
  plural: 'IAP settings of projects',
  nativeType: 'iap.googleapis.com/Web',
  api,
  permissions: ['iap.projects.getSettings'],
  reads: 'How Identity-Aware Proxy is set for the project: sign-in again, CORS and who may; never a secret.',
  source: { from: 'list', lists: [{ method: 'iap.v1.getIapSettings', host: api, path: 'v1/projects/{project}/iap_web:iapSettings', items: '' }] },

  attributes: settingsAttributes,

  normalise: ({ data }, naming) => ({ uid: `//${api}/projects/${naming.account}/iap_web`, name: 'web', tags: {}, attributes: settingsParts(data) }),
});
