import { AppError } from '../core/errors.ts';
import { fileAuditJob } from '../core/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import { hashId, timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import type { ScheduleChange, ScheduleRow, SchedulesStore } from '../store/schedules.ts';
import { nextAfter } from './spec.ts';

export const fileAuditId = hashId('schedule:file-audit');
export const fileAuditName = 'file-audit';

export interface AuditSettings {
  intervalSeconds: number;
  /** Between two comparisons of every byte; the checks between look at size, times, inode and mode. */
  fullIntervalSeconds: number;
  watch: boolean;
  /** Null: every channel that is configured. */
  channels: string[] | null;
}

const defaults: AuditSettings = { intervalSeconds: 300, fullIntervalSeconds: 86_400, watch: true, channels: null };

export function auditSettingsOf({ settings, channels }: ScheduleRow): AuditSettings {
  const number = (name: string, otherwise: number): number => (typeof settings[name] === 'number' ? settings[name] : otherwise);
  return {
    intervalSeconds: number('interval_seconds', defaults.intervalSeconds),
    fullIntervalSeconds: number('full_interval_seconds', defaults.fullIntervalSeconds),
    watch: settings['watch'] !== false,
    channels: settings['are_channels_chosen'] === true ? channels : null,
  };
}

const storedSettings = (settings: AuditSettings): Pick<ScheduleRow, 'settings' | 'channels'> => ({
  settings: { interval_seconds: settings.intervalSeconds, full_interval_seconds: settings.fullIntervalSeconds, watch: settings.watch, are_channels_chosen: settings.channels !== null },
  channels: settings.channels ?? [],
});

export type FileAudits = ReturnType<typeof createFileAudits>;

/** The audits of files: `file-audit`, which is always there, and others by name, each with its own interval. */
export function createFileAudits({ db, schedules, runs, events, clock }: { db: Db; schedules: SchedulesStore; runs: RunsStore; events: EventsStore; clock: Clock }) {
  async function row(id: string, lock = false): Promise<ScheduleRow> {
    const found = await schedules.get(id, { lock });
    if (found === undefined || found.job !== fileAuditJob) throw new AppError('NOT_FOUND', { detail: 'There is no such file audit.' });
    return found;
  }

  const newRow = (id: string, name: string, settings: AuditSettings, enabled: boolean, now: Date): Parameters<SchedulesStore['insert']>[0] => {
    const spec = { kind: 'interval' as const, every_seconds: settings.intervalSeconds, anchor: now.toISOString() };
    const next = enabled ? nextAfter(spec, now) : null;
    return {
      id, name, job: fileAuditJob, reserved: id === fileAuditId, enabled, spec, ...storedSettings(settings), scope: {}, overlap: 'skip', catch_up_seconds: settings.intervalSeconds, jitter_seconds: 0,
      pause_on_failure: false, remaining_runs: null, start_at: null, end_at: null, next_at: next, fire_at: next,
    };
  };

  /** Changes what is named; a new interval counts from now, the first check after starting comes at once. */
  async function change(id: string, part: Partial<AuditSettings> & { enabled?: boolean }): Promise<ScheduleRow> {
    return db.transaction(async () => {
      const before = await row(id, true);
      const current = auditSettingsOf(before);
      const { enabled = before.enabled, ...settings } = part;
      const next = { ...current, ...settings };
      const now = clock.now();
      const isMoved = next.intervalSeconds !== current.intervalSeconds || (enabled && !before.enabled);
      const spec = isMoved ? { kind: 'interval' as const, every_seconds: next.intervalSeconds, anchor: now.toISOString() } : before.spec;
      const nextAt = !enabled ? null : isMoved || before.next_at === null ? nextAfter(spec, now) : before.next_at;
      const update: ScheduleChange = { enabled, spec, ...storedSettings(next), catch_up_seconds: next.intervalSeconds, next_at: nextAt, fire_at: nextAt };
      await schedules.update(id, update, now);
      await events.publish([{ type: 'schedule.changed', data: { schedule_id: id } }], now);
      return row(id);
    });
  }

  /** Starts a check now, or answers the one that is under way. */
  async function runNow(id: string, scope: Record<string, unknown> = {}, source: string | null = null): Promise<{ runId: string; isNew: boolean }> {
    return db.transaction(async () => {
      await row(id, true);
      const [active] = Object.keys(scope).length === 0 ? await schedules.activeRuns(id) : [];
      if (active !== undefined) return { runId: active, isNew: false };
      return { runId: await runs.create({ job: fileAuditJob, origin: 'manual', source, scheduleId: id, scope, channels: null }, clock.now()), isNew: true };
    });
  }

  return {
    /** Makes the reserved audit on the first start: stopped, every five minutes. */
    async ensure(): Promise<void> {
      await schedules.insert(newRow(fileAuditId, fileAuditName, defaults, false, clock.now()), clock.now());
    },
    row,
    change,
    runNow,
    async list(): Promise<ScheduleRow[]> {
      return (await schedules.list()).filter(({ job }) => job === fileAuditJob);
    },
    async byName(name: string): Promise<ScheduleRow> {
      const found = await schedules.byName(name);
      if (found === undefined || found.job !== fileAuditJob) throw new AppError('INVALID_VALUE', { detail: `There is no file audit called ${JSON.stringify(name)}. Make it first, or leave the field out.`, fields: [{ field: 'audit', message: 'not the name of a file audit' }] });
      return found;
    },
    async create(name: string, settings: Partial<AuditSettings> & { enabled?: boolean }): Promise<ScheduleRow> {
      const now = clock.now();
      const { enabled = true, ...rest } = settings;
      const id = timeId(now.getTime());
      const isNew = await db.transaction(async () => schedules.insert(newRow(id, name, { ...defaults, ...rest }, enabled, now), now));
      if (!isNew) throw new AppError('CONFLICT', { detail: `There is a schedule called ${name} already. Choose another name.`, fields: [{ field: 'name', message: 'in use' }] });
      await events.publish([{ type: 'schedule.changed', data: { schedule_id: id } }], now);
      return row(id);
    },
    async remove(id: string): Promise<void> {
      const found = await row(id);
      if (found.reserved) throw new AppError('NOT_POSSIBLE', { detail: 'The audit file-audit cannot be removed. Stop it instead.' });
      await schedules.remove(id);
    },
    active: async (id: string): Promise<string | undefined> => (await schedules.activeRuns(id))[0],
  };
}
