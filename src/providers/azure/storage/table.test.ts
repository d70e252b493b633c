import { aRow, readsAs, uidOf } from '../test-azure.ts';
import { azureStorageTable } from './table.ts';

const account = 'Microsoft.Storage/storageAccounts';

readsAs(azureStorageTable, aRow(`${account}/tableServices/tables`, 'Shop1/default/Sessions', { location: null, parent: aRow(account, 'Shop1'), properties: { tableName: 'Sessions', signedIdentifiers: [{ id: 'x', accessPolicy: { permission: 'r' } }] } }), {
  attributes: { account_id: uidOf(account, 'Shop1'), stored_access_policies: 1 },
  relations: [`member-of ${uidOf(account, 'Shop1')}`],
});
