import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../core/errors.ts';

/** What all levels of one transaction share. */
interface Whole<Session> {
  session: Session;
  /** A statement runs; there is one at a time. */
  atWork: boolean;
  /** Set where it was ended from outside because it did nothing for too long. */
  ended: AppError | undefined;
  /** Counts the time in which nothing is done; undefined once the transaction is over. */
  idle: NodeJS.Timeout | undefined;
}

/** One level: the transaction itself, or a savepoint within it. */
export interface OpenTransaction<Session> {
  readonly whole: Whole<Session>;
  readonly outer: OpenTransaction<Session> | undefined;
  readonly depth: number;
  isClosed: boolean;
  readonly afterCommit: (() => void)[];
  /** Statements and nested transactions go one after another, also where the caller does not wait. */
  tail: Promise<unknown>;
  /** The first statement that failed and was not undone: PostgreSQL would answer COMMIT with a silent rollback. */
  failure: { error: unknown } | undefined;
}

/** A transaction that does nothing for so long waits for something that waits for it. */
const idleLimitMs = 30_000;

/**
 * Finds the transaction of the current flow, so that a query made inside one joins it whichever handle it goes through.
 * A flow that outlives its transaction (a timer, an event listener) is outside again, or in the next one around it.
 */
export class TransactionScope<Session> {
  readonly #storage = new AsyncLocalStorage<OpenTransaction<Session>>();

  current(): OpenTransaction<Session> | undefined {
    let open = this.#storage.getStore();
    // What was ended from outside stays the flow's transaction: its statements fail there instead of running alone.
    while (open?.isClosed === true && open.whole.ended === undefined) open = open.outer;
    return open;
  }

  run<Result>(open: OpenTransaction<Session>, work: () => Promise<Result>): Promise<Result> {
    return this.#storage.run(open, work);
  }

  /** Runs what must not inherit a transaction, e.g. the start of a background loop. */
  outside<Result>(work: () => Result): Result {
    return this.#storage.exit(work);
  }
}

/** Runs a statement of the level when those before it are done. */
export function inTurn<Session, Result>(open: OpenTransaction<Session>, statement: (session: Session) => Promise<Result>): Promise<Result> {
  const turn = open.tail.then(async () => {
    const { whole } = open;
    if (whole.ended !== undefined) throw whole.ended;
    whole.atWork = true;
    try {
      return await statement(whole.session);
    } finally {
      whole.atWork = false;
      whole.idle?.refresh();
    }
  });
  open.tail = turn.catch((error: unknown) => {
    open.failure ??= { error };
  });
  return turn;
}

/** How a store begins, ends and lends its sessions. */
export interface Sessions<Session> {
  exec(session: Session, sql: string): Promise<unknown>;
  acquire(): Promise<{ session: Session; release: (broken?: boolean) => void }>;
  idleLimitMs?: number | undefined;
}

/** Runs the body between BEGIN and COMMIT, or between SAVEPOINT and RELEASE when nested. */
export async function inTransaction<Session, Result>(scope: TransactionScope<Session>, sessions: Sessions<Session>, work: () => Promise<Result>): Promise<Result> {
  const outer = scope.current();
  if (outer !== undefined) return nested(scope, outer, sessions, work);
  const { session, release } = await sessions.acquire();
  const open = openLevel<Session>({ session, atWork: false, ended: undefined, idle: undefined }, undefined);
  const { whole } = open;
  let broken = false;
  try {
    await sessions.exec(session, 'begin');
    const ended = endWhenIdle(whole, sessions.idleLimitMs ?? idleLimitMs);
    const result = await Promise.race([ended, finished(scope, open, work)]).catch(async (error: unknown) => {
      open.isClosed = true;
      // What was already asked still belongs to the transaction: after the rollback it would run alone.
      await Promise.race([ended, open.tail]).catch(() => undefined);
      await sessions.exec(session, 'rollback').catch(() => {
        broken = true;
      });
      throw error;
    });
    await sessions.exec(session, 'commit');
    runAll(scope, open.afterCommit);
    return result;
  } finally {
    clearTimeout(whole.idle);
    whole.idle = undefined;
    release(broken);
  }
}

/** Rejects when nothing was done for the time, unless a statement is at work then. */
function endWhenIdle<Session>(whole: Whole<Session>, limitMs: number): Promise<never> {
  return new Promise((_, reject) => {
    whole.idle = setTimeout(() => {
      if (whole.atWork) return void whole.idle?.refresh();
      whole.ended = new AppError('STORE_UNAVAILABLE', { detail: `A transaction was rolled back: it did nothing for ${limitMs / 1000} s while it held the store.` });
      reject(whole.ended);
    }, limitMs);
  });
}

const openLevel = <Session>(whole: Whole<Session>, outer: OpenTransaction<Session> | undefined): OpenTransaction<Session> => ({
  whole,
  outer,
  depth: (outer?.depth ?? 0) + 1,
  isClosed: false,
  afterCommit: [],
  tail: Promise.resolve(),
  failure: undefined,
});

/** The work and all that it set off within the level; what comes later is outside of it. Throws where a statement failed, also if the work went on. */
async function finished<Session, Result>(scope: TransactionScope<Session>, open: OpenTransaction<Session>, work: () => Promise<Result>): Promise<Result> {
  const result = await scope.run(open, work);
  await open.tail;
  open.isClosed = true;
  // Between the two lines above one more statement may have come.
  await open.tail;
  if (open.failure !== undefined) throw open.failure.error;
  return result;
}

/** Like a statement of the outer level: what the outer level does meanwhile waits, or a rollback here would undo it. */
function nested<Session, Result>(scope: TransactionScope<Session>, outer: OpenTransaction<Session>, { exec }: Sessions<Session>, work: () => Promise<Result>): Promise<Result> {
  const { whole } = outer;
  const open = openLevel(whole, outer);
  const savepoint = `level_${open.depth}`;
  const turn = outer.tail.then(async () => {
    if (whole.ended !== undefined) throw whole.ended;
    await exec(whole.session, `savepoint ${savepoint}`);
    try {
      const result = await finished(scope, open, work);
      if (whole.ended !== undefined) throw whole.ended;
      await exec(whole.session, `release savepoint ${savepoint}`);
      outer.afterCommit.push(...open.afterCommit);
      return result;
    } catch (error) {
      open.isClosed = true;
      await open.tail;
      if (whole.ended !== undefined) throw whole.ended;
      await exec(whole.session, `rollback to savepoint ${savepoint}`).catch((cause: unknown) => {
        outer.failure ??= { error: cause };
      });
      throw error;
    }
  });
  outer.tail = turn.catch(() => undefined);
  return turn;
}

/** The commit happened: a listener that fails must neither undo that in the caller's eyes nor keep the others from hearing of it. */
function runAll<Session>(scope: TransactionScope<Session>, listeners: readonly (() => void)[]): void {
  for (const listener of listeners) {
    try {
      scope.outside(listener);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
