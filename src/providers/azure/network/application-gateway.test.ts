import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkApplicationGateway } from './application-gateway.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const publicIp = 'Microsoft.Network/publicIPAddresses';
const nic = 'Microsoft.Network/networkInterfaces';
const waf = 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

readsAs(azureNetworkApplicationGateway, aRow('Microsoft.Network/applicationGateways', 'Edge', {
  identity: { type: 'UserAssigned', userAssignedIdentities: { [idOf(identity, 'Edge')]: {} } },
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }, autoscaleConfiguration: { minCapacity: 1, maxCapacity: 4 }, operationalState: 'Running', enableHttp2: true, firewallPolicy: { id: idOf(waf, 'Edge') },
    sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101', minProtocolVersion: 'TLSv1_2' },
    gatewayIPConfigurations: [{ properties: { subnet: { id: idOf(subnet, 'Main/Edge') } } }], frontendIPConfigurations: [{ properties: { publicIPAddress: { id: idOf(publicIp, 'Edge-IP') } } }],
    httpListeners: [{ properties: { protocol: 'Http' } }, { properties: { protocol: 'Https' } }],
    sslCertificates: [{ name: 'shop', properties: { keyVaultSecretId: 'https://shop.vault.azure.net/secrets/shop' } }],
    backendAddressPools: [{ properties: { backendAddresses: [{ fqdn: 'shop.azurewebsites.net' }, { ipAddress: '10.0.1.4' }], backendIPConfigurations: [{ id: `${idOf(nic, 'Web')}/ipConfigurations/a` }] } }],
  },
}), {
  attributes: {
    sku: 'WAF_v2', tier: 'WAF_v2', capacity: null, min_capacity: 1, max_capacity: 4, operational_state: 'Running', http2: true, waf_enabled: null, waf_mode: null, waf_policy_id: uidOf(waf, 'Edge'),
    ssl_policy: 'AppGwSslPolicy20220101', min_tls_version: 'TLSv1_2', listeners: 2, http_listeners: 1, pools: 1, backend_members: 3, backend_ids: [uidOf(nic, 'Web')], subnet_ids: [uidOf(subnet, 'Main/Edge')],
    public_ip_ids: [uidOf(publicIp, 'Edge-IP')], key_vault_secret_uris: ['https://shop.vault.azure.net/secrets/shop'], identity_ids: [uidOf(identity, 'Edge')],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/Edge')}`, `uses ${uidOf(publicIp, 'Edge-IP')}`, `uses ${uidOf(waf, 'Edge')}`, `routes-to ${uidOf(nic, 'Web')}`, `assumes ${uidOf(identity, 'Edge')}`],
});
