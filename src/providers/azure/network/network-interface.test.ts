import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkNetworkInterface } from './network-interface.ts';

const vm = 'Microsoft.Compute/virtualMachines';
const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const nsg = 'Microsoft.Network/networkSecurityGroups';
const publicIp = 'Microsoft.Network/publicIPAddresses';
const pool = 'Microsoft.Network/loadBalancers/backendAddressPools';

readsAs(azureNetworkNetworkInterface, aRow('Microsoft.Network/networkInterfaces', 'Web-Nic', {
  properties: {
    virtualMachine: { id: idOf(vm, 'Web') }, networkSecurityGroup: { id: idOf(nsg, 'Web') }, enableAcceleratedNetworking: true, enableIPForwarding: false, macAddress: '00-0D-3A-1B-C7-21',
    ipConfigurations: [
      {
        name: 'primary',
        properties: { privateIPAddress: '10.0.1.4', subnet: { id: idOf(subnet, 'Main/Web') }, publicIPAddress: { id: idOf(publicIp, 'Web-IP') }, loadBalancerBackendAddressPools: [{ id: idOf(pool, 'Front/Web') }] },
      },
      { name: 'second', properties: { privateIPAddress: '10.0.1.5', subnet: { id: idOf(subnet, 'Main/Web') } } },
    ],
  },
}), {
  attributes: {
    vm_id: uidOf(vm, 'Web'), private_endpoint_id: null, private_link_service_id: null, nsg_id: uidOf(nsg, 'Web'), private_ips: ['10.0.1.4', '10.0.1.5'], subnet_ids: [uidOf(subnet, 'Main/Web')], public_ip_ids: [uidOf(publicIp, 'Web-IP')],
    load_balancer_ids: [uidOf('Microsoft.Network/loadBalancers', 'Front')], ip_forwarding: false, accelerated_networking: true, mac_address: '00-0D-3A-1B-C7-21',
  },
  relations: [`attached-to ${uidOf(vm, 'Web')}`, `member-of ${uidOf(subnet, 'Main/Web')}`, `member-of ${uidOf('Microsoft.Network/loadBalancers', 'Front')}`, `uses ${uidOf(nsg, 'Web')}`, `uses ${uidOf(publicIp, 'Web-IP')}`],
});
