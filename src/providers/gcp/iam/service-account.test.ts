import { expect, it } from 'vitest';
import { gcpIamServiceAccount } from './service-account.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };

it('has one name, whichever way it is read', () => {
  const data = { name: 'projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com', email: 'web@shop.iam.gserviceaccount.com', uniqueId: '999', disabled: true };
  const uid = '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com';
  expect(gcpIamServiceAccount.normalise({ assetName: '//iam.googleapis.com/projects/shop/serviceAccounts/999', data }, naming).uid).toBe(uid);
  expect(gcpIamServiceAccount.normalise({ data }, naming)).toMatchObject({ uid, name: 'web@shop.iam.gserviceaccount.com', attributes: { disabled: true, made_by: 'user' } });
});

it('knows the default accounts', () => {
  expect(gcpIamServiceAccount.normalise({ data: { email: '123-compute@developer.gserviceaccount.com' } }, naming).attributes).toMatchObject({ made_by: 'google', disabled: false });
});
