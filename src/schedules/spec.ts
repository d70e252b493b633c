import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { AppError } from '../core/errors.ts';
import { countCronMoments } from './count-moments.ts';

/** When a schedule fires: cron in a time zone, or every so many seconds from an anchor. */
export type ScheduleSpec = { kind: 'cron'; cron: string; timezone: string } | { kind: 'interval'; every_seconds: number; anchor: string };

const invalid = (field: string, message: string): AppError => new AppError('INVALID_VALUE', { detail: `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}.`, fields: [{ field, message }] });

/** Refuses zones that this system's time zone data does not know. */
export function checkTimezone(timezone: string, field = 'timezone'): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalid(field, `${JSON.stringify(timezone)} is no time zone; use a name like Europe/Berlin or UTC`);
  }
}

/** `5/15` means "from 5, every 15" to many and nothing to croner: written out as `5-59/15`. */
export function expandSteps(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  const ends = fields.length === 6 ? [59, 59, 23, 31, 12, 7] : [59, 23, 31, 12, 7];
  return fields.map((field, index) => field.split(',').map((part) => part.replace(/^(\d+)\/(\d+)$/, (_, from: string, step: string) => `${from}-${ends[index] ?? 59}/${step}`)).join(',')).join(' ');
}

/**
 * Checks a spec and brings it into the form that is kept.
 * Throws INVALID_VALUE naming `spec.cron` or `spec.timezone` and the reason.
 */
export function parseSpec(spec: { kind: 'cron'; cron: string; timezone: string } | { kind: 'interval'; every_seconds: number; anchor?: string | undefined }, now: Date): ScheduleSpec {
  if (spec.kind === 'interval') return { kind: 'interval', every_seconds: spec.every_seconds, anchor: spec.anchor ?? now.toISOString() };
  checkTimezone(spec.timezone, 'spec.timezone');
  const cron = expandSteps(spec.cron);
  const fields = cron.split(' ').length;
  if (fields !== 5 && fields !== 6) throw invalid('spec.cron', `a cron expression has five fields (minute hour day month weekday), this one has ${fields}`);
  let next: Date | null;
  try {
    next = new Cron(cron, { timezone: spec.timezone, paused: true }).nextRun(now);
  } catch (cause) {
    throw invalid('spec.cron', `the cron expression is not understood: ${(cause as Error).message.replace(/^CronPattern: /, '').replace(/\.$/, '')}`);
  }
  if (next === null) throw invalid('spec.cron', 'the cron expression never fires');
  return { kind: 'cron', cron, timezone: spec.timezone };
}

/**
 * The first moment after `after`. In the gap of a daylight-saving change a fixed time runs at the gap's end; in the
 * repeated hour it runs once, the first time.
 */
export function nextAfter(spec: ScheduleSpec, after: Date): Date | null {
  if (spec.kind === 'cron') return new Cron(spec.cron, { timezone: spec.timezone, paused: true }).nextRun(after);
  const anchor = Date.parse(spec.anchor);
  const every = spec.every_seconds * 1000;
  const steps = Math.floor((after.getTime() - anchor) / every) + 1;
  return new Date(anchor + Math.max(1, steps) * every);
}

/** The first moment after now that is not before the start. */
export function firstAfter(spec: ScheduleSpec, now: Date, startAt: Date | null): Date | null {
  return nextAfter(spec, startAt !== null && startAt > now ? new Date(startAt.getTime() - 1) : now);
}

/** How many moments lie in (after, until]; not listed one by one. */
export function countBetween(spec: ScheduleSpec, after: Date, until: Date): number {
  if (until <= after) return 0;
  if (spec.kind === 'cron') return countCronMoments(spec, after, until);
  const every = spec.every_seconds * 1000;
  const anchor = Date.parse(spec.anchor);
  return Math.max(0, Math.floor((until.getTime() - anchor) / every)) - Math.max(0, Math.floor((after.getTime() - anchor) / every));
}

/** The last moment in (after, until]; null where there is none. Found by halving: cron can be asked forwards only. */
export function lastBetween(spec: ScheduleSpec, after: Date, until: Date): Date | null {
  const isBefore = (ms: number): boolean => {
    const next = nextAfter(spec, new Date(ms));
    return next !== null && next <= until;
  };
  let early = after.getTime();
  let late = until.getTime();
  if (!isBefore(early)) return null;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isBefore(middle)) early = middle;
    else late = middle;
  }
  return new Date(late);
}

export function nextRuns(spec: ScheduleSpec, after: Date, count: number): Date[] {
  const runs: Date[] = [];
  for (let next = nextAfter(spec, after); next !== null && runs.length < count; next = nextAfter(spec, next)) runs.push(next);
  return runs;
}

/** A spec in words: `At 02:00 AM, UTC`, `Every 6 hours, counted from 14:05 UTC`. */
export function describeSpec(spec: ScheduleSpec): string {
  if (spec.kind === 'cron') {
    const known = everydayWords(spec.cron);
    if (known !== undefined) return `${known} ${spec.timezone}`;
    try {
      return `${cronstrue.toString(spec.cron, { use24HourTimeFormat: true, verbose: false })}, ${spec.timezone}`;
    } catch {
      return `${spec.cron}, ${spec.timezone}`;
    }
  }
  const { every_seconds: seconds } = spec;
  const units: [number, string][] = [
    [604_800, 'week'],
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  const [size, name] = units.find(([size]) => seconds % size === 0) ?? [1, 'second'];
  const count = seconds / size;
  const from = seconds >= 3600 ? `, counted from ${spec.anchor.slice(11, 16)} UTC` : '';
  return `Every ${count === 1 ? name : `${count} ${name}s`}${from}`;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The three forms that the settings page makes, as a person would say them. */
function everydayWords(cron: string): string | undefined {
  const [minute = '', hour = '', day, month, weekday = ''] = cron.split(' ');
  if (!/^\d+$/.test(minute) || day !== '*' || month !== '*' || cron.split(' ').length !== 5) return undefined;
  if (hour === '*' && weekday === '*') return `Every hour at minute ${minute},`;
  if (!/^\d+$/.test(hour)) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (weekday === '*') return `Every day at ${time}`;
  return /^[0-7]$/.test(weekday) ? `Every ${weekdays[Number(weekday)] ?? ''} at ${time}` : undefined;
}
