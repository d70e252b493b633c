import { expect, it } from 'vitest';
import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureContainerserviceNodePool } from './node-pool.ts';

const cluster = 'Microsoft.ContainerService/managedClusters';
const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const profile = {
  name: 'work', mode: 'User', vmSize: 'Standard_D4s_v5', count: 2, minCount: 1, maxCount: 5, enableAutoScaling: true, osType: 'Linux', osSKU: 'Ubuntu', osDiskSizeGB: 128, scaleSetPriority: 'Spot', powerState: { code: 'Running' },
  orchestratorVersion: '1.29', enableNodePublicIP: false, enableEncryptionAtHost: true, vnetSubnetID: idOf(subnet, 'Main/AKS'), availabilityZones: ['2', '1'], tags: { team: 'shop' },
};
const parent = aRow(cluster, 'Shop-AKS', { properties: { agentPoolProfiles: [profile, { count: 1 }] } });
const rows = azureContainerserviceNodePool.source.from === 'body' ? azureContainerserviceNodePool.source.rows(parent) : [];

it('finds the pools in the body of their cluster', () => {
  expect(rows.map(({ id }) => id)).toEqual([`${idOf(cluster, 'Shop-AKS')}/agentPools/work`]);
});

readsAs(azureContainerserviceNodePool, rows[0]!, {
  tags: { team: 'shop' },
  attributes: {
    cluster_id: uidOf(cluster, 'Shop-AKS'), mode: 'User', vm_size: 'Standard_D4s_v5', nodes: 2, min_nodes: 1, max_nodes: 5, autoscaling: true, os_type: 'Linux', os_sku: 'Ubuntu', os_disk_gib: 128, priority: 'Spot',
    power_state: 'Running', kubernetes_version: '1.29', public_node_ips: false, encryption_at_host: true, subnet_id: uidOf(subnet, 'Main/AKS'), zones: ['1', '2'],
  },
  relations: [`member-of ${uidOf(cluster, 'Shop-AKS')}`, `member-of ${uidOf(subnet, 'Main/AKS')}`],
});
