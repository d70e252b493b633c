import { defineRule, fail, pass, unknown } from '../../../core/rule.ts';
import { awsIamPolicy } from '../../../providers/aws/iam/policy.ts';
import { afterDays, isTooYoung } from '../facts.ts';

export const awsIamPolicyUnattached = defineRule({
  id: 'aws-iam-policy-unattached',
  title: 'Policy is attached to nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: awsIamPolicy,
  parameters: afterDays(90),
  rationale: 'A policy that nobody has is read and reviewed for nothing, and may be attached again by mistake.',

  evaluate(policy, context) {
    const { attributes } = policy;
    const counts = [attributes.attachment_count, attributes.permissions_boundary_count];
    if (counts.some((count) => count !== null && count > 0) || isTooYoung(policy, context)) return pass;
    if (counts.includes(null)) return unknown('AWS did not say how many have it, which `iam:GetAccountAuthorizationDetails` tells.');
    return fail({
      summary: `Attached to no user, group or role${attributes.created_at === null ? '' : `; made on ${attributes.created_at.slice(0, 10)}`}.`,
      evidence: { attachment_count: 0, permissions_boundary_count: 0, created_at: attributes.created_at, updated_at: attributes.updated_at },
    });
  },

  remediation: ({ uid, attributes }) => [
    {
      command: `aws iam get-policy-version --policy-arn ${uid} --version-id ${attributes.default_version ?? 'v1'} --query PolicyVersion.Document > policy.json`,
      undo: 'Nothing to undo: it keeps a copy of the policy.',
      permission: 'iam:GetPolicyVersion',
    },
    {
      command: `aws iam delete-policy --policy-arn ${uid}`,
      undo: `aws iam create-policy --policy-name ${attributes.policy_name} --path ${attributes.path} --policy-document file://policy.json`,
      permission: 'iam:DeletePolicy',
    },
  ],
});
