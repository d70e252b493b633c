import { AsyncLocalStorage } from 'node:async_hooks';

/** The transaction that the current asynchronous flow is in. */
export interface OpenTransaction<Session> {
  session: Session;
  depth: number;
  isClosed: boolean;
  afterCommit: (() => void)[];
  /** Statements of one transaction go one after another, also where the caller does not wait. */
  tail: Promise<unknown>;
}

/**
 * Finds the transaction of the current flow, so that a query made inside one joins it whichever handle it goes through.
 * A flow that outlives its transaction (a timer, an event listener) is outside again.
 */
export class TransactionScope<Session> {
  readonly #storage = new AsyncLocalStorage<OpenTransaction<Session>>();

  current(): OpenTransaction<Session> | undefined {
    const open = this.#storage.getStore();
    return open === undefined || open.isClosed ? undefined : open;
  }

  run<Result>(session: Session, work: (open: OpenTransaction<Session>) => Promise<Result>): Promise<Result> {
    const open: OpenTransaction<Session> = { session, depth: 1, isClosed: false, afterCommit: [], tail: Promise.resolve() };
    return this.#storage.run(open, () => work(open));
  }

  /** Runs what must not inherit a transaction, e.g. the start of a background loop. */
  outside<Result>(work: () => Result): Result {
    return this.#storage.exit(work);
  }
}

/** Runs the body between BEGIN and COMMIT, or between SAVEPOINT and RELEASE when nested. */
export async function inTransaction<Session, Result>(
  scope: TransactionScope<Session>,
  exec: (session: Session, sql: string) => Promise<unknown>,
  work: () => Promise<Result>,
  acquire: () => Promise<{ session: Session; release: (broken?: boolean) => void }>,
): Promise<Result> {
  const outer = scope.current();
  if (outer !== undefined) return nested(outer, exec, work);
  const { session, release } = await acquire();
  let broken = false;
  try {
    return await scope.run(session, async (open) => {
      await exec(session, 'begin');
      let result: Result;
      try {
        result = await work();
        await open.tail;
      } catch (error) {
        open.isClosed = true;
        await exec(session, 'rollback').catch(() => {
          broken = true;
        });
        throw error;
      }
      open.isClosed = true;
      await exec(session, 'commit');
      for (const then of open.afterCommit) scope.outside(then);
      return result;
    });
  } finally {
    release(broken);
  }
}

async function nested<Session, Result>(
  open: OpenTransaction<Session>,
  exec: (session: Session, sql: string) => Promise<unknown>,
  work: () => Promise<Result>,
): Promise<Result> {
  const savepoint = `level_${open.depth}`;
  const kept = open.afterCommit.length;
  open.depth += 1;
  await exec(open.session, `savepoint ${savepoint}`);
  try {
    const result = await work();
    await exec(open.session, `release savepoint ${savepoint}`);
    return result;
  } catch (error) {
    open.afterCommit.length = kept;
    await exec(open.session, `rollback to savepoint ${savepoint}`);
    throw error;
  } finally {
    open.depth -= 1;
  }
}
