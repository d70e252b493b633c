import type { ScanConfig, Schedule, ScheduleSpec } from '../../src/api/contract/index.ts';
import { absolute } from './format.ts';
import { channelNames, listed } from './words.ts';

export type Segment = 'hourly' | 'daily' | 'weekly' | 'custom' | 'cron';

/** What the form of the scheduled scan holds. */
export interface ScheduleForm {
  enabled: boolean;
  segment: Segment;
  minutes: number;
  cron: string;
  /** Empty: counted from the moment of saving. */
  at: string;
  timezone: string;
  channels: string[];
  /** Empty: all that are enabled. */
  regions: string[];
}

const simpleCron = /^\d{1,2} (\*|\d{1,2}) \* \* (\*|\d)$/;

export function formOf(config: ScanConfig, schedule: Schedule | undefined): ScheduleForm {
  const spec = schedule?.spec;
  const isCron = spec?.kind === 'cron' && !simpleCron.test(spec.cron);
  return {
    enabled: config.enabled,
    segment: isCron ? 'cron' : config.frequency,
    minutes: config.custom_interval ?? 360,
    cron: spec?.kind === 'cron' ? spec.cron : '0 2 * * 1-5',
    at: config.at ?? '',
    timezone: config.timezone ?? (spec?.kind === 'cron' ? spec.timezone : 'UTC'),
    channels: config.channels,
    regions: config.regions ?? schedule?.scope.regions ?? [],
  };
}

export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

const seconds: Record<'hourly' | 'daily' | 'weekly', number> = { hourly: 3600, daily: 86_400, weekly: 604_800 };

/** The spec the form stands for, for the preview; null while it is not complete. */
export function specOf(form: ScheduleForm, saved: Schedule | undefined): ScheduleSpec | null {
  if (form.segment === 'cron') return form.cron.trim() === '' ? null : { kind: 'cron', cron: form.cron.trim(), timezone: form.timezone };
  if (form.segment === 'custom') return form.minutes >= 1 && form.minutes <= 527_040 ? { kind: 'interval', every_seconds: Math.max(30, Math.round(form.minutes * 60)) } : null;
  if (form.segment !== 'hourly' && form.at !== '') {
    if (!isTime(form.at)) return null;
    const [hour = '0', minute = '0'] = form.at.split(':');
    return { kind: 'cron', cron: `${Number(minute)} ${Number(hour)} * * ${form.segment === 'weekly' ? weekdayOf(saved) : '*'}`, timezone: form.timezone };
  }
  const every = seconds[form.segment];
  const anchor = saved?.spec.kind === 'interval' && saved.spec.every_seconds === every ? saved.spec.anchor : undefined;
  return { kind: 'interval', every_seconds: every, ...(anchor === undefined ? {} : { anchor }) };
}

/** A weekly scan keeps the day it has; a new one starts from today's. */
function weekdayOf(saved: Schedule | undefined): string {
  const day = saved?.spec.kind === 'cron' ? saved.spec.cron.split(' ')[4] : undefined;
  return day !== undefined && /^\d$/.test(day) ? day : String(new Date().getDay());
}

/** The body of the simple frequencies. */
export function bodyOf(form: ScheduleForm): Record<string, unknown> {
  const hasTime = (form.segment === 'daily' || form.segment === 'weekly') && form.at !== '';
  return {
    enabled: form.enabled,
    frequency: form.segment,
    channels: form.channels,
    custom_interval: form.segment === 'custom' ? form.minutes : null,
    regions: form.regions.length === 0 ? null : form.regions,
    at: hasTime ? form.at : null,
    timezone: hasTime ? form.timezone : null,
  };
}

/** `Every day at 02:00 UTC, all enabled regions, to Slack and Email.` */
export function sentenceOf(form: ScheduleForm, description: string): string {
  const regions = form.regions.length === 0 ? 'all enabled regions' : form.regions.length > 4 ? `${form.regions.length} regions` : listed(form.regions);
  const to = form.channels.length === 0 ? 'with no message' : `to ${listed(form.channels.map((each) => channelNames[each] ?? each))}`;
  return `${description}, ${regions}, ${to}.`;
}

/** `Tue 24 Nov, 02:00` in a zone. */
export const inZone = (at: string, zone: string): string => absolute(at, zone, false).replace(/ \d{4}(?=,| at)/, '');

export const timezones: string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
