import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsIamRole } from '../../../providers/aws/iam/role.ts';

export const awsIamRoleUnused = defineRule({
  id: 'aws-iam-role-unused',
  title: 'Role has not been used',
  category: 'waste',
  severity: 'low',
  resourceType: awsIamRole,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without any use; never used counts from the creation' } },
  rationale: 'A role that nothing assumes keeps rights that nobody needs.',

  evaluate({ attributes, createdAt }, { now, parameters }) {
    if (attributes.is_service_linked) return notApplicable;
    const since = attributes.last_used === null ? createdAt : new Date(attributes.last_used);
    if (since === undefined) return unknown('It was never used, and AWS did not say when it was made, which `iam:GetAccountAuthorizationDetails` tells.');
    if (daysBetween(since, now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: attributes.last_used === null ? 'Not used in the 400 days that AWS remembers.' : `Last used on ${attributes.last_used.slice(0, 10)}.`,
      evidence: { created_at: attributes.created_at, last_used: attributes.last_used, last_used_region: attributes.last_used_region, policies: attributes.attached_policy_arns },
    });
  },

  remediation: ({ name, attributes }) => [
    {
      command: `aws iam put-role-permissions-boundary --role-name ${name} --permissions-boundary arn:aws:iam::aws:policy/AWSDenyAll`,
      undo: `aws iam delete-role-permissions-boundary --role-name ${name}`,
      permission: 'iam:PutRolePermissionsBoundary',
    },
    ...attributes.attached_policy_arns.map((arn) => ({
      command: `aws iam detach-role-policy --role-name ${name} --policy-arn ${arn}`,
      undo: `aws iam attach-role-policy --role-name ${name} --policy-arn ${arn}`,
      permission: 'iam:DetachRolePolicy',
    })),
    { command: `aws iam delete-role --role-name ${name}`, undo: `aws iam create-role --role-name ${name} --assume-role-policy-document file://trust.json (then its policies)`, permission: 'iam:DeleteRole' },
  ],
});
