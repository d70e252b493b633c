import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { processorMs } from '../../test/processor-ms.ts';
import type { Clock } from '../platform/clock.ts';
import { eventsStore } from '../store/events.ts';
import { type RunRow, runsStore, type RunStatus } from '../store/runs.ts';
import { type Occurrence, type ScheduleRow, schedulesStore } from '../store/schedules.ts';
import { createNamedSchedules, type ScheduleInput } from './named-schedules.ts';
import { createScheduler, type SchedulerParts, tick } from './scheduler.ts';
import { nextAfter } from './spec.ts';

/** A clock that a test sets; both hands go on together unless the wall clock is set. */
class SetClock implements Clock {
  #now: number;
  #monotonic = 1_000_000;
  constructor(at: string) {
    this.#now = Date.parse(at);
  }
  now(): Date {
    return new Date(this.#now);
  }
  /** The loop reads this hand once a round. */
  rounds = 0;
  monotonicMs(): number {
    this.rounds += 1;
    return this.#monotonic;
  }
  pass(seconds: number): void {
    this.#now += seconds * 1000;
    this.#monotonic += seconds * 1000;
  }
  /** Somebody sets the clock of the machine. */
  step(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

let store: TestStore;
let clock: SetClock;
let parts: SchedulerParts;
let named: ReturnType<typeof createNamedSchedules>;
let warnings: string[];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => begin('2026-11-22T10:00:00Z'));

async function begin(at: string): Promise<void> {
  await store.clear();
  clock = new SetClock(at);
  warnings = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push((JSON.parse(line) as { msg: string }).msg) });
  const { db } = store;
  parts = { db, schedules: schedulesStore(db), runs: runsStore(db), events: eventsStore(db), clock, logger, worker: 'test', random: () => 0.5 };
  named = createNamedSchedules({ ...parts });
}

const make = (input: Partial<ScheduleInput> = {}): Promise<ScheduleRow> =>
  named.create({
    name: 'nightly', spec: { kind: 'interval', every_seconds: 60 }, scope: {}, channels: [], enabled: true, overlap: 'skip', catch_up_seconds: 3600,
    jitter_seconds: 0, pause_on_failure: false, remaining_runs: null, start_at: null, end_at: null, ...input,
  });
const at = (time: string): Date => new Date(`2026-11-22T${time}Z`);
const clockOf = (date: Date | null): string | null => date?.toISOString().slice(11, 19) ?? null;
/** Oldest first, as `10:01:00 run` or `10:01:00–10:05:00 ×5 skipped_catch_up`. */
async function told(id: string): Promise<string[]> {
  const rows = (await parts.schedules.occurrences(id, undefined, 1000)).toReversed();
  return rows.map(({ due_at, last_due_at, count, decision }) => `${clockOf(due_at)}${count === 1 ? '' : `–${clockOf(last_due_at)} ×${count}`} ${decision}`);
}
const occurrences = async (id: string): Promise<Occurrence[]> => (await parts.schedules.occurrences(id, undefined, 1000)).toReversed();
const runsNow = async (): Promise<RunRow[]> => (await parts.runs.list({ statuses: undefined, scheduleId: undefined, before: undefined, limit: 1000 })).rows.toReversed();
const endRuns = (status: RunStatus = 'completed') => store.db.query(`update run set status = $1, finished_at = $2 where status in ('queued', 'running')`, [status, clock.now()]);
const begun = () => store.db.query(`update run set status = 'running' where status = 'queued'`);
async function look(seconds: number): Promise<void> {
  clock.pass(seconds);
  await tick(parts);
}

describe('a due moment', () => {
  it('becomes a run, its note and the next time, all at once', async () => {
    const { id } = await make({ scope: { regions: ['eu-west-1'] }, channels: ['slack'] });
    await look(59);
    expect(await told(id)).toEqual([]);
    await look(1.2);
    expect(await told(id)).toEqual(['10:01:00 run']);
    const [run] = await runsNow();
    expect(run).toMatchObject({ origin: 'schedule', job: 'scan', schedule_id: id, schedule_name: 'nightly', due_at: at('10:01:00'), scope: { regions: ['eu-west-1'] }, channels: ['slack'], status: 'queued' });
    expect((await occurrences(id))[0]).toMatchObject({ run_id: run?.id, reason: null });
    expect(await parts.schedules.get(id)).toMatchObject({ next_at: at('10:02:00'), fire_at: at('10:02:00') });
  });

  it('is told to listeners', async () => {
    const { id } = await make();
    await look(60);
    const events = await parts.events.since('0', 10);
    expect(events.map(({ type, data }) => [type, data['schedule_id']])).toEqual([['schedule.changed', id], ['schedule.changed', id]]);
  });

  it('is not one of a schedule that is off, and of one that was removed', async () => {
    const off = await make({ enabled: false });
    const removed = await make({ name: 'removed' });
    await named.remove(removed.id);
    await look(600);
    expect([await told(off.id), await told(removed.id), await runsNow()]).toEqual([[], [], []]);
  });
});

describe('when the run before is still under way', () => {
  it('skip leaves the moment out, with the reason', async () => {
    const { id } = await make({ overlap: 'skip' });
    await look(60);
    await begun();
    await look(60);
    await endRuns();
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 skipped_overlap', '10:03:00 run']);
    expect((await occurrences(id))[1]?.reason).toBe('The run before was still under way.');
  });

  it('buffer_one keeps one moment waiting and leaves out the others', async () => {
    const { id } = await make({ overlap: 'buffer_one' });
    for (let minute = 0; minute < 4; minute += 1) await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 buffered', '10:03:00 skipped_overlap', '10:04:00 skipped_overlap']);
    await endRuns();
    await look(1);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 skipped_overlap', '10:04:00 skipped_overlap']);
    expect((await runsNow()).map(({ due_at }) => clockOf(due_at))).toEqual(['10:01:00', '10:02:00']);
    expect((await parts.schedules.get(id))?.buffered).toBe(0);
  });

  it('buffer_all keeps every moment and makes them up one after another, in order', async () => {
    const { id } = await make({ overlap: 'buffer_all' });
    for (let minute = 0; minute < 4; minute += 1) await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 buffered', '10:03:00 buffered', '10:04:00 buffered']);
    for (let round = 0; round < 4; round += 1) {
      await endRuns();
      await look(1);
    }
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 run', '10:04:00 run']);
    expect((await runsNow()).map(({ due_at }) => clockOf(due_at))).toEqual(['10:01:00', '10:02:00', '10:03:00', '10:04:00']);
  });

  it('buffer_all puts a moment that comes behind those that wait', async () => {
    const { id } = await make({ overlap: 'buffer_all' });
    await look(60);
    await look(60);
    await endRuns();
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 buffered']);
  });

  it('cancel_other ends the one before and starts', async () => {
    const { id } = await make({ overlap: 'cancel_other' });
    await look(60);
    await begun();
    await look(60);
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 run']);
    expect((await runsNow()).map(({ status, cancel_requested }) => [status, cancel_requested])).toEqual([['running', true], ['cancelled', true], ['queued', false]]);
  });

  it('allow starts another one beside it', async () => {
    const { id } = await make({ overlap: 'allow' });
    await look(60);
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run']);
    expect((await runsNow()).map(({ status }) => status)).toEqual(['queued', 'queued']);
  });

  it('counts a run that was started by hand', async () => {
    const { id } = await make();
    const { runId, isNew } = await named.trigger(id, 'by hand');
    expect(isNew).toBe(true);
    expect(await named.trigger(id, null)).toEqual({ runId, isNew: false });
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 skipped_overlap']);
  });
});

describe('moments that were missed', () => {
  it('within the window are decided one by one, before it are told together', async () => {
    const { id } = await make({ spec: { kind: 'interval', every_seconds: 1800 }, catch_up_seconds: 3600, overlap: 'allow' });
    await look(5 * 3600 + 60);
    expect(await told(id)).toEqual(['10:30:00–14:00:00 ×8 skipped_catch_up', '14:30:00 run', '15:00:00 run']);
    expect((await occurrences(id))[0]?.reason).toMatch(/older than the catch-up window of 3600 s/);
    expect((await parts.schedules.get(id))?.next_at).toEqual(at('15:30:00'));
  });

  it('of a month of minutes are one row, at once', async () => {
    const { id } = await make({ spec: { kind: 'cron', cron: '* * * * *', timezone: 'Europe/Berlin' }, catch_up_seconds: 60 });
    const began = processorMs();
    await look(30 * 86_400);
    expect(processorMs() - began).toBeLessThan(1500);
    const rows = await occurrences(id);
    expect(rows[0]).toMatchObject({ decision: 'skipped_catch_up', due_at: at('10:01:00'), last_due_at: new Date('2026-12-22T09:58:00Z'), count: 43_198 });
    expect(rows.slice(1).map(({ decision }) => decision)).toEqual(['run', 'skipped_overlap']);
  });

  it('are not those that come a little late, whatever the window', async () => {
    const { id } = await make({ catch_up_seconds: 0, overlap: 'allow' });
    await look(60.4);
    await look(75);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run']);
    await look(200);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00–10:05:00 ×3 skipped_catch_up']);
  });

  it('are told as paused while the schedule is paused, with the note', async () => {
    const { id } = await make({ catch_up_seconds: 120 });
    await named.pause(id, 'moving house');
    await look(600);
    await named.resume(id);
    await look(60);
    expect(await told(id)).toEqual(['10:01:00–10:07:00 ×7 skipped_paused', '10:08:00 skipped_paused', '10:09:00 skipped_paused', '10:10:00 skipped_paused', '10:11:00 run']);
    expect(new Set((await occurrences(id)).slice(0, 4).map(({ reason }) => reason))).toEqual(new Set(['The schedule is paused: moving house']));
  });

  it('do not reach beyond the end', async () => {
    const { id } = await make({ end_at: at('10:03:00').toISOString(), catch_up_seconds: 60 });
    await look(3600);
    expect(await told(id)).toEqual(['10:01:00–10:03:00 ×3 skipped_catch_up']);
    expect(await parts.schedules.get(id)).toMatchObject({ enabled: false, next_at: null });
  });
});

describe('pausing', () => {
  it('keeps its note, takes no time from the schedule, and a run that waits waits on', async () => {
    const { id } = await make({ overlap: 'buffer_one' });
    await look(60);
    await look(60);
    expect(await named.pause(id, 'quiet')).toMatchObject({ paused: true, pause_note: 'quiet' });
    await endRuns();
    await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 buffered', '10:03:00 skipped_paused']);
    expect(await named.resume(id)).toMatchObject({ paused: false, pause_note: '', next_at: at('10:04:00') });
    await look(1);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 skipped_paused']);
  });

  it('happens by itself after a failed run where that was asked for, once, and says why', async () => {
    const careful = await make({ pause_on_failure: true });
    const other = await make({ name: 'other' });
    for (const { id } of [careful, other]) await named.noteFailure(id, 'AWS refused the credentials.');
    expect(await named.get(careful.id)).toMatchObject({ paused: true, pause_note: 'Paused after a failed run: AWS refused the credentials.' });
    expect(await named.get(other.id)).toMatchObject({ paused: false });
    await named.pause(careful.id, 'seen');
    await named.noteFailure(careful.id, 'again');
    expect(await named.get(careful.id)).toMatchObject({ pause_note: 'seen' });
  });
});

describe('limits of a schedule', () => {
  it('ends after its number of runs', async () => {
    const { id } = await make({ remaining_runs: 2, overlap: 'allow' });
    for (let minute = 0; minute < 4; minute += 1) await look(60);
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run']);
    expect(await parts.schedules.get(id)).toMatchObject({ enabled: false, remaining_runs: 0, next_at: null });
  });

  it('counts what waits among them', async () => {
    const { id } = await make({ remaining_runs: 2, overlap: 'buffer_all' });
    for (let minute = 0; minute < 4; minute += 1) await look(60);
    for (let round = 0; round < 3; round += 1) {
      await endRuns();
      await look(1);
    }
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run']);
    expect(await runsNow()).toHaveLength(2);
  });

  it('does not count what was left out', async () => {
    const { id } = await make({ remaining_runs: 2 });
    for (let minute = 0; minute < 3; minute += 1) await look(60);
    expect(await parts.schedules.get(id)).toMatchObject({ enabled: true, remaining_runs: 1 });
  });

  it('begins at its start and ends at its end', async () => {
    const { id } = await make({ start_at: at('10:03:00').toISOString(), end_at: at('10:04:30').toISOString(), overlap: 'allow' });
    for (let minute = 0; minute < 7; minute += 1) await look(60);
    expect(await told(id)).toEqual(['10:03:00 run', '10:04:00 run']);
    expect(await parts.schedules.get(id)).toMatchObject({ enabled: false, next_at: null });
  });

  it('cannot end before it starts, whatever way the times are written', async () => {
    await expect(make({ start_at: '2026-11-22T12:00:00Z', end_at: '2026-11-22T11:00:00Z' })).rejects.toMatchObject({ code: 'INVALID_VALUE', fields: [{ field: 'end_at' }] });
    const { id } = await make({ start_at: '2026-11-22T12:00:00Z', end_at: '2026-11-22T12:00:00.500Z' });
    await expect(named.update(id, { end_at: '2026-11-22T11:59:59.999Z' })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(await named.update(id, { start_at: null, end_at: '2026-11-22T11:00:00Z' })).toMatchObject({ start_at: null, end_at: at('11:00:00') });
  });
});

describe('jitter', () => {
  it('fires later within its bound, under the moment\'s own time, and is not taken for missed', async () => {
    const { id } = await make({ spec: { kind: 'interval', every_seconds: 600 }, jitter_seconds: 240, catch_up_seconds: 0 });
    await look(600);
    expect(await parts.schedules.get(id)).toMatchObject({ next_at: at('10:20:00'), fire_at: at('10:22:00') });
    await endRuns();
    await look(719);
    expect(await told(id)).toEqual(['10:10:00 run']);
    await look(2);
    expect(await told(id)).toEqual(['10:10:00 run', '10:20:00 run']);
  });
});

describe('a schedule that cannot be looked at', () => {
  it('does not keep the others from running', async () => {
    const broken = await make({ name: 'broken' });
    const good = await make({ name: 'good' });
    await store.db.query(`update schedule set spec = '{"kind": "cron", "cron": "0 0 * * *", "timezone": "Gone/Zone"}' where id = $1`, [broken.id]);
    await look(60);
    expect(await told(good.id)).toEqual(['10:01:00 run']);
    expect(await told(broken.id)).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('could not be looked at')]);
    expect((await parts.schedules.get(broken.id))?.fire_at).toEqual(at('10:02:00'));
  });
});

describe('the loop', () => {
  async function withScheduler(work: (settle: () => Promise<void>) => Promise<void>, more: Partial<SchedulerParts> = {}): Promise<void> {
    const scheduler = createScheduler({ ...parts, ...more });
    await scheduler.start();
    /** Until a round that began after this call has ended. */
    const settle = async (): Promise<void> => {
      const before = clock.rounds;
      while (clock.rounds < before + 2) {
        await store.db.notify('roundsman_schedule', '');
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    try {
      await work(settle);
    } finally {
      await scheduler.stop();
    }
  }

  it('counts anew when the clock is set back, and makes nothing twice', async () => {
    const { id } = await make({ overlap: 'allow' });
    await withScheduler(async (settle) => {
      for (let minute = 0; minute < 3; minute += 1) {
        clock.pass(60);
        await settle();
      }
      clock.step(-150);
      await settle();
      expect(await parts.schedules.get(id)).toMatchObject({ next_at: at('10:01:00') });
      for (let minute = 0; minute < 4; minute += 1) {
        clock.pass(60);
        await settle();
      }
    });
    expect(await told(id)).toEqual(['10:01:00 run', '10:02:00 run', '10:03:00 run', '10:04:00 run']);
    expect((await runsNow()).map(({ due_at, status }) => [clockOf(due_at), status])).toEqual(['10:01:00', '10:02:00', '10:03:00', '10:04:00'].map((time) => [time, 'queued']));
    expect(warnings).toEqual([expect.stringContaining('clock of this machine was set')]);
  });

  it('goes on at the right time after a clock that was far ahead is put right', async () => {
    const { id } = await make({ overlap: 'allow' });
    await withScheduler(async (settle) => {
      clock.pass(60);
      await settle();
      clock.step(365 * 86_400);
      await settle();
      expect((await parts.schedules.get(id))?.next_at?.getUTCFullYear()).toBe(2027);
      clock.step(-365 * 86_400);
      await settle();
      expect(await parts.schedules.get(id)).toMatchObject({ next_at: at('10:02:00') });
      clock.pass(60);
      await settle();
    });
    expect((await runsNow()).map(({ due_at }) => due_at?.toISOString())).toContain('2026-11-22T10:02:00.000Z');
  });

  it('finds a time that lies too far ahead also when the clock was put right while nothing ran', async () => {
    const { id } = await make();
    const later = await make({ name: 'later', start_at: at('18:00:00').toISOString() });
    await store.db.query('update schedule set next_at = $2, fire_at = $2 where id = $1', [id, new Date('2031-01-01T00:00:00Z')]);
    await withScheduler((settle) => settle());
    expect(await parts.schedules.get(id)).toMatchObject({ next_at: at('10:01:00') });
    expect(await parts.schedules.get(later.id)).toMatchObject({ next_at: at('18:00:00') });
  });

  it('skips forward with the clock, and accounts for what lay between', async () => {
    const { id } = await make({ catch_up_seconds: 60 });
    await withScheduler(async (settle) => {
      clock.step(3600);
      await settle();
    });
    const rows = await occurrences(id);
    expect(rows[0]).toMatchObject({ decision: 'skipped_catch_up', count: 58 });
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(60);
  });

  it('starts each moment once where two of them share a store', async () => {
    for (let index = 0; index < 20; index += 1) await make({ name: `every minute ${index}`, overlap: 'allow' });
    const schedulers = ['one', 'two', 'three'].map((worker) => createScheduler({ ...parts, worker }));
    for (const scheduler of schedulers) await scheduler.start();
    for (let minute = 0; minute < 5; minute += 1) {
      clock.pass(60);
      await store.db.notify('roundsman_schedule', '');
      await expect.poll(async () => (await runsNow()).length).toBe((minute + 1) * 20);
    }
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    const runs = await runsNow();
    expect(runs).toHaveLength(100);
    expect(new Set(runs.map(({ schedule_id, due_at }) => `${schedule_id} ${due_at?.toISOString()}`)).size).toBe(100);
  });

  it('looks at once at what changed while it was looking, and stops without waiting out its sleep', async () => {
    const scheduler = createScheduler({ ...parts, longestSleepMs: 600_000 });
    await scheduler.start();
    const hourly = { kind: 'interval', every_seconds: 3600 } as const;
    for (let index = 0; index < 10; index += 1) await make({ name: `n${index}`, spec: hourly });
    clock.pass(3600);
    await make({ name: 'the last', spec: hourly });
    await expect.poll(async () => (await runsNow()).length).toBe(10);
    await scheduler.stop();
  });
});

describe('every due moment is accounted for', () => {
  type Step = { kind: 'pass'; seconds: number } | { kind: 'back'; seconds: number } | { kind: 'pause' | 'resume' | 'kill' | 'end-runs' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 400 }).map((seconds) => ({ kind: 'pass', seconds }) as const) },
    { weight: 1, arbitrary: fc.integer({ min: 1000, max: 20_000 }).map((seconds) => ({ kind: 'pass', seconds }) as const) },
    { weight: 1, arbitrary: fc.constantFrom('pause', 'resume', 'kill', 'end-runs').map((kind) => ({ kind }) as const) },
  );
  const withBack = fc.oneof({ weight: 5, arbitrary: step }, { weight: 1, arbitrary: fc.integer({ min: 10, max: 3000 }).map((seconds) => ({ kind: 'back', seconds }) as const) });
  const shape = fc.record({
    overlap: fc.constantFrom('skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow' as const),
    every: fc.constantFrom(45, 60, 300),
    catchUp: fc.constantFrom(0, 120, 3600),
    jitter: fc.constantFrom(0, 90),
  });

  async function play({ overlap, every, catchUp, jitter }: { overlap: ScheduleInput['overlap']; every: number; catchUp: number; jitter: number }, steps: readonly Step[]): Promise<{ row: ScheduleRow; rows: Occurrence[]; runs: RunRow[] }> {
    await begin('2026-11-22T10:00:00Z');
    const { id } = await make({ overlap, spec: { kind: 'interval', every_seconds: every }, catch_up_seconds: catchUp, jitter_seconds: jitter });
    for (const one of steps) {
      if (one.kind === 'pass') clock.pass(one.seconds);
      if (one.kind === 'pause') await named.pause(id, 'for a while');
      if (one.kind === 'resume') await named.resume(id);
      if (one.kind === 'end-runs') await endRuns();
      if (one.kind === 'back') {
        clock.step(-one.seconds);
        // A start after the clock was set counts anew, as the loop does.
        const scheduler = createScheduler(parts);
        await scheduler.start();
        await scheduler.stop();
      }
      if (one.kind === 'kill') {
        // All that a look had written is gone with the process that made it.
        await store.db.transaction(async () => {
          await tick(parts);
          throw new Error('killed');
        }).catch(() => undefined);
      } else await tick(parts);
    }
    await named.resume(id);
    // Beyond every jitter and back clock: the last moments are told too.
    clock.pass(30_000);
    await tick(parts);
    const row = await named.get(id);
    return { row, rows: await occurrences(id), runs: await runsNow() };
  }

  function dueMoments({ spec, created_at, next_at }: ScheduleRow): number[] {
    const due: number[] = [];
    for (let moment = nextAfter(spec, created_at); moment !== null && next_at !== null && moment < next_at; moment = nextAfter(spec, moment)) due.push(moment.getTime());
    return due;
  }

  function checkRuns(rows: readonly Occurrence[], runs: readonly RunRow[]): void {
    const noted = rows.filter(({ run_id }) => run_id !== null).map(({ run_id, due_at }) => `${run_id} ${due_at.toISOString()}`);
    expect(runs.map(({ id, due_at }) => `${id} ${due_at?.toISOString()}`).sort()).toEqual(noted.sort());
    for (const { decision, reason, run_id, count } of rows) {
      expect(decision === 'run').toBe(run_id !== null);
      if (decision !== 'run') expect(reason).not.toBe(null);
      expect(count).toBeGreaterThan(0);
    }
  }

  it('by exactly one row, or one range, over any pauses, kills and gaps', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.array(step, { minLength: 1, maxLength: 14 }), async (schedule, steps) => {
        const { row, rows, runs } = await play(schedule, steps);
        const due = dueMoments(row);
        const covered = rows.flatMap(({ due_at, last_due_at, count }) => {
          const within = due.filter((moment) => moment >= due_at.getTime() && moment <= last_due_at.getTime());
          expect(within).toHaveLength(count);
          return within;
        });
        expect(covered.sort((a, b) => a - b)).toEqual(due);
        checkRuns(rows, runs);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('by at least one, and by one run at most, also when the clock goes back', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.array(withBack, { minLength: 2, maxLength: 14 }), async (schedule, steps) => {
        const { row, rows, runs } = await play(schedule, steps);
        const isCovered = (moment: number): boolean => rows.some(({ due_at, last_due_at }) => moment >= due_at.getTime() && moment <= last_due_at.getTime());
        expect(dueMoments(row).filter((moment) => !isCovered(moment))).toEqual([]);
        expect(new Set(runs.map(({ due_at }) => due_at?.toISOString())).size).toBe(runs.length);
        checkRuns(rows, runs);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
