import { expect, it } from 'vitest';
import { aRow, detailed, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkVirtualNetworkGateway } from './virtual-network-gateway.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const publicIp = 'Microsoft.Network/publicIPAddresses';
const row = aRow('Microsoft.Network/virtualNetworkGateways', 'Office', {
  properties: {
    gatewayType: 'Vpn', vpnType: 'RouteBased', sku: { name: 'VpnGw1', tier: 'VpnGw1', capacity: 2 }, activeActive: false, enableBgp: false,
    ipConfigurations: [{ properties: { subnet: { id: idOf(subnet, 'Main/GatewaySubnet') }, publicIPAddress: { id: idOf(publicIp, 'GW-IP') } } }],
    vpnClientConfiguration: { vpnClientAddressPool: { addressPrefixes: ['172.16.0.0/24'] } },
  },
});

readsAs(azureNetworkVirtualNetworkGateway, row, {
  attributes: {
    gateway_type: 'Vpn', vpn_type: 'RouteBased', sku: 'VpnGw1', active_active: false, bgp: false, subnet_ids: [uidOf(subnet, 'Main/GatewaySubnet')], public_ip_ids: [uidOf(publicIp, 'GW-IP')], point_to_site: true, connections: null,
  },
  relations: [`member-of ${uidOf(subnet, 'Main/GatewaySubnet')}`, `uses ${uidOf(publicIp, 'GW-IP')}`],
});

it('counts its connections', async () => {
  expect((await detailed(azureNetworkVirtualNetworkGateway, row, { connections: { value: [{ id: 'a' }] } })).resource.attributes['connections']).toBe(1);
  expect((await detailed(azureNetworkVirtualNetworkGateway, row, { connections: { value: [] } })).resource.attributes['connections']).toBe(0);
});
