import type { RoleDetail } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { accountDetails } from './account-details.ts';
import { inlinePolicies, inlinePoliciesOf } from './inline-policies.ts';
import { policyDocument, principalsOf } from './policy-document.ts';

export const awsIamRole = defineAwsResource({
  id: 'aws:iam:role',
  title: 'IAM role',
  plural: 'IAM roles',
  nativeType: 'AWS::IAM::Role',
  locality: 'global',
  permissions: ['iam:GetAccountAuthorizationDetails'],
  reads: 'Path, creation, last use (AWS remembers 400 days), policies and trust of each role.',
  chain: 3,

  attributes: z.object({
    role_name: z.string(),
    role_id: z.string().nullable(),
    path: z.string(),
    created_at: z.string().nullable(),
    last_used: z.string().nullable().describe('Null: not in the 400 days that AWS remembers'),
    last_used_region: z.string().nullable(),
    attached_policy_arns: z.array(z.string()),
    instance_profile_arns: z.array(z.string()),
    permissions_boundary_arn: z.string().nullable(),
    inline_policies: inlinePolicies,
    trust_policy: z.json().describe('Who may take the role, as data'),
    trusted_principals: z.array(z.string()),
    is_service_linked: z.boolean().describe('Made and owned by an AWS service or by IAM Identity Center'),
  }),

  async *list(context) {
    const { roles } = await accountDetails(context);
    yield* roles;
  },

  normalise: (role: RoleDetail, { account, partition }) => {
    const path = role.Path ?? '/';
    const trust = policyDocument(role.AssumeRolePolicyDocument, true);
    return {
      uid: role.Arn ?? `arn:${partition}:iam::${account}:role/${role.RoleName ?? ''}`,
      name: role.RoleName ?? '',
      createdAt: role.CreateDate,
      tags: tagsOf(role.Tags),
      attributes: {
        role_name: role.RoleName ?? '',
        role_id: role.RoleId ?? null,
        path,
        created_at: role.CreateDate?.toISOString() ?? null,
        last_used: role.RoleLastUsed?.LastUsedDate?.toISOString() ?? null,
        last_used_region: role.RoleLastUsed?.Region ?? null,
        attached_policy_arns: (role.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []).sort(),
        instance_profile_arns: (role.InstanceProfileList ?? []).flatMap(({ Arn }) => Arn ?? []).sort(),
        permissions_boundary_arn: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
        inline_policies: inlinePoliciesOf(role.RolePolicyList),
        trust_policy: trust,
        trusted_principals: principalsOf(trust),
        is_service_linked: path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('uses', [...attributes.attached_policy_arns, attributes.permissions_boundary_arn, ...attributes.instance_profile_arns]),
});
