import { z } from 'zod';
import { type AzureRow, booleanAt, defineAzureResource, idAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';

export const azureContainerserviceNodePool = defineAzureResource({
  id: 'azure:containerservice:node-pool',
  title: 'AKS node pool',
  plural: 'AKS node pools',
  nativeType: 'Microsoft.ContainerService/managedClusters/agentPools',
  apiVersion: '2023-08-01',
  source: { from: 'body', parent: 'Microsoft.ContainerService/managedClusters', rows: poolsOf },
  permissions: ['Microsoft.ContainerService/managedClusters/read'],
  reads: 'Node pools of Kubernetes clusters with size, number of nodes and how they scale.',

  attributes: z.object({
    cluster_id: z.string(),
    mode: z.string().nullable().describe('System or User'),
    vm_size: z.string().nullable(),
    nodes: z.number().nullable(),
    min_nodes: z.number().nullable(),
    max_nodes: z.number().nullable(),
    autoscaling: z.boolean().nullable(),
    os_type: z.string().nullable(),
    os_sku: z.string().nullable(),
    os_disk_gib: z.number().nullable(),
    priority: z.string().nullable().describe('Regular or Spot'),
    power_state: z.string().nullable(),
    kubernetes_version: z.string().nullable(),
    public_node_ips: z.boolean().nullable(),
    encryption_at_host: z.boolean().nullable(),
    subnet_id: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      cluster_id: ownerOf(row.id),
      mode: textAt(row, 'properties.mode'),
      vm_size: textAt(row, 'properties.vmSize'),
      nodes: numberAt(row, 'properties.count'),
      min_nodes: numberAt(row, 'properties.minCount'),
      max_nodes: numberAt(row, 'properties.maxCount'),
      autoscaling: booleanAt(row, 'properties.enableAutoScaling'),
      os_type: textAt(row, 'properties.osType'),
      os_sku: textAt(row, 'properties.osSKU'),
      os_disk_gib: numberAt(row, 'properties.osDiskSizeGB'),
      priority: textAt(row, 'properties.scaleSetPriority'),
      power_state: textAt(row, 'properties.powerState.code'),
      kubernetes_version: textAt(row, 'properties.currentOrchestratorVersion') ?? textAt(row, 'properties.orchestratorVersion'),
      public_node_ips: booleanAt(row, 'properties.enableNodePublicIP'),
      encryption_at_host: booleanAt(row, 'properties.enableEncryptionAtHost'),
      subnet_id: idAt(row, 'properties.vnetSubnetID'),
    },
  }),

  // The body names no scale set: those lie in the node resource group under names of their own.
  relations: ({ attributes }) => [...relationsTo('member-of', attributes.cluster_id), ...relationsTo('member-of', attributes.subnet_id)],
});

/** In the cluster's body a pool has a name and no id, and its properties lie beside the name. */
function poolsOf(cluster: AzureRow): AzureRow[] {
  return listAt(cluster, 'properties.agentPoolProfiles').flatMap((pool) => {
    const name = textAt(pool, 'name');
    if (name === null) return [];
    const zones = listAt(pool, 'availabilityZones').map(String);
    return { id: `${cluster.id}/agentPools/${name}`, name, type: 'Microsoft.ContainerService/managedClusters/agentPools', zones, tags: (pool as AzureRow).tags ?? null, properties: pool as Record<string, unknown>, parent: cluster };
  });
}
