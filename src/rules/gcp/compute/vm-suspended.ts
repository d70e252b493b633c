import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { hoursPerMonth, type PricedPart, savedBy, shortNameOf, step } from '../facts.ts';
import { diskPart } from './disk-cost.ts';
import { shapeOf } from './machine-cost.ts';

export const gcpVmSuspended = defineRule({
  id: 'gcp-vm-suspended',
  title: 'Machine is suspended',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComputeInstance,
  reads: [gcpComputeDisk],
  headline: true,
  parameters: { days: { value: 14, help: 'Days since it was suspended or first seen here' } },
  rationale: 'The memory and the disks of a suspended machine are kept, and paid for.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen, related }) {
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say what state the machine is in.');
    if (attributes.status !== 'SUSPENDED') return pass;
    const suspended = Date.parse(attributes.last_suspended_at ?? '');
    if (daysBetween(Number.isNaN(suspended) ? firstSeen : new Date(suspended), now) < numberOf(parameters, 'days')) return pass;
    const disks = attributes.disk_uids.map((uid) => related(uid));
    const shape = shapeOf(attributes.machine_type);
    const memory = shape?.memoryGib;
    const parts: PricedPart[] = [[(memory ?? 0) * hoursPerMonth, 'GiB h', `gib.${shape?.family ?? ''}`], ...disks.flatMap((disk) => (disk === undefined ? [] : [diskPart(disk.attributes as never)]))];
    return fail({
      summary: `Suspended, with ${memory === undefined ? 'its memory' : `${memory} GiB of memory`} and ${disks.length} disk${disks.length === 1 ? '' : 's'} kept.`,
      evidence: { status: attributes.status, machine_type: attributes.machine_type, last_suspended_at: attributes.last_suspended_at, disks: attributes.disk_uids },
      ...(memory === undefined || disks.includes(undefined) ? {} : savedBy(region, prices, 'high', parts)),
    });
  },

  remediation: (vm) => [step('compute instances delete', vm, `gcloud compute instances create ${shortNameOf(vm.uid)} (from its disks; or resume it instead: gcloud compute instances resume)`, 'compute.instances.delete')],
});
