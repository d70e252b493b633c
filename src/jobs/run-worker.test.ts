import pino from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import { type Lease, type RunRow, type RunsStore, runsStore } from '../store/runs.ts';
import { createRunWorker, type JobKind, type RunWorker } from './run-worker.ts';

/** A wall clock of its own for each worker: one that stands still renews no lease, like a process that was killed. */
class OwnClock implements Clock {
  aheadMs = 0;
  readonly #stoppedAt: number | undefined;
  constructor(options: { isStopped?: boolean } = {}) {
    this.#stoppedAt = options.isStopped === true ? Date.now() : undefined;
  }
  now(): Date {
    return new Date((this.#stoppedAt ?? Date.now()) + this.aheadMs);
  }
  monotonicMs(): number {
    return performance.now();
  }
}

type Work = (run: RunRow & Lease, signal: AbortSignal) => Promise<void>;
const cancelReason = new AppError('TARGET_CANCELLED');

let store: TestStore;
let runs: RunsStore;
let workers: RunWorker[];
let log: string[];

beforeAll(async () => {
  store = await openTestStore();
  runs = runsStore(store.db);
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.clear();
  workers = [];
  log = [];
});
afterEach(() => Promise.all(workers.map((worker) => worker.stop(100))));

interface WorkerOptions {
  name?: string;
  clock?: Clock;
  maxParallel?: number;
  pollMs?: number;
  db?: Db;
}

async function start(work: Work, { name = 'one', clock = new OwnClock(), maxParallel = 2, pollMs = 2000, db = store.db }: WorkerOptions = {}): Promise<RunWorker> {
  const kind: JobKind = { work, cancelReason, endCancelled: (run) => runs.finish(run, { status: 'cancelled', at: new Date(), error: null, summary: null }) };
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push((JSON.parse(line) as { msg: string }).msg) });
  const worker = createRunWorker({ db, runs: runsStore(db), kinds: { scan: kind }, clock, logger, worker: name, maxParallel, pollMs });
  workers.push(worker);
  await worker.start();
  return worker;
}

const queue = (at = new Date()): Promise<string> => runs.create({ job: 'scan', origin: 'manual', scope: {}, channels: null }, at);
const finish = (run: RunRow & Lease): Promise<void> => runs.finish(run, { status: 'completed', at: new Date(), error: null, summary: null });
/** Works until it is told to stop, as a scan does. */
const untilAborted: Work = (_run, signal) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
const statusOf = async (id: string): Promise<string | undefined> => (await runs.get(id))?.status;
const eventually = (look: () => unknown) => expect.poll(look);
/** Whoever waits for the next look at the queue waits longer than a test. */
const never = 600_000;

describe('working off the queue', () => {
  it('takes the oldest first, and as many at once as it may', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await queue(new Date(Date.now() - 60_000 + index)));
    const begun: string[] = [];
    let atOnce = 0;
    let most = 0;
    await start(async (run) => {
      begun.push(run.id);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(20);
      await finish(run);
      atOnce -= 1;
    });
    await eventually(async () => Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'completed'));
    expect(begun).toEqual(ids);
    expect(most).toBe(2);
  });

  it('hears at once of what is queued, also while it looks', async () => {
    const begun: string[] = [];
    await start(async (run) => {
      begun.push(run.id);
      await finish(run);
    }, { maxParallel: 50, pollMs: never });
    await sleep(100);
    for (let index = 0; index < 20; index += 1) await queue();
    await eventually(() => begun.length).toBe(20);
  });

  it('gives each run to one of several workers', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => queue()));
    const begun: string[] = [];
    const work: Work = async (run) => {
      begun.push(run.id);
      await sleep(2);
      await finish(run);
    };
    await Promise.all(['one', 'two', 'three'].map((name) => start(work, { name })));
    await eventually(() => begun.length).toBe(30);
    expect(new Set(begun)).toEqual(new Set(ids));
  });

  it('leaves jobs of other kinds alone', async () => {
    const id = await runs.create({ job: 'report', origin: 'manual', scope: {}, channels: null }, new Date());
    await start(finish);
    await sleep(200);
    expect(await statusOf(id)).toBe('queued');
  });
});

describe('a worker that vanishes', () => {
  it('loses its run when the lease has run out, not before', async () => {
    const id = await queue();
    await start(untilAborted, { name: 'killed', clock: new OwnClock({ isStopped: true }) });
    await eventually(() => statusOf(id)).toBe('running');
    const begun: number[] = [];
    const clock = new OwnClock();
    await start(async (run) => {
      begun.push(run.attempt);
      await finish(run);
    }, { name: 'next', clock });
    await sleep(300);
    expect(begun).toEqual([]);
    clock.aheadMs = 9500;
    await queue();
    await eventually(() => begun).toEqual(expect.arrayContaining([2]));
    expect(await runs.get(id)).toMatchObject({ status: 'completed', worker: 'next', attempt: 2 });
    expect(log).toContain('Going on with a run whose worker stopped');
  });

  it('writes nothing more when it comes back, and lets go', async () => {
    const id = await queue();
    let lease: (RunRow & Lease) | undefined;
    let reason: unknown;
    await start(async (run, signal) => {
      lease = run;
      await untilAborted(run, signal).catch((error: unknown) => {
        reason = error;
        throw error;
      });
    }, { name: 'slow', clock: new OwnClock({ isStopped: true }) });
    await eventually(() => lease?.id).toBe(id);
    const clock = new OwnClock();
    clock.aheadMs = 60_000;
    await start(untilAborted, { name: 'next', clock });
    await eventually(async () => (await runs.get(id))?.worker).toBe('next');
    const old = lease as RunRow & Lease;
    expect(await runs.isHeld(old)).toBe(false);
    expect(await runs.renew(old, new Date(), 9000)).toBe('lost');
    await finish(old);
    await runs.setPhase(old, 'evaluate');
    await runs.release(old);
    expect(await runs.get(id)).toMatchObject({ status: 'running', worker: 'next', attempt: 2, phase: 'plan' });
    // It learns of it at its next renewal.
    await eventually(() => (reason as Error | undefined)?.message).toBe('another worker has taken the run over');
    expect(await runs.get(id)).toMatchObject({ status: 'running', worker: 'next' });
  });

  it('is the same worker when the machine slept: it begins again when the attempt before has ended', async () => {
    const id = await queue();
    const steps: string[] = [];
    const clock = new OwnClock();
    const worker = await start(async (run, signal) => {
      steps.push(`begin ${run.attempt}`);
      if (run.attempt === 1) {
        await untilAborted(run, signal).catch(() => sleep(200));
        steps.push('end 1');
        throw new Error('interrupted');
      }
      await finish(run);
      steps.push(`end ${run.attempt}`);
    }, { clock, maxParallel: 2 });
    await eventually(() => steps).toEqual(['begin 1']);
    clock.aheadMs = 60_000;
    await store.db.notify('roundsman_run', '');
    await eventually(() => statusOf(id)).toBe('completed');
    expect(steps).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
    await eventually(() => worker.running).toBe(0);
  });

  it('whose work failed is followed by another attempt', async () => {
    const id = await queue();
    const clock = new OwnClock();
    const attempts: number[] = [];
    await start(async (run) => {
      attempts.push(run.attempt);
      if (run.attempt === 1) throw new Error('the store hiccuped');
      await finish(run);
    }, { clock });
    await eventually(() => attempts).toEqual([1]);
    clock.aheadMs = 10_000;
    await store.db.notify('roundsman_run', '');
    await eventually(() => statusOf(id)).toBe('completed');
    expect(attempts).toEqual([1, 2]);
    expect(log).toContain('A run was left; it is taken up again when its lease ends');
  });
});

describe('cancelling', () => {
  it('ends a run that waits, which is then never begun', async () => {
    const id = await queue();
    expect(await runs.cancel(id, new Date())).toBe('queued');
    const begun: string[] = [];
    await start(async (run) => {
      begun.push(run.id);
      await finish(run);
    });
    const other = await queue();
    await eventually(() => begun).toEqual([other]);
    expect(await runs.get(id)).toMatchObject({ status: 'cancelled', phase: 'done', attempt: 0 });
    expect(await runs.cancel(id, new Date())).toBeUndefined();
    expect(await runs.cancel('0197a1b2-0000-7000-8000-00000000dead', new Date())).toBeUndefined();
  });

  it('reaches the one that works at once', async () => {
    const id = await queue();
    let reason: unknown;
    await start((run, signal) => untilAborted(run, signal).catch((error: unknown) => {
      reason = error;
      throw error;
    }));
    await eventually(() => statusOf(id)).toBe('running');
    const began = performance.now();
    expect(await runs.cancel(id, new Date())).toBe('running');
    await eventually(() => statusOf(id)).toBe('cancelled');
    // It would find out by itself with the renewal of its lease, after 3 s.
    expect(performance.now() - began).toBeLessThan(2500);
    expect(reason).toBe(cancelReason);
  });

  it('counts also where the worker vanished before it heard', async () => {
    const id = await queue();
    await runs.claim('gone', new Date(Date.now() - 20_000), 9000, ['scan']);
    await runs.cancel(id, new Date());
    const begun: string[] = [];
    await start(async (run) => void begun.push(run.id));
    await eventually(() => statusOf(id)).toBe('cancelled');
    expect(begun).toEqual([]);
  });

  it('of a run that ended meanwhile changes nothing', async () => {
    const id = await queue();
    await start(finish);
    await eventually(() => statusOf(id)).toBe('completed');
    expect(await runs.cancel(id, new Date())).toBeUndefined();
    expect(await statusOf(id)).toBe('completed');
  });
});

describe('stopping', () => {
  it('gives back what is under way, for the next worker to take at once', async () => {
    const ids = [await queue(), await queue()];
    const worker = await start(untilAborted, { pollMs: never });
    await eventually(() => worker.running).toBe(2);
    await worker.stop(never);
    for (const id of ids) expect(await runs.get(id)).toMatchObject({ status: 'queued', worker: null, attempt: 1 });
    const attempts: number[] = [];
    await start(async (run) => {
      attempts.push(run.attempt);
      await finish(run);
    }, { name: 'next' });
    await eventually(() => attempts).toEqual([2, 2]);
  });

  it('ends within the limit where the work does not listen', async () => {
    await queue();
    const worker = await start(() => sleep(60_000, undefined, { ref: false }));
    await eventually(() => worker.running).toBe(1);
    const began = performance.now();
    await worker.stop(300);
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(worker.running).toBe(1);
  });

  it('while it reads the queue begins nothing, leaves nothing leased, and does not wait out its sleep', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await queue();
      const begun: string[] = [];
      const worker = await start(async (run, signal) => {
        begun.push(run.id);
        await untilAborted(run, signal);
      }, { name: `round ${round}`, pollMs: never });
      await worker.stop(never);
      expect(await runs.get(id)).toMatchObject({ status: 'queued', worker: null });
      await runs.cancel(id, new Date());
    }
  });
});
