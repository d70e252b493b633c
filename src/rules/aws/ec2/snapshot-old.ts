import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2Snapshot } from '../../../providers/aws/ec2/snapshot.ts';
import { snapshotRemoval, snapshotSaving } from './snapshot-cost.ts';

export const awsSnapshotOld = defineRule({
  id: 'aws-snapshot-old',
  title: 'Snapshot is old and not the newest of its volume',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Snapshot,
  parameters: { days: { value: 90, help: 'Age in days from which a snapshot counts as old' } },
  rationale: 'Old snapshots that newer ones have replaced are rarely restored, and their blocks are paid for.',

  gather({ attributes }, memo) {
    if (attributes.volume_id === null || attributes.started_at === null) return;
    const newest = memo.get(attributes.volume_id);
    if (newest === undefined || attributes.started_at > newest) memo.set(attributes.volume_id, attributes.started_at);
  },

  evaluate({ attributes, region }, { now, parameters, prices, memo }) {
    if (attributes.managed_by !== null || attributes.started_at === null) return notApplicable;
    if (daysBetween(new Date(attributes.started_at), now) < numberOf(parameters, 'days')) return pass;
    if (attributes.image_ids === null) return unknown('The own images could not be listed (`ec2:DescribeImages`), and one may restore from it.');
    if (attributes.image_ids.length > 0) return pass;
    // Without a volume there is nothing to be the newest of; such a copy is judged by its age alone.
    if (attributes.volume_id !== null && memo.get(attributes.volume_id) === attributes.started_at) return pass;
    const saving = snapshotSaving(attributes, region, prices);
    return fail({
      summary: `Made on ${attributes.started_at.slice(0, 10)}; ${attributes.volume_id === null ? 'a copy without a volume' : 'a newer snapshot of its volume exists'}.`,
      evidence: { started_at: attributes.started_at, volume_id: attributes.volume_id, newest_of_volume: attributes.volume_id === null ? null : (memo.get(attributes.volume_id) ?? null), volume_size_gib: attributes.volume_size_gib, images: 0 },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => snapshotRemoval(attributes.snapshot_id, region),
});
