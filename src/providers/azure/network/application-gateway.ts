import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, idsOf, ownersOf } from '../ids.ts';

export const azureNetworkApplicationGateway = defineAzureResource({
  id: 'azure:network:application-gateway',
  title: 'Application gateway',
  plural: 'Application gateways',
  nativeType: 'Microsoft.Network/applicationGateways',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Application gateways with size, firewall, certificates and the members of their pools.',

  attributes: z.object({
    sku: z.string().nullable().describe('Standard_v2, WAF_v2, Standard_Small, …'),
    tier: z.string().nullable(),
    capacity: z.number().nullable().describe('Fixed instances; null where it scales by itself'),
    min_capacity: z.number().nullable(),
    max_capacity: z.number().nullable(),
    operational_state: z.string().nullable().describe('Running or Stopped'),
    http2: z.boolean().nullable(),
    waf_enabled: z.boolean().nullable(),
    waf_mode: z.string().nullable(),
    waf_policy_id: z.string().nullable(),
    ssl_policy: z.string().nullable(),
    min_tls_version: z.string().nullable(),
    listeners: z.number(),
    http_listeners: z.number().describe('Those without encryption'),
    pools: z.number(),
    backend_members: z.number(),
    backend_ids: z.array(z.string()),
    subnet_ids: z.array(z.string()),
    public_ip_ids: z.array(z.string()),
    key_vault_secret_uris: z.array(z.string()).describe('Where its certificates are from; names, no contents'),
    identity_ids: z.array(z.string()),
  }),

  normalise(row) {
    const pools = listAt(row, 'properties.backendAddressPools');
    const listeners = listAt(row, 'properties.httpListeners');
    const interfaces = pools.flatMap((pool) => idsAt(pool, 'properties.backendIPConfigurations', 'id'));
    const addresses = pools.flatMap((pool) => listAt(pool, 'properties.backendAddresses').flatMap((one) => textAt(one, 'fqdn') ?? textAt(one, 'ipAddress') ?? []));
    return {
      attributes: {
        // In the body for this one type; at the top where others have it too.
        sku: textAt(row, 'properties.sku.name') ?? textAt(row, 'sku.name'),
        tier: textAt(row, 'properties.sku.tier') ?? textAt(row, 'sku.tier'),
        capacity: numberAt(row, 'properties.sku.capacity') ?? numberAt(row, 'sku.capacity'),
        min_capacity: numberAt(row, 'properties.autoscaleConfiguration.minCapacity'),
        max_capacity: numberAt(row, 'properties.autoscaleConfiguration.maxCapacity'),
        operational_state: textAt(row, 'properties.operationalState'),
        http2: booleanAt(row, 'properties.enableHttp2'),
        waf_enabled: booleanAt(row, 'properties.webApplicationFirewallConfiguration.enabled'),
        waf_mode: textAt(row, 'properties.webApplicationFirewallConfiguration.firewallMode'),
        waf_policy_id: idAt(row, 'properties.firewallPolicy.id'),
        ssl_policy: textAt(row, 'properties.sslPolicy.policyName'),
        min_tls_version: textAt(row, 'properties.sslPolicy.minProtocolVersion'),
        listeners: listeners.length,
        http_listeners: listeners.filter((one) => textAt(one, 'properties.protocol')?.toLowerCase() === 'http').length,
        pools: pools.length,
        backend_members: new Set([...interfaces, ...addresses]).size,
        backend_ids: ownersOf(interfaces),
        subnet_ids: idsOf([...idsAt(row, 'properties.gatewayIPConfigurations', 'properties.subnet.id'), ...idsAt(row, 'properties.frontendIPConfigurations', 'properties.subnet.id')]),
        public_ip_ids: idsAt(row, 'properties.frontendIPConfigurations', 'properties.publicIPAddress.id'),
        key_vault_secret_uris: listAt(row, 'properties.sslCertificates').flatMap((one) => textAt(one, 'properties.keyVaultSecretId') ?? []).sort(),
        identity_ids: identityIdsOf(row),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.subnet_ids),
    ...relationsTo('uses', attributes.public_ip_ids),
    ...relationsTo('uses', attributes.waf_policy_id),
    ...relationsTo('routes-to', attributes.backend_ids),
    ...relationsTo('assumes', attributes.identity_ids),
  ],
});
