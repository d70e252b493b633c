import { z } from 'zod';
import { at, booleanAt, defineAzureResource, idAt, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, idsOf, ownersOf } from '../ids.ts';

const network = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';

export const azureComputeVmss = defineAzureResource({
  id: 'azure:compute:vmss',
  title: 'Virtual machine scale set',
  plural: 'Virtual machine scale sets',
  nativeType: 'Microsoft.Compute/virtualMachineScaleSets',
  apiVersion: '2023-03-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Scale sets with size, number of machines, image, subnets and load balancer pools.',

  attributes: z.object({
    vm_size: z.string().nullable().describe('Null where a set mixes sizes'),
    capacity: z.number().nullable().describe('Machines that it shall have'),
    orchestration_mode: z.string().nullable(),
    upgrade_mode: z.string().nullable(),
    priority: z.string().nullable().describe('Regular, Low or Spot'),
    os_type: z.string().nullable().describe('Linux or Windows'),
    image_id: z.string().nullable().describe('Of an own image or a gallery'),
    image_publisher: z.string().nullable(),
    image_offer: z.string().nullable(),
    image_sku: z.string().nullable(),
    is_password_disabled: z.boolean().nullable().describe('Of Linux'),
    encryption_at_host: z.boolean().nullable(),
    provisioning_state: z.string().nullable(),
    subnet_ids: z.array(z.string()),
    load_balancer_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
  }),

  normalise: (row) => ({
    attributes: {
      vm_size: textAt(row, 'sku.name'),
      capacity: numberAt(row, 'sku.capacity'),
      orchestration_mode: textAt(row, 'properties.orchestrationMode'),
      upgrade_mode: textAt(row, 'properties.upgradePolicy.mode'),
      priority: textAt(row, 'properties.virtualMachineProfile.priority') ?? (at(row, 'properties.virtualMachineProfile') === undefined ? null : 'Regular'),
      os_type: textAt(row, 'properties.virtualMachineProfile.storageProfile.osDisk.osType'),
      image_id: idAt(row, 'properties.virtualMachineProfile.storageProfile.imageReference.id'),
      image_publisher: textAt(row, 'properties.virtualMachineProfile.storageProfile.imageReference.publisher'),
      image_offer: textAt(row, 'properties.virtualMachineProfile.storageProfile.imageReference.offer'),
      image_sku: textAt(row, 'properties.virtualMachineProfile.storageProfile.imageReference.sku'),
      is_password_disabled: booleanAt(row, 'properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication'),
      encryption_at_host: booleanAt(row, 'properties.virtualMachineProfile.securityProfile.encryptionAtHost'),
      provisioning_state: textAt(row, 'properties.provisioningState'),
      subnet_ids: idsOf(ipConfigurations(row).map((ip) => idAt(ip, 'properties.subnet.id'))),
      load_balancer_ids: ownersOf(ipConfigurations(row).flatMap((ip) => idsAt(ip, 'properties.loadBalancerBackendAddressPools', 'id'))),
      identity_ids: identityIdsOf(row),
    },
  }),

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.subnet_ids),
    ...relationsTo('member-of', attributes.load_balancer_ids),
    ...relationsTo('created-from', attributes.image_id),
    ...relationsTo('assumes', attributes.identity_ids),
  ],
});

const ipConfigurations = (row: unknown): unknown[] => listAt(row, network).flatMap((one) => listAt(one, 'properties.ipConfigurations'));
