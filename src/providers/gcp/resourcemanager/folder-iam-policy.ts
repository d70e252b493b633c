import { defineGcpResource, relationsTo } from '../define.ts';
import { policyAttributes, policyParts } from './policy-parts.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerFolderIamPolicy = defineGcpResource({
  id: 'gcp:resourcemanager:folder-iam-policy',
  title: 'IAM policy of a folder',
  plural: 'IAM policies of folders',
  nativeType: 'cloudresourcemanager.googleapis.com/FolderPolicy',
  api,
  accountKind: 'folder',
  permissions: ['resourcemanager.folders.getIamPolicy'],
  reads: 'Who has which role on the folder itself, and which reads are logged.',
  source: { from: 'list', lists: [{ method: 'cloudresourcemanager.v3.folders.getIamPolicy', host: api, path: 'v3/{account}:getIamPolicy', items: '', isPost: true }] },

  attributes: policyAttributes,

  normalise: (row, { account }) => policyParts(row, `//${api}/${account}`),

  relations: ({ attributes }) => relationsTo('owned-by', attributes.resource_uid),
});
