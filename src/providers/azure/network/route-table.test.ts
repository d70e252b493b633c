import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkRouteTable } from './route-table.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';

readsAs(azureNetworkRouteTable, aRow('Microsoft.Network/routeTables', 'Spoke', {
  properties: {
    disableBgpRoutePropagation: true, subnets: [{ id: idOf(subnet, 'Main/Web') }],
    routes: [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.0.4' } }, { name: 'drop', properties: { addressPrefix: '10.9.0.0/16', nextHopType: 'None' } }],
  },
}), {
  attributes: {
    routes: [{ name: 'drop', prefix: '10.9.0.0/16', next_hop_type: 'None', next_hop_ip: null }, { name: 'out', prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_ip: '10.0.0.4' }],
    takes_gateway_routes: false, subnet_ids: [uidOf(subnet, 'Main/Web')],
  },
  relations: [`attached-to ${uidOf(subnet, 'Main/Web')}`],
});
