import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { addVolume, SavingSum } from './prices.ts';
import { stoppedHolder } from './stopped-holder.ts';

export const awsEbsOnStopped = defineRule({
  id: 'aws-ebs-on-stopped',
  title: 'Volume is attached only to a stopped instance',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Volume,
  reads: [awsEc2Instance],
  parameters: { stopped_days: { value: 30, help: 'Days since the instance was stopped' } },
  rationale: 'A stopped instance reads and writes nothing, and its volumes are paid for in full.',

  evaluate({ attributes, region }, context) {
    if (attributes.instance_uids.length === 0) return pass;
    const holder = stoppedHolder(attributes.instance_uids, context);
    if (holder === undefined) return context.isListed(awsEc2Instance.id) ? pass : unknown('The instances of the region could not be listed (`ec2:DescribeInstances`).');
    if (holder.stoppedAt === null) return unknown('AWS does not say when the instance was stopped.');
    if (daysBetween(new Date(holder.stoppedAt), context.now) < numberOf(context.parameters, 'stopped_days')) return pass;
    const sum = new SavingSum();
    const saving = addVolume(sum, attributes, region, context.prices) ? sum.upper().saving('medium', { includedIn: { ruleId: 'aws-ec2-stopped', uid: holder.uid } }) : undefined;
    return fail({
      summary: `Its instance has been stopped since ${holder.stoppedAt.slice(0, 10)}.`,
      evidence: { instance: holder.uid, instance_stopped_at: holder.stoppedAt, size_gib: attributes.size_gib, volume_type: attributes.volume_type },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 create-snapshot --region ${region} --volume-id ${attributes.volume_id} --description "before terminate"`,
      undo: `aws ec2 delete-snapshot --region ${region} --snapshot-id SNAPSHOT_ID`,
      permission: 'ec2:CreateSnapshot',
    },
    {
      command: `aws ec2 terminate-instances --region ${region} --instance-ids ${(attributes.instance_uids[0] ?? '').split('/').at(-1) ?? ''}`,
      undo: 'Start a new instance from the snapshot.',
      permission: 'ec2:TerminateInstances',
    },
  ],
});
