import { AppError } from '../core/errors.ts';
import { fileAuditJob, scanJob } from '../core/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore, ScanScope } from '../store/runs.ts';
import type { Overlap, ScheduleChange, ScheduleRow, SchedulesStore } from '../store/schedules.ts';
import { firstAfter, parseSpec } from './spec.ts';

type SpecInput = { kind: 'cron'; cron: string; timezone: string } | { kind: 'interval'; every_seconds: number; anchor?: string | undefined };

export interface ScheduleInput {
  name: string;
  spec: SpecInput;
  scope: ScanScope;
  channels: string[];
  enabled: boolean;
  overlap: Overlap;
  catch_up_seconds: number;
  jitter_seconds: number;
  pause_on_failure: boolean;
  remaining_runs: number | null;
  start_at: string | null;
  end_at: string | null;
}

export type NamedSchedules = ReturnType<typeof createNamedSchedules>;

/** Schedules by name, the reserved ones included (which cannot be removed). */
export function createNamedSchedules({ db, schedules, runs, events, clock }: { db: Db; schedules: SchedulesStore; runs: RunsStore; events: EventsStore; clock: Clock }) {
  async function get(id: string, lock = false): Promise<ScheduleRow> {
    const row = /^[0-9a-f-]{36}$/i.test(id) ? await schedules.get(id, { lock }) : await schedules.byName(id);
    if (row === undefined) throw new AppError('NOT_FOUND', { detail: `There is no schedule ${id}.` });
    return row;
  }

  async function save(row: ScheduleRow, change: ScheduleChange): Promise<ScheduleRow> {
    const now = clock.now();
    await schedules.update(row.id, change, now);
    await events.publish([{ type: 'schedule.changed', data: { schedule_id: row.id } }], now);
    return get(row.id);
  }

  return {
    get,
    list: () => schedules.list(),

    async create(input: ScheduleInput, job: string = scanJob): Promise<ScheduleRow> {
      const now = clock.now();
      const spec = parseSpec(input.spec, now);
      const startAt = dateOf(input.start_at);
      const endAt = dateOf(input.end_at);
      checkSpan(startAt, endAt);
      const next = input.enabled ? firstAfter(spec, now, startAt) : null;
      const id = timeId(now.getTime());
      const isNew = await db.transaction(async () => {
        const inserted = await schedules.insert({ ...input, id, job, reserved: false, settings: {}, spec, start_at: startAt, end_at: endAt, next_at: next, fire_at: next }, now);
        if (inserted) await events.publish([{ type: 'schedule.changed', data: { schedule_id: id } }], now);
        return inserted;
      });
      if (!isNew) throw new AppError('CONFLICT', { detail: `The name ${JSON.stringify(input.name)} is in use. Choose another one.`, fields: [{ field: 'name', message: 'in use' }] });
      return get(id);
    },

    async update(id: string, input: Partial<ScheduleInput>): Promise<ScheduleRow> {
      return db.transaction(async () => {
        const row = await get(id, true);
        if (row.reserved && input.name !== undefined && input.name !== row.name) throw new AppError('NOT_POSSIBLE', { detail: `${row.name} is reserved and keeps its name.`, fields: [{ field: 'name', message: 'reserved' }] });
        if (input.name !== undefined && input.name !== row.name && (await schedules.byName(input.name)) !== undefined) throw new AppError('CONFLICT', { detail: `The name ${JSON.stringify(input.name)} is in use. Choose another one.`, fields: [{ field: 'name', message: 'in use' }] });
        if (row.job === fileAuditJob && (input.spec !== undefined || input.scope !== undefined || input.channels !== undefined)) throw new AppError('NOT_POSSIBLE', { detail: `${row.name} checks files: its interval and channels are set on the page Files.`, fields: [{ field: input.spec === undefined ? 'channels' : 'spec', message: 'set on the page Files' }] });
        const now = clock.now();
        const { spec: given, start_at, end_at, ...rest } = input;
        const spec = given === undefined ? row.spec : parseSpec(given, now);
        const startAt = start_at === undefined ? row.start_at : dateOf(start_at);
        const endAt = end_at === undefined ? row.end_at : dateOf(end_at);
        checkSpan(startAt, endAt);
        const change: ScheduleChange = { ...rest, start_at: startAt, end_at: endAt };
        if (given !== undefined) Object.assign(change, { spec, ...(row.reserved ? { settings: { ...row.settings, frequency: 'custom', custom_interval: spec.kind === 'interval' ? spec.every_seconds / 60 : null, at: null, is_chosen: true } } : {}) });
        if (row.reserved && input.channels !== undefined) change.settings = { ...(change.settings ?? row.settings), is_chosen: true };
        const enabled = input.enabled ?? row.enabled;
        if (given !== undefined || enabled !== row.enabled || start_at !== undefined) {
          const next = enabled ? firstAfter(spec, now, startAt) : null;
          Object.assign(change, { next_at: next, fire_at: next });
        }
        return save(row, change);
      });
    },

    async pause(id: string, note: string | null): Promise<ScheduleRow> {
      return save(await get(id), { paused: true, pause_note: note ?? '' });
    },
    async resume(id: string): Promise<ScheduleRow> {
      return save(await get(id), { paused: false, pause_note: '' });
    },
    async remove(id: string): Promise<ScheduleRow> {
      const row = await get(id);
      if (row.reserved) throw new AppError('NOT_POSSIBLE', { detail: `${row.name} is reserved. Disable it instead.` });
      await schedules.remove(row.id);
      await events.publish([{ type: 'schedule.changed', data: { schedule_id: row.id } }], clock.now());
      return row;
    },

    /** Runs it now, beside its times; one that is under way is answered instead. */
    async trigger(id: string, source: string | null): Promise<{ runId: string; isNew: boolean }> {
      return db.transaction(async () => {
        const row = await get(id, true);
        const [active] = row.overlap === 'allow' ? [] : await schedules.activeRuns(row.id);
        if (active !== undefined) return { runId: active, isNew: false };
        const runId = await runs.create({ job: row.job, origin: 'manual', source, scheduleId: row.id, scope: row.scope, channels: row.channels }, clock.now());
        return { runId, isNew: true };
      });
    },

    /** Pauses a schedule that asks for it after a failed run. */
    async noteFailure(scheduleId: string, message: string): Promise<void> {
      const row = await schedules.get(scheduleId);
      if (row?.pause_on_failure === true && !row.paused) await save(row, { paused: true, pause_note: `Paused after a failed run: ${message}` });
    },
  };
}

const dateOf = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

function checkSpan(startAt: Date | null, endAt: Date | null): void {
  if (startAt !== null && endAt !== null && startAt >= endAt) throw new AppError('INVALID_VALUE', { detail: 'The end lies before the start.', fields: [{ field: 'end_at', message: 'must lie after start_at' }] });
}
