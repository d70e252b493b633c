import { defineGcpResource, relationsTo } from '../define.ts';
import { settingsAttributes, settingsParts } from './settings-parts.ts';

const api = 'iap.googleapis.com';

export const gcpIapAppengine = defineGcpResource({
  id: 'gcp:iap:appengine',
  title: 'IAP settings of App Engine',
  plural: 'IAP settings of App Engine applications',
  nativeType: 'iap.googleapis.com/Appengine',
  api,
  permissions: ['iap.webTypes.getSettings'],
  reads: 'How Identity-Aware Proxy is set for App Engine: sign-in again, CORS and who may; never a secret.',
  source: { from: 'list', lists: [{ method: 'iap.v1.getIapSettings', host: api, path: 'v1/projects/{project}/iap_web/appengine-{project}:iapSettings', items: '' }] },

  attributes: settingsAttributes,

  normalise: ({ data }, naming) => ({ uid: `//${api}/projects/${naming.account}/iap_web/appengine-${naming.account}`, name: 'appengine', tags: {}, attributes: settingsParts(data) }),

  relations: ({ uid }) => relationsTo('owned-by', `//appengine.googleapis.com/apps/${uid.split('/')[4] ?? ''}`),
});
