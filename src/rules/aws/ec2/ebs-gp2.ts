import { defineRule } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { judgeMoveToGp3, moveToGp3 } from './ebs-cheaper-type.ts';

export const awsEbsGp2 = defineRule({
  id: 'aws-ebs-gp2',
  title: 'Volume is of type gp2 where gp3 costs less',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Volume,
  reads: [awsEc2Instance],
  rationale: 'gp3 has at least the same speed as gp2 for a fifth less, and changes in place without downtime.',

  evaluate: (volume, context) => judgeMoveToGp3('gp2', volume, context),

  remediation: ({ attributes, region }) => [
    {
      command: moveToGp3(attributes, region),
      undo: `aws ec2 modify-volume --region ${region} --volume-id ${attributes.volume_id} --volume-type gp2`,
      permission: 'ec2:ModifyVolume',
    },
  ],
});
