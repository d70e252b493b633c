import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';
import { azureSqlSqlDatabase } from './sql-database.ts';

it.each([['Resource Graph', []], ['the list below each server', [{ kind: 'graph-denied' as const }]]])('reads each database by %s', async (_way, faults) => {
  await using under = await startAzureUnderTest({ resources: 400, faults });
  const { resources, end } = await under.collectOne('azure:sql:sql-database');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(resources).toHaveLength(under.azure.truth.countOf('Microsoft.Sql/servers/databases'));
  const first = resources.find(({ name }) => name === 'database-0');
  expect(first?.attributes).toMatchObject({ sku: 'GP_S_Gen5', capacity: 2, status: 'Paused', max_size_bytes: 34_359_738_368, auto_pause_minutes: 60, zone_redundant: false });
  expect(first?.relations).toEqual([{ kind: 'member-of', uid: first?.attributes['server_id'] }]);
});

it('leaves the database of the server itself out', () => {
  const { source } = azureSqlSqlDatabase;
  const isOne = source.from === 'graph' ? source.isOne : undefined;
  expect([isOne?.({ id: '/x/databases/master' }), isOne?.({ id: '/x/databases/shop' })]).toEqual([false, true]);
});
