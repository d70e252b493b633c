import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkPublicIp } from './public-ip.ts';

const nic = 'Microsoft.Network/networkInterfaces';

readsAs(azureNetworkPublicIp, aRow('Microsoft.Network/publicIPAddresses', 'Web-IP', {
  sku: { name: 'Standard', tier: 'Regional' }, zones: ['3', '1', '2'],
  properties: {
    provisioningState: 'Succeeded', ipAddress: '20.1.2.3', publicIPAddressVersion: 'IPv4', publicIPAllocationMethod: 'Static', idleTimeoutInMinutes: 4,
    dnsSettings: { domainNameLabel: 'shop', fqdn: 'shop.westeurope.cloudapp.azure.com' }, ipConfiguration: { id: `${idOf(nic, 'Web-Nic')}/ipConfigurations/Primary` }, ddosSettings: { protectionMode: 'VirtualNetworkInherited' },
  },
}), {
  attributes: {
    ip_address: '20.1.2.3', sku: 'Standard', tier: 'Regional', allocation: 'Static', version: 'IPv4', fqdn: 'shop.westeurope.cloudapp.azure.com', idle_timeout_minutes: 4,
    ip_configuration_id: `${uidOf(nic, 'Web-Nic')}/ipconfigurations/primary`, used_by_id: uidOf(nic, 'Web-Nic'), nat_gateway_id: null, public_ip_prefix_id: null, ddos_protection: 'VirtualNetworkInherited', zones: ['1', '2', '3'],
  },
  relations: [`attached-to ${uidOf(nic, 'Web-Nic')}`],
});
