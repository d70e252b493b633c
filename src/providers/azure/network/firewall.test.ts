import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkFirewall } from './firewall.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const publicIp = 'Microsoft.Network/publicIPAddresses';
const policy = 'Microsoft.Network/firewallPolicies';

readsAs(azureNetworkFirewall, aRow('Microsoft.Network/azureFirewalls', 'Wall', {
  zones: ['1', '2', '3'],
  properties: {
    sku: { name: 'AZFW_VNet', tier: 'Premium' }, threatIntelMode: 'Deny', firewallPolicy: { id: idOf(policy, 'Main') },
    ipConfigurations: [{ properties: { privateIPAddress: '10.0.0.4', subnet: { id: idOf(subnet, 'Main/AzureFirewallSubnet') }, publicIPAddress: { id: idOf(publicIp, 'Wall-IP') } } }],
  },
}), {
  attributes: {
    sku: 'AZFW_VNet', tier: 'Premium', threat_intel_mode: 'Deny', policy_id: uidOf(policy, 'Main'), virtual_hub_id: null, is_allocated: true, subnet_ids: [uidOf(subnet, 'Main/AzureFirewallSubnet')],
    public_ip_ids: [uidOf(publicIp, 'Wall-IP')], private_ip: '10.0.0.4', zones: ['1', '2', '3'],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/AzureFirewallSubnet')}`, `uses ${uidOf(policy, 'Main')}`, `uses ${uidOf(publicIp, 'Wall-IP')}`],
});
