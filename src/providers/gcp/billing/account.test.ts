import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBillingAccount } from './account.ts';

describe('an account', () => {
  reads(gcpBillingAccount, { listed: { name: 'billingAccounts/0A-1B', displayName: 'Acme', open: true, currencyCode: 'EUR' } }, { uid: '//cloudbilling.googleapis.com/shop', name: 'Acme', attributes: { is_open: true, currency: 'EUR' }, relations: [] });
});
