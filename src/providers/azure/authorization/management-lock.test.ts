import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureAuthorizationManagementLock } from './management-lock.ts';

const vault = 'Microsoft.KeyVault/vaults';

readsAs(azureAuthorizationManagementLock, aRow('Microsoft.Authorization/locks', 'keep', {
  id: `${idOf(vault, 'Keys')}/providers/Microsoft.Authorization/locks/Keep`, name: 'Keep', location: null, properties: { level: 'CanNotDelete', notes: 'asked by security', owners: [{ applicationId: 'a' }] },
}), {
  region: 'global',
  attributes: { level: 'CanNotDelete', scope: uidOf(vault, 'Keys'), notes: 'asked by security', owners: 1 },
  relations: [`attached-to ${uidOf(vault, 'Keys')}`],
});
