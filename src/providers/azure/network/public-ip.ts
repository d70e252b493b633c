import { z } from 'zod';
import { defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';

export const azureNetworkPublicIp = defineAzureResource({
  id: 'azure:network:public-ip',
  title: 'Public IP address',
  plural: 'Public IP addresses',
  nativeType: 'Microsoft.Network/publicIPAddresses',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Public addresses with their kind, and what uses them.',

  attributes: z.object({
    ip_address: z.string().nullable().describe('Null while a dynamic address is not in use'),
    sku: z.string().nullable().describe('Basic or Standard'),
    tier: z.string().nullable().describe('Regional or Global'),
    allocation: z.string().nullable().describe('Static or Dynamic'),
    version: z.string().nullable().describe('IPv4 or IPv6'),
    fqdn: z.string().nullable(),
    idle_timeout_minutes: z.number().nullable(),
    ip_configuration_id: z.string().nullable(),
    used_by_id: z.string().nullable().describe('The interface, load balancer or gateway that it belongs to; null: none'),
    nat_gateway_id: z.string().nullable(),
    public_ip_prefix_id: z.string().nullable(),
    ddos_protection: z.string().nullable(),
  }),

  normalise(row) {
    const configuration = idAt(row, 'properties.ipConfiguration.id');
    return {
      attributes: {
        ip_address: textAt(row, 'properties.ipAddress'),
        sku: textAt(row, 'sku.name'),
        tier: textAt(row, 'sku.tier'),
        allocation: textAt(row, 'properties.publicIPAllocationMethod'),
        version: textAt(row, 'properties.publicIPAddressVersion'),
        fqdn: textAt(row, 'properties.dnsSettings.fqdn'),
        idle_timeout_minutes: numberAt(row, 'properties.idleTimeoutInMinutes'),
        ip_configuration_id: configuration,
        used_by_id: configuration === null ? null : ownerOf(configuration),
        nat_gateway_id: idAt(row, 'properties.natGateway.id'),
        public_ip_prefix_id: idAt(row, 'properties.publicIPPrefix.id'),
        ddos_protection: textAt(row, 'properties.ddosSettings.protectionMode'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('attached-to', [attributes.used_by_id, attributes.nat_gateway_id]), ...relationsTo('member-of', attributes.public_ip_prefix_id)],
});
