import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import { type Lease, runChannel, type RunRow, type RunsStore } from '../store/runs.ts';

/** A run whose worker was killed is taken over after this long; renewed in a third of it. */
const leaseMs = 9000;
/** Looks at least so often, also where a notification was lost or a lease ran out. */
const usualPollMs = 2000;

/** A kind of job: what to do with a run of it. */
export interface JobKind {
  /** Works until the run is ended in the store, or rejects with the signal's reason. */
  work(run: RunRow & Lease, signal: AbortSignal): Promise<void>;
  /** Ends a run that a person cancelled. */
  endCancelled(run: RunRow & Lease): Promise<void>;
  /** The reason that tells a cancellation from a stop of the process. */
  cancelReason: Error;
}

export interface RunWorkerParts {
  db: Db;
  runs: RunsStore;
  kinds: Readonly<Record<string, JobKind>>;
  clock: Clock;
  logger: Logger;
  /** Unique for each start of a process. */
  worker: string;
  maxParallel: number;
  /** 2 s where it is left out. */
  pollMs?: number;
}

export interface RunWorker {
  start(): Promise<void>;
  /** Gives back what is not finished; resolves when all work ended or after the time limit. */
  stop(limitMs: number): Promise<void>;
  readonly running: number;
}

class Stopped extends Error {}

/**
 * Works off the table of runs, which is its own queue: a run is claimed with a lease, renewed while it is worked on, and
 * taken over by whoever looks after the lease ran out. What a run recorded is fenced by its attempt.
 */
export function createRunWorker(parts: RunWorkerParts): RunWorker {
  const { db, runs, kinds, clock, logger, worker, pollMs = usualPollMs } = parts;
  const active = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let isStopping = false;
  let isWoken = false;
  let endSleep: () => void = () => undefined;
  let loop: Promise<void> = Promise.resolve();
  let stopListening: () => Promise<void> = () => Promise.resolve();

  /** Also what was queued while the queue is being read is taken at once. */
  function wake(): void {
    isWoken = true;
    endSleep();
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      isWoken = false;
      try {
        while (!isStopping && active.size < parts.maxParallel) {
          const claimed = await runs.claim(worker, clock.now(), leaseMs, Object.keys(kinds));
          if (claimed === undefined) break;
          if (isStopping) await runs.release(claimed);
          else begin(claimed);
        }
      } catch (error) {
        logger.error({ err: error }, 'The queue could not be read; trying again');
      }
      await sleep();
    }
  }

  function sleep(): Promise<void> {
    if (isStopping || isWoken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function begin(claimed: RunRow & Lease): void {
    // A machine that slept finds its own lease run out: the attempt under way is fenced, and its place is taken when it has ended.
    const earlier = active.get(claimed.id);
    earlier?.abort.abort(new Error('the lease ran out'));
    const abort = new AbortController();
    const own = {
      abort,
      done: workOn(claimed, abort, earlier?.done).finally(() => {
        if (active.get(claimed.id) === own) active.delete(claimed.id);
        wake();
      }),
    };
    active.set(claimed.id, own);
  }

  async function workOn(claimed: RunRow & Lease, abort: AbortController, earlier: Promise<void> | undefined): Promise<void> {
    const kind = kinds[claimed.job];
    if (kind === undefined) return;
    if (claimed.attempt > 1) logger.warn({ run: claimed.id, attempt: claimed.attempt }, 'Going on with a run whose worker stopped');
    const renewing = setInterval(() => void renew(claimed, abort, kind), leaseMs / 3);
    try {
      await earlier;
      abort.signal.throwIfAborted();
      if (claimed.cancel_requested) abort.abort(kind.cancelReason);
      else await kind.work(claimed, abort.signal);
      if (claimed.cancel_requested) await kind.endCancelled(claimed);
    } catch (error) {
      await settle(claimed, abort, kind, error);
    } finally {
      clearInterval(renewing);
    }
  }

  async function settle(claimed: RunRow & Lease, abort: AbortController, kind: JobKind, error: unknown): Promise<void> {
    try {
      if (abort.signal.reason === kind.cancelReason) await kind.endCancelled(claimed);
      else if (abort.signal.reason instanceof Stopped) await runs.release(claimed);
      else logger.error({ err: error, run: claimed.id }, 'A run was left; it is taken up again when its lease ends');
    } catch (inner) {
      logger.error({ err: inner, run: claimed.id }, 'A run could not be given back; it is taken up again when its lease ends');
    }
  }

  async function renew(claimed: RunRow & Lease, abort: AbortController, kind: JobKind): Promise<void> {
    try {
      const state = await runs.renew(claimed, clock.now(), leaseMs);
      if (state === 'cancel') abort.abort(kind.cancelReason);
      if (state === 'lost' && !abort.signal.aborted) {
        const current = await runs.get(claimed.id);
        if (current?.status === 'running') abort.abort(new Error('another worker has taken the run over'));
      }
    } catch (error) {
      logger.warn({ err: error, run: claimed.id }, 'The lease of a run could not be renewed');
    }
  }

  async function onNotified(runId: string): Promise<void> {
    const own = active.get(runId);
    if (own === undefined) return wake();
    const current = await runs.get(runId);
    const kind = kinds[current?.job ?? ''];
    if (current?.cancel_requested === true && kind !== undefined) own.abort.abort(kind.cancelReason);
  }

  return {
    async start() {
      stopListening = await db.listen(runChannel, (runId) => void onNotified(runId).catch((error: unknown) => logger.warn({ err: error }, 'A notification was not understood')));
      loop = run();
    },
    async stop(limitMs) {
      isStopping = true;
      wake();
      await stopListening();
      for (const { abort } of active.values()) abort.abort(new Stopped('the service stops'));
      const limit = new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref());
      await Promise.race([Promise.all([loop, ...[...active.values()].map(({ done }) => done)]), limit]);
    },
    get running() {
      return active.size;
    },
  };
}
