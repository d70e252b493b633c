import { expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { aRow, detailed, readsAs, uidOf } from '../test-azure.ts';
import { azureSqlElasticPool } from './elastic-pool.ts';

const row = aRow('Microsoft.Sql/servers/elasticPools', 'Shop-SQL/Pool', {
  sku: { name: 'StandardPool', tier: 'Standard', capacity: 50 }, properties: { state: 'Ready', creationDate: '2024-05-06T07:08:09.123Z', maxSizeBytes: 53687091200, zoneRedundant: false },
});

readsAs(azureSqlElasticPool, row, {
  createdAt: new Date('2024-05-06T07:08:09.123Z'),
  attributes: { server_id: uidOf('Microsoft.Sql/servers', 'Shop-SQL'), sku: 'StandardPool', tier: 'Standard', capacity: 50, state: 'Ready', max_size_bytes: 53687091200, licence_type: null, zone_redundant: false, databases: null },
  relations: [`member-of ${uidOf('Microsoft.Sql/servers', 'Shop-SQL')}`],
});

it('counts its databases, and says that it does not know where it may not', async () => {
  const pool = async (answer: unknown) => (await detailed(azureSqlElasticPool, row, { databases: answer })).resource.attributes['databases'];
  expect([await pool({ value: [{ id: 'a' }, { id: 'b' }] }), await pool({ value: [] }), await pool(new AppError('AZURE_ACCESS_DENIED', { detail: 'no' })), await pool(undefined)]).toEqual([2, 0, null, null]);
});
