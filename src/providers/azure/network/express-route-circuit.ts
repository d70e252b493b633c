import { z } from 'zod';
import { defineAzureResource, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { idsOf } from '../ids.ts';

export const azureNetworkExpressRouteCircuit = defineAzureResource({
  id: 'azure:network:express-route-circuit',
  title: 'ExpressRoute circuit',
  plural: 'ExpressRoute circuits',
  nativeType: 'Microsoft.Network/expressRouteCircuits',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'ExpressRoute circuits with provider, bandwidth and whether the provider set them up; never the service key.',

  attributes: z.object({
    sku: z.string().nullable().describe('Standard_MeteredData, Premium_UnlimitedData, …'),
    tier: z.string().nullable(),
    family: z.string().nullable().describe('MeteredData or UnlimitedData'),
    provider: z.string().nullable(),
    peering_location: z.string().nullable(),
    bandwidth_mbps: z.number().nullable(),
    provider_state: z.string().nullable().describe('NotProvisioned, Provisioning, Provisioned or Deprovisioning'),
    circuit_state: z.string().nullable(),
    peerings: z.number(),
    connection_ids: z.array(z.string()).describe('Of peerings to other circuits and to gateways'),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'sku.name'),
      tier: textAt(row, 'sku.tier'),
      family: textAt(row, 'sku.family'),
      provider: textAt(row, 'properties.serviceProviderProperties.serviceProviderName'),
      peering_location: textAt(row, 'properties.serviceProviderProperties.peeringLocation'),
      bandwidth_mbps: numberAt(row, 'properties.serviceProviderProperties.bandwidthInMbps'),
      provider_state: textAt(row, 'properties.serviceProviderProvisioningState'),
      circuit_state: textAt(row, 'properties.circuitProvisioningState'),
      peerings: listAt(row, 'properties.peerings').length,
      connection_ids: idsOf(listAt(row, 'properties.peerings').flatMap((peering) => [...idsAt(peering, 'properties.connections', 'id'), textAt(peering, 'properties.expressRouteConnection.id')])),
    },
  }),

  relations: ({ attributes }) => relationsTo('attached-to', attributes.connection_ids),
});
