import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { awsElbTargetGroup } from '../../../providers/aws/elb/target-group.ts';
import { afterDays, isTooYoung } from '../facts.ts';

export const awsElbTargetGroupUnused = defineRule({
  id: 'aws-elb-target-group-unused',
  title: 'Target group belongs to no load balancer',
  category: 'waste',
  severity: 'informational',
  resourceType: awsElbTargetGroup,
  parameters: afterDays(30, 'Days since it was first seen here; AWS does not say when it was made'),
  rationale: 'Nothing reaches the targets of a group that no load balancer sends to, and each one counts against a quota.',

  evaluate(group, context) {
    const { attributes } = group;
    if ((attributes.load_balancer_arns ?? []).length > 0 || isTooYoung(group, context)) return pass;
    if (attributes.load_balancer_arns === null) return unknown('AWS did not say which load balancers send to it, which `elasticloadbalancing:DescribeTargetGroups` tells.');
    return fail({
      summary: 'No load balancer sends to it.',
      evidence: { load_balancer_arns: [], target_type: attributes.target_type, protocol: attributes.protocol, port: attributes.port, targets: attributes.targets?.length ?? null },
    });
  },

  remediation: ({ uid, region, attributes }) => [
    {
      command: `aws elbv2 delete-target-group --region ${region} --target-group-arn ${uid}`,
      undo: `aws elbv2 create-target-group --region ${region} --name ${attributes.target_group_name} --target-type ${attributes.target_type} --protocol ${attributes.protocol ?? 'PROTOCOL'} --port ${attributes.port ?? 'PORT'} --vpc-id ${attributes.vpc_id ?? 'VPC_ID'}`,
      permission: 'elasticloadbalancing:DeleteTargetGroup',
    },
  ],
});
