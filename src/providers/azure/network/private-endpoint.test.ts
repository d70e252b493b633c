import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkPrivateEndpoint } from './private-endpoint.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const account = 'Microsoft.Storage/storageAccounts';
const nic = 'Microsoft.Network/networkInterfaces';

readsAs(azureNetworkPrivateEndpoint, aRow('Microsoft.Network/privateEndpoints', 'Shop-PE', {
  properties: {
    subnet: { id: idOf(subnet, 'Main/Private') }, networkInterfaces: [{ id: idOf(nic, 'PE-Nic') }], provisioningState: 'Succeeded', manualPrivateLinkServiceConnections: [],
    privateLinkServiceConnections: [{ name: 'one', properties: { privateLinkServiceId: idOf(account, 'Shop1'), groupIds: ['blob'], privateLinkServiceConnectionState: { status: 'Approved', description: 'Auto-Approved' } } }],
  },
}), {
  attributes: { subnet_id: uidOf(subnet, 'Main/Private'), network_interface_ids: [uidOf(nic, 'PE-Nic')], target_ids: [uidOf(account, 'Shop1')], group_ids: ['blob'], connection_states: ['Approved'], provisioning_state: 'Succeeded' },
  relations: [`member-of ${uidOf(subnet, 'Main/Private')}`, `targets ${uidOf(account, 'Shop1')}`, `uses ${uidOf(nic, 'PE-Nic')}`],
});
