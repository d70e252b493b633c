import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { dayMs } from '../../../core/time.ts';
import { azureComputeDisk } from '../../../providers/azure/compute/disk.ts';
import { savedBy, step } from '../facts.ts';
import { diskParts } from './disk-cost.ts';

export const azDiskUnattached = defineRule({
  id: 'az-disk-unattached',
  title: 'Disk is attached to nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: azureComputeDisk,
  headline: true,
  parameters: { days: { value: 0, help: 'Days since it was detached or first seen here; 0 flags it at once' } },
  rationale: 'A managed disk costs the same whether or not a machine uses it.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen }) {
    if (attributes.state === null) return unknown('Azure did not say what state the disk is in.');
    if (attributes.state.toLowerCase() !== 'unattached' || attributes.attached_to !== null) return pass;
    const detached = attributes.last_detached_at === null ? Number.NaN : Date.parse(attributes.last_detached_at);
    const since = Number.isNaN(detached) ? firstSeen.getTime() : detached;
    if (now.getTime() - since < numberOf(parameters, 'days') * dayMs) return pass;
    const parts = diskParts(attributes);
    return fail({
      summary: `${attributes.size_gib ?? 'Some'} GiB of ${attributes.sku ?? 'unknown kind'} attached to nothing.`,
      evidence: { state: attributes.state, size_gib: attributes.size_gib, sku: attributes.sku, tier: attributes.tier, last_detached_at: attributes.last_detached_at },
      ...(parts === undefined ? {} : savedBy(region, prices, 'high', parts)),
    });
  },

  remediation: ({ uid, name, attributes }) => [
    {
      command: `az snapshot create --resource-group '${attributes.resource_group ?? 'GROUP'}' --name 'before-delete-${name}' --source '${uid}' --incremental true`,
      undo: `az snapshot delete --resource-group '${attributes.resource_group ?? 'GROUP'}' --name 'before-delete-${name}'`,
      permission: 'Microsoft.Compute/snapshots/write',
    },
    step('disk delete --yes', uid, `az disk create --resource-group '${attributes.resource_group ?? 'GROUP'}' --name '${name}' --source 'before-delete-${name}'`, 'Microsoft.Compute/disks/delete'),
  ],
});
