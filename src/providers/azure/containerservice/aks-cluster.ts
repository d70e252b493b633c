import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, idsOf } from '../ids.ts';

const pools = 'properties.agentPoolProfiles';

export const azureContainerserviceAksCluster = defineAzureResource({
  id: 'azure:containerservice:aks-cluster',
  title: 'AKS cluster',
  plural: 'AKS clusters',
  nativeType: 'Microsoft.ContainerService/managedClusters',
  apiVersion: '2023-08-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Kubernetes clusters with version, pools, network, sign-in and what watches them.',

  attributes: z.object({
    kubernetes_version: z.string().nullable(),
    tier: z.string().nullable().describe('Free, Standard or Premium'),
    power_state: z.string().nullable().describe('Running or Stopped'),
    pools: z.number(),
    nodes: z.number().describe('In all pools'),
    user_pools: z.number(),
    user_nodes: z.number(),
    is_private: z.boolean().nullable(),
    authorized_ip_ranges: z.array(z.string()),
    rbac: z.boolean().nullable(),
    local_accounts: z.boolean().nullable().describe('Null: not said, which means allowed'),
    entra_managed: z.boolean().nullable(),
    network_plugin: z.string().nullable(),
    network_policy: z.string().nullable(),
    outbound_type: z.string().nullable(),
    oidc_issuer: z.boolean().nullable(),
    azure_policy: z.boolean().nullable(),
    upgrade_channel: z.string().nullable(),
    fqdn: z.string().nullable(),
    disk_encryption_set_id: z.string().nullable(),
    node_resource_group_id: z.string().nullable(),
    workspace_id: z.string().nullable().describe('Where its logs go'),
    subnet_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
  }),

  normalise(row) {
    const all = listAt(row, pools);
    const user = all.filter((pool) => textAt(pool, 'mode')?.toLowerCase() === 'user');
    const nodesOf = (some: readonly unknown[]): number => some.reduce<number>((sum, pool) => sum + (numberAt(pool, 'count') ?? 0), 0);
    const isWithoutLocal = booleanAt(row, 'properties.disableLocalAccounts');
    const group = textAt(row, 'properties.nodeResourceGroup');
    const subscription = /^\/subscriptions\/[^/]+/i.exec(row.id)?.[0].toLowerCase() ?? '';
    return {
      attributes: {
        kubernetes_version: textAt(row, 'properties.currentKubernetesVersion') ?? textAt(row, 'properties.kubernetesVersion'),
        tier: textAt(row, 'sku.tier'),
        power_state: textAt(row, 'properties.powerState.code'),
        pools: all.length,
        nodes: nodesOf(all),
        user_pools: user.length,
        user_nodes: nodesOf(user),
        is_private: booleanAt(row, 'properties.apiServerAccessProfile.enablePrivateCluster'),
        authorized_ip_ranges: listAt(row, 'properties.apiServerAccessProfile.authorizedIPRanges').filter((range) => typeof range === 'string').sort(),
        rbac: booleanAt(row, 'properties.enableRBAC'),
        local_accounts: isWithoutLocal === null ? null : !isWithoutLocal,
        entra_managed: booleanAt(row, 'properties.aadProfile.managed'),
        network_plugin: textAt(row, 'properties.networkProfile.networkPlugin'),
        network_policy: textAt(row, 'properties.networkProfile.networkPolicy'),
        outbound_type: textAt(row, 'properties.networkProfile.outboundType'),
        oidc_issuer: booleanAt(row, 'properties.oidcIssuerProfile.enabled'),
        azure_policy: booleanAt(row, 'properties.addonProfiles.azurepolicy.enabled'),
        upgrade_channel: textAt(row, 'properties.autoUpgradeProfile.upgradeChannel'),
        fqdn: textAt(row, 'properties.fqdn') ?? textAt(row, 'properties.privateFQDN'),
        disk_encryption_set_id: idAt(row, 'properties.diskEncryptionSetID'),
        node_resource_group_id: group === null ? null : `${subscription}/resourcegroups/${group.toLowerCase()}`,
        workspace_id: idAt(row, 'properties.addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID'),
        subnet_ids: idsOf([...idsAt(row, pools, 'vnetSubnetID'), ...idsAt(row, pools, 'podSubnetID')]),
        identity_ids: idsOf([...identityIdsOf(row), textAt(row, 'properties.identityProfile.kubeletidentity.resourceId')]),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.subnet_ids),
    ...relationsTo('uses', attributes.node_resource_group_id),
    ...relationsTo('assumes', attributes.identity_ids),
    ...relationsTo('logs-to', attributes.workspace_id),
    ...relationsTo('encrypted-by', attributes.disk_encryption_set_id),
  ],
});
