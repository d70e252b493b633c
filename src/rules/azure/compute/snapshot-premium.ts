import { defineRule, fail, isYoung, pass, unknown } from '../../../core/rule.ts';
import { azureComputeSnapshot } from '../../../providers/azure/compute/snapshot.ts';
import { savedByChange, step } from '../facts.ts';

export const azSnapshotPremium = defineRule({
  id: 'az-snapshot-premium',
  title: 'Snapshot is kept on premium storage',
  category: 'waste',
  severity: 'low',
  resourceType: azureComputeSnapshot,
  rationale: 'A snapshot restores as well from standard storage, which costs less than half.',

  evaluate({ attributes, createdAt, region }, { now, prices }) {
    if (attributes.sku === null) return unknown('Azure did not say on what kind of storage it is kept.');
    if (!attributes.sku.toLowerCase().startsWith('premium') || isYoung(createdAt, now)) return pass;
    return fail({
      summary: `${attributes.size_gib ?? 'Some'} GiB kept on ${attributes.sku}.`,
      evidence: { sku: attributes.sku, size_gib: attributes.size_gib },
      ...(attributes.size_gib === null ? {} : savedByChange(region, prices, 'high', [attributes.size_gib, 'GiB', 'snapshot.premium'], [attributes.size_gib, 'GiB', 'snapshot.standard'])),
    });
  },

  remediation: ({ uid, name, attributes }) => [
    {
      command: `az snapshot create --resource-group '${attributes.resource_group ?? 'GROUP'}' --name '${name}-standard' --source '${uid}' --sku Standard_LRS`,
      undo: `az snapshot delete --resource-group '${attributes.resource_group ?? 'GROUP'}' --name '${name}-standard'`,
      permission: 'Microsoft.Compute/snapshots/write',
    },
    step('snapshot delete', uid, `az snapshot create --name '${name}' --source '${name}-standard' --sku Premium_LRS`, 'Microsoft.Compute/snapshots/delete'),
  ],
});
