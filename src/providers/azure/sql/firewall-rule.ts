import { z } from 'zod';
import { defineAzureResource, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';

export const azureSqlFirewallRule = defineAzureResource({
  id: 'azure:sql:firewall-rule',
  title: 'SQL firewall rule',
  plural: 'SQL firewall rules',
  nativeType: 'Microsoft.Sql/servers/firewallRules',
  apiVersion: '2025-01-01',
  source: { from: 'children', parent: 'Microsoft.Sql/servers', path: 'firewallRules' },
  reads: 'The addresses from which each SQL server may be reached.',

  attributes: z.object({
    server_id: z.string(),
    start_ip: z.string().nullable(),
    end_ip: z.string().nullable(),
    allows_azure_services: z.boolean().describe('0.0.0.0 to 0.0.0.0: everything in Azure, of any customer'),
    allows_everyone: z.boolean().describe('From 0.0.0.0 to 255.255.255.255'),
  }),

  normalise(row) {
    const start = textAt(row, 'properties.startIpAddress');
    const end = textAt(row, 'properties.endIpAddress');
    const isFromZero = start === '0.0.0.0';
    return { attributes: { server_id: ownerOf(row.id), start_ip: start, end_ip: end, allows_azure_services: isFromZero && end === '0.0.0.0', allows_everyone: isFromZero && end === '255.255.255.255' } };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.server_id),
});
