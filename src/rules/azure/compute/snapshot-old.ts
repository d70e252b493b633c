import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { azureComputeDisk } from '../../../providers/azure/compute/disk.ts';
import { azureComputeSnapshot } from '../../../providers/azure/compute/snapshot.ts';
import { irreversible, savedBy, step } from '../facts.ts';

export const azSnapshotOld = defineRule({
  id: 'az-snapshot-old',
  title: 'Snapshot is old and replaced or without its disk',
  category: 'waste',
  severity: 'low',
  resourceType: azureComputeSnapshot,
  reads: [azureComputeDisk],
  parameters: { days: { value: 90, help: 'Days since it was taken' } },
  rationale: 'A snapshot is paid for until somebody deletes it, and a newer one restores more.',
  gather({ attributes, uid, createdAt }, memo) {
    const { source_id: source } = attributes;
    if (source === null || createdAt === undefined) return;
    const newest = memo.get(source);
    const mark = `${createdAt.toISOString()} ${uid}`;
    if (newest === undefined || mark > newest) memo.set(source, mark);
  },

  evaluate({ attributes, uid, createdAt, region }, { now, parameters, prices, related, isListed, memo }) {
    if (createdAt === undefined) return unknown('Azure does not say when it was taken.');
    if (daysBetween(createdAt, now) < numberOf(parameters, 'days')) return pass;
    const { source_id: source } = attributes;
    const newest = source === null ? undefined : memo.get(source);
    const isReplaced = newest !== undefined && !newest.endsWith(` ${uid}`);
    const isDisk = source?.includes('/providers/microsoft.compute/disks/') === true;
    if (!isReplaced) {
      if (source === null || !isDisk || related(source) !== undefined) return pass;
      if (!isListed(azureComputeDisk.id)) return unknown('The disks could not be listed (`Microsoft.Compute/disks/read`), so nobody knows whether its disk is gone.');
    }
    return fail({
      summary: `Taken on ${createdAt.toISOString().slice(0, 10)}; ${isReplaced ? 'a newer one of the same disk exists' : 'its disk is gone'}.`,
      evidence: { created_at: attributes.created_at, size_gib: attributes.size_gib, source_id: source, has_newer: isReplaced },
      ...(attributes.size_gib === null ? {} : savedBy(region, prices, 'medium', [[attributes.size_gib, 'GiB', attributes.sku?.toLowerCase().startsWith('premium') === true ? 'snapshot.premium' : 'snapshot.standard']], { isUpper: true })),
    });
  },

  remediation: ({ uid }) => [step('snapshot delete', uid, irreversible, 'Microsoft.Compute/snapshots/delete')],
});
