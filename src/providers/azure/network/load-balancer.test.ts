import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkLoadBalancer } from './load-balancer.ts';

const publicIp = 'Microsoft.Network/publicIPAddresses';
const nic = 'Microsoft.Network/networkInterfaces';
const set = 'Microsoft.Compute/virtualMachineScaleSets';

readsAs(azureNetworkLoadBalancer, aRow('Microsoft.Network/loadBalancers', 'Front', {
  sku: { name: 'Standard', tier: 'Regional' }, tags: { env: 'prod' },
  properties: {
    frontendIPConfigurations: [{ name: 'public', properties: { publicIPAddress: { id: idOf(publicIp, 'Front-IP') } } }],
    backendAddressPools: [
      {
        name: 'web',
        properties: {
          backendIPConfigurations: [{ id: `${idOf(nic, 'Web-1')}/ipConfigurations/a` }, { id: `${idOf(set, 'Workers')}/virtualMachines/0/networkInterfaces/nic/ipConfigurations/a` }],
          loadBalancerBackendAddresses: [{ name: 'outside', properties: { ipAddress: '10.9.9.9' } }, { name: 'web-1', properties: { networkInterfaceIPConfiguration: { id: `${idOf(nic, 'Web-1')}/ipConfigurations/a` } } }],
        },
      },
      { name: 'empty', properties: {} },
    ],
    loadBalancingRules: [{ name: 'https' }], outboundRules: [{ name: 'out' }], inboundNatRules: [{ name: 'ssh', properties: { backendIPConfiguration: { id: `${idOf(nic, 'Jump')}/ipConfigurations/a` } } }],
  },
}), {
  tags: { env: 'prod' },
  attributes: {
    sku: 'Standard', tier: 'Regional', is_public: true, frontends: 1, public_ip_ids: [uidOf(publicIp, 'Front-IP')], subnet_ids: [], rules: 2, nat_rules: 1, pools: 2, backend_members: 4,
    backend_ids: [uidOf(set, 'Workers'), uidOf(nic, 'Jump'), uidOf(nic, 'Web-1')],
  },
  relations: [`uses ${uidOf(publicIp, 'Front-IP')}`, `routes-to ${uidOf(set, 'Workers')}`, `routes-to ${uidOf(nic, 'Jump')}`, `routes-to ${uidOf(nic, 'Web-1')}`],
});

it('tells no pools from pools that are not told', () => {
  expect([{ backendAddressPools: [] }, {}, null].map((properties) => normalised(azureNetworkLoadBalancer, aRow('Microsoft.Network/loadBalancers', 'One', { properties })).attributes['pools'])).toEqual([0, null, null]);
});
