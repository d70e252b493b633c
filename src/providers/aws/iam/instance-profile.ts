import type { InstanceProfile } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';

export const awsIamInstanceProfile = defineAwsResource({
  id: 'aws:iam:instance-profile',
  title: 'IAM instance profile',
  plural: 'IAM instance profiles',
  nativeType: 'AWS::IAM::InstanceProfile',
  locality: 'global',
  permissions: ['iam:ListInstanceProfiles'],
  reads: 'Path, creation and role of each instance profile.',

  attributes: z.object({
    instance_profile_name: z.string(),
    instance_profile_id: z.string().nullable(),
    path: z.string(),
    created_at: z.string().nullable(),
    role_arns: z.array(z.string()).describe('Empty: what uses the profile may do nothing'),
  }),

  async *list({ client }) {
    const { IAMClient, paginateListInstanceProfiles } = await import('@aws-sdk/client-iam');
    for await (const page of pages(paginateListInstanceProfiles({ client: client(IAMClient), pageSize: 1000 }, {}), ({ Marker }) => Marker)) yield* page.InstanceProfiles ?? [];
  },

  normalise: (profile: InstanceProfile, { account, partition }) => ({
    uid: profile.Arn ?? `arn:${partition}:iam::${account}:instance-profile/${profile.InstanceProfileName ?? ''}`,
    name: profile.InstanceProfileName ?? '',
    createdAt: profile.CreateDate,
    tags: tagsOf(profile.Tags),
    attributes: {
      instance_profile_name: profile.InstanceProfileName ?? '',
      instance_profile_id: profile.InstanceProfileId ?? null,
      path: profile.Path ?? '/',
      created_at: profile.CreateDate?.toISOString() ?? null,
      role_arns: (profile.Roles ?? []).flatMap(({ Arn }) => Arn ?? []).sort(),
    },
  }),

  relations: ({ attributes }) => relationsTo('assumes', attributes.role_arns),
});
