import { defineGcpResource, relationsTo } from '../define.ts';
import { policyAttributes, policyParts } from './policy-parts.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerOrgIamPolicy = defineGcpResource({
  id: 'gcp:resourcemanager:org-iam-policy',
  title: 'IAM policy of an organisation',
  plural: 'IAM policies of organisations',
  nativeType: 'cloudresourcemanager.googleapis.com/OrganizationPolicy',
  api,
  accountKind: 'organization',
  permissions: ['resourcemanager.organizations.getIamPolicy'],
  reads: 'Who has which role on the organisation itself, and which reads are logged.',
  source: { from: 'list', lists: [{ method: 'cloudresourcemanager.v3.organizations.getIamPolicy', host: api, path: 'v3/{account}:getIamPolicy', items: '', isPost: true }] },

  attributes: policyAttributes,

  normalise: (row, { account }) => policyParts(row, `//${api}/${account}`),

  relations: ({ attributes }) => relationsTo('owned-by', attributes.resource_uid),
});
