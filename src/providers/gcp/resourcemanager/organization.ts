import { z } from 'zod';
import { defineGcpResource, textAt } from '../define.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerOrganization = defineGcpResource({
  id: 'gcp:resourcemanager:organization',
  title: 'Organisation',
  plural: 'Organisations',
  nativeType: 'cloudresourcemanager.googleapis.com/Organization',
  api,
  accountKind: 'organization',
  permissions: ['resourcemanager.organizations.get'],
  reads: 'The organisation itself: its name and its state.',
  source: { from: 'list', lists: [{ method: 'cloudresourcemanager.v3.organizations.get', host: api, path: 'v3/{account}', items: '' }] },

  attributes: z.object({ state: z.string().nullable(), customer_id: z.string().nullable() }),

  normalise: ({ data }, { account }) => ({ uid: `//${api}/${account}`, name: textAt(data, 'displayName') ?? account, tags: {}, attributes: { state: textAt(data, 'state'), customer_id: textAt(data, 'directoryCustomerId') } }),
});
