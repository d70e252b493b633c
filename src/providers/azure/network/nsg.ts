import { z } from 'zod';
import { at, defineAzureResource, idsAt, listAt, relationsTo } from '../define.ts';

export const azureNetworkNsg = defineAzureResource({
  id: 'azure:network:nsg',
  title: 'Network security group',
  plural: 'Network security groups',
  nativeType: 'Microsoft.Network/networkSecurityGroups',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Network security groups with the subnets and interfaces that they guard.',

  attributes: z.object({
    rules: z.number().nullable().describe('Own rules, without the six that every group has; null: Azure did not tell them'),
    subnet_ids: z.array(z.string()),
    network_interface_ids: z.array(z.string()),
    flow_log_ids: z.array(z.string()),
  }),

  normalise: (row) => ({
    attributes: {
      rules: Array.isArray(at(row, 'properties.securityRules')) ? listAt(row, 'properties.securityRules').length : null,
      subnet_ids: idsAt(row, 'properties.subnets', 'id'),
      network_interface_ids: idsAt(row, 'properties.networkInterfaces', 'id'),
      flow_log_ids: idsAt(row, 'properties.flowLogs', 'id'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.subnet_ids), ...relationsTo('attached-to', attributes.network_interface_ids), ...relationsTo('logs-to', attributes.flow_log_ids)],
});
