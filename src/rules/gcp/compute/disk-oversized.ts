import { defineRule, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { step } from '../facts.ts';

export const gcpDiskOversized = defineRule({
  id: 'gcp-disk-oversized',
  title: 'Large disk is mostly empty',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeDisk,
  parameters: { gb: { value: 500, help: 'GiB from which a disk counts as large' } },
  rationale: 'What is provisioned is paid for, not what is used.',

  evaluate({ attributes }, { parameters }) {
    if (attributes.user_uids.length === 0 || attributes.size_gib <= numberOf(parameters, 'gb')) return pass;
    // The agent tells how full the file systems of a machine are, by the machine and the device within it, not by the disk.
    return unknown('How full the disk is, Google does not tell of a disk: look at `agent.googleapis.com/disk/percent_used` of its machine.');
  },

  remediation: (disk) => [step('compute disks create --size=SMALLER_SIZE', { ...disk, uid: `${disk.uid}-smaller` }, `gcloud compute disks delete '${disk.name}-smaller' --quiet (copy the data before the machine is moved to it)`, 'compute.disks.create')],
});
