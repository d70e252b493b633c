import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsIamUser } from '../../../providers/aws/iam/user.ts';

export const awsIamUserUnused = defineRule({
  id: 'aws-iam-user-unused',
  title: 'User has not been used',
  category: 'waste',
  severity: 'medium',
  resourceType: awsIamUser,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without any use; never used counts from the creation' } },
  rationale: 'A user that nobody uses is a way in that nobody watches.',

  evaluate({ attributes, createdAt }, { now, parameters }) {
    const days = numberOf(parameters, 'days');
    if (createdAt === undefined) return unknown('AWS did not say when it was made, which `iam:GetAccountAuthorizationDetails` tells.');
    if (daysBetween(createdAt, now) < days) return pass;
    if (!attributes.use_known) return unknown('The use of its credentials could not be read (`iam:GenerateCredentialReport`, `iam:ListAccessKeys`).');
    const used = [attributes.password_last_used, attributes.key_last_used].filter((time) => time !== null).sort().at(-1);
    if (used !== undefined && daysBetween(new Date(used), now) < days) return pass;
    const hasAccess = attributes.has_console_password === true || (attributes.active_keys ?? 0) > 0;
    return fail({
      summary: used === undefined ? `Never used since it was made on ${createdAt.toISOString().slice(0, 10)}${hasAccess ? '' : '; it has neither a password nor an active key'}.` : `Last used on ${used.slice(0, 10)}.`,
      evidence: {
        created_at: attributes.created_at,
        has_console_password: attributes.has_console_password,
        password_last_used: attributes.password_last_used,
        active_keys: attributes.active_keys,
        key_last_used: attributes.key_last_used,
        mfa_active: attributes.mfa_active,
      },
    });
  },

  remediation: ({ name }) => [
    { command: `aws iam list-access-keys --user-name ${name}`, undo: 'Nothing to undo.', permission: 'iam:ListAccessKeys' },
    {
      command: `aws iam update-access-key --user-name ${name} --access-key-id KEY_ID --status Inactive`,
      undo: `aws iam update-access-key --user-name ${name} --access-key-id KEY_ID --status Active`,
      permission: 'iam:UpdateAccessKey',
    },
    { command: `aws iam delete-login-profile --user-name ${name}`, undo: `aws iam create-login-profile --user-name ${name} --password NEW_PASSWORD --password-reset-required`, permission: 'iam:DeleteLoginProfile' },
    { command: `aws iam delete-user --user-name ${name}`, undo: `aws iam create-user --user-name ${name} (groups, policies and keys must be given again)`, permission: 'iam:DeleteUser' },
  ],
});
