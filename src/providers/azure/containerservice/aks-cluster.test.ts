import { aRow, idOf, readsAs, subscription, uidOf } from '../test-azure.ts';
import { azureContainerserviceAksCluster } from './aks-cluster.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const workspace = 'Microsoft.OperationalInsights/workspaces';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

readsAs(azureContainerserviceAksCluster, aRow('Microsoft.ContainerService/managedClusters', 'Shop-AKS', {
  sku: { name: 'Base', tier: 'Standard' }, identity: { type: 'SystemAssigned' },
  properties: {
    kubernetesVersion: '1.29', currentKubernetesVersion: '1.29.4', powerState: { code: 'Running' }, fqdn: 'shop.hcp.westeurope.azmk8s.io', nodeResourceGroup: 'MC_Shop', enableRBAC: true, disableLocalAccounts: true,
    agentPoolProfiles: [{ name: 'system', mode: 'System', count: 3, vnetSubnetID: idOf(subnet, 'Main/AKS') }, { name: 'work', mode: 'User', count: 2, vnetSubnetID: idOf(subnet, 'Main/AKS') }],
    apiServerAccessProfile: { enablePrivateCluster: false, authorizedIPRanges: ['203.0.113.0/24'] }, aadProfile: { managed: true }, networkProfile: { networkPlugin: 'azure', networkPolicy: 'calico', outboundType: 'loadBalancer' },
    addonProfiles: { omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: idOf(workspace, 'Logs') } }, azurepolicy: { enabled: true } }, oidcIssuerProfile: { enabled: false },
    autoUpgradeProfile: { upgradeChannel: 'patch' }, identityProfile: { kubeletidentity: { resourceId: idOf(identity, 'Kubelet') } },
  },
}), {
  attributes: {
    kubernetes_version: '1.29.4', tier: 'Standard', power_state: 'Running', pools: 2, nodes: 5, user_pools: 1, user_nodes: 2, is_private: false, authorized_ip_ranges: ['203.0.113.0/24'], rbac: true, local_accounts: false,
    entra_managed: true, network_plugin: 'azure', network_policy: 'calico', outbound_type: 'loadBalancer', oidc_issuer: false, azure_policy: true, upgrade_channel: 'patch', fqdn: 'shop.hcp.westeurope.azmk8s.io',
    disk_encryption_set_id: null, node_resource_group_id: `/subscriptions/${subscription}/resourcegroups/mc_shop`, workspace_id: uidOf(workspace, 'Logs'), subnet_ids: [uidOf(subnet, 'Main/AKS')], identity_ids: [uidOf(identity, 'Kubelet')],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/AKS')}`, `uses /subscriptions/${subscription}/resourcegroups/mc_shop`, `assumes ${uidOf(identity, 'Kubelet')}`, `logs-to ${uidOf(workspace, 'Logs')}`],
});
