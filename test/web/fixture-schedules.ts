import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { now, uuid } from './fixture-estate.ts';
import { runs } from './fixture-runs.ts';

const day = 86_400_000;
const nextAt = (hour: number): number => { const at = new Date(now); at.setUTCHours(hour, 0, 0, 0); return at.getTime() <= now ? at.getTime() + day : at.getTime(); };
const series = (from: number, step: number, count = 10): string[] => Array.from({ length: count }, (_, index) => new Date(from + index * step).toISOString());

const recent: c.Schedule['recent'] = Array.from({ length: 30 }, (_, index) => {
  const run = runs[29 - index] as c.Run;
  if (index === 12) return { due_at: run.created_at, decision: 'skipped_catch_up', reason: 'The service was not running and the scan was too old to catch up.', run_id: null, run_status: null, count: 2 };
  if (index === 20) return { due_at: run.created_at, decision: 'skipped_overlap', reason: 'The scan before was still running.', run_id: null, run_status: null, count: 1 };
  return { due_at: run.created_at, decision: 'run', reason: null, run_id: run.id, run_status: run.status, count: 1 };
});
const base = { scope: {}, overlap: 'skip', catch_up_seconds: 3600, jitter_seconds: 0, paused: false, pause_note: null, pause_on_failure: false, remaining_runs: null, start_at: null, end_at: null, last_run: runs[0]?.finished_at ?? null, last_status: 'partial' } as const;
export const schedules: c.Schedule[] = [
  { ...base, id: 'scheduled-scan', name: 'scheduled-scan', reserved: true, enabled: true, spec: { kind: 'cron', cron: '0 2 * * *', timezone: 'UTC' }, description: 'Every day at 02:00 UTC', channels: ['slack', 'email'], next_run: new Date(nextAt(2)).toISOString(), next_runs: series(nextAt(2), day), recent },
  { ...base, id: uuid('hourly'), name: 'Hourly, Frankfurt only', reserved: false, enabled: true, spec: { kind: 'interval', every_seconds: 3600 }, description: 'Every hour', scope: { regions: ['eu-central-1'] }, channels: [], next_run: series(now + 1_500_000, 1)[0] ?? null, next_runs: series(now + 1_500_000, 3_600_000), recent: recent.slice(10), last_status: 'completed' },
  { ...base, id: uuid('month'), name: 'Month end', reserved: false, enabled: true, spec: { kind: 'cron', cron: '0 6 L * *', timezone: 'Europe/Berlin' }, description: 'On the last day of the month at 06:00 Berlin', channels: ['email'], next_run: null, next_runs: [], recent: [], paused: true, pause_note: 'Until the budget review is over', last_run: null, last_status: null },
];
let config: c.ScanConfig = { enabled: true, frequency: 'daily', channels: ['slack', 'email'], custom_interval: null, at: '02:00', timezone: 'UTC' };
export function configAnswer(body: z.infer<typeof c.scanConfigBody> | undefined): z.infer<typeof c.scanConfigAnswer> {
  if (body !== undefined) {
    const { regions, at, timezone, custom_interval: interval, ...rest } = body;
    config = { ...rest, custom_interval: interval ?? null, ...(regions == null ? {} : { regions }), ...(at == null ? {} : { at }), ...(timezone == null ? {} : { timezone }) };
  }
  return { message: 'Saved.', config, warnings: config.channels.includes('webhook') ? ['Webhook is not configured: set WEBHOOK_URL.'] : [] };
}
export function preview(body: z.infer<typeof c.previewBody>): z.infer<typeof c.previewAnswer> {
  const { spec } = body;
  if (spec.kind === 'interval') return { description: spec.every_seconds % 3600 === 0 ? `Every ${spec.every_seconds / 3600} hours` : `Every ${spec.every_seconds / 60} minutes`, next_runs: series(now + spec.every_seconds * 1000, spec.every_seconds * 1000) };
  const [minute, hour, , , weekday] = spec.cron.split(' ');
  if (weekday === undefined) throw new Error('A cron expression has five fields.');
  const from = nextAt(Number(hour) || 2) + (Number(minute) || 0) * 60_000;
  return { description: `Every ${weekday === '*' ? 'day' : 'week'} at ${hour?.padStart(2, '0')}:${minute?.padStart(2, '0')} ${spec.timezone}`, next_runs: series(from, weekday === '*' ? day : 7 * day) };
}
