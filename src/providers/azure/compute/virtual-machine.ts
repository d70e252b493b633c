import { z } from 'zod';
import { at, defineAzureResource, idAt, idsAt, listAt, relationsTo, textAt, type AzureRow } from '../define.ts';

export const azureComputeVirtualMachine = defineAzureResource({
  id: 'azure:compute:virtual-machine',
  title: 'Virtual machine',
  plural: 'Virtual machines',
  nativeType: 'Microsoft.Compute/virtualMachines',
  apiVersion: '2023-03-01',
  source: { from: 'graph', table: 'Resources', besides: { query: { statusOnly: 'true' }, take: (row) => ({ instanceView: { statuses: statusesOf(row) } }) } },
  reads: 'Each virtual machine with its size, its power state, and the disks and interfaces that it uses.',

  attributes: z.object({
    size: z.string().nullable().describe('Standard_D2s_v5, …'),
    power_state: z.string().nullable().describe('running, stopped, deallocated, …; stopped still costs, deallocated does not. Null: not told'),
    os_type: z.string().nullable(),
    priority: z.string().nullable().describe('Regular or Spot'),
    licence_type: z.string().nullable(),
    image: z.string().nullable().describe('Id of the image, or publisher:offer:sku:version'),
    disk_ids: z.array(z.string()).describe('The disk of the system first, then the others'),
    network_interface_ids: z.array(z.string()),
    availability_set_id: z.string().nullable(),
    scale_set_id: z.string().nullable(),
    encryption_at_host: z.boolean(),
    security_type: z.string().nullable().describe('TrustedLaunch, ConfidentialVM, …'),
    identity_ids: z.array(z.string()).describe('User-assigned identities'),
    has_system_identity: z.boolean(),
    provisioning_state: z.string().nullable(),
  }),

  normalise: (row) => {
    const { properties } = row;
    const systemDisk = idAt(properties, 'storageProfile.osDisk.managedDisk.id');
    return {
      attributes: {
        size: textAt(properties, 'hardwareProfile.vmSize'),
        power_state: powerStateOf(row),
        os_type: textAt(properties, 'storageProfile.osDisk.osType'),
        priority: textAt(properties, 'priority'),
        licence_type: textAt(properties, 'licenseType'),
        image: imageOf(at(properties, 'storageProfile.imageReference')),
        disk_ids: [...(systemDisk === null ? [] : [systemDisk]), ...idsAt(properties, 'storageProfile.dataDisks', 'managedDisk.id')],
        network_interface_ids: idsAt(properties, 'networkProfile.networkInterfaces', 'id'),
        availability_set_id: idAt(properties, 'availabilitySet.id'),
        scale_set_id: idAt(properties, 'virtualMachineScaleSet.id'),
        encryption_at_host: at(properties, 'securityProfile.encryptionAtHost') === true,
        security_type: textAt(properties, 'securityProfile.securityType'),
        identity_ids: Object.keys(row.identity?.userAssignedIdentities ?? {}).map((id) => id.toLowerCase()).sort(),
        has_system_identity: /systemassigned/i.test(row.identity?.type ?? ''),
        provisioning_state: textAt(properties, 'provisioningState'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('uses', [...attributes.disk_ids, ...attributes.network_interface_ids]),
    ...relationsTo('member-of', [attributes.availability_set_id, attributes.scale_set_id]),
    ...relationsTo('assumes', attributes.identity_ids),
  ],
});

const statusesOf = (row: AzureRow): { code: string }[] => listAt(row.properties, 'instanceView.statuses').flatMap((status) => ({ code: textAt(status, 'code') ?? '' }));

/** `PowerState/deallocated`: Resource Graph tells it in a field of its own, Resource Manager among other states. */
function powerStateOf({ properties }: AzureRow): string | null {
  const codes = [textAt(properties, 'extended.instanceView.powerState.code'), ...listAt(properties, 'instanceView.statuses').map((status) => textAt(status, 'code'))];
  return codes.find((code) => code?.toLowerCase().startsWith('powerstate/') === true)?.split('/')[1]?.toLowerCase() ?? null;
}

function imageOf(reference: unknown): string | null {
  const id = idAt(reference, 'id');
  if (id !== null) return id;
  const parts = ['publisher', 'offer', 'sku', 'version'].map((part) => textAt(reference, part));
  return parts[0] === null ? null : parts.map((part) => part ?? '').join(':');
}
