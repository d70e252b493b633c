import { z } from 'zod';
import { at, defineAzureResource, idsAt, listAt, relationsTo, textAt } from '../define.ts';
import { idsOf, ownerOf } from '../ids.ts';

export const azureNetworkLoadBalancer = defineAzureResource({
  id: 'azure:network:load-balancer',
  title: 'Load balancer',
  plural: 'Load balancers',
  nativeType: 'Microsoft.Network/loadBalancers',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Load balancers with their addresses, rules and the members of their pools.',

  attributes: z.object({
    sku: z.string().nullable().describe('Basic, Standard or Gateway'),
    tier: z.string().nullable(),
    is_public: z.boolean(),
    frontends: z.number(),
    public_ip_ids: z.array(z.string()),
    subnet_ids: z.array(z.string()),
    rules: z.number().describe('Load balancing and outbound rules, which are billed'),
    nat_rules: z.number(),
    pools: z.number().nullable().describe('Null: Azure did not tell them'),
    backend_members: z.number().describe('Interfaces and addresses in all pools, and targets of NAT rules'),
    backend_ids: z.array(z.string()).describe('Interfaces and scale sets that it sends to'),
  }),

  normalise(row) {
    const pools = listAt(row, 'properties.backendAddressPools');
    const interfaces = [...pools.flatMap((pool) => idsAt(pool, 'properties.backendIPConfigurations', 'id')), ...idsAt(row, 'properties.inboundNatRules', 'properties.backendIPConfiguration.id')];
    const addresses = pools.flatMap((pool) => listAt(pool, 'properties.loadBalancerBackendAddresses').flatMap((one) => textAt(one, 'properties.ipAddress') ?? textAt(one, 'properties.loadBalancerFrontendIPConfiguration.id') ?? []));
    const publicIps = idsAt(row, 'properties.frontendIPConfigurations', 'properties.publicIPAddress.id');
    return {
      attributes: {
        sku: textAt(row, 'sku.name'),
        tier: textAt(row, 'sku.tier'),
        is_public: publicIps.length > 0,
        frontends: listAt(row, 'properties.frontendIPConfigurations').length,
        public_ip_ids: publicIps,
        subnet_ids: idsAt(row, 'properties.frontendIPConfigurations', 'properties.subnet.id'),
        rules: listAt(row, 'properties.loadBalancingRules').length + listAt(row, 'properties.outboundRules').length,
        nat_rules: listAt(row, 'properties.inboundNatRules').length,
        pools: Array.isArray(at(row, 'properties.backendAddressPools')) ? pools.length : null,
        backend_members: new Set([...interfaces, ...addresses]).size,
        backend_ids: idsOf(interfaces.map(holderOf)),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('uses', attributes.public_ip_ids), ...relationsTo('member-of', attributes.subnet_ids), ...relationsTo('routes-to', attributes.backend_ids)],
});

/** An interface of its own, or the scale set that made it: `…/virtualMachineScaleSets/web/virtualMachines/3/networkInterfaces/…`. */
const holderOf = (ipConfiguration: string): string => /^.*\/virtualmachinescalesets\/[^/]+/.exec(ipConfiguration)?.[0] ?? ownerOf(ipConfiguration);
