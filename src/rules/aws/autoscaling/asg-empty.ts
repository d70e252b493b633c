import { defineRule, fail, pass } from '../../../core/rule.ts';
import { awsAutoscalingGroup } from '../../../providers/aws/autoscaling/group.ts';
import { afterDays, isTooYoung, quoted } from '../facts.ts';

export const awsAsgEmpty = defineRule({
  id: 'aws-asg-empty',
  title: 'Scaling group can hold no instance',
  category: 'waste',
  severity: 'informational',
  resourceType: awsAutoscalingGroup,
  parameters: afterDays(30),
  rationale: 'A group that is set to nothing costs nothing, but it keeps a template, a network and rights in use.',

  evaluate(group, context) {
    const { attributes } = group;
    if (attributes.max_size > 0 || attributes.desired_capacity > 0 || attributes.instance_ids.length > 0 || isTooYoung(group, context)) return pass;
    return fail({ summary: 'It wants no instance and may have none.', evidence: { max_size: 0, desired_capacity: 0, launch_template_ids: attributes.launch_template_ids, launch_configuration: attributes.launch_configuration } });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws autoscaling describe-auto-scaling-groups --region ${region} --auto-scaling-group-names ${quoted(attributes.group_name)} > group.json`,
      undo: 'Nothing to undo: it keeps a copy of the settings.',
      permission: 'autoscaling:DescribeAutoScalingGroups',
    },
    {
      command: `aws autoscaling delete-auto-scaling-group --region ${region} --auto-scaling-group-name ${quoted(attributes.group_name)}`,
      undo: `aws autoscaling create-auto-scaling-group --region ${region} --cli-input-json file://group.json (the settings that were kept)`,
      permission: 'autoscaling:DeleteAutoScalingGroup',
    },
  ],
});
