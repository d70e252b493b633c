import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureComputeSnapshot } from './snapshot.ts';

const disk = 'Microsoft.Compute/disks';
const set = 'Microsoft.Compute/diskEncryptionSets';

readsAs(azureComputeSnapshot, aRow('Microsoft.Compute/snapshots', 'Before-Upgrade', {
  sku: { name: 'Premium_LRS', tier: 'Premium' },
  properties: {
    timeCreated: '2025-06-01T10:00:00.1234567+00:00', diskSizeGB: 128, incremental: true, osType: 'Windows', diskState: 'Unattached', provisioningState: 'Succeeded',
    creationData: { createOption: 'Copy', sourceResourceId: idOf(disk, 'Data-1'), sourceUniqueId: 'u1' }, encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: idOf(set, 'Keys') },
    networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled',
  },
}), {
  createdAt: new Date('2025-06-01T10:00:00.123Z'),
  attributes: {
    sku: 'Premium_LRS', size_gib: 128, is_incremental: true, created_at: '2025-06-01T10:00:00.1234567+00:00', os_type: 'Windows', create_option: 'Copy', source_id: uidOf(disk, 'Data-1'), disk_state: 'Unattached',
    encryption_type: 'EncryptionAtRestWithCustomerKey', disk_encryption_set_id: uidOf(set, 'Keys'), network_access: 'AllowAll', public_network_access: true, provisioning_state: 'Succeeded',
  },
  relations: [`created-from ${uidOf(disk, 'Data-1')}`, `encrypted-by ${uidOf(set, 'Keys')}`],
});
