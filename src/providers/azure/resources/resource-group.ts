import { z } from 'zod';
import { defineAzureResource, textAt } from '../define.ts';

export const azureResourcesResourceGroup = defineAzureResource({
  id: 'azure:resources:resource-group',
  title: 'Resource group',
  plural: 'Resource groups',
  nativeType: 'Microsoft.Resources/subscriptions/resourceGroups',
  apiVersion: '2022-09-01',
  source: { from: 'graph', table: 'ResourceContainers', path: 'resourcegroups' },
  reads: 'Each resource group of each subscription, where it is, and what manages it.',

  attributes: z.object({ provisioning_state: z.string().nullable() }),

  normalise: ({ properties }) => ({ attributes: { provisioning_state: textAt(properties, 'provisioningState') } }),
});
