import type { Addon } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { pages } from '../pages.ts';
import { describedInClusters } from './clusters.ts';

export const awsEksAddon = defineAwsResource({
  id: 'aws:eks:addon',
  title: 'EKS add-on',
  plural: 'EKS add-ons',
  nativeType: 'AWS::EKS::Addon',
  locality: 'regional',
  permissions: ['eks:ListClusters', 'eks:ListAddons', 'eks:DescribeAddon'],
  reads: 'Version, health and role of each add-on of a cluster.',
  chain: 3,

  attributes: z.object({
    addon_name: z.string(),
    cluster_uid: z.string(),
    status: z.string().nullable(),
    addon_version: z.string().nullable(),
    role_arn: z.string().nullable(),
    publisher: z.string().nullable(),
    health_issues: z.array(z.string()),
    network_policy_enabled: z.boolean().nullable().describe('Of the network add-on, where its configuration says so'),
    created_at: z.string().nullable(),
    modified_at: z.string().nullable(),
  }),

  async *list(context) {
    const { EKSClient, paginateListAddons, DescribeAddonCommand } = await import('@aws-sdk/client-eks');
    const client = context.client(EKSClient);
    const list = async (clusterName: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const page of pages(paginateListAddons({ client, pageSize: 100 }, { clusterName }), ({ nextToken }) => nextToken)) names.push(...(page.addons ?? []));
      return names;
    };
    yield* describedInClusters(context, list, async (clusterName, addonName) => (await client.send(new DescribeAddonCommand({ clusterName, addonName }))).addon);
  },

  normalise: (addon: Addon, { arn }) => ({
    uid: addon.addonArn ?? '',
    name: addon.addonName ?? '',
    createdAt: addon.createdAt,
    tags: tagsOfRecord(addon.tags),
    attributes: {
      addon_name: addon.addonName ?? '',
      cluster_uid: arn('eks', `cluster/${addon.clusterName ?? ''}`),
      status: addon.status ?? null,
      addon_version: addon.addonVersion ?? null,
      role_arn: addon.serviceAccountRoleArn ?? null,
      publisher: addon.publisher ?? null,
      health_issues: [...new Set((addon.health?.issues ?? []).flatMap(({ code }) => code ?? []))].sort(),
      network_policy_enabled: networkPolicy(addon),
      created_at: addon.createdAt?.toISOString() ?? null,
      modified_at: addon.modifiedAt?.toISOString() ?? null,
    },
  }),

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.cluster_uid), ...relationsTo('assumes', attributes.role_arn)],
});

/** The configuration is JSON or YAML as somebody wrote it, and may hold more than is ours to keep. */
function networkPolicy({ addonName, configurationValues }: Addon): boolean | null {
  if (addonName !== 'vpc-cni') return null;
  const said = /"?enableNetworkPolicy"?\s*:\s*"?(true|false)/i.exec(configurationValues ?? '')?.[1];
  return said?.toLowerCase() === 'true';
}
