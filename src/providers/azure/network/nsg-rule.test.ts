import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkNsgRule } from './nsg-rule.ts';

const nsg = 'Microsoft.Network/networkSecurityGroups';
const asg = 'Microsoft.Network/applicationSecurityGroups';
const row = aRow(`${nsg}/securityRules`, 'Web/Allow-SSH', {
  location: null, parent: aRow(nsg, 'Web'),
  properties: {
    direction: 'Inbound', access: 'Allow', priority: 100, protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationPortRange: '', destinationPortRanges: ['22', '3389'],
    destinationApplicationSecurityGroups: [{ id: idOf(asg, 'Jump') }], description: 'for a test',
  },
});

readsAs(azureNetworkNsgRule, row, {
  attributes: {
    nsg_id: uidOf(nsg, 'Web'), direction: 'Inbound', access: 'Allow', priority: 100, protocol: 'Tcp', sources: ['*'], source_ports: ['*'], destinations: [], destination_ports: ['22', '3389'],
    source_asg_ids: [], destination_asg_ids: [uidOf(asg, 'Jump')], is_open_to_internet: true, description: 'for a test',
  },
  relations: [`member-of ${uidOf(nsg, 'Web')}`, `targets ${uidOf(asg, 'Jump')}`],
});

it.each([
  ['Inbound', 'Deny', '*', false], ['Outbound', 'Allow', 'Internet', false], ['inbound', 'allow', 'INTERNET', true], ['Inbound', 'Allow', '0.0.0.0/0', true], ['Inbound', 'Allow', '10.0.0.0/8', false],
])('%s %s from %s is open to the Internet: %s', (direction, access, sourceAddressPrefix, isOpen) => {
  expect(normalised(azureNetworkNsgRule, { ...row, properties: { direction, access, sourceAddressPrefix } }).attributes['is_open_to_internet']).toBe(isOpen);
});

it('is found inside its group', () => {
  const { source } = azureNetworkNsgRule;
  expect(source.from === 'body' ? source.rows({ ...aRow(nsg, 'Web'), properties: { securityRules: [row] } }) : []).toEqual([row]);
});
