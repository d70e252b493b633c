import { z } from 'zod';
import { cursor, limit } from './common.ts';

/** Shapes of the file audit. `path` is escaped for people; `path_bytes` is base64 of a path that is not plain UTF-8. */

export const fileStatus = z.enum(['registered', 'verified', 'tampered', 'missing', 'added', 'unreadable']);
const time = z.iso.datetime();

export const auditFile = z.object({
  id: z.string(),
  path: z.string(),
  path_bytes: z.string().optional(),
  status: fileStatus,
  changes: z.array(z.string()),
  sha256: z.string().nullable(),
  previous_sha256: z.string().nullable(),
  size: z.number().nullable(),
  checked_at: time.nullable(),
});

export const auditTotals = z.object({ files: z.number(), registered: z.number(), verified: z.number(), tampered: z.number(), missing: z.number(), added: z.number(), unreadable: z.number() });

const patterns = z.array(z.string().min(1).max(1000)).max(200);
export const watchOptions = {
  recursive: z.boolean().optional(),
  include: patterns.optional(),
  exclude: patterns.optional(),
  /** The audit that checks it; `file-audit` unless given. */
  audit: z.string().min(1).max(100).optional(),
  mode: z.enum(['standard', 'append_only']).optional(),
  /** It is expected to change: an alert when it has not for so many days. */
  unchanged_days: z.int().min(1).max(3650).nullable().optional(),
  diff: z.boolean().optional(),
};
export const verifyPath = z.strictObject({ path: z.string().min(1).max(8192), ...watchOptions });
export const verifyAnswer = z.object({ files: z.array(auditFile), totals: auditTotals, root_id: z.string(), gaps: z.array(z.object({ path: z.string(), reason: z.string(), detail: z.string() })) });
export const verifyStarted = z.object({ run_id: z.string(), root_id: z.string(), message: z.string() });

export const auditFilesQuery = z.strictObject({ limit, cursor,  status: z.string().optional(), q: z.string().max(500).optional(), root_id: z.string().optional(), alert_id: z.string().optional() });
export const auditFileItem = auditFile.omit({ path_bytes: true }).extend({ path_bytes: z.string().optional(), root_id: z.string(), since: time.nullable(), can_restore: z.boolean(), /** Whether the asker may accept, restore and remove it. */ may_answer: z.boolean() });
export const auditFilesPage = z.object({ files: z.array(auditFileItem), total: z.number(), totals: auditTotals, next_cursor: z.string().nullable() });

export const fileEvidence = z.object({ name: z.string(), before: z.union([z.string(), z.number(), z.null()]), after: z.union([z.string(), z.number(), z.null()]) });
export const auditFileDetail = auditFileItem.extend({
  root: z.object({ id: z.string(), path: z.string(), kind: z.string(), audit: z.string() }),
  /** Each field of the file's state, as accepted and as it was seen. */
  fields: z.array(fileEvidence),
  diff: z.string().nullable(),
  alert_id: z.string().nullable(),
});

export const acceptBody = z.strictObject({ note: z.string().trim().min(1).max(2000) });
export const acceptManyBody = z.strictObject({ ids: z.array(z.string()).min(1).max(1000).optional(), alert_id: z.string().optional(), note: z.string().trim().min(1).max(2000) });
export const acceptAnswer = z.object({ message: z.string(), accepted: z.number(), failed: z.array(z.object({ id: z.string(), message: z.string() })) });
export const messageAnswer = z.object({ message: z.string() });

export const historyQuery = z.strictObject({ limit, cursor,  file_id: z.string().optional(), status: z.string().optional(), kind: z.enum(['file', 'run']).optional(), since: time.optional(), until: time.optional() });
export const historyRow = z.object({
  id: z.string(),
  kind: z.enum(['file', 'run']),
  file_id: z.string().optional(),
  run_id: z.string().nullable(),
  path: z.string().optional(),
  status: z.string(),
  sha256: z.string().nullable().optional(),
  previous_sha256: z.string().nullable().optional(),
  trigger: z.enum(['schedule', 'manual', 'watch']),
  checked_at: time,
  changes: z.array(z.string()),
  counts: z.record(z.string(), z.number()).optional(),
  note: z.string().optional(),
  actor: z.string().optional(),
});
export const historyPage = z.object({ history: z.array(historyRow), total: z.number(), next_cursor: z.string().nullable() });

export const schedulerStatus = z.object({
  running: z.boolean(),
  interval_seconds: z.number(),
  last_run: time.nullable(),
  next_run: time.nullable(),
  files: z.number(),
  scanning: z.boolean(),
  /** Every byte of every file was compared then; between these the sweep looks at size, times, inode and mode. */
  last_full_comparison: time.nullable(),
  full_interval_seconds: z.number(),
  watching: z.object({ active: z.boolean(), paths: z.number(), trouble: z.string().nullable() }),
  progress: z.object({ files: z.number(), bytes: z.number() }).nullable(),
  last_status: z.string().nullable(),
});
const interval = z.int().min(30).max(3600);
export const schedulerStart = z.strictObject({ interval_seconds: interval.optional() });
export const schedulerInterval = z.strictObject({ interval_seconds: interval });
export const schedulerRun = z.object({ message: z.string(), run_id: z.string() });
export const schedulerOptions = z.strictObject({ full_interval_seconds: z.int().min(30).max(31_536_000).optional(), watch: z.boolean().optional(), channels: z.array(z.string()).max(10).nullable().optional() });

export const auditInput = z.strictObject({ name: z.string().trim().min(1).max(100), interval_seconds: interval.optional(), full_interval_seconds: z.int().min(30).max(31_536_000).optional(), watch: z.boolean().optional(), enabled: z.boolean().optional(), channels: z.array(z.string()).max(10).nullable().optional() });
export const auditPatch = auditInput.omit({ name: true });
export const audit = schedulerStatus.extend({ id: z.string(), name: z.string(), reserved: z.boolean(), watch: z.boolean(), channels: z.array(z.string()).nullable() });
export const auditList = z.object({ audits: z.array(audit) });

export const watchedRoot = z.object({
  id: z.string(),
  audit: z.string(),
  kind: z.enum(['file', 'folder', 'upload']),
  path: z.string(),
  recursive: z.boolean(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  mode: z.enum(['standard', 'append_only']),
  unchanged_days: z.number().nullable(),
  diff: z.boolean(),
  state: z.string(),
  files: z.number(),
  last_sweep_at: time.nullable(),
  last_full_at: time.nullable(),
  gaps: z.array(z.object({ path: z.string(), reason: z.string(), detail: z.string() })),
});
export const watchedRoots = z.object({ roots: z.array(watchedRoot), allowed_roots: z.array(z.string()) });
export const rootPatch = z.strictObject({ include: patterns.optional(), exclude: patterns.optional(), mode: z.enum(['standard', 'append_only']).optional(), unchanged_days: z.int().min(1).max(3650).nullable().optional(), diff: z.boolean().optional() });

export const patternQuestion = z.strictObject({ pattern: z.string().min(1).max(1000) });
/** What an exclude pattern would have hidden of the last 90 days, and what it would leave unwatched now. */
export const patternAnswer = z.object({ hidden: z.array(historyRow), hidden_total: z.number(), files: z.number() });

export const fileAlert = z.object({
  id: z.string(),
  audit: z.string(),
  opened_at: time,
  last_at: time,
  closed_at: time.nullable(),
  count: z.number(),
  root: z.string(),
  statuses: z.record(z.string(), z.number()),
  first: z.array(z.object({ id: z.string(), path: z.string(), status: z.string(), changes: z.array(z.string()) })),
  /** How many of its files are still not as accepted. */
  unanswered: z.number(),
});
export const fileAlerts = z.object({ alerts: z.array(fileAlert) });

export const manifestInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  expires_in_seconds: z.int().min(60).max(30 * 86_400).default(86_400),
  entries: z.array(z.strictObject({ path: z.string().min(1).max(8192), sha256: z.string().regex(/^[0-9a-f]{64}$/i).nullable() })).min(1).max(100_000),
});
export const manifest = z.object({ id: z.string(), name: z.string(), created_at: time, expires_at: time, created_by: z.string(), entries: z.number(), used: z.number() });
export const manifestList = z.object({ manifests: z.array(manifest) });

export const checkpointView = z.object({ position: z.number(), hash: z.string(), at: time, signature: z.string(), public_key: z.string() });
export const checkpointList = z.object({ checkpoints: z.array(checkpointView), head: checkpointView });
