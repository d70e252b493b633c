import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureSqlSqlDatabase = defineAzureResource({
  id: 'azure:sql:sql-database',
  title: 'SQL database',
  plural: 'SQL databases',
  nativeType: 'Microsoft.Sql/servers/databases',
  apiVersion: '2025-01-01',
  // The database `master` belongs to every server and is nobody's to judge.
  source: { from: 'graph', table: 'Resources', below: 'Microsoft.Sql/servers', isOne: ({ id }) => !/\/databases\/master$/i.test(id) },
  reads: 'Each database of each SQL server with its tier, its size and how it is kept; never what is in it.',

  attributes: z.object({
    server_id: z.string(),
    sku: z.string().nullable().describe('GP_Gen5, S0, …'),
    tier: z.string().nullable(),
    capacity: z.number().nullable().describe('vCores or DTUs'),
    status: z.string().nullable().describe('Online, Paused, …'),
    max_size_bytes: z.number().nullable(),
    elastic_pool_id: z.string().nullable(),
    zone_redundant: z.boolean().nullable(),
    backup_redundancy: z.string().nullable(),
    auto_pause_minutes: z.number().nullable(),
    paused_at: z.string().nullable(),
    read_scale: z.string().nullable(),
    licence_type: z.string().nullable(),
    collation: z.string().nullable(),
  }),

  normalise: ({ id, sku, properties }) => ({
    name: id.split('/').at(-1) ?? id,
    attributes: {
      server_id: id.toLowerCase().replace(/\/databases\/[^/]+$/, ''),
      sku: typeof sku === 'string' ? sku : (textAt(sku, 'name') ?? textAt(properties, 'currentSku.name')),
      tier: textAt(sku, 'tier') ?? textAt(properties, 'currentSku.tier'),
      capacity: numberAt(sku, 'capacity') ?? numberAt(properties, 'currentSku.capacity'),
      status: textAt(properties, 'status'),
      max_size_bytes: numberAt(properties, 'maxSizeBytes'),
      elastic_pool_id: idAt(properties, 'elasticPoolId'),
      zone_redundant: booleanAt(properties, 'zoneRedundant'),
      backup_redundancy: textAt(properties, 'currentBackupStorageRedundancy'),
      auto_pause_minutes: numberAt(properties, 'autoPauseDelay'),
      paused_at: textAt(properties, 'pausedDate'),
      read_scale: textAt(properties, 'readScale'),
      licence_type: textAt(properties, 'licenseType'),
      collation: textAt(properties, 'collation'),
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', [attributes.server_id, attributes.elastic_pool_id]),
});
