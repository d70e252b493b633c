import { z } from 'zod';
import { booleanAt, defineGcpResource, linkAt, relationsTo, textAt } from '../define.ts';

const api = 'cloudbilling.googleapis.com';

export const gcpBillingProject = defineGcpResource({
  id: 'gcp:billing:project',
  title: 'Billing of a project',
  plural: 'Billing of projects',
  nativeType: 'cloudbilling.googleapis.com/ProjectBillingInfo',
  api,
  permissions: ['resourcemanager.projects.get'],
  reads: 'Whether the project is billed, and to which account.',
  source: { from: 'list', lists: [{ method: 'cloudbilling.v1.projects.getBillingInfo', host: api, path: 'v1/projects/{project}/billingInfo', items: '' }] },

  attributes: z.object({ is_billed: z.boolean(), account_uid: z.string().nullable() }),

  normalise: ({ data }, naming) => ({ uid: `//${api}/projects/${naming.account}/billingInfo`, name: naming.account, tags: {}, attributes: { is_billed: booleanAt(data, 'billingEnabled') ?? textAt(data, 'billingAccountName') !== null, account_uid: linkAt(data, 'billingAccountName', api, naming) } }),

  relations: ({ attributes }) => relationsTo('owned-by', attributes.account_uid),
});
