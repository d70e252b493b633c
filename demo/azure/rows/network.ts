import type { RowContext, RowMaker } from '../row.ts';

const machines = 'Microsoft.Compute/virtualMachines';
const networks = 'Microsoft.Network/virtualNetworks';
const groups = 'Microsoft.Network/networkSecurityGroups';
const addresses = 'Microsoft.Network/publicIPAddresses';
const interfaces = 'Microsoft.Network/networkInterfaces';

function virtualNetwork({ id, index, idOf, plan, subscription }: RowContext): ReturnType<RowMaker> {
  const other = idOf(networks, index + 1);
  const subnet = (name: string, place: number, more: Record<string, unknown>) => ({ id: `${id}/subnets/${name}`, name, type: `${networks}/subnets`, properties: { provisioningState: 'Succeeded', addressPrefix: `10.${index % 250}.${place}.0/24`, serviceEndpoints: [], delegations: [], privateEndpointNetworkPolicies: 'Disabled', ...more } });
  return {
    properties: {
      addressSpace: { addressPrefixes: [`10.${index % 250}.0.0/16`] },
      subnets: [
        subnet('default', 0, { networkSecurityGroup: { id: idOf(groups) }, ipConfigurations: [{ id: `${idOf(interfaces)}/ipConfigurations/ipconfig1` }] }),
        subnet('data', 1, { routeTable: { id: idOf('Microsoft.Network/routeTables') }, natGateway: { id: idOf('Microsoft.Network/natGateways') }, serviceEndpoints: [{ service: 'Microsoft.Storage', locations: ['westeurope'] }] }),
        ...(index % 3 === 0 ? [subnet('AzureBastionSubnet', 2, {})] : []),
      ],
      virtualNetworkPeerings: plan.countOf(networks, subscription) > 1 && index % 2 === 0 ? [{ id: `${id}/virtualNetworkPeerings/to-other`, name: 'to-other', properties: { peeringState: index % 4 === 0 ? 'Connected' : 'Disconnected', allowForwardedTraffic: false, remoteVirtualNetwork: { id: other } } }] : [],
      enableDdosProtection: false,
    },
  };
}

function securityGroup({ id, index, idOf }: RowContext): ReturnType<RowMaker> {
  const rule = (name: string, priority: number, source: string, port: string) => ({ id: `${id}/securityRules/${name}`, name, type: `${groups}/securityRules`, properties: { protocol: 'Tcp', sourcePortRange: '*', destinationPortRange: port, sourceAddressPrefix: source, destinationAddressPrefix: '*', access: 'Allow', priority, direction: 'Inbound', provisioningState: 'Succeeded', sourceAddressPrefixes: [], destinationPortRanges: [] } });
  return {
    properties: {
      securityRules: [rule('https', 100, 'Internet', '443'), ...(index % 4 === 0 ? [rule('ssh', 110, '*', '22')] : []), ...(index % 7 === 0 ? [rule('rdp', 120, '0.0.0.0/0', '3389')] : [])],
      defaultSecurityRules: [],
      ...(index % 3 === 0 ? { subnets: [{ id: `${idOf(networks)}/subnets/default` }] } : {}),
      ...(index % 5 === 1 ? { networkInterfaces: [{ id: idOf(interfaces) }] } : {}),
    },
  };
}

/** The first half of the addresses is used, by interfaces; the rest is idle. */
export const isUsedAddress = (index: number, count: number): boolean => index < Math.ceil(count / 2);

/** What belongs to networks. */
export const networkRows: Readonly<Record<string, RowMaker>> = {
  [networks]: virtualNetwork,
  [groups]: securityGroup,
  [interfaces]: ({ id, index, idOf, plan, subscription }) => ({
    properties: {
      ipConfigurations: [{ id: `${id}/ipConfigurations/ipconfig1`, name: 'ipconfig1', properties: { privateIPAddress: `10.0.${index >> 8 & 255}.${index & 255}`, privateIPAllocationMethod: 'Dynamic', primary: true, subnet: { id: `${idOf(networks)}/subnets/default` }, ...(isUsedAddress(index, plan.countOf(addresses, subscription)) ? { publicIPAddress: { id: idOf(addresses) } } : {}) } }],
      ...(index < plan.countOf(machines, subscription) ? { virtualMachine: { id: idOf(machines) } } : {}),
      ...(index % 2 === 0 ? { networkSecurityGroup: { id: idOf(groups) } } : {}),
      enableIPForwarding: index % 11 === 0, enableAcceleratedNetworking: true, primary: true, macAddress: '00-0D-3A-00-00-01',
    },
  }),
  [addresses]: ({ index, idOf, plan, subscription }) => ({
    sku: { name: index % 4 === 3 ? 'Basic' : 'Standard', tier: 'Regional' },
    properties: {
      ipAddress: `20.${index >> 16 & 255}.${index >> 8 & 255}.${index & 255}`, publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4', idleTimeoutInMinutes: 4,
      ...(isUsedAddress(index, plan.countOf(addresses, subscription)) ? { ipConfiguration: { id: `${idOf(interfaces)}/ipConfigurations/ipconfig1` } } : {}),
    },
  }),
  'Microsoft.Network/loadBalancers': ({ id, index, idOf }) => ({
    sku: { name: 'Standard', tier: 'Regional' },
    properties: {
      frontendIPConfigurations: [{ id: `${id}/frontendIPConfigurations/front`, name: 'front', properties: { publicIPAddress: { id: idOf(addresses, index * 2) } } }],
      backendAddressPools: index % 3 === 2 ? [] : [{ id: `${id}/backendAddressPools/pool`, name: 'pool', properties: index % 3 === 1 ? {} : { backendIPConfigurations: [{ id: `${idOf(interfaces)}/ipConfigurations/ipconfig1` }] } }],
      loadBalancingRules: index % 3 === 0 ? [{ id: `${id}/loadBalancingRules/http`, name: 'http', properties: { frontendPort: 80, backendPort: 80, protocol: 'Tcp' } }] : [], probes: [], inboundNatRules: [], outboundRules: [],
    },
  }),
  'Microsoft.Network/applicationGateways': ({ id, index, idOf }) => ({
    properties: {
      sku: { name: index % 2 === 0 ? 'WAF_v2' : 'Standard_v2', tier: index % 2 === 0 ? 'WAF_v2' : 'Standard_v2', capacity: 2 }, operationalState: index % 3 === 2 ? 'Stopped' : 'Running',
      gatewayIPConfigurations: [{ id: `${id}/gatewayIPConfigurations/gw`, properties: { subnet: { id: `${idOf(networks)}/subnets/data` } } }], frontendIPConfigurations: [{ id: `${id}/frontendIPConfigurations/front`, properties: { publicIPAddress: { id: idOf(addresses) } } }],
      backendAddressPools: [{ id: `${id}/backendAddressPools/pool`, name: 'pool', properties: { backendAddresses: index % 2 === 0 ? [{ fqdn: 'app.example' }] : [] } }], httpListeners: [], requestRoutingRules: [], sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101' },
      ...(index % 2 === 0 ? { firewallPolicy: { id: idOf('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies') } } : {}),
    },
  }),
  'Microsoft.Network/routeTables': ({ id, index, idOf }) => ({ properties: { disableBgpRoutePropagation: false, routes: [{ id: `${id}/routes/out`, name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'Internet' } }], ...(index % 2 === 0 ? { subnets: [{ id: `${idOf(networks)}/subnets/data` }] } : {}) } }),
  'Microsoft.Network/natGateways': ({ index, idOf }) => ({ sku: { name: 'Standard' }, properties: { idleTimeoutInMinutes: 4, publicIpAddresses: [{ id: idOf(addresses) }], ...(index % 2 === 0 ? { subnets: [{ id: `${idOf(networks)}/subnets/data` }] } : {}) } }),
};
