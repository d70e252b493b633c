import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkConnection } from './connection.ts';

const gateway = 'Microsoft.Network/virtualNetworkGateways';
const local = 'Microsoft.Network/localNetworkGateways';
const row = aRow('Microsoft.Network/connections', 'To-Office', {
  properties: { connectionType: 'IPsec', connectionProtocol: 'IKEv2', enableBgp: false, routingWeight: 10, virtualNetworkGateway1: { id: idOf(gateway, 'Office') }, localNetworkGateway2: { id: idOf(local, 'Office') }, sharedKey: 'hunter2' },
});

readsAs(azureNetworkConnection, row, {
  attributes: { connection_type: 'IPsec', protocol: 'IKEv2', bgp: false, routing_weight: 10, gateway_id: uidOf(gateway, 'Office'), second_gateway_id: null, local_gateway_id: uidOf(local, 'Office'), circuit_id: null },
  relations: [`attached-to ${uidOf(gateway, 'Office')}`, `attached-to ${uidOf(local, 'Office')}`],
});

it('keeps no shared key', () => {
  expect(JSON.stringify(normalised(azureNetworkConnection, row))).not.toContain('hunter2');
});
