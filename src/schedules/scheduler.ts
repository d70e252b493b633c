import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import { type Decision, type ScheduleChange, scheduleChannel, type ScheduleRow, type SchedulesStore } from '../store/schedules.ts';
import { countBetween, firstAfter, lastBetween, nextAfter } from './spec.ts';

export interface SchedulerParts {
  db: Db;
  schedules: SchedulesStore;
  runs: RunsStore;
  events: EventsStore;
  clock: Clock;
  logger: Logger;
  worker: string;
  random?: () => number;
  /** Looks at least so often, every second where it is left out. */
  longestSleepMs?: number;
}

export interface Scheduler {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** When the loop last looked, for /health. */
  readonly lastTickAt: Date | undefined;
}

const claimLimit = 250;
const usualSleepMs = 1000;
/** Nothing is looked at in the very moment it is due: what is only so late was not missed. */
const onTimeMs = 30_000;
/** A schedule that fails is looked at again after this long. */
const putOffMs = 60_000;
/** A wall clock that moved this much against the monotonic one was set. */
const jumpMs = 5000;

/**
 * Turns due moments into runs. Claiming a schedule, noting the occurrence, queueing its run and moving the next time is
 * one transaction, so that a kill at any point neither loses nor doubles one.
 */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { db, schedules, clock, logger, longestSleepMs = usualSleepMs } = parts;
  let isStopping = false;
  let isWoken = false;
  let endSleep: () => void = () => undefined;
  let loop: Promise<void> = Promise.resolve();
  let stopListening: () => Promise<void> = () => Promise.resolve();
  let lastTickAt: Date | undefined;
  let clockOffset: number | undefined;

  /** Also what changes while a look is under way is looked at at once. */
  function wake(): void {
    isWoken = true;
    endSleep();
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      isWoken = false;
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
      await sleep(sleepMs);
    }
  }

  function sleep(ms: number): Promise<void> {
    if (isStopping || isWoken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function noticeClockJump(): Promise<void> {
    const offset = clock.now().getTime() - clock.monotonicMs();
    const jump = clockOffset === undefined ? undefined : offset - clockOffset;
    clockOffset = offset;
    if (jump !== undefined && Math.abs(jump) < jumpMs) return;
    if (jump !== undefined) logger.warn({ seconds: Math.round(jump / 1000) }, 'The clock of this machine was set; schedules are counted anew');
    // Nobody knows at the start what the clock did meanwhile.
    if (jump === undefined || jump < 0) await countAnew();
  }

  /** After a step back of the clock the next times may lie too far ahead: they are counted again from now. */
  async function countAnew(): Promise<void> {
    await db.transaction(async () => {
      const now = clock.now();
      for (const row of await schedules.list()) {
        if (!row.enabled || row.next_at === null) continue;
        const next = firstAfter(row.spec, now, row.start_at);
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
  const claimed = await claimTogether(parts).catch(async (error: unknown) => claimOneByOne(parts, error));
  await db.transaction(async () => {
    const now = clock.now();
    for (const row of await schedules.bufferedAndFree(claimLimit)) await startBuffered(row, now, parts);
  });
  return claimed;
}

function claimTogether(parts: SchedulerParts): Promise<number> {
  const { db, schedules, clock } = parts;
  return db.transaction(async () => {
    const now = clock.now();
    const due = await schedules.claimDue(now, claimLimit);
    for (const row of due) await claim(row, now, parts);
    return due.length;
  });
}

/** One schedule that cannot be claimed must not keep the others from running: it is put off, they go on. */
async function claimOneByOne(parts: SchedulerParts, cause: unknown): Promise<number> {
  const { db, schedules, clock, logger } = parts;
  const isDue = ({ enabled, fire_at }: ScheduleRow): boolean => enabled && fire_at !== null && fire_at <= clock.now();
  const due = (await schedules.list()).filter(isDue);
  if (due.length === 0) throw cause;
  for (const { id, name } of due) {
    try {
      await db.transaction(async () => {
        const row = await schedules.get(id, { lock: true });
        if (row !== undefined && isDue(row)) await claim(row, clock.now(), parts);
      });
    } catch (error) {
      logger.error({ err: error, schedule: name }, 'A schedule could not be looked at; trying it again in a minute');
      await schedules.update(id, { fire_at: new Date(clock.now().getTime() + putOffMs) }, clock.now());
    }
  }
  return due.length;
}

/** Accounts for every due moment up to now: those within the window are decided one by one, older ones are told together. */
async function claim(row: ScheduleRow, now: Date, parts: SchedulerParts): Promise<void> {
  const { schedules, events } = parts;
  const due = row.next_at;
  if (due === null) return;
  const change: ScheduleChange = {};
  // Moments that were missed while nothing ran are told as ranges: a month of minutes is one row, not 40,000.
  const windowStart = new Date(now.getTime() - row.catch_up_seconds * 1000 - row.jitter_seconds * 1000 - onTimeMs);
  let moment: Date | null = due;
  if (due < windowStart) moment = await skipMissed(row, due, windowStart, now, parts);
  const hasEnded = (): boolean => moment === null || (row.end_at !== null && moment > row.end_at) || change.remaining_runs === 0;
  for (let taken = 0; moment !== null && moment <= now && !hasEnded() && taken < 1000; taken += 1) {
    await decide(row, moment, now, change, parts);
    moment = nextAfter(row.spec, moment);
  }
  if (moment === null || hasEnded()) Object.assign(change, { enabled: false, next_at: null, fire_at: null });
  else Object.assign(change, { next_at: moment, fire_at: new Date(moment.getTime() + jitterMs(row, parts.random)) });
  await schedules.update(row.id, change, now);
  await events.publish([{ type: 'schedule.changed', data: { schedule_id: row.id } }], now);
}

const jitterMs = (row: ScheduleRow, random: () => number = Math.random): number => Math.floor(random() * row.jitter_seconds * 1000);

/** Notes the moments before the catch-up window as one range; answers the first moment inside it. */
async function skipMissed(row: ScheduleRow, due: Date, windowStart: Date, now: Date, parts: SchedulerParts): Promise<Date | null> {
  const until = new Date(Math.min(windowStart.getTime() - 1, row.end_at?.getTime() ?? Number.POSITIVE_INFINITY));
  const reason = row.paused ? pausedReason(row) : `Missed while the service was not running, and older than the catch-up window of ${row.catch_up_seconds} s.`;
  const noteFrom = async (from: Date): Promise<boolean> => {
    if (from > until) return true;
    const more = countBetween(row.spec, from, until);
    const last = lastBetween(row.spec, from, until) ?? from;
    return note(row, { due: from, last, count: more + 1, decision: row.paused ? 'skipped_paused' : 'skipped_catch_up', reason, runId: null }, now, parts);
  };
  if (!(await noteFrom(due))) {
    // A clock that went back came to moments that were accounted for already: the range begins after the last of them.
    const [newest] = await parts.schedules.occurrences(row.id, windowStart, 1);
    const from = newest === undefined ? null : nextAfter(row.spec, newest.due_at);
    if (from !== null) await noteFrom(from);
  }
  return nextAfter(row.spec, new Date(windowStart.getTime() - 1));
}

const pausedReason = (row: ScheduleRow): string => (row.pause_note === null || row.pause_note === '' ? 'The schedule is paused.' : `The schedule is paused: ${row.pause_note}`);

async function decide(row: ScheduleRow, due: Date, now: Date, change: ScheduleChange, parts: SchedulerParts): Promise<void> {
  const remaining = change.remaining_runs ?? row.remaining_runs;
  const { decision, reason, active } = await decisionFor(row, due, { remaining, buffered: change.buffered ?? row.buffered }, parts);
  const runId = decision === 'run' ? timeId(now.getTime()) : null;
  // Where a clock went back, what was decided the first time stands.
  const isNew = await note(row, { due, last: due, count: 1, decision, reason, runId }, now, parts);
  if (!isNew || (decision !== 'run' && decision !== 'buffered')) return;
  if (remaining !== null) change.remaining_runs = remaining - 1;
  if (decision === 'buffered') change.buffered = (change.buffered ?? row.buffered) + 1;
  if (runId === null) return;
  if (row.overlap === 'cancel_other') for (const id of active) await parts.runs.cancel(id, now);
  await parts.runs.create({ id: runId, job: row.job, origin: 'schedule', scheduleId: row.id, dueAt: due, scope: row.scope, channels: row.channels }, now);
}

interface Decided {
  decision: Decision;
  reason: string | null;
  /** Runs of the schedule that wait or work. */
  active: string[];
}

async function decisionFor(row: ScheduleRow, due: Date, { remaining, buffered }: { remaining: number | null; buffered: number }, parts: SchedulerParts): Promise<Decided> {
  const skip = (decision: Decision, reason: string): Decided => ({ decision, reason, active: [] });
  if (row.start_at !== null && due < row.start_at) return skip('skipped_ended', 'The schedule has not started yet.');
  if (remaining === 0) return skip('skipped_ended', 'All of its limited runs were made.');
  if (row.paused) return skip('skipped_paused', pausedReason(row));
  const active = await parts.schedules.activeRuns(row.id);
  const isBusy = active.length > 0 || buffered > 0;
  if (isBusy && row.overlap === 'skip') return skip('skipped_overlap', 'The run before was still under way.');
  if (isBusy && row.overlap === 'buffer_one' && buffered > 0) return skip('skipped_overlap', 'The run before was still under way and another one already waits.');
  if (isBusy && (row.overlap === 'buffer_one' || row.overlap === 'buffer_all')) return skip('buffered', 'Waits until the run before has ended.');
  return { decision: 'run', reason: null, active };
}

/** The oldest moment that waited becomes a run, under its own time. */
async function startBuffered(row: ScheduleRow, now: Date, parts: SchedulerParts): Promise<void> {
  const runId = timeId(now.getTime());
  const due = await parts.schedules.startBuffered(row.id, runId);
  await parts.schedules.update(row.id, { buffered: due === undefined ? 0 : row.buffered - 1 }, now);
  if (due === undefined) return;
  await parts.runs.create({ id: runId, job: row.job, origin: 'schedule', scheduleId: row.id, dueAt: due, scope: row.scope, channels: row.channels }, now);
}

function note(row: ScheduleRow, occurrence: { due: Date; last: Date; count: number; decision: Decision; reason: string | null; runId: string | null }, now: Date, parts: SchedulerParts): Promise<boolean> {
  const { due, last, count, decision, reason, runId } = occurrence;
  return parts.schedules.addOccurrence({ schedule_id: row.id, due_at: due, last_due_at: last, count, decision, reason, run_id: runId, claimed_at: now, claimed_by: parts.worker });
}
