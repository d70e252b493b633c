import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureRecoveryservicesProtectedItem } from './protected-item.ts';

const vault = 'Microsoft.RecoveryServices/vaults';
const policy = `${vault}/backupPolicies`;
const vm = 'Microsoft.Compute/virtualMachines';

readsAs(azureRecoveryservicesProtectedItem, aRow(`${vault}/backupFabrics/protectionContainers/protectedItems`, 'Backups/Azure/IaasVMContainer;Web/VM;Web', {
  location: null, parent: aRow(vault, 'Backups'),
  properties: {
    protectedItemType: 'Microsoft.Compute/virtualMachines', workloadType: 'VM', friendlyName: 'web', virtualMachineId: idOf(vm, 'Web'), sourceResourceId: idOf(vm, 'Web'), policyId: idOf(policy, 'Backups/Daily'), protectionState: 'Protected',
    protectionStatus: 'Healthy', lastBackupStatus: 'Completed', lastRecoveryPoint: '2026-11-21T01:02:03.4Z', isScheduledForDeferredDelete: false, isArchiveEnabled: false,
  },
}), {
  name: 'web',
  attributes: {
    vault_id: uidOf(vault, 'Backups'), workload_type: 'VM', friendly_name: 'web', source_id: uidOf(vm, 'Web'), policy_id: uidOf(policy, 'Backups/Daily'), protection_state: 'Protected', protection_status: 'Healthy',
    last_backup_status: 'Completed', last_recovery_point: '2026-11-21T01:02:03.4Z', soft_deleted: false, archive_enabled: false, protected_gib: null,
  },
  relations: [`member-of ${uidOf(vault, 'Backups')}`, `backs-up ${uidOf(vm, 'Web')}`, `uses ${uidOf(policy, 'Backups/Daily')}`],
});
