import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { awsEc2LaunchTemplate } from '../../../providers/aws/ec2/launch-template.ts';
import { awsEc2NetworkInterface } from '../../../providers/aws/ec2/network-interface.ts';
import { awsEc2SecurityGroup } from '../../../providers/aws/ec2/security-group.ts';
import { afterDays, isTooYoung, unlisted } from '../facts.ts';

const users = [awsEc2NetworkInterface, awsEc2SecurityGroup, awsEc2LaunchTemplate];

export const awsSgUnused = defineRule({
  id: 'aws-sg-unused',
  title: 'Security group that guards nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2SecurityGroup,
  usedBy: users,
  // AWS does not say when a group was made.
  parameters: afterDays(30, 'Days since it was first seen here'),
  rationale: 'It costs nothing, but the next machine that is given it opens whatever it allows.',

  evaluate(group, context) {
    const { attributes } = group;
    // The group that a VPC came with cannot be deleted.
    if (attributes.is_default) return notApplicable;
    if (context.user !== undefined || isTooYoung(group, context)) return pass;
    return (
      unlisted(users, context.isListed) ??
      fail({
        summary: 'No network interface, launch template or other group uses it.',
        evidence: { used_by: null, ingress_rules: attributes.ingress.length, egress_rules: attributes.egress.length, vpc_id: attributes.vpc_id },
      })
    );
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 describe-security-groups --region ${region} --group-ids ${attributes.group_id} > group.json`,
      undo: 'Nothing to undo: it keeps a copy of the rules.',
      permission: 'ec2:DescribeSecurityGroups',
    },
    {
      command: `aws ec2 delete-security-group --region ${region} --group-id ${attributes.group_id}`,
      undo: `aws ec2 create-security-group --region ${region} --vpc-id ${attributes.vpc_id ?? ''} --group-name NAME --description TEXT (then its rules from the copy; it gets another id)`,
      permission: 'ec2:DeleteSecurityGroup',
    },
  ],
});
