import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureComputeVmss } from './vmss.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const pool = 'Microsoft.Network/loadBalancers/backendAddressPools';
const gallery = 'Microsoft.Compute/galleries/images/versions';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

const row = aRow('Microsoft.Compute/virtualMachineScaleSets', 'Workers', {
  sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 }, zones: ['2', '1'], tags: { team: 'shop' },
  identity: { type: 'UserAssigned', userAssignedIdentities: { [idOf(identity, 'Runner')]: { clientId: 'c1' } } },
  properties: {
    provisioningState: 'Succeeded', orchestrationMode: 'Uniform', upgradePolicy: { mode: 'Rolling' }, timeCreated: '2025-02-03T04:05:06.789Z',
    virtualMachineProfile: {
      osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } }, securityProfile: { encryptionAtHost: true },
      storageProfile: { osDisk: { osType: 'Linux' }, imageReference: { id: idOf(gallery, 'Base/Web/1.0.0') } },
      networkProfile: {
        networkInterfaceConfigurations: [
          { name: 'nic', properties: { ipConfigurations: [{ properties: { subnet: { id: idOf(subnet, 'Main/Web') }, loadBalancerBackendAddressPools: [{ id: idOf(pool, 'Front/One') }, { id: idOf(pool, 'Front/Two') }] } }] } },
        ],
      },
    },
  },
});

readsAs(azureComputeVmss, row, {
  createdAt: new Date('2025-02-03T04:05:06.789Z'),
  tags: { team: 'shop' },
  attributes: {
    vm_size: 'Standard_D2s_v5', capacity: 3, orchestration_mode: 'Uniform', upgrade_mode: 'Rolling', priority: 'Regular', os_type: 'Linux', image_id: uidOf(gallery, 'Base/Web/1.0.0'),
    image_publisher: null, image_offer: null, image_sku: null, is_password_disabled: true, encryption_at_host: true, provisioning_state: 'Succeeded', subnet_ids: [uidOf(subnet, 'Main/Web')],
    load_balancer_ids: [uidOf('Microsoft.Network/loadBalancers', 'Front')], identity_ids: [uidOf(identity, 'Runner')], zones: ['1', '2'],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/Web')}`, `member-of ${uidOf('Microsoft.Network/loadBalancers', 'Front')}`, `created-from ${uidOf(gallery, 'Base/Web/1.0.0')}`, `assumes ${uidOf(identity, 'Runner')}`],
});
