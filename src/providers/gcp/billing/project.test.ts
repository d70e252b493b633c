import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBillingProject } from './project.ts';

describe('the billing', () => {
  reads(gcpBillingProject, { listed: { name: 'projects/shop/billingInfo', projectId: 'shop', billingAccountName: 'billingAccounts/0A-1B', billingEnabled: true } }, { uid: '//cloudbilling.googleapis.com/projects/shop/billingInfo', name: 'shop', attributes: { is_billed: true }, relations: [{ kind: 'owned-by', uid: '//cloudbilling.googleapis.com/billingAccounts/0A-1B' }] });
});
