import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkConnection = defineAzureResource({
  id: 'azure:network:connection',
  title: 'Network gateway connection',
  plural: 'Network gateway connections',
  nativeType: 'Microsoft.Network/connections',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources', below: 'Microsoft.Resources/subscriptions/resourceGroups' },
  reads: 'Connections of network gateways with their ends and protocol; never the shared key.',

  attributes: z.object({
    connection_type: z.string().nullable().describe('IPsec, Vnet2Vnet or ExpressRoute'),
    protocol: z.string().nullable(),
    bgp: z.boolean().nullable(),
    routing_weight: z.number().nullable(),
    gateway_id: z.string().nullable(),
    second_gateway_id: z.string().nullable(),
    local_gateway_id: z.string().nullable(),
    circuit_id: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      connection_type: textAt(row, 'properties.connectionType'),
      protocol: textAt(row, 'properties.connectionProtocol'),
      bgp: booleanAt(row, 'properties.enableBgp'),
      routing_weight: numberAt(row, 'properties.routingWeight'),
      gateway_id: idAt(row, 'properties.virtualNetworkGateway1.id'),
      second_gateway_id: idAt(row, 'properties.virtualNetworkGateway2.id'),
      local_gateway_id: idAt(row, 'properties.localNetworkGateway2.id'),
      circuit_id: idAt(row, 'properties.peer.id'),
    },
  }),

  relations: ({ attributes }) => relationsTo('attached-to', [attributes.gateway_id, attributes.second_gateway_id, attributes.local_gateway_id, attributes.circuit_id]),
});
