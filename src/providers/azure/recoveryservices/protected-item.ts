import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureRecoveryservicesProtectedItem = defineAzureResource({
  id: 'azure:recoveryservices:protected-item',
  title: 'Protected item',
  plural: 'Protected items',
  nativeType: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems',
  apiVersion: '2023-06-01',
  // Resource Graph has them in a table of its own too; the list below each vault is the same and says which vault was refused.
  source: { from: 'children', parent: 'Microsoft.RecoveryServices/vaults', path: 'backupProtectedItems' },
  permissions: ['Microsoft.RecoveryServices/Vaults/backupProtectedItems/read'],
  reads: 'What each vault backs up, by which policy, and when it last did.',

  attributes: z.object({
    vault_id: z.string(),
    workload_type: z.string().nullable().describe('VM, AzureFileShare, SQLDataBase, …'),
    friendly_name: z.string().nullable(),
    source_id: z.string().nullable().describe('What is backed up'),
    policy_id: z.string().nullable(),
    protection_state: z.string().nullable().describe('Protected, ProtectionStopped, IRPending, …'),
    protection_status: z.string().nullable(),
    last_backup_status: z.string().nullable(),
    last_recovery_point: z.string().nullable(),
    soft_deleted: z.boolean().nullable(),
    archive_enabled: z.boolean().nullable(),
    protected_gib: z.number().nullable().describe('What the source holds, where the vault says'),
  }),

  normalise(row) {
    const vault = /^(.+\/vaults\/[^/]+)/.exec(row.id.toLowerCase())?.[1] ?? row.id.toLowerCase();
    return {
      name: textAt(row, 'properties.friendlyName') ?? row.name ?? row.id,
      attributes: {
        vault_id: vault,
        workload_type: textAt(row, 'properties.workloadType'),
        friendly_name: textAt(row, 'properties.friendlyName'),
        source_id: idAt(row, 'properties.virtualMachineId') ?? idAt(row, 'properties.sourceResourceId'),
        policy_id: idAt(row, 'properties.policyId'),
        protection_state: textAt(row, 'properties.protectionState'),
        protection_status: textAt(row, 'properties.protectionStatus'),
        last_backup_status: textAt(row, 'properties.lastBackupStatus'),
        last_recovery_point: textAt(row, 'properties.lastRecoveryPoint'),
        soft_deleted: booleanAt(row, 'properties.isScheduledForDeferredDelete'),
        archive_enabled: booleanAt(row, 'properties.isArchiveEnabled'),
        protected_gib: numberAt(row, 'properties.extendedInfo.protectedItemSizeInGB'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.vault_id), ...relationsTo('backs-up', attributes.source_id), ...relationsTo('uses', attributes.policy_id)],
});
