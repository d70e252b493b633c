import { expect, it } from 'vitest';
import { aRow, detailed, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureContainerregistryRegistry } from './registry.ts';

const endpoint = 'Microsoft.Network/privateEndpoints';
const row = aRow('Microsoft.ContainerRegistry/registries', 'shopimages', {
  sku: { name: 'Premium', tier: 'Premium' },
  properties: {
    creationDate: '2024-03-04T05:06:07.8Z', loginServer: 'shopimages.azurecr.io', adminUserEnabled: false, anonymousPullEnabled: false, publicNetworkAccess: 'Enabled', networkRuleSet: { defaultAction: 'Deny' }, zoneRedundancy: 'Disabled',
    dataEndpointEnabled: false, encryption: { status: 'disabled' }, policies: { retentionPolicy: { days: 7, status: 'enabled' } }, privateEndpointConnections: [{ properties: { privateEndpoint: { id: idOf(endpoint, 'ACR') } } }],
  },
});

readsAs(azureContainerregistryRegistry, row, {
  createdAt: new Date('2024-03-04T05:06:07.800Z'),
  attributes: {
    sku: 'Premium', login_server: 'shopimages.azurecr.io', admin_user: false, anonymous_pull: false, public_network_access: true, network_default_action: 'Deny', zone_redundant: false, data_endpoint: false, encryption: false, retention_days: 7,
    private_endpoint_ids: [uidOf(endpoint, 'ACR')], identity_ids: [], replications: null,
  },
  relations: [`uses ${uidOf(endpoint, 'ACR')}`],
});

it('counts copies elsewhere and not its own place', async () => {
  const { resource } = await detailed(azureContainerregistryRegistry, row, { replications: { value: [{ location: 'West Europe' }, { location: 'northeurope' }] } });
  expect(resource.attributes['replications']).toBe(1);
});
