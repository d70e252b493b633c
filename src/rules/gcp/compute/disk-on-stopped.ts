import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { savedBy, step } from '../facts.ts';
import { diskPart, snapshotStep } from './disk-cost.ts';

export const gcpDiskOnStopped = defineRule({
  id: 'gcp-disk-on-stopped',
  title: 'Disk belongs to a stopped machine',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeDisk,
  reads: [gcpComputeInstance],
  parameters: { days: { value: 30, help: 'Days since the machine was stopped' } },
  rationale: 'A disk costs the same whether or not its machine runs; a snapshot of it costs less.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen, related }) {
    const [user] = attributes.user_uids;
    if (user === undefined || attributes.user_uids.length > 1) return pass;
    const machine = related(user);
    if (machine === undefined) return unknown('The machine that uses it was not seen, so nobody knows whether it runs (`compute.instances.list`).');
    if (machine.attributes['status'] !== 'TERMINATED') return pass;
    const stopped = Date.parse(String(machine.attributes['last_stopped_at'] ?? ''));
    if (daysBetween(Number.isNaN(stopped) ? firstSeen : new Date(stopped), now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: `${attributes.size_gib} GiB of ${attributes.disk_type}, used by nothing but a stopped machine.`,
      evidence: { users: attributes.user_uids, size_gib: attributes.size_gib, disk_type: attributes.disk_type, machine_stopped_at: machine.attributes['last_stopped_at'] ?? null },
      ...savedBy(region, prices, 'medium', [diskPart(attributes)], { includedIn: { ruleId: 'gcp-vm-stopped', uid: user } }),
    });
  },

  remediation: (disk) => [snapshotStep(disk), step('compute disks delete', disk, `gcloud compute disks create '${disk.name}' --source-snapshot='before-delete-${disk.name}'`, 'compute.disks.delete')],
});
