import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from '@electric-sql/pglite';
import { PGlite } from '@electric-sql/pglite';
import type { Db, SqlValue } from '../store/db.ts';
import { deliveriesMigration } from '../store/deliveries.sql.ts';

/** A real store in memory with the outbox in it, for tests. */
export async function createTestDb(): Promise<Db> {
  const store = await PGlite.create();
  await store.exec(deliveriesMigration);
  const open = new AsyncLocalStorage<Transaction>();
  const query = async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
    (await (open.getStore() ?? store).query<Row>(sql, [...parameters])).rows;
  return {
    kind: 'embedded',
    query,
    transaction: (work) => (open.getStore() === undefined ? store.transaction((transaction) => open.run(transaction, work)) : work()),
    listen: (channel, onPayload) => store.listen(channel, onPayload),
    notify: async (channel, payload) => void (await query('select pg_notify($1, $2)', [channel, payload])),
    afterCommit: (then) => then(),
    close: () => store.close(),
  };
}
