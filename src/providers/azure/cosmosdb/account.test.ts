import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureCosmosdbAccount } from './account.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';

readsAs(azureCosmosdbAccount, aRow('Microsoft.DocumentDB/databaseAccounts', 'shop-docs', {
  kind: 'GlobalDocumentDB', systemData: { createdAt: '2024-03-04T05:06:07.8Z' },
  properties: {
    capabilities: [{ name: 'EnableServerless' }], enableFreeTier: false, consistencyPolicy: { defaultConsistencyLevel: 'Session' }, locations: [{ locationName: 'West Europe' }, { locationName: 'North Europe' }], writeLocations: [{ locationName: 'West Europe' }],
    enableAutomaticFailover: true, enableMultipleWriteLocations: false, publicNetworkAccess: 'Enabled', isVirtualNetworkFilterEnabled: true, virtualNetworkRules: [{ id: idOf(subnet, 'Main/Apps') }], ipRules: [{ ipAddressOrRange: '203.0.113.1' }],
    disableLocalAuth: true, backupPolicy: { type: 'Continuous' }, minimalTlsVersion: 'Tls12',
  },
}), {
  createdAt: new Date('2024-03-04T05:06:07.800Z'),
  attributes: {
    kind: 'GlobalDocumentDB', capabilities: ['EnableServerless'], is_serverless: true, free_tier: false, consistency: 'Session', locations: ['northeurope', 'westeurope'], write_locations: 1, automatic_failover: true, multi_write: false,
    public_network_access: true, network_filter: true, ip_rules: ['203.0.113.1'], local_auth: false, backup_type: 'Continuous', key_vault_key_uri: null, min_tls_version: 'Tls12', subnet_ids: [uidOf(subnet, 'Main/Apps')], private_endpoint_ids: [],
    identity_ids: [],
  },
  relations: [`uses ${uidOf(subnet, 'Main/Apps')}`],
});
