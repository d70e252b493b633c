import { defineGcpResource, relationsTo } from '../define.ts';
import { policyAttributes, policyParts } from './policy-parts.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerProjectIamPolicy = defineGcpResource({
  id: 'gcp:resourcemanager:project-iam-policy',
  title: 'IAM policy of a project',
  plural: 'IAM policies of projects',
  nativeType: 'cloudresourcemanager.googleapis.com/ProjectPolicy',
  api,
  permissions: ['resourcemanager.projects.getIamPolicy'],
  reads: 'Who has which role on the project itself, and which reads are logged.',
  source: { from: 'list', lists: [{ method: 'cloudresourcemanager.v3.projects.getIamPolicy', host: api, path: 'v3/projects/{project}:getIamPolicy', items: '', isPost: true }] },

  attributes: policyAttributes,

  normalise: (row, { account }) => policyParts(row, `//${api}/projects/${account}`),

  relations: ({ attributes }) => relationsTo('owned-by', attributes.resource_uid),
});
