import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureKeyvaultKeyVault } from './key-vault.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';

readsAs(azureKeyvaultKeyVault, aRow('Microsoft.KeyVault/vaults', 'Keys', {
  tags: { owner: 'security' },
  properties: {
    sku: { family: 'A', name: 'premium' }, tenantId: 't-1', vaultUri: 'https://keys.vault.azure.net/', enableRbacAuthorization: false, accessPolicies: [{ objectId: 'o', permissions: { keys: ['all'] } }], enableSoftDelete: true,
    softDeleteRetentionInDays: 90, enablePurgeProtection: true, publicNetworkAccess: 'Enabled', enabledForDeployment: false, enabledForDiskEncryption: true, enabledForTemplateDeployment: false,
    networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [{ value: '203.0.113.0/24' }], virtualNetworkRules: [{ id: idOf(subnet, 'Main/Apps') }] },
  },
}), {
  tags: { owner: 'security' },
  attributes: {
    sku: 'premium', uri: 'https://keys.vault.azure.net/', tenant_id: 't-1', rbac: false, access_policies: 1, soft_delete: true, soft_delete_days: 90, purge_protection: true, public_network_access: true, network_default_action: 'Deny',
    network_bypass: 'AzureServices', ip_rules: ['203.0.113.0/24'], for_deployment: false, for_disk_encryption: true, for_templates: false, subnet_ids: [uidOf(subnet, 'Main/Apps')], private_endpoint_ids: [],
  },
  relations: [`uses ${uidOf(subnet, 'Main/Apps')}`],
});
