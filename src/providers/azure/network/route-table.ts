import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, listAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkRouteTable = defineAzureResource({
  id: 'azure:network:route-table',
  title: 'Route table',
  plural: 'Route tables',
  nativeType: 'Microsoft.Network/routeTables',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Route tables with their routes and the subnets that use them.',

  attributes: z.object({
    routes: z.array(z.object({ name: z.string(), prefix: z.string(), next_hop_type: z.string(), next_hop_ip: z.string().nullable() })),
    takes_gateway_routes: z.boolean().nullable().describe('False: routes learned by gateways do not reach the subnets'),
    subnet_ids: z.array(z.string()),
  }),

  normalise(row) {
    const isClosed = booleanAt(row, 'properties.disableBgpRoutePropagation');
    return {
      attributes: {
        routes: listAt(row, 'properties.routes')
          .map((route) => ({
            name: textAt(route, 'name') ?? '',
            prefix: textAt(route, 'properties.addressPrefix') ?? '',
            next_hop_type: textAt(route, 'properties.nextHopType') ?? '',
            next_hop_ip: textAt(route, 'properties.nextHopIpAddress'),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        takes_gateway_routes: isClosed === null ? null : !isClosed,
        subnet_ids: idsAt(row, 'properties.subnets', 'id'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('attached-to', attributes.subnet_ids),
});
