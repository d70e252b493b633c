import type { Nodegroup } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { pages } from '../pages.ts';
import { describedInClusters } from './clusters.ts';

export const awsEksNodegroup = defineAwsResource({
  id: 'aws:eks:nodegroup',
  title: 'EKS node group',
  plural: 'EKS node groups',
  nativeType: 'AWS::EKS::Nodegroup',
  locality: 'regional',
  permissions: ['eks:ListClusters', 'eks:ListNodegroups', 'eks:DescribeNodegroup'],
  reads: 'Size, instance types, version, role and launch template of each managed node group.',
  chain: 3,

  attributes: z.object({
    nodegroup_name: z.string(),
    cluster_uid: z.string(),
    status: z.string().nullable(),
    version: z.string().nullable(),
    release_version: z.string().nullable(),
    capacity_type: z.string().nullable(),
    ami_type: z.string().nullable(),
    instance_types: z.array(z.string()),
    min_size: z.int().nullable(),
    max_size: z.int().nullable(),
    desired_size: z.int().nullable(),
    disk_size_gib: z.int().nullable(),
    role_arn: z.string().nullable(),
    subnet_uids: z.array(z.string()),
    launch_template_uid: z.string().nullable(),
    auto_scaling_group_names: z.array(z.string()),
    remote_access_key: z.string().nullable(),
    remote_access_security_group_uids: z.array(z.string()).describe('Who may log in; empty with a key: anybody'),
    created_at: z.string().nullable(),
  }),

  async *list(context) {
    const { EKSClient, paginateListNodegroups, DescribeNodegroupCommand } = await import('@aws-sdk/client-eks');
    const client = context.client(EKSClient);
    const list = async (clusterName: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const page of pages(paginateListNodegroups({ client, pageSize: 100 }, { clusterName }), ({ nextToken }) => nextToken)) names.push(...(page.nodegroups ?? []));
      return names;
    };
    yield* describedInClusters(context, list, async (clusterName, nodegroupName) => (await client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }))).nodegroup);
  },

  normalise: (group: Nodegroup, { arn }) => {
    const template = group.launchTemplate?.id;
    return {
      uid: group.nodegroupArn ?? '',
      name: group.nodegroupName ?? '',
      createdAt: group.createdAt,
      tags: tagsOfRecord(group.tags),
      attributes: {
        nodegroup_name: group.nodegroupName ?? '',
        cluster_uid: arn('eks', `cluster/${group.clusterName ?? ''}`),
        status: group.status ?? null,
        version: group.version ?? null,
        release_version: group.releaseVersion ?? null,
        capacity_type: group.capacityType ?? null,
        ami_type: group.amiType ?? null,
        instance_types: [...(group.instanceTypes ?? [])].sort(),
        min_size: group.scalingConfig?.minSize ?? null,
        max_size: group.scalingConfig?.maxSize ?? null,
        desired_size: group.scalingConfig?.desiredSize ?? null,
        disk_size_gib: group.diskSize ?? null,
        role_arn: group.nodeRole ?? null,
        subnet_uids: (group.subnets ?? []).map((id) => arn('ec2', `subnet/${id}`)).sort(),
        launch_template_uid: template === undefined ? null : arn('ec2', `launch-template/${template}`),
        auto_scaling_group_names: (group.resources?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []).sort(),
        remote_access_key: group.remoteAccess?.ec2SshKey ?? null,
        remote_access_security_group_uids: (group.remoteAccess?.sourceSecurityGroups ?? []).map((id) => arn('ec2', `security-group/${id}`)).sort(),
        created_at: group.createdAt?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', [attributes.cluster_uid, ...attributes.subnet_uids]),
    ...relationsTo('assumes', attributes.role_arn),
    ...relationsTo('uses', [attributes.launch_template_uid, ...attributes.remote_access_security_group_uids]),
  ],
});
