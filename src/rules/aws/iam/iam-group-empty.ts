import { defineRule, fail, pass } from '../../../core/rule.ts';
import { awsIamGroup } from '../../../providers/aws/iam/group.ts';
import { afterDays, isTooYoung } from '../facts.ts';

export const awsIamGroupEmpty = defineRule({
  id: 'aws-iam-group-empty',
  title: 'Group has no members',
  category: 'waste',
  severity: 'informational',
  resourceType: awsIamGroup,
  parameters: afterDays(90),
  rationale: 'A group without members still gives its rights to whoever is added to it next.',

  evaluate(group, context) {
    const { attributes } = group;
    if (attributes.members > 0 || isTooYoung(group, context)) return pass;
    return fail({
      summary: `No user is in it${attributes.created_at === null ? '' : `; made on ${attributes.created_at.slice(0, 10)}`}.`,
      evidence: { members: 0, created_at: attributes.created_at, policies: attributes.attached_policy_arns },
    });
  },

  remediation: ({ attributes }) => [
    ...attributes.attached_policy_arns.map((arn) => ({
      command: `aws iam detach-group-policy --group-name ${attributes.group_name} --policy-arn ${arn}`,
      undo: `aws iam attach-group-policy --group-name ${attributes.group_name} --policy-arn ${arn}`,
      permission: 'iam:DetachGroupPolicy',
    })),
    ...attributes.inline_policies.map(({ name }) => ({
      command: `aws iam delete-group-policy --group-name ${attributes.group_name} --policy-name ${name}`,
      undo: `aws iam put-group-policy --group-name ${attributes.group_name} --policy-name ${name} --policy-document file://policy.json`,
      permission: 'iam:DeleteGroupPolicy',
    })),
    {
      command: `aws iam delete-group --group-name ${attributes.group_name}`,
      undo: `aws iam create-group --group-name ${attributes.group_name} --path ${attributes.path}`,
      permission: 'iam:DeleteGroup',
    },
  ],
});
