import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { savedBy, step } from '../facts.ts';
import { diskPart, snapshotStep } from './disk-cost.ts';

export const gcpDiskUnattached = defineRule({
  id: 'gcp-disk-unattached',
  title: 'Disk is attached to nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComputeDisk,
  headline: true,
  parameters: { days: { value: 0, help: 'Days since it was detached or first seen here; 0 flags it at once' } },
  rationale: 'A disk costs the same whether or not a machine uses it.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen }) {
    if (attributes.user_uids.length > 0) return pass;
    // Users are left out where there are none, so that none are named says something only of a disk that was told of.
    if (attributes.status === 'UNKNOWN') return unknown('Google told of it without its properties, so nobody knows what uses it. Grant `compute.disks.list` and scan again.');
    if (['CREATING', 'RESTORING', 'DELETING'].includes(attributes.status)) return pass;
    const detached = Date.parse(attributes.last_detached_at ?? '');
    if (daysBetween(Number.isNaN(detached) ? firstSeen : new Date(detached), now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: `${attributes.size_gib} GiB of ${attributes.disk_type} attached to nothing.`,
      evidence: { users: attributes.user_uids, size_gib: attributes.size_gib, disk_type: attributes.disk_type, replica_zones: attributes.replica_zones, last_detached_at: attributes.last_detached_at },
      ...savedBy(region, prices, 'high', [diskPart(attributes)]),
    });
  },

  remediation: (disk) => [snapshotStep(disk), step('compute disks delete', disk, `gcloud compute disks create '${disk.name}' --source-snapshot='before-delete-${disk.name}'`, 'compute.disks.delete')],
});
