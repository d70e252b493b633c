import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkNsg } from './nsg.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const nic = 'Microsoft.Network/networkInterfaces';

readsAs(azureNetworkNsg, aRow('Microsoft.Network/networkSecurityGroups', 'Web', {
  properties: { securityRules: [{ name: 'https' }, { name: 'ssh' }], defaultSecurityRules: [{ name: 'DenyAllInBound' }], subnets: [{ id: idOf(subnet, 'Main/Web') }], networkInterfaces: [{ id: idOf(nic, 'Web-Nic') }], flowLogs: null },
}), {
  attributes: { rules: 2, subnet_ids: [uidOf(subnet, 'Main/Web')], network_interface_ids: [uidOf(nic, 'Web-Nic')], flow_log_ids: [] },
  relations: [`attached-to ${uidOf(subnet, 'Main/Web')}`, `attached-to ${uidOf(nic, 'Web-Nic')}`],
});
