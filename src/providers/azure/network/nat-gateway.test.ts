import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkNatGateway } from './nat-gateway.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const publicIp = 'Microsoft.Network/publicIPAddresses';

readsAs(azureNetworkNatGateway, aRow('Microsoft.Network/natGateways', 'Out', {
  sku: { name: 'Standard' }, zones: ['1'],
  properties: { idleTimeoutInMinutes: 10, subnets: [{ id: idOf(subnet, 'Main/Web') }], publicIpAddresses: [{ id: idOf(publicIp, 'Out-IP') }], provisioningState: 'Succeeded' },
}), {
  attributes: { sku: 'Standard', idle_timeout_minutes: 10, subnet_ids: [uidOf(subnet, 'Main/Web')], public_ip_ids: [uidOf(publicIp, 'Out-IP')], public_ip_prefix_ids: [], zones: ['1'] },
  relations: [`attached-to ${uidOf(subnet, 'Main/Web')}`, `uses ${uidOf(publicIp, 'Out-IP')}`],
});
