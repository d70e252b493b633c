import { z } from 'zod';
import { readPaths } from '../../core/collector.ts';
import { jobNames } from '../../core/jobs.ts';
import { cursor, instant, limit, page, runStatus, storedError, targetStatus } from './common.ts';

export const runCounts = z.object({
  targets: z.int(),
  finished: z.int(),
  complete: z.int(),
  not_complete: z.int(),
  resources: z.int(),
  added: z.int(),
  changed: z.int(),
  gone: z.int(),
  api_calls: z.int(),
  throttled_calls: z.int(),
  findings_opened: z.int(),
  findings_resolved: z.int(),
});

export const run = z.object({
  id: z.string(),
  origin: z.enum(['schedule', 'manual']),
  /** What a caller of the trigger said of itself. */
  source: z.string().nullable(),
  schedule_id: z.string().nullable(),
  schedule_name: z.string().nullable(),
  status: runStatus,
  /** plan, collect, evaluate, notify, done. */
  phase: z.string(),
  created_at: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
  duration_seconds: z.number().nullable(),
  attempt: z.int(),
  counts: runCounts,
  /** One sentence: what the round found or why it failed. */
  headline: z.string(),
  error: storedError.nullable(),
});
export type Run = z.infer<typeof run>;

/** Scans unless `job` asks for extractions or the checks of files. */
export const runQuery = z.strictObject({ job: z.enum(jobNames).optional(), status: z.string().optional(), schedule_id: z.string().optional(), limit, cursor });
export const runPage = page(run);
export type RunPage = z.infer<typeof runPage>;

export const target = z.object({
  account: z.string(),
  region: z.string(),
  service: z.string(),
  type: z.string(),
  status: targetStatus,
  resources: z.int(),
  added: z.int(),
  changed: z.int(),
  gone: z.int(),
  api_calls: z.int(),
  throttled_calls: z.int(),
  duration_ms: z.number().nullable(),
  finished_at: instant.nullable(),
  error: storedError.nullable(),
  /** Which way it was read where the provider offers several: `resource-graph`, `arm`, `cloud-asset`, `list`, `directory`. */
  path: z.enum(readPaths).nullable(),
});
export const runDetail = run.extend({ targets: z.array(target) });
export type RunDetail = z.infer<typeof runDetail>;

/** Starts a scan; nothing means all that is configured. */
export const runStart = z.strictObject({
  providers: z.array(z.string()).optional(),
  services: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  notify: z.boolean().default(false),
  source: z.string().max(200).optional(),
});
