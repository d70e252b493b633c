import { z } from 'zod';
import { at, defineAzureResource, idAt, idsAt, listAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkVnet = defineAzureResource({
  id: 'azure:network:vnet',
  title: 'Virtual network',
  plural: 'Virtual networks',
  nativeType: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Each virtual network with its address space, its subnets and the networks that it is peered with.',

  attributes: z.object({
    address_prefixes: z.array(z.string()),
    dns_servers: z.array(z.string()).describe('Empty: those of Azure'),
    subnet_ids: z.array(z.string()),
    peer_ids: z.array(z.string()).describe('Networks at the other side, maybe of another directory'),
    ddos_protection: z.boolean(),
    ddos_plan_id: z.string().nullable(),
    flow_timeout_minutes: z.number().nullable(),
  }),

  normalise: ({ properties }) => ({
    attributes: {
      address_prefixes: textsAt(properties, 'addressSpace.addressPrefixes'),
      dns_servers: textsAt(properties, 'dhcpOptions.dnsServers'),
      subnet_ids: idsAt(properties, 'subnets', 'id'),
      peer_ids: idsAt(properties, 'virtualNetworkPeerings', 'properties.remoteVirtualNetwork.id'),
      ddos_protection: at(properties, 'enableDdosProtection') === true,
      ddos_plan_id: idAt(properties, 'ddosProtectionPlan.id'),
      flow_timeout_minutes: Number(textAt(properties, 'flowTimeoutInMinutes') ?? Number.NaN) || null,
    },
  }),

  relations: ({ attributes }) => relationsTo('uses', [attributes.ddos_plan_id, ...attributes.peer_ids]),
});

const textsAt = (value: unknown, path: string): string[] => listAt(value, path).flatMap((one) => (typeof one === 'string' ? one : []));
