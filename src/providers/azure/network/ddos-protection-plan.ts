import { z } from 'zod';
import { defineAzureResource, idsAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkDdosProtectionPlan = defineAzureResource({
  id: 'azure:network:ddos-protection-plan',
  title: 'DDoS protection plan',
  plural: 'DDoS protection plans',
  nativeType: 'Microsoft.Network/ddosProtectionPlans',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'DDoS protection plans with the networks and addresses that they protect.',

  attributes: z.object({ vnet_ids: z.array(z.string()), public_ip_ids: z.array(z.string()), provisioning_state: z.string().nullable() }),

  normalise: (row) => ({
    attributes: { vnet_ids: idsAt(row, 'properties.virtualNetworks', 'id'), public_ip_ids: idsAt(row, 'properties.publicIPAddresses', 'id'), provisioning_state: textAt(row, 'properties.provisioningState') },
  }),

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.vnet_ids), ...relationsTo('attached-to', attributes.public_ip_ids)],
});
