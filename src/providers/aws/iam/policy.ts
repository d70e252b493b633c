import { z } from 'zod';
import { shortName } from '../../../core/resource.ts';
import { defineAwsResource } from '../define.ts';
import { type LocalPolicy, localPolicies } from './local-policies.ts';
import { policyDocument } from './policy-document.ts';

export const awsIamPolicy = defineAwsResource({
  id: 'aws:iam:policy',
  title: 'IAM policy',
  plural: 'IAM policies',
  nativeType: 'AWS::IAM::ManagedPolicy',
  locality: 'global',
  permissions: ['iam:GetAccountAuthorizationDetails'],
  reads: "The account's own managed policies: the document in force, and to how many users, groups and roles each is attached.",

  attributes: z.object({
    policy_name: z.string(),
    policy_id: z.string().nullable(),
    path: z.string(),
    description: z.string().nullable(),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
    default_version: z.string().nullable(),
    attachment_count: z.int().nullable(),
    permissions_boundary_count: z.int().nullable().describe('Users and roles that it is the boundary of'),
    document: z.json().describe('The version in force, as data'),
  }),

  list: localPolicies,

  normalise: (policy: LocalPolicy, { account, partition }) => ({
    uid: policy.Arn ?? `arn:${partition}:iam::${account}:policy/${policy.PolicyName ?? ''}`,
    name: nameOf(policy),
    createdAt: policy.CreateDate,
    // This call brings no tags of policies.
    tags: {},
    attributes: {
      policy_name: nameOf(policy),
      policy_id: policy.PolicyId ?? null,
      path: policy.Path ?? '/',
      description: policy.Description ?? null,
      created_at: policy.CreateDate?.toISOString() ?? null,
      updated_at: policy.UpdateDate?.toISOString() ?? null,
      default_version: policy.DefaultVersionId ?? null,
      attachment_count: policy.AttachmentCount ?? null,
      permissions_boundary_count: policy.PermissionsBoundaryUsageCount ?? null,
      document: policyDocument(policy.document, true),
    },
  }),
});

const nameOf = ({ PolicyName, Arn }: LocalPolicy): string => PolicyName ?? shortName(Arn ?? '');
