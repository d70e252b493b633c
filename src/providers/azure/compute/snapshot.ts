import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureComputeSnapshot = defineAzureResource({
  id: 'azure:compute:snapshot',
  title: 'Disk snapshot',
  plural: 'Disk snapshots',
  nativeType: 'Microsoft.Compute/snapshots',
  apiVersion: '2023-01-02',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Snapshots with size, storage kind, age and the disk that they were taken of.',

  attributes: z.object({
    sku: z.string().nullable().describe('Standard_LRS, Standard_ZRS or Premium_LRS'),
    size_gib: z.number().nullable().describe('Of the disk; what is billed is less where it is incremental'),
    is_incremental: z.boolean().nullable(),
    created_at: z.string().nullable(),
    os_type: z.string().nullable(),
    create_option: z.string().nullable().describe('Copy, CopyStart, Import, …'),
    source_id: z.string().nullable().describe('The disk or snapshot that it was taken of'),
    disk_state: z.string().nullable(),
    encryption_type: z.string().nullable(),
    disk_encryption_set_id: z.string().nullable(),
    network_access: z.string().nullable().describe('AllowAll, AllowPrivate or DenyAll: who may export it'),
    public_network_access: z.boolean().nullable(),
    provisioning_state: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'sku.name'),
      size_gib: numberAt(row, 'properties.diskSizeGB'),
      is_incremental: booleanAt(row, 'properties.incremental'),
      created_at: textAt(row, 'properties.timeCreated'),
      os_type: textAt(row, 'properties.osType'),
      create_option: textAt(row, 'properties.creationData.createOption'),
      source_id: idAt(row, 'properties.creationData.sourceResourceId'),
      disk_state: textAt(row, 'properties.diskState'),
      encryption_type: textAt(row, 'properties.encryption.type'),
      disk_encryption_set_id: idAt(row, 'properties.encryption.diskEncryptionSetId'),
      network_access: textAt(row, 'properties.networkAccessPolicy'),
      public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
      provisioning_state: textAt(row, 'properties.provisioningState'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('created-from', attributes.source_id), ...relationsTo('encrypted-by', attributes.disk_encryption_set_id)],
});
