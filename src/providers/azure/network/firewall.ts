import { z } from 'zod';
import { defineAzureResource, idAt, idsAt, relationsTo, textAt } from '../define.ts';
import { idsOf } from '../ids.ts';

export const azureNetworkFirewall = defineAzureResource({
  id: 'azure:network:firewall',
  title: 'Azure Firewall',
  plural: 'Azure Firewalls',
  nativeType: 'Microsoft.Network/azureFirewalls',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Firewalls with tier, policy, addresses and threat intelligence mode.',

  attributes: z.object({
    sku: z.string().nullable().describe('AZFW_VNet or AZFW_Hub'),
    tier: z.string().nullable().describe('Basic, Standard or Premium'),
    threat_intel_mode: z.string().nullable(),
    policy_id: z.string().nullable(),
    virtual_hub_id: z.string().nullable(),
    is_allocated: z.boolean().describe('False: it has no address configuration, runs nowhere and costs nothing'),
    subnet_ids: z.array(z.string()),
    public_ip_ids: z.array(z.string()),
    private_ip: z.string().nullable(),
  }),

  normalise(row) {
    const subnets = idsOf([...idsAt(row, 'properties.ipConfigurations', 'properties.subnet.id'), textAt(row, 'properties.managementIpConfiguration.properties.subnet.id')]);
    const hub = idAt(row, 'properties.virtualHub.id');
    return {
      attributes: {
        sku: textAt(row, 'properties.sku.name'),
        tier: textAt(row, 'properties.sku.tier'),
        threat_intel_mode: textAt(row, 'properties.threatIntelMode'),
        policy_id: idAt(row, 'properties.firewallPolicy.id'),
        virtual_hub_id: hub,
        is_allocated: subnets.length > 0 || hub !== null,
        subnet_ids: subnets,
        public_ip_ids: idsOf([...idsAt(row, 'properties.ipConfigurations', 'properties.publicIPAddress.id'), textAt(row, 'properties.managementIpConfiguration.properties.publicIPAddress.id')]),
        private_ip: textAt(row, 'properties.ipConfigurations.0.properties.privateIPAddress') ?? textAt(row, 'properties.hubIPAddresses.privateIPAddress'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.subnet_ids),
    ...relationsTo('member-of', attributes.virtual_hub_id),
    ...relationsTo('uses', attributes.policy_id),
    ...relationsTo('uses', attributes.public_ip_ids),
  ],
});
