import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkDdosProtectionPlan } from './ddos-protection-plan.ts';

const vnet = 'Microsoft.Network/virtualNetworks';

readsAs(azureNetworkDdosProtectionPlan, aRow('Microsoft.Network/ddosProtectionPlans', 'Shield', { properties: { virtualNetworks: [{ id: idOf(vnet, 'Main') }], provisioningState: 'Succeeded' } }), {
  attributes: { vnet_ids: [uidOf(vnet, 'Main')], public_ip_ids: [], provisioning_state: 'Succeeded' },
  relations: [`attached-to ${uidOf(vnet, 'Main')}`],
});
