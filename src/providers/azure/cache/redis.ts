import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';

export const azureCacheRedis = defineAzureResource({
  id: 'azure:cache:redis',
  title: 'Redis cache',
  plural: 'Redis caches',
  nativeType: 'Microsoft.Cache/redis',
  apiVersion: '2023-08-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Redis caches with size and how they are reached; never a key.',

  attributes: z.object({
    sku: z.string().nullable().describe('Basic, Standard or Premium'),
    size: z.string().nullable().describe('C0 to C6, P1 to P5'),
    shards: z.number().nullable(),
    replicas: z.number().nullable(),
    redis_version: z.string().nullable(),
    host_name: z.string().nullable(),
    non_ssl_port: z.boolean().nullable(),
    min_tls_version: z.string().nullable(),
    public_network_access: z.boolean().nullable(),
    subnet_id: z.string().nullable(),
    private_endpoint_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
  }),

  normalise(row) {
    const family = textAt(row, 'properties.sku.family');
    const capacity = numberAt(row, 'properties.sku.capacity');
    return {
      attributes: {
        sku: textAt(row, 'properties.sku.name'),
        size: family === null || capacity === null ? null : `${family}${capacity}`,
        shards: numberAt(row, 'properties.shardCount'),
        replicas: numberAt(row, 'properties.replicasPerPrimary') ?? numberAt(row, 'properties.replicasPerMaster'),
        redis_version: textAt(row, 'properties.redisVersion'),
        host_name: textAt(row, 'properties.hostName'),
        non_ssl_port: booleanAt(row, 'properties.enableNonSslPort'),
        min_tls_version: textAt(row, 'properties.minimumTlsVersion'),
        public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
        subnet_id: idAt(row, 'properties.subnetId'),
        private_endpoint_ids: privateEndpointIdsOf(row),
        identity_ids: identityIdsOf(row),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.subnet_id), ...relationsTo('uses', attributes.private_endpoint_ids), ...relationsTo('assumes', attributes.identity_ids)],
});
