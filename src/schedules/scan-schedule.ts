import { AppError } from '../core/errors.ts';
import { scanJob } from '../core/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import { hashId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import { finalRunStatuses, type RunRow, type RunsStore } from '../store/runs.ts';
import type { ScheduleRow, SchedulesStore, StoredSpec } from '../store/schedules.ts';
import { checkTimezone, nextAfter } from './spec.ts';

export type Frequency = 'hourly' | 'daily' | 'weekly' | 'custom';

/** The scheduled scan as its page and its calls have it. `customIntervalMinutes` only for `custom`. */
export interface ScanConfig {
  enabled: boolean;
  frequency: Frequency;
  channels: string[];
  customIntervalMinutes: number | null;
  regions: string[] | undefined;
  at: string | undefined;
  timezone: string | undefined;
}

export const scanScheduleId = hashId('schedule:scheduled-scan');
export const scanScheduleName = 'scheduled-scan';

const frequencySeconds: Record<Exclude<Frequency, 'custom'>, number> = { hourly: 3600, daily: 86_400, weekly: 604_800 };

export interface ScanScheduleParts {
  db: Db;
  schedules: SchedulesStore;
  runs: RunsStore;
  events: EventsStore;
  clock: Clock;
  /** Channels that a run tells while nobody has chosen any. */
  defaultChannels(): string[];
}

export type ScanSchedule = ReturnType<typeof createScanSchedule>;

/** The reserved schedule `scheduled-scan`: a row like any other, seen through frequency words. */
export function createScanSchedule(parts: ScanScheduleParts) {
  const { db, schedules, runs, events, clock } = parts;

  async function row(lock = false): Promise<ScheduleRow> {
    const found = await schedules.get(scanScheduleId, { lock });
    if (found === undefined) throw new AppError('INTERNAL', { detail: 'The reserved schedule is missing. Start the service again.' });
    return found;
  }

  async function change(config: Partial<ScanConfig>): Promise<ScanConfig> {
    return db.transaction(async () => {
      const before = await row(true);
      const current = configOf(before);
      const next: ScanConfig = { ...current, ...config };
      const now = clock.now();
      const isSameTime = next.frequency === current.frequency && next.customIntervalMinutes === current.customIntervalMinutes && next.at === current.at && next.timezone === current.timezone;
      // A change of channels alone must not move the rounds; enabling anew anchors them at this moment.
      // A cron expression that was set as the schedule's own has no frequency word it could be made from again.
      const isOwnSpec = isSameTime && next.frequency === 'custom' && next.customIntervalMinutes === null;
      const spec = isOwnSpec || (isSameTime && before.enabled && next.enabled) ? before.spec : specOf(next, now);
      const nextAt = next.enabled ? (isSameTime && before.enabled ? before.next_at : nextAfter(spec, now)) : null;
      await schedules.update(
        scanScheduleId,
        {
          enabled: next.enabled,
          spec,
          settings: { frequency: next.frequency, custom_interval: next.customIntervalMinutes, at: next.at ?? null, timezone: next.timezone ?? null, is_chosen: true },
          scope: next.regions === undefined || next.regions.length === 0 ? {} : { regions: next.regions },
          channels: next.channels,
          next_at: nextAt,
          fire_at: nextAt,
        },
        now,
      );
      await events.publish([{ type: 'schedule.changed', data: { schedule_id: scanScheduleId } }], now);
      return next;
    });
  }

  return {
    /** Makes the row on the first start: off, daily, nobody told yet. */
    async ensure(): Promise<void> {
      const now = clock.now();
      await schedules.insert(
        {
          id: scanScheduleId,
          name: scanScheduleName,
          job: scanJob,
          reserved: true,
          enabled: false,
          spec: { kind: 'interval', every_seconds: frequencySeconds.daily, anchor: now.toISOString() },
          settings: { frequency: 'daily', custom_interval: null, is_chosen: false },
          scope: {},
          channels: [],
          overlap: 'skip',
          catch_up_seconds: 3600,
          jitter_seconds: 0,
          pause_on_failure: false,
          remaining_runs: null,
          start_at: null,
          end_at: null,
          next_at: null,
          fire_at: null,
        },
        now,
      );
    },

    async config(): Promise<ScanConfig> {
      return configOf(await row());
    },
    row,

    /** Replaces the configuration. Throws INVALID_VALUE for `custom` without an interval and for an unknown zone. */
    async configure(config: ScanConfig): Promise<ScanConfig> {
      if (config.frequency === 'custom' && config.customIntervalMinutes === null) {
        throw new AppError('INVALID_VALUE', { detail: 'The frequency custom needs custom_interval, the minutes between two scans.', fields: [{ field: 'custom_interval', message: 'required for the frequency custom: minutes from 1 to 527040' }] });
      }
      if (config.timezone !== undefined) checkTimezone(config.timezone);
      return change(config);
    },
    setEnabled: (enabled: boolean) => change({ enabled }),

    /** Starts a scan now, or answers the one that is under way. It tells people like a scheduled run. */
    async trigger(source: string | null): Promise<{ runId: string; isNew: boolean }> {
      return db.transaction(async () => {
        const schedule = await row(true);
        const [active] = await schedules.activeRuns(scanScheduleId);
        if (active !== undefined) return { runId: active, isNew: false };
        const runId = await runs.create({ job: scanJob, origin: 'manual', source, scheduleId: scanScheduleId, scope: schedule.scope, channels: schedule.channels }, clock.now());
        return { runId, isNew: true };
      });
    },

    /** Where a finished run of the schedule is told: as chosen, else everywhere. */
    async channelsOf(run: RunRow): Promise<string[]> {
      if (run.schedule_id !== scanScheduleId) return run.channels ?? [];
      const schedule = await row();
      return schedule.settings['is_chosen'] === true ? (run.channels ?? []) : parts.defaultChannels();
    },

    async newestFinished(): Promise<RunRow | undefined> {
      return runs.newest({ job: scanJob, statuses: finalRunStatuses });
    },
    async active(): Promise<string | undefined> {
      const [active] = await schedules.activeRuns(scanScheduleId);
      return active;
    },
  };
}

export function configOf({ enabled, settings, channels, scope }: ScheduleRow): ScanConfig {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    enabled,
    frequency: (text(settings['frequency']) ?? 'daily') as Frequency,
    channels,
    customIntervalMinutes: typeof settings['custom_interval'] === 'number' ? settings['custom_interval'] : null,
    regions: scope.regions,
    at: text(settings['at']),
    timezone: text(settings['timezone']),
  };
}

/** Pinned to a time of day it is cron in the zone; else it counts from the moment of enabling. */
function specOf({ frequency, customIntervalMinutes, at, timezone }: ScanConfig, now: Date): StoredSpec {
  if (at !== undefined) {
    const [hour, minute] = at.split(':').map(Number);
    const zone = timezone ?? 'UTC';
    if (frequency === 'custom') {
      const every = customSeconds(customIntervalMinutes);
      return { kind: 'interval', every_seconds: every, anchor: pinnedAnchor({ kind: 'cron', cron: `${minute ?? 0} ${hour ?? 0} * * *`, timezone: zone }, every, now) };
    }
    if (frequency === 'hourly') return { kind: 'cron', cron: `${minute ?? 0} * * * *`, timezone: zone };
    const weekday = frequency === 'weekly' ? weekdayIn(zone, now) : '*';
    return { kind: 'cron', cron: `${minute ?? 0} ${hour ?? 0} * * ${weekday}`, timezone: zone };
  }
  const seconds = frequency === 'custom' ? customSeconds(customIntervalMinutes) : frequencySeconds[frequency];
  return { kind: 'interval', every_seconds: seconds, anchor: now.toISOString() };
}

const customSeconds = (minutes: number | null): number => Math.round((minutes ?? 1440) * 60);

/** An interval that meets the next time of day: as many steps before it as lie between now and then. */
function pinnedAnchor(timeOfDay: StoredSpec, everySeconds: number, now: Date): string {
  const next = nextAfter(timeOfDay, now)?.getTime() ?? now.getTime();
  const every = everySeconds * 1000;
  return new Date(next - Math.ceil((next - now.getTime()) / every) * every).toISOString();
}

/** A weekly scan runs on the weekday on which it was enabled, 0 for Sunday. */
function weekdayIn(timezone: string, now: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: timezone, weekday: 'short' }).format(now);
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(name);
}
