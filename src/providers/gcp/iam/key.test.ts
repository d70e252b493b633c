import { expect, it } from 'vitest';
import { gcpIamKey } from './key.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const data = { name: 'projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com/keys/abc', keyType: 'USER_MANAGED', validAfterTime: '2026-01-01T00:00:00Z', validBeforeTime: '9999-12-31T23:59:59Z' };

it('reads a key that does not end', () => {
  expect(gcpIamKey.normalise({ data }, naming)).toMatchObject({
    uid: '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com/keys/abc', name: 'abc', createdAt: new Date('2026-01-01T00:00:00Z'),
    attributes: { valid_until: null, disabled: false, service_account_uid: '//iam.googleapis.com/projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com' },
  });
});

it('leaves out those that Google keeps for itself', () => {
  const { source } = gcpIamKey;
  const isOne = source.from === 'asset' ? source.isOne : undefined;
  expect([isOne?.({ data }), isOne?.({ data: { ...data, keyType: 'SYSTEM_MANAGED' } })]).toEqual([true, false]);
});
