import type { FargateProfile } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { pages } from '../pages.ts';
import { describedInClusters } from './clusters.ts';

export const awsEksFargateProfile = defineAwsResource({
  id: 'aws:eks:fargate-profile',
  title: 'EKS Fargate profile',
  plural: 'EKS Fargate profiles',
  nativeType: 'AWS::EKS::FargateProfile',
  locality: 'regional',
  permissions: ['eks:ListClusters', 'eks:ListFargateProfiles', 'eks:DescribeFargateProfile'],
  reads: 'Which pods run on Fargate, in which subnets and with which role.',
  chain: 3,

  attributes: z.object({
    fargate_profile_name: z.string(),
    cluster_uid: z.string(),
    status: z.string().nullable(),
    pod_execution_role_arn: z.string().nullable(),
    subnet_uids: z.array(z.string()),
    namespaces: z.array(z.string()),
    created_at: z.string().nullable(),
  }),

  async *list(context) {
    const { EKSClient, paginateListFargateProfiles, DescribeFargateProfileCommand } = await import('@aws-sdk/client-eks');
    const client = context.client(EKSClient);
    const list = async (clusterName: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const page of pages(paginateListFargateProfiles({ client, pageSize: 100 }, { clusterName }), ({ nextToken }) => nextToken)) names.push(...(page.fargateProfileNames ?? []));
      return names;
    };
    yield* describedInClusters(context, list, async (clusterName, fargateProfileName) => (await client.send(new DescribeFargateProfileCommand({ clusterName, fargateProfileName }))).fargateProfile);
  },

  normalise: (profile: FargateProfile, { arn }) => ({
    uid: profile.fargateProfileArn ?? '',
    name: profile.fargateProfileName ?? '',
    createdAt: profile.createdAt,
    tags: tagsOfRecord(profile.tags),
    attributes: {
      fargate_profile_name: profile.fargateProfileName ?? '',
      cluster_uid: arn('eks', `cluster/${profile.clusterName ?? ''}`),
      status: profile.status ?? null,
      pod_execution_role_arn: profile.podExecutionRoleArn ?? null,
      subnet_uids: (profile.subnets ?? []).map((id) => arn('ec2', `subnet/${id}`)).sort(),
      namespaces: [...new Set((profile.selectors ?? []).flatMap(({ namespace }) => namespace ?? []))].sort(),
      created_at: profile.createdAt?.toISOString() ?? null,
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', [attributes.cluster_uid, ...attributes.subnet_uids]), ...relationsTo('assumes', attributes.pod_execution_role_arn)],
});
