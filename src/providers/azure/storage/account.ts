import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, listAt, lower, relationsTo, textAt } from '../define.ts';

export const azureStorageAccount = defineAzureResource({
  id: 'azure:storage:account',
  title: 'Storage account',
  plural: 'Storage accounts',
  nativeType: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Each storage account with who reaches it over the network and how it is encrypted; never a key.',

  attributes: z.object({
    kind: z.string().nullable().describe('StorageV2, BlobStorage, FileStorage, …'),
    sku: z.string().nullable(),
    access_tier: z.string().nullable(),
    https_only: z.boolean().nullable(),
    minimum_tls_version: z.string().nullable(),
    public_blob_access: z.boolean().nullable().describe('Whether a container may be opened to everyone. Null: not said, which older accounts take as allowed'),
    shared_key_access: z.boolean().nullable().describe('Null: not said, which means allowed'),
    public_network_access: z.string().nullable(),
    network_default_action: z.string().nullable().describe('Allow: reachable from every network'),
    network_bypass: z.string().nullable(),
    ip_rules: z.array(z.string()),
    subnet_ids: z.array(z.string()).describe('Subnets that are let in'),
    encryption_key_source: z.string().nullable(),
    encryption_key_uri: z.string().nullable(),
    infrastructure_encryption: z.boolean().nullable(),
    hierarchical_namespace: z.boolean().nullable(),
    private_endpoint_ids: z.array(z.string()),
    blob_endpoint: z.string().nullable(),
  }),

  normalise: ({ kind, sku, properties }) => {
    const vault = textAt(properties, 'encryption.keyvaultproperties.keyvaulturi');
    const key = textAt(properties, 'encryption.keyvaultproperties.keyname');
    return {
      attributes: {
        kind: textAt({ kind }, 'kind'),
        sku: typeof sku === 'string' ? sku : textAt(sku, 'name'),
        access_tier: textAt(properties, 'accessTier'),
        https_only: booleanAt(properties, 'supportsHttpsTrafficOnly'),
        minimum_tls_version: textAt(properties, 'minimumTlsVersion'),
        public_blob_access: booleanAt(properties, 'allowBlobPublicAccess'),
        shared_key_access: booleanAt(properties, 'allowSharedKeyAccess'),
        public_network_access: textAt(properties, 'publicNetworkAccess'),
        network_default_action: textAt(properties, 'networkAcls.defaultAction'),
        network_bypass: textAt(properties, 'networkAcls.bypass'),
        ip_rules: listAt(properties, 'networkAcls.ipRules').flatMap((rule) => textAt(rule, 'value') ?? []).sort(),
        subnet_ids: idsAt(properties, 'networkAcls.virtualNetworkRules', 'id'),
        encryption_key_source: textAt(properties, 'encryption.keySource'),
        encryption_key_uri: vault === null || key === null ? null : `${lower(vault)?.replace(/\/$/, '')}/keys/${key}`,
        infrastructure_encryption: booleanAt(properties, 'encryption.requireInfrastructureEncryption'),
        hierarchical_namespace: booleanAt(properties, 'isHnsEnabled'),
        private_endpoint_ids: idsAt(properties, 'privateEndpointConnections', 'properties.privateEndpoint.id'),
        blob_endpoint: textAt(properties, 'primaryEndpoints.blob'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('uses', [...attributes.subnet_ids, ...attributes.private_endpoint_ids]),
});
