import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, periodOf } from '../../../core/rule.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { fewDays, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { operationsOf } from './volume-use.ts';

/** IOPS that a volume cannot go below: gp3 includes 3,000. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
const least: Readonly<Record<string, number>> = { gp3: 3000, io1: 100, io2: 100 };
const times = 2;

export const awsEbsOverprovisionedIops = defineRule({
  id: 'aws-ebs-overprovisioned-iops',
  title: 'Volume has more IOPS provisioned than it uses',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Volume,
  parameters: { days: { value: 14, help: 'Days that are looked at; up to 14 days are read by the hour, longer ones by the day' } },
  rationale: 'Provisioned IOPS are paid for by the month, used or not.',
  metrics: ({ attributes }, parameters) => (isProvisioned(attributes) ? operationsOf(attributes.volume_id, parameters) : {}),

  evaluate(volume, context) {
    const { attributes, region } = volume;
    if (!isProvisioned(attributes)) return notApplicable;
    if (attributes.instance_uids.length === 0 || isTooYoung(volume, context)) return pass;
    const [reads, writes] = [context.metric('reads'), context.metric('writes')];
    if (reads === undefined || writes === undefined) return noMetric(reads === undefined ? 'VolumeReadOps' : 'VolumeWriteOps', metricPermission);
    const days = numberOf(context.parameters, 'days');
    for (const [facts, name] of [[reads, 'VolumeReadOps'], [writes, 'VolumeWriteOps']] as const) if (!isWholeWindow(facts, days)) return fewDays(facts, days, name);
    const used = (reads.p99 + writes.p99) / periodOf({ days, statistic: 'sum', isHourly: true });
    const provisioned = attributes.iops ?? 0;
    const enough = Math.max(least[attributes.volume_type] ?? 0, Math.ceil(times * used));
    if (provisioned <= enough) return pass;
    return fail({
      summary: `${provisioned} IOPS are provisioned; in 99 % of the time it used at most ${Math.ceil(used)} on average.`,
      evidence: { iops: provisioned, used_iops_p99: used, enough_iops: enough, volume_type: attributes.volume_type, since: reads.since, until: reads.until },
      // Means hide short peaks, so a person must look.
      ...savedBy(region, context.prices, 'low', [[provisioned - enough, 'IOPS', `ebs.${attributes.volume_type}.iops`]]),
    });
  },

  remediation({ attributes, region }) {
    const modify = (iops: string | number): string => `aws ec2 modify-volume --region ${region} --volume-id ${attributes.volume_id} --iops ${iops}`;
    return [{ command: modify('IOPS'), undo: `${modify(attributes.iops ?? 'IOPS')} (six hours later at the earliest)`, permission: 'ec2:ModifyVolume' }];
  },
});

function isProvisioned({ volume_type: type, iops }: { volume_type: string; iops: number | null }): boolean {
  return Object.hasOwn(least, type) && (iops ?? 0) > (least[type] ?? 0);
}
