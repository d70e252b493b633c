import { z } from 'zod';
import { type AzureRow, defineAzureResource, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';

export const azureNetworkNsgRule = defineAzureResource({
  id: 'azure:network:nsg-rule',
  title: 'Network security rule',
  plural: 'Network security rules',
  nativeType: 'Microsoft.Network/networkSecurityGroups/securityRules',
  apiVersion: '2023-05-01',
  source: { from: 'body', parent: 'Microsoft.Network/networkSecurityGroups', rows: (parent) => listAt(parent, 'properties.securityRules') as AzureRow[] },
  permissions: ['Microsoft.Network/networkSecurityGroups/read'],
  reads: 'Own rules of network security groups: who may reach what on which ports.',

  attributes: z.object({
    nsg_id: z.string(),
    direction: z.string().nullable().describe('Inbound or Outbound'),
    access: z.string().nullable().describe('Allow or Deny'),
    priority: z.number().nullable(),
    protocol: z.string().nullable().describe('Tcp, Udp, Icmp, Esp, Ah or *'),
    sources: z.array(z.string()).describe('Ranges and service tags; * and Internet are everybody'),
    source_ports: z.array(z.string()),
    destinations: z.array(z.string()),
    destination_ports: z.array(z.string()),
    source_asg_ids: z.array(z.string()),
    destination_asg_ids: z.array(z.string()),
    is_open_to_internet: z.boolean().describe('Inbound, allowed, and from everybody'),
    description: z.string().nullable(),
  }),

  normalise(row) {
    const sources = both(row, 'sourceAddressPrefix', 'sourceAddressPrefixes');
    const direction = textAt(row, 'properties.direction');
    const access = textAt(row, 'properties.access');
    return {
      attributes: {
        nsg_id: ownerOf(row.id),
        direction,
        access,
        priority: numberAt(row, 'properties.priority'),
        protocol: textAt(row, 'properties.protocol'),
        sources,
        source_ports: both(row, 'sourcePortRange', 'sourcePortRanges'),
        destinations: both(row, 'destinationAddressPrefix', 'destinationAddressPrefixes'),
        destination_ports: both(row, 'destinationPortRange', 'destinationPortRanges'),
        source_asg_ids: idsAt(row, 'properties.sourceApplicationSecurityGroups', 'id'),
        destination_asg_ids: idsAt(row, 'properties.destinationApplicationSecurityGroups', 'id'),
        is_open_to_internet: direction?.toLowerCase() === 'inbound' && access?.toLowerCase() === 'allow' && sources.some((source) => everybody.has(source.toLowerCase())),
        description: textAt(row, 'properties.description'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.nsg_id), ...relationsTo('uses', attributes.source_asg_ids), ...relationsTo('targets', attributes.destination_asg_ids)],
});

const everybody = new Set(['*', 'internet', 'any', '0.0.0.0/0', '::/0']);

/** A rule has either one value or a list. */
const both = (row: AzureRow, one: string, many: string): string[] =>
  [...new Set([textAt(row, `properties.${one}`), ...listAt(row, `properties.${many}`)].flatMap((value) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : [])))].sort();
