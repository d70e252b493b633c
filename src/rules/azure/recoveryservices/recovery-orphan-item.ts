import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { azureRecoveryservicesProtectedItem } from '../../../providers/azure/recoveryservices/protected-item.ts';
import { azureRecoveryservicesVault } from '../../../providers/azure/recoveryservices/vault.ts';
import { afterDays, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azRecoveryOrphanItem = defineRule({
  id: 'az-recovery-orphan-item',
  title: 'Backup is kept of what is gone',
  category: 'waste',
  severity: 'low',
  resourceType: azureRecoveryservicesProtectedItem,
  reads: [azureComputeVirtualMachine, azureRecoveryservicesVault],
  parameters: afterDays(30),
  rationale: 'What was backed up before its protection was stopped is kept and paid for until somebody deletes it.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.protection_state === null) return unknown('Azure did not say whether it is still backed up.');
    if (attributes.protection_state.toLowerCase() !== 'protectionstopped' || isTooYoung(resource, context)) return pass;
    const { source_id: source } = attributes;
    if (source?.includes('/providers/microsoft.compute/virtualmachines/') !== true) return unknown('What it is a backup of is not collected, so nobody knows whether that is gone.');
    if (context.related(source) !== undefined) return pass;
    if (!context.isListed(azureComputeVirtualMachine.id)) return unknown('The machines could not be listed (`Microsoft.Compute/virtualMachines/read`), so nobody knows whether its machine is gone.');
    const redundancy = context.related(attributes.vault_id)?.attributes['redundancy'];
    return fail({
      summary: 'Its protection was stopped, its data was kept, and its machine is gone.',
      evidence: { protection_state: attributes.protection_state, source_id: source, last_recovery_point: attributes.last_recovery_point, protected_gib: attributes.protected_gib },
      ...(attributes.protected_gib === null || typeof redundancy !== 'string' ? {} : savedBy(region, context.prices, 'medium', [[attributes.protected_gib, 'GiB', `backup.${redundancy}`]])),
    });
  },

  remediation: ({ uid }) => [step('backup protection disable --delete-backup-data true --yes', uid, irreversible, 'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/delete')],
});
