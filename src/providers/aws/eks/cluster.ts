import type { Cluster } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { readEach } from '../read-each.ts';
import { clusterNames } from './clusters.ts';

export const awsEksCluster = defineAwsResource({
  id: 'aws:eks:cluster',
  title: 'EKS cluster',
  plural: 'EKS clusters',
  nativeType: 'AWS::EKS::Cluster',
  locality: 'regional',
  permissions: ['eks:ListClusters', 'eks:DescribeCluster'],
  reads: 'Version, network, endpoint access, logging and encryption of each cluster.',
  chain: 2,

  attributes: z.object({
    cluster_name: z.string(),
    status: z.string().nullable(),
    version: z.string().nullable(),
    platform_version: z.string().nullable(),
    support_type: z.string().nullable().describe('STANDARD or EXTENDED: what follows the end of standard support'),
    role_arn: z.string().nullable(),
    vpc_uid: z.string().nullable(),
    subnet_uids: z.array(z.string()),
    security_group_uids: z.array(z.string()),
    endpoint_public: z.boolean(),
    endpoint_private: z.boolean(),
    public_access_cidrs: z.array(z.string()),
    enabled_logs: z.array(z.string()).describe('Of api, audit, authenticator, controllerManager, scheduler'),
    secrets_key_uid: z.string().nullable().describe('The KMS key of Kubernetes secrets'),
    oidc_issuer: z.string().nullable(),
    authentication_mode: z.string().nullable(),
    auto_mode: z.boolean(),
    deletion_protection: z.boolean(),
    created_at: z.string().nullable(),
  }),

  async *list(context) {
    const { EKSClient, DescribeClusterCommand } = await import('@aws-sdk/client-eks');
    const describe = async (name: string): Promise<Cluster | undefined> => (await context.client(EKSClient).send(new DescribeClusterCommand({ name }))).cluster;
    for await (const cluster of readEach(await clusterNames(context), context, { read: describe, absent: ['ResourceNotFoundException'] })) if (cluster !== undefined) yield cluster;
  },

  normalise: (cluster: Cluster, { arn }) => {
    const network = cluster.resourcesVpcConfig;
    const groups = [...(network?.securityGroupIds ?? []), network?.clusterSecurityGroupId ?? ''].filter((id) => id !== '');
    return {
      uid: cluster.arn ?? arn('eks', `cluster/${cluster.name ?? ''}`),
      name: cluster.name ?? '',
      createdAt: cluster.createdAt,
      tags: tagsOfRecord(cluster.tags),
      attributes: {
        cluster_name: cluster.name ?? '',
        status: cluster.status ?? null,
        version: cluster.version ?? null,
        platform_version: cluster.platformVersion ?? null,
        support_type: cluster.upgradePolicy?.supportType ?? null,
        role_arn: cluster.roleArn ?? null,
        vpc_uid: network?.vpcId === undefined || network.vpcId === '' ? null : arn('ec2', `vpc/${network.vpcId}`),
        subnet_uids: (network?.subnetIds ?? []).map((id) => arn('ec2', `subnet/${id}`)).sort(),
        security_group_uids: [...new Set(groups)].map((id) => arn('ec2', `security-group/${id}`)).sort(),
        endpoint_public: network?.endpointPublicAccess ?? false,
        endpoint_private: network?.endpointPrivateAccess ?? false,
        public_access_cidrs: [...(network?.publicAccessCidrs ?? [])].sort(),
        enabled_logs: (cluster.logging?.clusterLogging ?? []).flatMap(({ enabled, types }) => (enabled === true ? (types ?? []) : [])).sort(),
        secrets_key_uid: cluster.encryptionConfig?.find(({ resources }) => resources?.includes('secrets') === true)?.provider?.keyArn ?? null,
        oidc_issuer: cluster.identity?.oidc?.issuer ?? null,
        authentication_mode: cluster.accessConfig?.authenticationMode ?? null,
        auto_mode: cluster.computeConfig?.enabled ?? false,
        deletion_protection: cluster.deletionProtection ?? false,
        created_at: cluster.createdAt?.toISOString() ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', [attributes.vpc_uid, ...attributes.subnet_uids]),
    ...relationsTo('uses', attributes.security_group_uids),
    ...relationsTo('assumes', attributes.role_arn),
    ...relationsTo('encrypted-by', attributes.secrets_key_uid),
    ...relationsTo('logs-to', attributes.enabled_logs.length === 0 ? null : logGroupOf(uid)),
  ],
});

/** Where EKS puts what a cluster logs: a group named after it. */
const logGroupOf = (uid: string): string => uid.replace(':eks:', ':logs:').replace(/:cluster\/(.+)$/, ':log-group:/aws/eks/$1/cluster');
