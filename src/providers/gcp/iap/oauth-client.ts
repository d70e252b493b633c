import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'iap.googleapis.com';

export const gcpIapOauthClient = defineGcpResource({
  id: 'gcp:iap:oauth-client',
  title: 'IAP OAuth client',
  plural: 'IAP OAuth clients',
  nativeType: 'iap.googleapis.com/IdentityAwareProxyClient',
  api,
  permissions: ['clientauthconfig.clients.listWithSecrets'],
  reads: 'Each client of Identity-Aware Proxy by its name; its secret is not asked for.',
  // `fields` keeps the secret from being sent at all. Google has retired this interface for new projects.
  source: { from: 'list', lists: [listOf('iap.v1', 'projects.brands.identityAwareProxyClients', 'identityAwareProxyClients', '{parent}/identityAwareProxyClients', { query: { pageSize: '1000', fields: 'identityAwareProxyClients(name,displayName),nextPageToken' } })], below: 'gcp:iap:brand', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({ display_name: z.string().nullable(), brand_uid: z.string() }),

  normalise: ({ data }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? '', naming);
    return { uid, tags: {}, attributes: { display_name: textAt(data, 'displayName'), brand_uid: uid.replace(/\/identityAwareProxyClients\/.*$/, '') } };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.brand_uid),
});
