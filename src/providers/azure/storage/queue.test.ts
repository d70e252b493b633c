import { expect, it } from 'vitest';
import { aRow, readsAs, uidOf } from '../test-azure.ts';
import { azureStorageQueue } from './queue.ts';

const account = 'Microsoft.Storage/storageAccounts';

readsAs(azureStorageQueue, aRow(`${account}/queueServices/queues`, 'Shop1/default/orders', { location: null, parent: aRow(account, 'Shop1'), properties: { metadata: { Team: 'shop' } } }), {
  attributes: { account_id: uidOf(account, 'Shop1'), metadata_names: ['team'] },
  relations: [`member-of ${uidOf(account, 'Shop1')}`],
});

it('asks no account that has none', () => {
  const { source } = azureStorageQueue;
  expect(['StorageV2', 'Storage', 'FileStorage', 'BlobStorage'].map((kind) => source.from === 'children' && source.isIn?.(aRow(account, 'a', { kind })))).toEqual([true, true, false, false]);
});
