import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureComputeImage } from './image.ts';

const disk = 'Microsoft.Compute/disks';
const snapshot = 'Microsoft.Compute/snapshots';
const vm = 'Microsoft.Compute/virtualMachines';

readsAs(azureComputeImage, aRow('Microsoft.Compute/images', 'Golden', {
  tags: { made: '2024' },
  properties: {
    sourceVirtualMachine: { id: idOf(vm, 'Base') }, hyperVGeneration: 'V2', provisioningState: 'Succeeded',
    storageProfile: {
      osDisk: { osType: 'Linux', osState: 'Generalized', diskSizeGB: 30, managedDisk: { id: idOf(disk, 'Base_Os') }, caching: 'ReadWrite' },
      dataDisks: [{ lun: 0, diskSizeGB: 128, snapshot: { id: idOf(snapshot, 'Data') } }], zoneResilient: false,
    },
  },
}), {
  tags: { made: '2024' },
  attributes: {
    os_type: 'Linux', os_state: 'Generalized', hyper_v_generation: 'V2', size_gib: 158, is_zone_resilient: false, provisioning_state: 'Succeeded', source_vm_id: uidOf(vm, 'Base'),
    disk_ids: [uidOf(disk, 'Base_Os')], snapshot_ids: [uidOf(snapshot, 'Data')],
  },
  relations: [`created-from ${uidOf(vm, 'Base')}`, `created-from ${uidOf(disk, 'Base_Os')}`, `created-from ${uidOf(snapshot, 'Data')}`],
});
