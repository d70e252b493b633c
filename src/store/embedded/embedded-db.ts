import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { Db, SqlValue } from '../db.ts';
import { inTransaction, inTurn, TransactionScope } from '../transaction-scope.ts';
import { Turns } from './turns.ts';
import type { StoreReply, StoreRequest } from './worker.ts';

interface Waiting {
  resolve: (rows: Record<string, unknown>[]) => void;
  reject: (error: Error) => void;
}

/** A failed statement, with PostgreSQL's SQLSTATE in `code` as the `pg` driver has it. */
export class StoreError extends Error {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  constructor(error: { message: string; code?: string; detail?: string; constraint?: string }) {
    super(error.message);
    this.name = 'StoreError';
    this.code = error.code;
    this.constraint = error.constraint;
  }
}

export interface EmbeddedOptions {
  /** The PostgreSQL data directory; it must exist (see `prepareDataDir`). */
  path: string;
  /** Called for each statement that found the disk full (SQLSTATE 53100), and once when the engine stopped by itself. */
  onTrouble: (trouble: 'disk-full' | 'stopped') => void;
  /** After how long a transaction that does nothing is ended, so that others get the only session; 30 s where left out. */
  idleLimitMs?: number;
}

type Ask = StoreRequest extends infer Request ? (Request extends { id: number } ? Omit<Request, 'id'> : never) : never;

/** Opens the embedded PostgreSQL in a worker thread. One session: transactions wait for each other in order of arrival. */
export async function openEmbedded({ path, onTrouble, idleLimitMs }: EmbeddedOptions): Promise<Db> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { path }, name: 'store' });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const scope = new TransactionScope<'only'>();
  let nextId = 1;
  let stopped: Error | undefined;
  const turns = new Turns();

  const ready = new Promise<Record<string, unknown>[]>((resolve, reject) => waiting.set(0, { resolve, reject }));
  worker.on('message', (reply: StoreReply) => {
    if ('notify' in reply) {
      for (const listener of listeners.get(reply.notify) ?? []) scope.outside(() => listener(reply.payload));
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('rows' in reply) asked?.resolve(reply.rows);
    else {
      if (reply.error.code === '53100') onTrouble('disk-full');
      asked?.reject(reply.error.code === '53100' ? new AppError('STORE_FULL', { cause: new StoreError(reply.error) }) : new StoreError(reply.error));
    }
  });
  let isClosing = false;
  const stop = (cause: unknown): void => {
    if (stopped !== undefined) return;
    stopped = new AppError('STORE_UNAVAILABLE', { cause });
    for (const asked of waiting.values()) asked.reject(stopped);
    waiting.clear();
    if (!isClosing) onTrouble('stopped');
  };
  // A failed worker also exits: the first of the two tells why.
  worker.on('error', stop);
  worker.on('exit', (code) => stop(new Error(`the store worker ended with ${code}`)));

  const ask = (request: Ask): Promise<Record<string, unknown>[]> => {
    if (stopped !== undefined) return Promise.reject(stopped);
    const id = nextId;
    nextId += 1;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });
  };
  const acquire = (): Promise<{ session: 'only'; release: () => void }> =>
    new Promise((resolve) => {
      void turns.run('long', () => new Promise<void>((release) => resolve({ session: 'only', release })));
    });

  await ready;
  const db: Db = {
    kind: 'embedded',
    query: <Row>(sql: string, parameters: readonly SqlValue[] = []) => {
      const statement = () => ask({ op: 'query', sql, parameters: [...parameters] }) as Promise<Row[]>;
      const open = scope.current();
      return open === undefined ? turns.run('single', statement) : inTurn(open, statement);
    },
    transaction: (work) => inTransaction(scope, { exec: (_session, sql) => ask({ op: 'exec', sql }), acquire, idleLimitMs }, work),
    async listen(channel, onPayload) {
      // A rollback would take the LISTEN back with it.
      if (scope.current() !== undefined) throw new Error(`listening to ${channel} was begun within a transaction`);
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(onPayload));
      await turns.run('single', () => ask({ op: 'listen', channel }));
      return async () => {
        set.delete(onPayload);
        await Promise.resolve();
      };
    },
    async notify(channel, payload) {
      await db.query('select pg_notify($1, $2)', [channel, payload]);
    },
    afterCommit(then) {
      const open = scope.current();
      if (open === undefined) then();
      else open.afterCommit.push(then);
    },
    async close() {
      isClosing = true;
      await turns.run('long', () => ask({ op: 'close' })).catch(() => undefined);
      await worker.terminate();
    },
  };
  return db;
}
