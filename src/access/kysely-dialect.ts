import { type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from 'kysely';
import type { Db, SqlValue } from '../store/db.ts';

/**
 * Kysely over our own store, for better-auth: every statement goes through `Db.query`, so that it joins the transaction
 * of its flow. Kysely's own transactions would need a second connection, which the embedded store has not got.
 */
export const dialectOver = (db: Db): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driverOver(db),
  createIntrospector: (kysely) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

const noTransactions = (): Promise<never> => Promise.reject(new Error('use Db.transaction: a transaction of Kysely would be outside of it'));
const nothing = (): Promise<void> => Promise.resolve();

function driverOver(db: Db): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
      const isCounted = (query.kind === 'UpdateQueryNode' || query.kind === 'DeleteQueryNode') && query.returning === undefined;
      // `Db` answers rows and no counts: a row for each changed one is the count.
      const rows = await db.query<Row>(isCounted ? `${sql} returning 1` : sql, parameters as readonly SqlValue[]);
      return isCounted ? { rows: [], numAffectedRows: BigInt(rows.length) } : { rows };
    },
    // oxlint-disable-next-line require-yield -- it only refuses
    async *streamQuery() {
      throw new Error('nothing is streamed here');
    },
  };
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    destroy: nothing,
    beginTransaction: noTransactions,
    commitTransaction: noTransactions,
    rollbackTransaction: noTransactions,
  };
}
