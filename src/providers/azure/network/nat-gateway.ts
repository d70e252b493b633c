import { z } from 'zod';
import { defineAzureResource, idsAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkNatGateway = defineAzureResource({
  id: 'azure:network:nat-gateway',
  title: 'NAT gateway',
  plural: 'NAT gateways',
  nativeType: 'Microsoft.Network/natGateways',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'NAT gateways with their addresses and the subnets that they serve.',

  attributes: z.object({
    sku: z.string().nullable(),
    idle_timeout_minutes: z.number().nullable(),
    subnet_ids: z.array(z.string()).describe('Empty: it serves nothing'),
    public_ip_ids: z.array(z.string()),
    public_ip_prefix_ids: z.array(z.string()),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'sku.name'),
      idle_timeout_minutes: numberAt(row, 'properties.idleTimeoutInMinutes'),
      subnet_ids: idsAt(row, 'properties.subnets', 'id'),
      public_ip_ids: idsAt(row, 'properties.publicIpAddresses', 'id'),
      public_ip_prefix_ids: idsAt(row, 'properties.publicIpPrefixes', 'id'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.subnet_ids), ...relationsTo('uses', attributes.public_ip_ids), ...relationsTo('uses', attributes.public_ip_prefix_ids)],
});
