import { z } from 'zod';
import { defineAzureResource, idAt, idsAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureComputeAvailabilitySet = defineAzureResource({
  id: 'azure:compute:availability-set',
  title: 'Availability set',
  plural: 'Availability sets',
  nativeType: 'Microsoft.Compute/availabilitySets',
  apiVersion: '2023-03-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Availability sets with their domains and the machines in them.',

  attributes: z.object({
    sku: z.string().nullable().describe('Aligned: for managed disks; Classic: for others'),
    fault_domains: z.number().nullable(),
    update_domains: z.number().nullable(),
    proximity_placement_group_id: z.string().nullable(),
    vm_ids: z.array(z.string()).describe('Empty: no machine is in it'),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'sku.name'),
      fault_domains: numberAt(row, 'properties.platformFaultDomainCount'),
      update_domains: numberAt(row, 'properties.platformUpdateDomainCount'),
      proximity_placement_group_id: idAt(row, 'properties.proximityPlacementGroup.id'),
      vm_ids: idsAt(row, 'properties.virtualMachines', 'id'),
    },
  }),

  relations: ({ attributes }) => relationsTo('targets', attributes.vm_ids),
});
