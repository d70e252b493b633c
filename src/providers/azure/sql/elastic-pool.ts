import { z } from 'zod';
import { booleanAt, defineAzureResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';
import { withDetails } from '../read-details.ts';

export const azureSqlElasticPool = defineAzureResource({
  id: 'azure:sql:elastic-pool',
  title: 'SQL elastic pool',
  plural: 'SQL elastic pools',
  nativeType: 'Microsoft.Sql/servers/elasticPools',
  apiVersion: '2025-01-01',
  source: { from: 'graph', table: 'Resources', below: 'Microsoft.Sql/servers' },
  permissions: ['Microsoft.Sql/servers/elasticPools/read', 'Microsoft.Sql/servers/elasticPools/databases/read'],
  reads: 'Elastic pools with size; with details also how many databases share them.',

  attributes: z.object({
    server_id: z.string(),
    sku: z.string().nullable().describe('GP_Gen5, StandardPool, …'),
    tier: z.string().nullable(),
    capacity: z.number().nullable().describe('vCores or DTUs'),
    state: z.string().nullable(),
    max_size_bytes: z.number().nullable(),
    licence_type: z.string().nullable(),
    zone_redundant: z.boolean().nullable(),
    databases: z.number().nullable().describe('Null until details are read'),
  }),

  details: {
    fields: ['databases'],
    read: (row, context) => withDetails(row, { databases: { path: 'databases', apiVersion: '2025-01-01', permission: 'Microsoft.Sql/servers/elasticPools/databases/read' } }, context),
  },

  normalise: (row) => ({
    attributes: {
      server_id: ownerOf(row.id),
      sku: textAt(row, 'sku.name'),
      tier: textAt(row, 'sku.tier'),
      capacity: numberAt(row, 'sku.capacity'),
      state: textAt(row, 'properties.state'),
      max_size_bytes: numberAt(row, 'properties.maxSizeBytes'),
      licence_type: textAt(row, 'properties.licenseType'),
      zone_redundant: booleanAt(row, 'properties.zoneRedundant'),
      databases: (row.details?.['databases'] ?? null) === null ? null : listAt(row.details, 'databases.value').length,
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.server_id),
});
