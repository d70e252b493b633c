import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import { type Decision, type ScheduleChange, scheduleChannel, type ScheduleRow, type SchedulesStore } from '../store/schedules.ts';
import { countBetween, nextAfter } from './spec.ts';

export interface SchedulerParts {
  db: Db;
  schedules: SchedulesStore;
  runs: RunsStore;
  events: EventsStore;
  clock: Clock;
  logger: Logger;
  worker: string;
  random?: () => number;
}

export interface Scheduler {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** When the loop last looked, for /health. */
  readonly lastTickAt: Date | undefined;
}

const claimLimit = 250;
const longestSleepMs = 1000;
/** A wall clock that moved this much against the monotonic one was set. */
const jumpMs = 5000;

/**
 * Turns due moments into runs. Claiming a schedule, noting the occurrence, queueing its run and moving the next time is
 * one transaction, so that a kill at any point neither loses nor doubles one.
 */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { db, schedules, clock, logger } = parts;
  let isStopping = false;
  let wake: () => void = () => undefined;
  let loop: Promise<void> = Promise.resolve();
  let stopListening: () => Promise<void> = () => Promise.resolve();
  let lastTickAt: Date | undefined;
  let clockOffset: number | undefined;

  async function run(): Promise<void> {
    while (!isStopping) {
      let sleepMs = longestSleepMs;
      try {
        await noticeClockJump();
        const claimed = await tick(parts);
        lastTickAt = clock.now();
        const next = await schedules.nextFireAt();
        sleepMs = claimed === claimLimit ? 0 : Math.max(10, Math.min(longestSleepMs, next === undefined ? longestSleepMs : next.getTime() - clock.now().getTime()));
      } catch (error) {
        logger.error({ err: error }, 'The schedules could not be read; trying again');
      }
      if (isStopping) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, sleepMs);
      });
    }
  }

  /** After a step back of the clock the next times may lie too far ahead: they are counted again from now. */
  async function noticeClockJump(): Promise<void> {
    const offset = clock.now().getTime() - clock.monotonicMs();
    const jump = clockOffset === undefined ? 0 : offset - clockOffset;
    clockOffset = offset;
    if (Math.abs(jump) < jumpMs) return;
    logger.warn({ seconds: Math.round(jump / 1000) }, 'The clock of this machine was set; schedules are counted anew');
    if (jump > 0) return;
    const now = clock.now();
    await db.transaction(async () => {
      for (const row of await schedules.list()) {
        if (!row.enabled || row.next_at === null) continue;
        const next = nextAfter(row.spec, now);
        if (next !== null && next < row.next_at) await schedules.update(row.id, { next_at: next, fire_at: next }, now);
      }
    });
  }

  return {
    async start() {
      stopListening = await db.listen(scheduleChannel, () => wake());
      loop = run();
    },
    async stop() {
      isStopping = true;
      wake();
      await stopListening();
      await loop;
    },
    get lastTickAt() {
      return lastTickAt;
    },
  };
}

/** One look: claims what is due and starts what waited. Answers how many were claimed. */
export async function tick(parts: SchedulerParts): Promise<number> {
  const { db, schedules, clock } = parts;
  const claimed = await db.transaction(async () => {
    const now = clock.now();
    const due = await schedules.claimDue(now, claimLimit);
    for (const row of due) await claim(row, now, parts);
    return due.length;
  });
  await db.transaction(async () => {
    const now = clock.now();
    for (const row of await schedules.bufferedAndFree(claimLimit)) await startBuffered(row, now, parts);
  });
  return claimed;
}

/** Accounts for every due moment up to now: the newest within the window runs, each other one gets its reason. */
async function claim(row: ScheduleRow, now: Date, parts: SchedulerParts): Promise<void> {
  const { schedules, events } = parts;
  const due = row.next_at;
  if (due === null) return;
  const change: ScheduleChange = {};
  // Moments that were missed while nothing ran are told as ranges: a month of minutes is one row, not 40,000.
  const windowStart = new Date(now.getTime() - row.catch_up_seconds * 1000);
  let moment: Date | null = due;
  if (due < windowStart) moment = await skipMissed(row, due, windowStart, now, parts);
  for (let taken = 0; moment !== null && moment <= now && taken < 1000; taken += 1) {
    await decide(row, moment, now, change, parts);
    moment = nextAfter(row.spec, moment);
  }
  if (moment === null || (row.end_at !== null && moment > row.end_at)) Object.assign(change, { enabled: false, next_at: null, fire_at: null });
  else Object.assign(change, { next_at: moment, fire_at: new Date(moment.getTime() + jitterMs(row, parts.random)) });
  if (change.remaining_runs === 0) Object.assign(change, { enabled: false, next_at: null, fire_at: null });
  await schedules.update(row.id, change, now);
  await events.publish([{ type: 'schedule.changed', data: { schedule_id: row.id } }], now);
}

const jitterMs = (row: ScheduleRow, random: () => number = Math.random): number => Math.floor(random() * row.jitter_seconds * 1000);

/** Notes the moments before the catch-up window as one range; answers the first moment inside it. */
async function skipMissed(row: ScheduleRow, due: Date, windowStart: Date, now: Date, parts: SchedulerParts): Promise<Date | null> {
  const justBefore = new Date(windowStart.getTime() - 1);
  const first = nextAfter(row.spec, justBefore);
  const more = countBetween(row.spec, due, justBefore, 100_000);
  await note(row, { due, last: more === 0 ? due : justBefore, count: more + 1, decision: row.paused ? 'skipped_paused' : 'skipped_catch_up', reason: row.paused ? pausedReason(row) : `Missed while the service was not running, and older than the catch-up window of ${row.catch_up_seconds} s.`, runId: null }, now, parts);
  return first;
}

const pausedReason = (row: ScheduleRow): string => (row.pause_note === null || row.pause_note === '' ? 'The schedule is paused.' : `The schedule is paused: ${row.pause_note}`);

async function decide(row: ScheduleRow, due: Date, now: Date, change: ScheduleChange, parts: SchedulerParts): Promise<void> {
  const skip = (decision: Decision, reason: string): Promise<unknown> => note(row, { due, last: due, count: 1, decision, reason, runId: null }, now, parts);
  const remaining = change.remaining_runs ?? row.remaining_runs;
  if (row.start_at !== null && due < row.start_at) return void (await skip('skipped_ended', 'The schedule has not started yet.'));
  if (row.end_at !== null && due > row.end_at) return void (await skip('skipped_ended', 'The schedule has ended.'));
  if (remaining === 0) return void (await skip('skipped_ended', 'All of its limited runs were made.'));
  if (row.paused) return void (await skip('skipped_paused', pausedReason(row)));

  const active = await parts.schedules.activeRuns(row.id);
  const buffered = change.buffered ?? row.buffered;
  if (active.length > 0 && row.overlap === 'skip') return void (await skip('skipped_overlap', 'The run before was still under way.'));
  if (active.length > 0 && (row.overlap === 'buffer_one' || row.overlap === 'buffer_all')) {
    if (row.overlap === 'buffer_one' && buffered > 0) return void (await skip('skipped_overlap', 'The run before was still under way and another one already waits.'));
    await note(row, { due, last: due, count: 1, decision: 'buffered', reason: 'Waits until the run before has ended.', runId: null }, now, parts);
    change.buffered = buffered + 1;
    return;
  }
  if (row.overlap === 'cancel_other') for (const id of active) await parts.runs.cancel(id, now);
  await startRun(row, due, now, parts);
  if (remaining !== null) change.remaining_runs = remaining - 1;
}

async function startRun(row: ScheduleRow, due: Date, now: Date, parts: SchedulerParts): Promise<void> {
  const runId = await parts.runs.create({ job: row.job, origin: 'schedule', scheduleId: row.id, dueAt: due, scope: row.scope, channels: row.channels }, now);
  const isNew = await note(row, { due, last: due, count: 1, decision: 'run', reason: null, runId }, now, parts);
  // The moment was run before a clock went back: the row there stands, and this run goes.
  if (!isNew) await parts.runs.cancel(runId, now);
}

async function startBuffered(row: ScheduleRow, now: Date, parts: SchedulerParts): Promise<void> {
  const runId = await parts.runs.create({ job: row.job, origin: 'schedule', scheduleId: row.id, dueAt: null, scope: row.scope, channels: row.channels }, now);
  const due = await parts.schedules.startBuffered(row.id, runId);
  if (due === undefined) {
    await parts.runs.cancel(runId, now);
    await parts.schedules.update(row.id, { buffered: 0 }, now);
    return;
  }
  const remaining = row.remaining_runs === null ? {} : { remaining_runs: Math.max(0, row.remaining_runs - 1) };
  await parts.schedules.update(row.id, { buffered: row.buffered - 1, ...remaining }, now);
}

function note(row: ScheduleRow, occurrence: { due: Date; last: Date; count: number; decision: Decision; reason: string | null; runId: string | null }, now: Date, parts: SchedulerParts): Promise<boolean> {
  const { due, last, count, decision, reason, runId } = occurrence;
  return parts.schedules.addOccurrence({ schedule_id: row.id, due_at: due, last_due_at: last, count, decision, reason, run_id: runId, claimed_at: now, claimed_by: parts.worker });
}
