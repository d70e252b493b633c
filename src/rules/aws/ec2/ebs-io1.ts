import { defineRule } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { judgeMoveToGp3, moveToGp3 } from './ebs-cheaper-type.ts';

export const awsEbsIo1 = defineRule({
  id: 'aws-ebs-io1',
  title: 'Volume is of type io1 where gp3 costs less',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Volume,
  reads: [awsEc2Instance],
  rationale: 'Up to 16,000 IOPS gp3 gives the same for less; io1 bills each provisioned IOPS.',

  evaluate: (volume, context) => judgeMoveToGp3('io1', volume, context),

  remediation: ({ attributes, region }) => [
    {
      command: moveToGp3(attributes, region),
      undo: `aws ec2 modify-volume --region ${region} --volume-id ${attributes.volume_id} --volume-type io1 --iops ${attributes.iops ?? 100}`,
      permission: 'ec2:ModifyVolume',
    },
  ],
});
