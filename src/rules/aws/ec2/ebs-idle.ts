import { defineRule, fail, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { isTooYoung, metricPermission } from '../facts.ts';
import { addVolume, SavingSum } from './prices.ts';
import { volumeRemoval } from './volume-removal.ts';
import { operationsOf } from './volume-use.ts';

export const awsEbsIdle = defineRule({
  id: 'aws-ebs-idle',
  title: 'Volume is attached, and nothing reads or writes it',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Volume,
  reads: [awsEc2Instance],
  parameters: { days: { value: 14, help: 'Days that are looked at' }, ops_day: { value: 100, help: 'Reads and writes a day that still count as idle' } },
  rationale: 'A volume is paid for in full while it is attached, whether or not anything uses it.',
  metrics: ({ attributes }, parameters) => (attributes.instance_uids.length === 0 ? {} : operationsOf(attributes.volume_id, parameters)),

  evaluate(volume, context) {
    const { attributes, region } = volume;
    if (attributes.instance_uids.length === 0 || isTooYoung(volume, context)) return pass;
    const holders = attributes.instance_uids.map((uid) => context.related(uid)?.attributes['state']);
    if (holders.some((state) => state === undefined)) return unknown('Its instance could not be read (`ec2:DescribeInstances`), so nobody knows whether it runs.');
    // A stopped instance is the matter of another rule.
    if (!holders.includes('running')) return pass;
    const [reads, writes] = [context.metric('reads'), context.metric('writes')];
    if (reads === undefined || writes === undefined) return noMetric(reads === undefined ? 'VolumeReadOps' : 'VolumeWriteOps', metricPermission);
    const days = numberOf(context.parameters, 'days');
    const operations = reads.sum + writes.sum;
    if (operations / days >= numberOf(context.parameters, 'ops_day')) return pass;
    const sum = new SavingSum();
    const saving = addVolume(sum, attributes, region, context.prices) ? sum.saving('medium') : undefined;
    return fail({
      summary: `${Math.round(operations)} reads and writes in ${days} days.`,
      evidence: { operations, instances: attributes.instance_uids, size_gib: attributes.size_gib, volume_type: attributes.volume_type, since: reads.since, until: reads.until },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation({ attributes, region }) {
    const [snapshot, wait, remove] = volumeRemoval(attributes.volume_id, region, attributes.availability_zone);
    const instance = attributes.instance_uids[0]?.split('/').at(-1) ?? 'INSTANCE_ID';
    const detach = {
      command: `aws ec2 detach-volume --region ${region} --volume-id ${attributes.volume_id}`,
      undo: `aws ec2 attach-volume --region ${region} --volume-id ${attributes.volume_id} --instance-id ${instance} --device DEVICE`,
      permission: 'ec2:DetachVolume',
    };
    return [snapshot, wait, detach, remove].flatMap((step) => step ?? []);
  },
});
