import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { azureComputeDisk } from '../../../providers/azure/compute/disk.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { azureNetworkNetworkInterface } from '../../../providers/azure/network/network-interface.ts';
import { hoursPerMonth, type PricedPart, savedBy, step } from '../facts.ts';
import { diskParts } from './disk-cost.ts';

export const azVmDeallocated = defineRule({
  id: 'az-vm-deallocated',
  title: 'Machine is deallocated',
  category: 'waste',
  severity: 'medium',
  resourceType: azureComputeVirtualMachine,
  reads: [azureComputeDisk, azureNetworkNetworkInterface],
  headline: true,
  parameters: { days: { value: 0, help: 'Days since it was first seen here; 0 flags it at once, as Azure does not say when it was deallocated' } },
  rationale: 'A deallocated machine computes nothing, but its disks and reserved addresses are still paid for.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen, related }) {
    if (attributes.power_state === null) return unknown('The power state could not be read (`Microsoft.Compute/virtualMachines/instanceView/read`).');
    if (attributes.power_state !== 'deallocated' || daysBetween(firstSeen, now) < numberOf(parameters, 'days')) return pass;
    const disks = attributes.disk_ids.map((id) => {
      const disk = related(id);
      return disk === undefined ? undefined : diskParts(disk.attributes as never);
    });
    const addresses = attributes.network_interface_ids.flatMap((id) => (related(id)?.attributes['public_ip_ids'] as string[] | undefined) ?? []).length;
    const parts: PricedPart[] = [...disks.flatMap((disk) => disk ?? []), [addresses * hoursPerMonth, 'h', 'ip.standard']];
    return fail({
      summary: `Deallocated, with ${disks.length} disk${disks.length === 1 ? '' : 's'} and ${addresses} public address${addresses === 1 ? '' : 'es'}.`,
      evidence: { power_state: attributes.power_state, size: attributes.size, disks: attributes.disk_ids, public_ips: addresses },
      // A sum that leaves a disk out would be too small and look exact.
      ...(disks.includes(undefined) ? {} : savedBy(region, prices, 'high', parts, { isUpper: addresses > 0 })),
    });
  },

  remediation: ({ uid, attributes }) => [
    ...attributes.disk_ids.map((disk, place) => ({
      command: `az snapshot create --resource-group '${attributes.resource_group ?? 'GROUP'}' --name 'before-delete-${place + 1}' --source '${disk}' --incremental true`,
      undo: `az snapshot delete --resource-group '${attributes.resource_group ?? 'GROUP'}' --name 'before-delete-${place + 1}'`,
      permission: 'Microsoft.Compute/snapshots/write',
    })),
    step('vm delete --yes', uid, 'az vm create --attach-os-disk DISK (from the disks or their snapshots)', 'Microsoft.Compute/virtualMachines/delete'),
  ],
});
