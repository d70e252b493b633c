import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { hoursPerMonth, type PricedPart, savedBy, shortNameOf, step } from '../facts.ts';
import { diskPart, snapshotStep } from './disk-cost.ts';
import { machineParts } from './machine-cost.ts';

export const gcpVmStopped = defineRule({
  id: 'gcp-vm-stopped',
  title: 'Machine is stopped',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComputeInstance,
  reads: [gcpComputeDisk],
  headline: true,
  parameters: { days: { value: 0, help: 'Days since it was stopped or first seen here; 0 flags it at once' } },
  rationale: 'A stopped machine computes nothing, but its disks and reserved addresses are still paid for.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen, related }) {
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say what state the machine is in.');
    if (attributes.status !== 'TERMINATED') return pass;
    const stopped = attributes.last_stopped_at === null ? Number.NaN : Date.parse(attributes.last_stopped_at);
    if (daysBetween(Number.isNaN(stopped) ? firstSeen : new Date(stopped), now) < numberOf(parameters, 'days')) return pass;
    const disks = attributes.disk_uids.map((uid) => related(uid));
    const parts: PricedPart[] = [...disks.flatMap((disk) => (disk === undefined ? [] : [diskPart(disk.attributes as never)])), [attributes.external_ips.length * hoursPerMonth, 'h', 'ip.idle']];
    const running = savedBy(region, prices, 'high', machineParts(attributes.machine_type)).saving?.monthly;
    return fail({
      summary: `Stopped${Number.isNaN(stopped) ? '' : ` since ${new Date(stopped).toISOString().slice(0, 10)}`}, with ${disks.length} disk${disks.length === 1 ? '' : 's'} and ${attributes.external_ips.length} external address${attributes.external_ips.length === 1 ? '' : 'es'}.`,
      evidence: { status: attributes.status, machine_type: attributes.machine_type, last_stopped_at: attributes.last_stopped_at, disks: attributes.disk_uids, external_ips: attributes.external_ips },
      // A sum that leaves a disk out would be too small and look exact.
      ...(disks.includes(undefined) ? {} : savedBy(region, prices, 'high', parts, running === undefined ? {} : { estimateIfRunning: running })),
    });
  },

  remediation: (vm) => [
    ...vm.attributes.disk_uids.map((uid) => snapshotStep({ ...vm, uid })),
    step('compute instances delete', vm, `gcloud compute instances create ${shortNameOf(vm.uid)} (from the snapshots of its disks)`, 'compute.instances.delete'),
  ],
});
