import { z } from 'zod';
import { defineAzureResource, listAt, textAt } from '../define.ts';
import { withDetails } from '../read-details.ts';

export const azureResourcesResourceGroup = defineAzureResource({
  id: 'azure:resources:resource-group',
  title: 'Resource group',
  plural: 'Resource groups',
  nativeType: 'Microsoft.Resources/subscriptions/resourceGroups',
  apiVersion: '2022-09-01',
  source: { from: 'graph', table: 'ResourceContainers', path: 'resourcegroups' },
  reads: 'Each resource group of each subscription, where it is, and what manages it; with details also whether anything is in it.',

  attributes: z.object({
    provisioning_state: z.string().nullable(),
    is_empty: z.boolean().nullable().describe('Null until details are read'),
    is_locked: z.boolean().nullable().describe('By a lock of its own or of what it lies in'),
  }),

  details: {
    fields: ['is_empty', 'is_locked'],
    read: (row, context) => withDetails(row, {
      content: { path: 'resources', apiVersion: '2022-09-01', query: { $top: '1' }, permission: 'Microsoft.Resources/subscriptions/resourceGroups/resources/read' },
      locks: { path: 'providers/Microsoft.Authorization/locks', apiVersion: '2020-05-01', permission: 'Microsoft.Authorization/locks/read' },
    }, context),
  },

  normalise: ({ properties, details }) => {
    const has = (list: string): boolean | null => ((details?.[list] ?? null) === null ? null : listAt(details, `${list}.value`).length > 0);
    const isFilled = has('content');
    return { attributes: { provisioning_state: textAt(properties, 'provisioningState'), is_empty: isFilled === null ? null : !isFilled, is_locked: has('locks') } };
  },
});
