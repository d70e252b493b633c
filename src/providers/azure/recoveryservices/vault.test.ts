import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureRecoveryservicesVault } from './vault.ts';

const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

readsAs(azureRecoveryservicesVault, aRow('Microsoft.RecoveryServices/vaults', 'Backups', {
  sku: { name: 'RS0', tier: 'Standard' }, identity: { type: 'UserAssigned', userAssignedIdentities: { [idOf(identity, 'Backup')]: {} } },
  properties: {
    redundancySettings: { standardTierStorageRedundancy: 'GeoRedundant', crossRegionRestore: 'Enabled' }, securitySettings: { softDeleteSettings: { softDeleteState: 'Enabled' }, immutabilitySettings: { state: 'Unlocked' } },
    publicNetworkAccess: 'Enabled', encryption: { keyVaultProperties: { keyUri: 'https://keys.vault.azure.net/keys/b' }, infrastructureEncryption: 'Disabled' },
  },
}), {
  attributes: {
    sku: 'RS0', redundancy: 'GeoRedundant', cross_region_restore: true, soft_delete: 'Enabled', immutability: 'Unlocked', public_network_access: true, encryption_key_uri: 'https://keys.vault.azure.net/keys/b', infrastructure_encryption: false,
    private_endpoint_ids: [], identity_ids: [uidOf(identity, 'Backup')],
  },
  relations: [`assumes ${uidOf(identity, 'Backup')}`],
});
