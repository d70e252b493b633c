import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerFolder = defineGcpResource({
  id: 'gcp:resourcemanager:folder',
  title: 'Folder',
  plural: 'Folders',
  nativeType: 'cloudresourcemanager.googleapis.com/Folder',
  api,
  accountKind: 'folder',
  permissions: ['resourcemanager.folders.get'],
  reads: 'The folder itself: its name, its state and what it stands below.',
  source: { from: 'list', lists: [{ method: 'cloudresourcemanager.v3.folders.get', host: api, path: 'v3/{account}', items: '' }] },

  attributes: z.object({ state: z.string().nullable(), parent: z.string().nullable() }),

  normalise: ({ data }, { account }) => ({ uid: `//${api}/${account}`, name: textAt(data, 'displayName') ?? account, tags: {}, attributes: { state: textAt(data, 'state'), parent: textAt(data, 'parent') } }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.parent === null ? null : `//${api}/${attributes.parent}`),
});
