import type { GroupDetail } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { accountDetails } from './account-details.ts';
import { inlinePolicies, inlinePoliciesOf } from './inline-policies.ts';

interface GroupWithMembers {
  group: GroupDetail;
  members: number;
}

export const awsIamGroup = defineAwsResource({
  id: 'aws:iam:group',
  title: 'IAM group',
  plural: 'IAM groups',
  nativeType: 'AWS::IAM::Group',
  locality: 'global',
  permissions: ['iam:GetAccountAuthorizationDetails'],
  reads: 'Path, creation, number of members and policies of each group.',
  chain: 3,

  attributes: z.object({
    group_name: z.string(),
    group_id: z.string().nullable(),
    path: z.string(),
    created_at: z.string().nullable(),
    members: z.int(),
    attached_policy_arns: z.array(z.string()),
    inline_policies: inlinePolicies,
  }),

  async *list(context) {
    // A group does not say who is in it: its users do.
    const { groups, users } = await accountDetails(context);
    const members = new Map<string, number>();
    for (const name of users.flatMap(({ GroupList }) => GroupList ?? [])) members.set(name, (members.get(name) ?? 0) + 1);
    for (const group of groups) yield { group, members: members.get(group.GroupName ?? '') ?? 0 } satisfies GroupWithMembers;
  },

  normalise: ({ group, members }: GroupWithMembers, { account, partition }) => ({
    uid: group.Arn ?? `arn:${partition}:iam::${account}:group/${group.GroupName ?? ''}`,
    name: group.GroupName ?? '',
    createdAt: group.CreateDate,
    tags: {},
    attributes: {
      group_name: group.GroupName ?? '',
      group_id: group.GroupId ?? null,
      path: group.Path ?? '/',
      created_at: group.CreateDate?.toISOString() ?? null,
      members,
      attached_policy_arns: (group.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []).sort(),
      inline_policies: inlinePoliciesOf(group.GroupPolicyList),
    },
  }),

  relations: ({ attributes }) => relationsTo('uses', attributes.attached_policy_arns),
});
