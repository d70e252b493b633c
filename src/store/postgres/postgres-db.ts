import pg from 'pg';
import { AppError } from '../../core/errors.ts';
import type { Db, SqlValue } from '../db.ts';
import { inTransaction, inTurn, TransactionScope } from '../transaction-scope.ts';

const numberTypes = new Set([20, 1700]);

function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return numberTypes.has(oid) ? Number : (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown);
}

/** Connects to a PostgreSQL 14 or newer. Throws STORE_UNAVAILABLE with the server's words, never with the password. */
export async function openPostgres(url: string, options: { poolSize?: number; onLost: (error: Error) => void }): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'roundsman',
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  pool.on('error', options.onLost);
  const scope = new TransactionScope<pg.PoolClient>();
  const listener = createListener(url, options.onLost);

  await pool.query('select 1').catch((cause: unknown) => {
    throw new AppError('STORE_UNAVAILABLE', { detail: `The server of DATABASE_URL cannot be used: ${(cause as Error).message}.`, cause });
  });

  const db: Db = {
    kind: 'postgres',
    query: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => {
      const open = scope.current();
      if (open === undefined) return (await pool.query(sql, [...parameters])).rows as Row[];
      return (await inTurn(open, (session) => session.query(sql, [...parameters]))).rows as Row[];
    },
    transaction: (work) =>
      inTransaction(
        scope,
        {
          exec: (session, sql) => session.query(sql),
          acquire: async () => {
            const session = await pool.connect();
            return { session, release: (broken) => session.release(broken === true) };
          },
        },
        work,
      ),
    listen: (channel, onPayload) => listener.listen(channel, (payload) => scope.outside(() => onPayload(payload))),
    async notify(channel, payload) {
      await db.query('select pg_notify($1, $2)', [channel, payload]);
    },
    afterCommit(then) {
      const open = scope.current();
      if (open === undefined) then();
      else open.afterCommit.push(then);
    },
    async close() {
      await listener.close();
      await pool.end();
    },
  };
  return db;
}

/** One connection of its own for LISTEN, made again when it breaks; what was notified meanwhile is lost, so callers also poll. */
function createListener(url: string, onLost: (error: Error) => void) {
  const channels = new Map<string, Set<(payload: string) => void>>();
  let client: pg.Client | undefined;
  let isClosed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'roundsman-listen' });
    fresh.on('notification', ({ channel, payload }) => {
      for (const listener of channels.get(channel) ?? []) listener(payload ?? '');
    });
    fresh.on('error', (error) => {
      onLost(error);
      client = undefined;
      void fresh.end().catch(() => undefined);
      if (!isClosed) setTimeout(() => void reconnect(), 1000).unref();
    });
    await fresh.connect();
    for (const channel of channels.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    return fresh;
  }
  async function reconnect(): Promise<void> {
    if (isClosed || client !== undefined) return;
    try {
      client = await connect();
    } catch {
      setTimeout(() => void reconnect(), 2000).unref();
    }
  }

  return {
    async listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>> {
      const set = channels.get(channel) ?? new Set();
      channels.set(channel, set.add(onPayload));
      client ??= await connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      return async () => {
        set.delete(onPayload);
        await Promise.resolve();
      };
    },
    async close() {
      isClosed = true;
      await client?.end();
    },
  };
}
