import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, listAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';

export const azureCosmosdbAccount = defineAzureResource({
  id: 'azure:cosmosdb:account',
  title: 'Cosmos DB account',
  plural: 'Cosmos DB accounts',
  nativeType: 'Microsoft.DocumentDB/databaseAccounts',
  apiVersion: '2024-05-15',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Cosmos DB accounts with places, capabilities, backup and how they are reached; never a key.',

  attributes: z.object({
    kind: z.string().nullable().describe('GlobalDocumentDB, MongoDB or Parse'),
    capabilities: z.array(z.string()).describe('EnableServerless, EnableCassandra, …'),
    is_serverless: z.boolean(),
    free_tier: z.boolean().nullable(),
    consistency: z.string().nullable(),
    locations: z.array(z.string()),
    write_locations: z.number(),
    automatic_failover: z.boolean().nullable(),
    multi_write: z.boolean().nullable(),
    public_network_access: z.boolean().nullable(),
    network_filter: z.boolean().nullable(),
    ip_rules: z.array(z.string()),
    local_auth: z.boolean().nullable().describe('Keys work. Null: not said, which means they do'),
    backup_type: z.string().nullable().describe('Periodic or Continuous'),
    key_vault_key_uri: z.string().nullable(),
    min_tls_version: z.string().nullable(),
    subnet_ids: z.array(z.string()),
    private_endpoint_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
  }),

  normalise(row) {
    const capabilities = listAt(row, 'properties.capabilities').flatMap((one) => textAt(one, 'name') ?? []).sort();
    const places = (list: string): string[] => listAt(row, list).flatMap((one) => textAt(one, 'locationName')?.toLowerCase().replaceAll(' ', '') ?? []).sort();
    const isWithoutKeys = booleanAt(row, 'properties.disableLocalAuth');
    return {
      attributes: {
        kind: textAt(row, 'kind'),
        capabilities,
        is_serverless: capabilities.some((name) => name.toLowerCase() === 'enableserverless'),
        free_tier: booleanAt(row, 'properties.enableFreeTier'),
        consistency: textAt(row, 'properties.consistencyPolicy.defaultConsistencyLevel'),
        locations: places('properties.locations'),
        write_locations: listAt(row, 'properties.writeLocations').length,
        automatic_failover: booleanAt(row, 'properties.enableAutomaticFailover'),
        multi_write: booleanAt(row, 'properties.enableMultipleWriteLocations'),
        public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
        network_filter: booleanAt(row, 'properties.isVirtualNetworkFilterEnabled'),
        ip_rules: listAt(row, 'properties.ipRules').flatMap((rule) => textAt(rule, 'ipAddressOrRange') ?? []).sort(),
        local_auth: isWithoutKeys === null ? null : !isWithoutKeys,
        backup_type: textAt(row, 'properties.backupPolicy.type'),
        key_vault_key_uri: textAt(row, 'properties.keyVaultKeyUri'),
        min_tls_version: textAt(row, 'properties.minimalTlsVersion'),
        subnet_ids: idsAt(row, 'properties.virtualNetworkRules', 'id'),
        private_endpoint_ids: privateEndpointIdsOf(row),
        identity_ids: identityIdsOf(row),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('uses', attributes.subnet_ids), ...relationsTo('uses', attributes.private_endpoint_ids), ...relationsTo('assumes', attributes.identity_ids)],
});
