import { z } from 'zod';
import { channelId, instant, limit, provider, runStatus, storedError, targetStatus } from './common.ts';
import { overlap } from './schedules.ts';

const names = z.array(z.string().max(300)).max(5000);
const batchSize = z.number().int().min(1).max(10_000);
/** `{"instance_state": "running", "tag:env": "prod", "name": "web-*"}`, or a list of `name=value`; several values of one name are alternatives. */
export const filters = z.union([z.record(z.string().max(300), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])), z.array(z.string().max(600))]);

/** Several services, accounts and regions, as the body names them or as a list separated by commas. */
export const extractBody = z.strictObject({
  provider: z.union([z.string(), names]).nullish(),
  services: z.union([z.string(), names]).nullish(),
  accounts: z.union([z.string(), names]).nullish(),
  regions: z.union([z.string(), names]).nullish(),
  filters: filters.nullish(),
  batch_size: batchSize.nullish(),
  /** What the job may cost; targets beyond it are left for the next one, those read longest ago come first. */
  max_calls: z.number().int().min(1).max(100_000_000).nullish(),
  max_minutes: z.number().min(0.01).max(10_080).nullish(),
});
export const extractQuery = z.strictObject({ services: z.string().optional(), provider: z.string().optional(), regions: z.string().optional(), accounts: z.string().optional(), batch_size: z.coerce.number().int().min(1).max(10_000).optional() });
export const extractAnswer = z.object({ job_id: z.string(), status: z.literal('queued'), message: z.string() });

/** How far a job is and what it may still cost, from what its targets cost the last time. */
export const estimateAnswer = z.object({
  targets: z.int(),
  /** Targets that were never read: the estimate knows nothing of them. */
  unknown_targets: z.int(),
  calls: z.int(),
  minutes: z.number(),
  /** Calls that AWS bills by the request: S3 lists and gets. */
  billed_calls: z.int(),
  billed_usd: z.number(),
  resources: z.int(),
  based_on: z.string(),
});

export const jobTransport = z.object({ id: z.string(), type: z.string(), name: z.string(), destination: z.string(), delivered: z.int(), failed: z.int(), waiting: z.int(), only_changes: z.boolean(), state: z.enum(['open', 'cut']) });

export const job = z.object({
  job_id: z.string(),
  status: runStatus,
  provider: z.string().nullable(),
  services: z.array(z.string()),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  schedule_id: z.string().nullable(),
  schedule_name: z.string().nullable(),
  created_at: instant,
  started_at: instant.nullable(),
  completed_at: instant.nullable(),
  duration_seconds: z.number().nullable(),
  resources_extracted: z.int(),
  errors: z.array(z.string()),
  /** Artifacts over all transports; null where the job has none. */
  delivery: z.object({ transports: z.int(), delivered: z.int(), failed: z.int(), waiting: z.int() }).nullable(),
});
export type Job = z.infer<typeof job>;
export const jobQuery = z.strictObject({ limit: limit.default(20), status: z.string().optional(), schedule_id: z.string().optional() });
export const jobList = z.object({ jobs: z.array(job), total: z.int() });

export const jobCell = z.object({
  service: z.string(),
  region: z.string(),
  account: z.string(),
  status: targetStatus,
  resources: z.int(),
  targets: z.int(),
  finished: z.int(),
  api_calls: z.int(),
  throttled_calls: z.int(),
  /** Of what was not read in full: the first of them. */
  message: z.string().nullable(),
  permission: z.string().nullable(),
  /** When the least recent of what is shown was read in full. */
  last_read: instant.nullable(),
});
export const jobDetail = job.extend({
  batch_size: z.int(),
  filters: z.record(z.string(), z.array(z.string())),
  max_calls: z.int().nullable(),
  max_minutes: z.number().nullable(),
  /** Tasks are targets. What the budget left is not among the failed ones. */
  progress: z.object({ total_tasks: z.int(), finished_tasks: z.int(), resources: z.int(), failed_tasks: z.int(), deferred_tasks: z.int(), current: z.array(z.string()), accounts: z.int(), finished_accounts: z.int() }),
  api_calls: z.int(),
  throttled_calls: z.int(),
  results: z.array(jobCell),
  transport: jobTransport.nullable(),
  transports: z.array(jobTransport),
  error: storedError.nullable(),
});
export type JobDetail = z.infer<typeof jobDetail>;

export const providerList = z.object({
  providers: z.array(z.object({ name: provider, enabled: z.boolean(), state: z.string(), message: z.string(), accounts: z.int(), regions: z.array(z.string()), services: z.array(z.string()) })),
});
export const serviceList = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      provider,
      resource_types: z.array(z.object({ id: z.string(), title: z.string(), locality: z.string(), reads: z.string() })),
      permissions: z.array(z.string()),
    }),
  ),
  total: z.int(),
});

const scheduleFields = {
  name: z.string().min(1).max(100),
  cron_expression: z.string().min(1).max(200),
  timezone: z.string().max(100),
  provider: extractBody.shape.provider,
  services: extractBody.shape.services,
  accounts: extractBody.shape.accounts,
  regions: extractBody.shape.regions,
  filters: extractBody.shape.filters,
  batch_size: extractBody.shape.batch_size,
  max_calls: extractBody.shape.max_calls,
  max_minutes: extractBody.shape.max_minutes,
  enabled: z.boolean(),
  overlap,
  catch_up_seconds: z.number().int().min(0).max(31_622_400),
  jitter_seconds: z.number().int().min(0).max(3600),
  channels: z.array(channelId).max(20),
};
const { name, cron_expression, ...optional } = scheduleFields;
export const extractionScheduleCreate = z.strictObject({ name, cron_expression, ...z.object(optional).partial().shape });
/** A change names only what changes. */
export const extractionSchedulePut = z.strictObject(z.object(scheduleFields).partial().shape);

export const extractionSchedule = z.object({
  schedule_id: z.string(),
  name: z.string(),
  cron_expression: z.string(),
  timezone: z.string(),
  description: z.string(),
  provider: z.string().nullable(),
  services: z.array(z.string()),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  filters: z.record(z.string(), z.array(z.string())),
  batch_size: z.int().nullable(),
  max_calls: z.int().nullable(),
  max_minutes: z.number().nullable(),
  enabled: z.boolean(),
  overlap,
  catch_up_seconds: z.int(),
  jitter_seconds: z.int(),
  channels: z.array(z.string()),
  /** active, paused, disabled. */
  status: z.enum(['active', 'paused', 'disabled']),
  pause_note: z.string().nullable(),
  last_run: instant.nullable(),
  last_status: z.string().nullable(),
  last_job_id: z.string().nullable(),
  next_run: instant.nullable(),
  next_runs: z.array(instant),
});
export const extractionScheduleList = z.object({ schedules: z.array(extractionSchedule), total: z.int() });

const transportKind = z.enum(['http', 'filesystem', 's3']);
export const transport = z.object({
  id: z.string(),
  name: z.string(),
  type: transportKind,
  /** Why it cannot be changed here; null where it can. */
  locked: z.string().nullable(),
  enabled: z.boolean(),
  only_changes: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  has_token: z.boolean(),
  destination: z.string(),
  missing: z.array(z.string()),
  /** Batches and artifacts that wait, and that were given up. */
  queue: z.object({ waiting: z.int(), waiting_artifacts: z.int(), failed: z.int(), failed_artifacts: z.int(), oldest: instant.nullable(), last_error: storedError.nullable() }),
});
export type Transport = z.infer<typeof transport>;
export const transportList = z.object({ items: z.array(transport), total: z.int(), next_cursor: z.null() });
export const transportCreate = z.strictObject({
  name: z.string().min(1).max(100),
  type: transportKind,
  enabled: z.boolean().default(true),
  only_changes: z.boolean().default(false),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Sent as `Authorization: Bearer`; kept sealed, never shown. */
  token: z.string().max(10_000).nullable().optional(),
});
export const transportPatch = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  enabled: z.boolean().optional(),
  only_changes: z.boolean().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  token: z.string().max(10_000).nullable().optional(),
});
export const transportBatch = z.object({ job_id: z.string(), number: z.int(), count: z.int(), state: z.enum(['pending', 'dead']), attempts: z.int(), next_attempt_at: instant.nullable(), created_at: instant, error: storedError.nullable() });
export const transportBatches = z.object({ items: z.array(transportBatch), total: z.int(), next_cursor: z.null() });
export const resendAnswer = z.object({ message: z.string(), artifacts: z.int() });
export const transportTest = z.object({ delivered: z.boolean(), message: z.string() });
