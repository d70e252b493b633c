import { z } from 'zod';
import { booleanAt, defineGcpResource, linkAt, relationsTo, textAt } from '../define.ts';

const api = 'cloudbilling.googleapis.com';

export const gcpBillingAccount = defineGcpResource({
  id: 'gcp:billing:account',
  title: 'Billing account',
  plural: 'Billing accounts',
  nativeType: 'cloudbilling.googleapis.com/BillingAccount',
  api,
  accountKind: 'billing-account',
  permissions: ['billing.accounts.get'],
  reads: 'The billing account itself, and whether it is open.',
  source: { from: 'list', lists: [{ method: 'cloudbilling.v1.billingAccounts.get', host: api, path: 'v1/{account}', items: '' }] },

  attributes: z.object({ is_open: z.boolean(), currency: z.string().nullable(), main_account_uid: z.string().nullable(), parent: z.string().nullable() }),

  normalise: ({ data }, naming) => ({ uid: `//${api}/${naming.account}`, name: textAt(data, 'displayName') ?? naming.account, tags: {}, attributes: { is_open: booleanAt(data, 'open') ?? false, currency: textAt(data, 'currencyCode'), main_account_uid: linkAt(data, 'masterBillingAccount', api, naming), parent: textAt(data, 'parent') } }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.main_account_uid),
});
