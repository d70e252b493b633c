import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, listAt, relationsTo, textAt } from '../define.ts';
import { withDetails } from '../read-details.ts';

const permission = 'Microsoft.Network/virtualNetworkGateways/connections/read';

export const azureNetworkVirtualNetworkGateway = defineAzureResource({
  id: 'azure:network:virtual-network-gateway',
  title: 'Virtual network gateway',
  plural: 'Virtual network gateways',
  nativeType: 'Microsoft.Network/virtualNetworkGateways',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources', below: 'Microsoft.Resources/subscriptions/resourceGroups' },
  permissions: ['Microsoft.Network/virtualNetworkGateways/read', permission],
  reads: 'VPN and ExpressRoute gateways with size; with details also how many connections they have.',

  attributes: z.object({
    gateway_type: z.string().nullable().describe('Vpn or ExpressRoute'),
    vpn_type: z.string().nullable(),
    sku: z.string().nullable().describe('VpnGw1, VpnGw2AZ, ErGw1AZ, …'),
    active_active: z.boolean().nullable(),
    bgp: z.boolean().nullable(),
    subnet_ids: z.array(z.string()),
    public_ip_ids: z.array(z.string()),
    point_to_site: z.boolean().describe('Single machines may dial in'),
    connections: z.number().nullable().describe('To other networks. Null until details are read'),
  }),

  details: { fields: ['connections'], read: (row, context) => withDetails(row, { connections: { path: 'connections', apiVersion: '2023-05-01', permission } }, context) },

  normalise: (row) => ({
    attributes: {
      gateway_type: textAt(row, 'properties.gatewayType'),
      vpn_type: textAt(row, 'properties.vpnType'),
      sku: textAt(row, 'properties.sku.name'),
      active_active: booleanAt(row, 'properties.activeActive') ?? booleanAt(row, 'properties.active'),
      bgp: booleanAt(row, 'properties.enableBgp'),
      subnet_ids: idsAt(row, 'properties.ipConfigurations', 'properties.subnet.id'),
      public_ip_ids: idsAt(row, 'properties.ipConfigurations', 'properties.publicIPAddress.id'),
      point_to_site: listAt(row, 'properties.vpnClientConfiguration.vpnClientAddressPool.addressPrefixes').length > 0,
      connections: (row.details?.['connections'] ?? null) === null ? null : listAt(row.details, 'connections.value').length,
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.subnet_ids), ...relationsTo('uses', attributes.public_ip_ids)],
});
