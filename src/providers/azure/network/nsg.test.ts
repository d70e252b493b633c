import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkNsg } from './nsg.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const nic = 'Microsoft.Network/networkInterfaces';

readsAs(azureNetworkNsg, aRow('Microsoft.Network/networkSecurityGroups', 'Web', {
  properties: { securityRules: [{ name: 'https' }, { name: 'ssh' }], defaultSecurityRules: [{ name: 'DenyAllInBound' }], subnets: [{ id: idOf(subnet, 'Main/Web') }], networkInterfaces: [{ id: idOf(nic, 'Web-Nic') }], flowLogs: null },
}), {
  attributes: { rules: 2, subnet_ids: [uidOf(subnet, 'Main/Web')], network_interface_ids: [uidOf(nic, 'Web-Nic')], flow_log_ids: [] },
  relations: [`attached-to ${uidOf(subnet, 'Main/Web')}`, `attached-to ${uidOf(nic, 'Web-Nic')}`],
});

it('tells no own rules from own rules that are not told', () => {
  expect([{ securityRules: [] }, {}, null].map((properties) => normalised(azureNetworkNsg, aRow('Microsoft.Network/networkSecurityGroups', 'One', { properties })).attributes['rules'])).toEqual([0, null, null]);
});
