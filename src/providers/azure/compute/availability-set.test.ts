import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureComputeAvailabilitySet } from './availability-set.ts';

const vm = 'Microsoft.Compute/virtualMachines';

readsAs(azureComputeAvailabilitySet, aRow('Microsoft.Compute/availabilitySets', 'Web', {
  sku: { name: 'Aligned' }, location: 'North Europe',
  properties: { platformFaultDomainCount: 2, platformUpdateDomainCount: 5, virtualMachines: [{ id: idOf(vm, 'WEB-2') }, { id: idOf(vm, 'WEB-1') }] },
}), {
  region: 'northeurope',
  attributes: { sku: 'Aligned', fault_domains: 2, update_domains: 5, proximity_placement_group_id: null, vm_ids: [uidOf(vm, 'WEB-1'), uidOf(vm, 'WEB-2')] },
  relations: [`targets ${uidOf(vm, 'WEB-1')}`, `targets ${uidOf(vm, 'WEB-2')}`],
});
