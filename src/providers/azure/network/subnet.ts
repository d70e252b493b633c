import { z } from 'zod';
import { type AzureRow, at, booleanAt, defineAzureResource, idAt, idsAt, listAt, lower, relationsTo, textAt } from '../define.ts';

export const azureNetworkSubnet = defineAzureResource({
  id: 'azure:network:subnet',
  title: 'Subnet',
  plural: 'Subnets',
  nativeType: 'Microsoft.Network/virtualNetworks/subnets',
  apiVersion: '2023-05-01',
  source: { from: 'body', parent: 'Microsoft.Network/virtualNetworks', rows: (vnet) => listAt(vnet.properties, 'subnets') as AzureRow[] },
  reads: 'Each subnet with its addresses, what filters and routes its traffic, and what is in it.',

  attributes: z.object({
    vnet_id: z.string().nullable(),
    address_prefixes: z.array(z.string()),
    network_security_group_id: z.string().nullable().describe('Null: nothing filters its traffic'),
    route_table_id: z.string().nullable(),
    nat_gateway_id: z.string().nullable(),
    service_endpoints: z.array(z.string()),
    delegations: z.array(z.string()).describe('Services that the subnet is handed to'),
    private_endpoint_policies: z.string().nullable(),
    default_outbound_access: z.boolean().nullable(),
    attached_count: z.number().describe('Addresses in it; 0: nothing is in it'),
  }),

  normalise: ({ id, properties, parent }) => {
    const prefixes = listAt(properties, 'addressPrefixes').flatMap((one) => (typeof one === 'string' ? one : []));
    const prefix = textAt(properties, 'addressPrefix');
    return {
      attributes: {
        vnet_id: lower(parent?.id) ?? id.toLowerCase().replace(/\/subnets\/[^/]+$/, ''),
        address_prefixes: prefixes.length === 0 && prefix !== null ? [prefix] : prefixes,
        network_security_group_id: idAt(properties, 'networkSecurityGroup.id'),
        route_table_id: idAt(properties, 'routeTable.id'),
        nat_gateway_id: idAt(properties, 'natGateway.id'),
        service_endpoints: listAt(properties, 'serviceEndpoints').flatMap((one) => textAt(one, 'service') ?? []).sort(),
        delegations: listAt(properties, 'delegations').flatMap((one) => textAt(one, 'properties.serviceName') ?? []).sort(),
        private_endpoint_policies: textAt(properties, 'privateEndpointNetworkPolicies'),
        default_outbound_access: booleanAt(properties, 'defaultOutboundAccess'),
        attached_count: idsAt(properties, 'ipConfigurations', 'id').length + (Array.isArray(at(properties, 'privateEndpoints')) ? listAt(properties, 'privateEndpoints').length : 0),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.vnet_id),
    ...relationsTo('uses', [attributes.network_security_group_id, attributes.route_table_id, attributes.nat_gateway_id]),
  ],
});
