import { z } from 'zod';
import { at, booleanAt, defineAzureResource, idAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { idsOf } from '../ids.ts';

export const azureComputeImage = defineAzureResource({
  id: 'azure:compute:image',
  title: 'Managed image',
  plural: 'Managed images',
  nativeType: 'Microsoft.Compute/images',
  apiVersion: '2023-03-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Managed images with their system, size and what they were made from.',

  attributes: z.object({
    os_type: z.string().nullable(),
    os_state: z.string().nullable().describe('Generalized or Specialized'),
    hyper_v_generation: z.string().nullable(),
    size_gib: z.number().nullable().describe('Of all disks together'),
    is_zone_resilient: z.boolean().nullable(),
    provisioning_state: z.string().nullable(),
    source_vm_id: z.string().nullable(),
    disk_ids: z.array(z.string()),
    snapshot_ids: z.array(z.string()),
  }),

  normalise(row) {
    const disks = [at(row, 'properties.storageProfile.osDisk'), ...listAt(row, 'properties.storageProfile.dataDisks')];
    const sizes = disks.flatMap((disk) => numberAt(disk, 'diskSizeGB') ?? []);
    return {
      attributes: {
        os_type: textAt(row, 'properties.storageProfile.osDisk.osType'),
        os_state: textAt(row, 'properties.storageProfile.osDisk.osState'),
        hyper_v_generation: textAt(row, 'properties.hyperVGeneration'),
        size_gib: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0),
        is_zone_resilient: booleanAt(row, 'properties.storageProfile.zoneResilient'),
        provisioning_state: textAt(row, 'properties.provisioningState'),
        source_vm_id: idAt(row, 'properties.sourceVirtualMachine.id'),
        disk_ids: idsOf(disks.map((disk) => textAt(disk, 'managedDisk.id'))),
        snapshot_ids: idsOf(disks.map((disk) => textAt(disk, 'snapshot.id'))),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('created-from', attributes.source_vm_id), ...relationsTo('created-from', attributes.disk_ids), ...relationsTo('created-from', attributes.snapshot_ids)],
});
