import { defineRule, fail, isWholeWindow, isYoung, type MetricQuestion, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { azureComputeDisk } from '../../../providers/azure/compute/disk.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { metricPermission, savedByChange } from '../facts.ts';
import { diskParts } from './disk-cost.ts';

/** What a standard SSD up to 4 TiB does in operations a second (learn.microsoft.com/azure/virtual-machines/disks-types). */
const standardIops = 500;

export const azDiskPremiumIdle = defineRule({
  id: 'az-disk-premium-idle',
  title: 'Premium disk does what a standard one can',
  category: 'waste',
  severity: 'low',
  resourceType: azureComputeDisk,
  reads: [azureComputeVirtualMachine],
  parameters: { days: { value: 14, help: 'Days that are looked at' } },
  rationale: 'A standard SSD costs about half of a premium one and is as good for a disk that is seldom busy.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => {
    if (attributes.sku?.toLowerCase() !== 'premium_lrs' || attributes.attached_to === null) return {};
    const days = numberOf(parameters, 'days');
    return { reads: { name: 'Composite Disk Read Operations/sec', statistic: 'average', days }, writes: { name: 'Composite Disk Write Operations/sec', statistic: 'average', days } };
  },

  evaluate({ attributes, createdAt, region }, { now, parameters, prices, metric, related }) {
    if (attributes.sku === null || attributes.size_gib === null) return unknown('Azure did not say the kind and size of the disk.');
    if (attributes.sku.toLowerCase() !== 'premium_lrs' || attributes.attached_to === null || attributes.size_gib > 4096) return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const [reads, writes] = [metric('reads'), metric('writes')];
    if (reads === undefined || writes === undefined) return noMetric('Composite Disk Read Operations/sec', metricPermission);
    const isAway = related(attributes.attached_to)?.attributes['power_state'] === 'deallocated';
    if (!isAway && (!isWholeWindow(reads, days) || !isWholeWindow(writes, days))) return unknown(`There are no figures of most of the last ${days} days.`);
    const iops = reads.p99 + writes.p99;
    if (iops >= standardIops) return pass;
    const [from] = diskParts(attributes) ?? [];
    const [to] = diskParts({ ...attributes, sku: 'StandardSSD_LRS' }) ?? [];
    const { saving } = from === undefined || to === undefined ? {} : savedByChange(region, prices, 'medium', from, to);
    return fail({
      summary: `In 99 % of the hours it did less than ${Math.ceil(iops)} operations a second.`,
      evidence: { iops_p99: iops, sku: attributes.sku, size_gib: attributes.size_gib },
      ...(saving === undefined ? {} : { saving: isAway ? { ...saving, includedIn: { ruleId: 'az-vm-deallocated', uid: attributes.attached_to } } : saving }),
    });
  },

  remediation: ({ uid, name, attributes }) => [
    {
      command: `az disk update --resource-group '${attributes.resource_group ?? 'GROUP'}' --name '${name}' --sku StandardSSD_LRS`,
      undo: `az disk update --ids '${uid}' --sku Premium_LRS (at most twice a day, with the machine deallocated)`,
      permission: 'Microsoft.Compute/disks/write',
    },
  ],
});
