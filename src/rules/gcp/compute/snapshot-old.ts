import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeSnapshot } from '../../../providers/gcp/compute/snapshot.ts';
import { gib, irreversible, savedBy, step } from '../facts.ts';

export const gcpSnapshotOld = defineRule({
  id: 'gcp-snapshot-old',
  title: 'Snapshot is old',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeSnapshot,
  parameters: { days: { value: 90, help: 'Age in days from which a snapshot that no schedule made is old' } },
  rationale: 'Snapshots that nobody deletes add up, and the oldest are the least likely to be needed.',

  evaluate({ attributes, createdAt, region }, { now, parameters, prices }) {
    if (attributes.is_auto_created || attributes.schedule_uid !== null) return pass;
    if (createdAt === undefined) return unknown('Google did not say when the snapshot was made.');
    const age = Math.floor(daysBetween(createdAt, now));
    if (age < numberOf(parameters, 'days')) return pass;
    const size = attributes.storage_bytes === null ? null : gib(attributes.storage_bytes);
    // A snapshot lies in one region or in a group of them.
    const place = attributes.storage_locations[0] ?? region;
    return fail({
      summary: `${size ?? 'Some'} GiB, made ${age} days ago by nobody's schedule.`,
      evidence: { storage_bytes: attributes.storage_bytes, source_disk: attributes.source_disk_uid, snapshot_type: attributes.snapshot_type, storage_locations: attributes.storage_locations },
      ...(size === null ? {} : savedBy(place, prices, 'medium', [[size, 'GiB', attributes.snapshot_type === 'ARCHIVE' ? 'snapshot.archive' : 'snapshot.standard']])),
    });
  },

  remediation: (snapshot) => [step('compute snapshots delete', snapshot, irreversible, 'compute.snapshots.delete', 'none')],
});
