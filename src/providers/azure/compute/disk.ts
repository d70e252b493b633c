import { z } from 'zod';
import { at, defineAzureResource, idAt, lower, numberAt, relationsTo, textAt } from '../define.ts';

export const azureComputeDisk = defineAzureResource({
  id: 'azure:compute:disk',
  title: 'Managed disk',
  plural: 'Managed disks',
  nativeType: 'Microsoft.Compute/disks',
  apiVersion: '2023-01-02',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Each managed disk with its size, its tier, and the virtual machine that it is attached to.',

  attributes: z.object({
    size_gib: z.number().nullable(),
    sku: z.string().nullable().describe('Premium_LRS, StandardSSD_LRS, UltraSSD_LRS, …'),
    tier: z.string().nullable().describe('P30, E10, …, where one is set'),
    state: z.string().nullable().describe('Unattached, Attached, Reserved, …'),
    attached_to: z.string().nullable().describe('Id of the virtual machine. Null: nothing uses the disk'),
    os_type: z.string().nullable().describe('Null: a data disk'),
    iops: z.number().nullable(),
    throughput_mbps: z.number().nullable(),
    encryption_type: z.string().nullable(),
    disk_encryption_set_id: z.string().nullable(),
    network_access: z.string().nullable().describe('AllowAll, AllowPrivate or DenyAll'),
    public_access: z.string().nullable(),
    source_id: z.string().nullable().describe('Snapshot, disk or image that it was made from'),
    last_detached_at: z.string().nullable(),
  }),

  normalise: (row) => {
    const { properties } = row;
    return {
      attributes: {
        size_gib: numberAt(properties, 'diskSizeGB'),
        sku: typeof row.sku === 'string' ? row.sku : textAt(row.sku, 'name'),
        tier: textAt(properties, 'tier'),
        state: textAt(properties, 'diskState'),
        attached_to: lower(row.managedBy),
        os_type: textAt(properties, 'osType'),
        iops: numberAt(properties, 'diskIOPSReadWrite'),
        throughput_mbps: numberAt(properties, 'diskMBpsReadWrite'),
        encryption_type: textAt(properties, 'encryption.type'),
        disk_encryption_set_id: idAt(properties, 'encryption.diskEncryptionSetId'),
        network_access: textAt(properties, 'networkAccessPolicy'),
        public_access: textAt(properties, 'publicNetworkAccess'),
        source_id: idAt(properties, 'creationData.sourceResourceId') ?? idAt(at(properties, 'creationData.imageReference'), 'id'),
        last_detached_at: textAt(properties, 'LastOwnershipUpdateTime'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('attached-to', attributes.attached_to),
    ...relationsTo('encrypted-by', attributes.disk_encryption_set_id),
    ...relationsTo('created-from', attributes.source_id),
  ],
});
