import type { UserDetail } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { accountDetails, credentialSource } from './account-details.ts';
import { inlinePolicies, inlinePoliciesOf } from './inline-policies.ts';
import { type UserUse, usesOfUsers } from './user-use.ts';

interface UserWithUse {
  user: UserDetail;
  groupUids?: string[];
  use: UserUse | undefined;
}

export const awsIamUser = defineAwsResource({
  id: 'aws:iam:user',
  title: 'IAM user',
  plural: 'IAM users',
  nativeType: 'AWS::IAM::User',
  locality: 'global',
  // The last three only where the credential report may not be made.
  permissions: ['iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport', 'iam:ListUsers', 'iam:GetLoginProfile', 'iam:ListAccessKeys'],
  reads: 'Creation, groups, console password, second factor, and the last use of password and keys of each user.',
  chain: 5,

  attributes: z.object({
    user_name: z.string(),
    user_id: z.string().nullable(),
    path: z.string(),
    created_at: z.string().nullable(),
    group_names: z.array(z.string()),
    group_uids: z.array(z.string()),
    attached_policy_arns: z.array(z.string()),
    permissions_boundary_arn: z.string().nullable(),
    inline_policies: inlinePolicies,
    has_console_password: z.boolean().nullable(),
    password_last_used: z.string().nullable(),
    mfa_active: z.boolean().nullable(),
    active_keys: z.int().nullable(),
    inactive_keys: z.int().nullable(),
    key_last_used: z.string().nullable().describe('The latest use of any of its keys'),
    use_known: z.boolean().describe('False: neither the credential report nor the single calls could be read'),
  }),

  async *list(context) {
    const [{ users, groups }, source] = await Promise.all([accountDetails(context), credentialSource(context)]);
    // A user names its groups without their paths.
    const uids = new Map(groups.map(({ GroupName, Arn }) => [GroupName ?? '', Arn ?? '']));
    for await (const { user, use } of usesOfUsers(users, source, context)) yield { user, use, groupUids: (user.GroupList ?? []).flatMap((name) => uids.get(name) ?? []) } satisfies UserWithUse;
  },

  normalise: ({ user, use, groupUids = [] }: UserWithUse, { account, partition }) => ({
    uid: user.Arn ?? `arn:${partition}:iam::${account}:user/${user.UserName ?? ''}`,
    name: user.UserName ?? '',
    createdAt: user.CreateDate,
    tags: tagsOf(user.Tags),
    attributes: {
      user_name: user.UserName ?? '',
      user_id: user.UserId ?? null,
      path: user.Path ?? '/',
      created_at: user.CreateDate?.toISOString() ?? null,
      group_names: (user.GroupList ?? []).toSorted(),
      group_uids: groupUids.toSorted(),
      attached_policy_arns: (user.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []).sort(),
      permissions_boundary_arn: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
      inline_policies: inlinePoliciesOf(user.UserPolicyList),
      has_console_password: use?.hasPassword ?? null,
      password_last_used: use?.passwordLastUsed ?? null,
      mfa_active: use?.mfaActive ?? null,
      active_keys: use?.keys.filter(({ isActive }) => isActive).length ?? null,
      inactive_keys: use?.keys.filter(({ isActive }) => !isActive).length ?? null,
      key_last_used: use?.keys.map(({ lastUsed }) => lastUsed).reduce((latest, used) => (used !== null && (latest === null || used > latest) ? used : latest), null) ?? null,
      use_known: use !== undefined,
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.group_uids), ...relationsTo('uses', [...attributes.attached_policy_arns, attributes.permissions_boundary_arn])],
});
