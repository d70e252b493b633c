import { aRow, readsAs, uidOf } from '../test-azure.ts';
import { azureKeyvaultKey } from './key.ts';

readsAs(azureKeyvaultKey, aRow('Microsoft.KeyVault/vaults/keys', 'Keys/Disks', {
  properties: {
    kty: 'RSA', keySize: 3072, keyOps: ['unwrapKey', 'wrapKey'], attributes: { enabled: true, created: 1714521600, updated: 1714521600, recoveryLevel: 'Recoverable', exportable: false },
    rotationPolicy: { lifetimeActions: [{ action: { type: 'Rotate' }, trigger: { timeAfterCreate: 'P90D' } }] }, keyUri: 'https://keys.vault.azure.net/keys/Disks',
  },
}), {
  createdAt: new Date('2024-05-01T00:00:00Z'),
  attributes: {
    vault_id: uidOf('Microsoft.KeyVault/vaults', 'Keys'), key_type: 'RSA', key_bits: 3072, curve: null, operations: ['unwrapKey', 'wrapKey'], enabled: true, exportable: false, created_at: '2024-05-01T00:00:00.000Z',
    updated_at: '2024-05-01T00:00:00.000Z', expires_at: null, recovery_level: 'Recoverable', rotates: true, uri: 'https://keys.vault.azure.net/keys/Disks',
  },
  relations: [`member-of ${uidOf('Microsoft.KeyVault/vaults', 'Keys')}`],
});
