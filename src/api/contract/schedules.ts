import { z } from 'zod';
import { channelId, instant } from './common.ts';

export const frequency = z.enum(['hourly', 'daily', 'weekly', 'custom']);

/** Body of POST /api/schedule/config. `custom_interval` is minutes. */
export const scanConfigBody = z.strictObject({
  enabled: z.boolean(),
  frequency,
  channels: z.array(channelId).max(20),
  custom_interval: z.number().min(1).max(527_040).nullable().optional(),
  regions: z.array(z.string()).max(100).nullable().optional(),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM, 00:00 to 23:59').nullable().optional(),
  timezone: z.string().nullable().optional(),
});
export const scanConfig = z.object({
  enabled: z.boolean(),
  frequency,
  channels: z.array(z.string()),
  custom_interval: z.number().nullable(),
  regions: z.array(z.string()).optional(),
  at: z.string().optional(),
  timezone: z.string().optional(),
});
export type ScanConfig = z.infer<typeof scanConfig>;
export const scanConfigAnswer = z.object({ message: z.string(), config: scanConfig, warnings: z.array(z.string()) });
export const scanStatus = z.object({
  enabled: z.boolean(),
  frequency,
  channels: z.array(z.string()),
  last_scan: instant.nullable(),
  next_scan: instant.nullable(),
  running: z.boolean(),
  last_status: z.enum(['completed', 'partial', 'failed', 'cancelled']).nullable(),
  last_task_id: z.string().nullable(),
});
export type ScanStatus = z.infer<typeof scanStatus>;

/** When a schedule fires. */
export const scheduleSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cron'), cron: z.string().max(200), timezone: z.string().default('UTC') }),
  z.strictObject({ kind: z.literal('interval'), every_seconds: z.number().int().min(30).max(31_622_400), anchor: instant.optional() }),
]);
export type ScheduleSpec = z.infer<typeof scheduleSpec>;
export const overlap = z.enum(['skip', 'buffer_one', 'buffer_all', 'cancel_other', 'allow']);

export const scanScope = z.strictObject({
  providers: z.array(z.string()).optional(),
  services: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
});

export const schedule = z.object({
  id: z.string(),
  name: z.string(),
  /** True for `scheduled-scan`: it cannot be deleted. */
  reserved: z.boolean(),
  enabled: z.boolean(),
  spec: scheduleSpec,
  /** In words, e.g. `Every day at 02:00 UTC`. */
  description: z.string(),
  scope: scanScope,
  channels: z.array(z.string()),
  overlap,
  catch_up_seconds: z.int(),
  jitter_seconds: z.int(),
  paused: z.boolean(),
  pause_note: z.string().nullable(),
  pause_on_failure: z.boolean(),
  /** Runs left before it ends; null: no limit. */
  remaining_runs: z.int().nullable(),
  start_at: instant.nullable(),
  end_at: instant.nullable(),
  last_run: instant.nullable(),
  last_status: z.string().nullable(),
  next_run: instant.nullable(),
  next_runs: z.array(instant),
  /** The last 30 rounds, oldest first: what the heat strip draws. */
  recent: z.array(z.object({ due_at: instant, decision: z.string(), reason: z.string().nullable(), run_id: z.string().nullable(), run_status: z.string().nullable(), count: z.int() })),
});
export type Schedule = z.infer<typeof schedule>;
export const scheduleList = z.object({ items: z.array(schedule), total: z.int(), next_cursor: z.null() });

export const scheduleCreate = z.strictObject({
  name: z.string().min(1).max(100),
  spec: scheduleSpec,
  scope: scanScope.default({}),
  channels: z.array(channelId).default([]),
  enabled: z.boolean().default(true),
  overlap: overlap.default('skip'),
  catch_up_seconds: z.number().int().min(0).max(31_622_400).default(3600),
  jitter_seconds: z.number().int().min(0).max(3600).default(0),
  pause_on_failure: z.boolean().default(false),
  remaining_runs: z.number().int().min(1).max(1_000_000).nullable().default(null),
  start_at: instant.nullable().default(null),
  end_at: instant.nullable().default(null),
});
/** A change names only what changes. */
export const schedulePatch = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  spec: scheduleSpec.optional(),
  scope: scanScope.optional(),
  channels: z.array(channelId).optional(),
  enabled: z.boolean().optional(),
  overlap: overlap.optional(),
  catch_up_seconds: z.number().int().min(0).max(31_622_400).optional(),
  jitter_seconds: z.number().int().min(0).max(3600).optional(),
  pause_on_failure: z.boolean().optional(),
  remaining_runs: z.number().int().min(1).max(1_000_000).nullable().optional(),
  start_at: instant.nullable().optional(),
  end_at: instant.nullable().optional(),
});
export const pauseBody = z.strictObject({ note: z.string().max(500).optional() });

/** The next runs of a spec that is not saved yet. */
export const previewBody = z.strictObject({ spec: scheduleSpec, count: z.number().int().min(1).max(50).default(10) });
export const previewAnswer = z.object({ description: z.string(), next_runs: z.array(instant) });

export const occurrence = z.object({
  schedule_id: z.string(),
  due_at: instant,
  /** Where a range of due moments has one reason: the last of them. */
  last_due_at: instant,
  count: z.int(),
  decision: z.enum(['run', 'buffered', 'skipped_overlap', 'skipped_catch_up', 'skipped_paused', 'skipped_ended']),
  reason: z.string().nullable(),
  run_id: z.string().nullable(),
});
