import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureNetworkBastionHost = defineAzureResource({
  id: 'azure:network:bastion-host',
  title: 'Bastion host',
  plural: 'Bastion hosts',
  nativeType: 'Microsoft.Network/bastionHosts',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Bastion hosts with size, what they allow and the network that they lead into.',

  attributes: z.object({
    sku: z.string().nullable().describe('Developer, Basic, Standard or Premium'),
    scale_units: z.number().nullable(),
    dns_name: z.string().nullable(),
    copy_paste: z.boolean().nullable(),
    file_copy: z.boolean().nullable(),
    ip_connect: z.boolean().nullable(),
    tunneling: z.boolean().nullable(),
    shareable_links: z.boolean().nullable(),
    subnet_ids: z.array(z.string()),
    public_ip_ids: z.array(z.string()),
  }),

  normalise(row) {
    const isWithoutCopy = booleanAt(row, 'properties.disableCopyPaste');
    return {
      attributes: {
        sku: textAt(row, 'sku.name'),
        scale_units: numberAt(row, 'properties.scaleUnits'),
        dns_name: textAt(row, 'properties.dnsName'),
        copy_paste: isWithoutCopy === null ? null : !isWithoutCopy,
        file_copy: booleanAt(row, 'properties.enableFileCopy'),
        ip_connect: booleanAt(row, 'properties.enableIpConnect'),
        tunneling: booleanAt(row, 'properties.enableTunneling'),
        shareable_links: booleanAt(row, 'properties.enableShareableLink'),
        subnet_ids: idsAt(row, 'properties.ipConfigurations', 'properties.subnet.id'),
        public_ip_ids: idsAt(row, 'properties.ipConfigurations', 'properties.publicIPAddress.id'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.subnet_ids), ...relationsTo('uses', attributes.public_ip_ids)],
});
