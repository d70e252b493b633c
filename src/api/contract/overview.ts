import { z } from 'zod';
import { instant, provider, severity } from './common.ts';
import { run } from './runs.ts';

/** All that the overview shows, in one answer from roll-ups. */
export const overview = z.object({
  /** One sentence that answers "is anything wrong?". */
  verdict: z.string(),
  tone: z.enum(['good', 'attention', 'bad', 'unknown']),
  unused: z.object({ total: z.int(), change: z.int().nullable() }),
  saving: z.object({ monthly: z.number(), currency: z.string(), is_estimate: z.boolean(), change: z.number().nullable() }),
  keys: z.object({ high: z.int(), low: z.int(), change: z.int().nullable() }),
  open_findings: z.object({ total: z.int(), by_severity: z.record(severity, z.int()) }),
  /** Headline types with counts by region, for the bars. */
  by_type: z.array(z.object({ type: z.string(), label: z.string(), count: z.int(), monthly_saving: z.number() })),
  by_region: z.array(z.object({ region: z.string(), count: z.int(), monthly_saving: z.number() })),
  /** Other rules that found something. */
  also: z.array(z.object({ rule_id: z.string(), title: z.string(), count: z.int(), monthly_saving: z.number() })),
  /** Figures after each of the last 30 finished scans, oldest first. */
  trend: z.array(z.object({ at: instant, run_id: z.string(), status: z.string(), unused: z.int(), monthly_saving: z.number(), high_risk_keys: z.int() })),
  schedule: z.object({ enabled: z.boolean(), description: z.string(), next_scan: instant.nullable() }),
  last_run: run.nullable(),
  running: run.nullable(),
  /** Newest first: since the scan before the last. */
  changes: z.array(
    z.object({
      at: instant,
      kind: z.enum(['finding_opened', 'finding_resolved', 'finding_reopened']),
      finding_id: z.string(),
      title: z.string(),
      resource_name: z.string(),
      region: z.string(),
      monthly_saving: z.number(),
    }),
  ),
  /** What the last scan could not see. */
  gaps: z.array(z.object({ account: z.string(), region: z.string(), type: z.string(), status: z.string(), message: z.string(), permission: z.string().optional(), since: instant.nullable() })),
  /** Steps of the first start; empty once all are done. */
  checklist: z.array(z.object({ id: z.enum(['connect', 'scan', 'schedule', 'channel', 'message']), title: z.string(), done: z.boolean() })),
});
export type Overview = z.infer<typeof overview>;

/** Who asks, and what the page around the content needs. */
export const session = z.object({
  mode: z.enum(['local', 'account']),
  role: z.enum(['administrator', 'technical', 'corporate', 'personal']),
  name: z.string(),
  is_demo: z.boolean(),
  version: z.string(),
  now: instant,
  counts: z.object({ open_findings: z.int(), running_runs: z.int(), failed_deliveries: z.int() }),
});
export type Session = z.infer<typeof session>;

export const connection = z.object({
  provider,
  state: z.enum(['connected', 'no_credentials', 'rejected', 'not_checked', 'disabled']),
  /** e.g. `environment (AWS_ACCESS_KEY_ID)`; never a secret. */
  source: z.string().nullable(),
  accounts: z.array(z.object({ id: z.string(), name: z.string().nullable(), role_arn: z.string().nullable() })),
  regions: z.array(z.string()),
  endpoint: z.string().nullable(),
  message: z.string(),
  checked_at: instant.nullable(),
});
export type Connection = z.infer<typeof connection>;
export const connectionList = z.object({ items: z.array(connection), total: z.int(), next_cursor: z.null() });

export const rule = z.object({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  severity,
  resource_type: z.string(),
  rationale: z.string(),
  enabled: z.boolean(),
  headline: z.boolean(),
  parameters: z.array(z.object({ name: z.string(), help: z.string(), value: z.union([z.number(), z.boolean(), z.string()]), default: z.union([z.number(), z.boolean(), z.string()]) })),
  open_findings: z.int(),
});
export const ruleList = z.object({ items: z.array(rule), total: z.int(), next_cursor: z.null() });
export const rulePut = z.strictObject({
  enabled: z.boolean().optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).optional(),
});

export const settingEntry = z.object({
  name: z.string(),
  help: z.string(),
  value: z.string().nullable(),
  source: z.enum(['flag', 'environment', 'file', 'dashboard', 'default']),
  locked: z.string().nullable(),
  is_secret: z.boolean(),
  editable: z.boolean(),
});
export const settingList = z.object({ items: z.array(settingEntry), total: z.int(), next_cursor: z.null() });
/** Setting name → value as text; null goes back to the default. */
export const settingsPut = z.strictObject({ values: z.record(z.string(), z.string().nullable()) });

/** GET /health. */
export const health = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  timestamp: instant,
  version: z.string(),
  checks: z.record(z.string(), z.object({ status: z.enum(['healthy', 'degraded', 'unhealthy']), message: z.string() })),
});

/** A frame of /ws. */
export const liveEvent = z.object({
  id: z.string(),
  type: z.enum(['run.started', 'run.progress', 'run.finished', 'file.tampered', 'finding.opened', 'finding.resolved', 'resource.changed', 'schedule.changed', 'delivery.failed', 'hello']),
  at: instant,
  data: z.record(z.string(), z.unknown()),
});
export type LiveEvent = z.infer<typeof liveEvent>;
