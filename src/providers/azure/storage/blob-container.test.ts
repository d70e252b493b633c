import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it('reads the containers of each account that can have some', async () => {
  await using under = await startAzureUnderTest({ resources: 800 });
  const { resources } = await under.collectOne('azure:storage:blob-container');
  const accounts = [...under.azure.truth.rowsOf('Microsoft.Storage/storageAccounts', under.azure.truth.subscriptions[0]!)].filter(({ kind }) => kind !== 'FileStorage').map(({ id }) => id.toLowerCase());
  expect(new Set(resources.map(({ attributes }) => attributes['account_id']))).toEqual(new Set(accounts));
  expect(resources).toHaveLength(accounts.length * 3);
  expect(resources[0]).toMatchObject({ name: 'container-0', attributes: { lease_state: 'Available', has_legal_hold: false }, relations: [{ kind: 'member-of' }] });
});
