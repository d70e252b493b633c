import { AppError, asAppError } from '../../core/errors.ts';
import type { CheckCounts } from '../../providers/files/engine.ts';
import type { Lease, RunRow } from '../../store/runs.ts';
import type { RootRow } from '../../store/watched.ts';
import { baselineRoot, checkRoot, type RootCheck } from './check-root.ts';
import { judgeFreshness } from './judge-freshness.ts';
import type { FileParts, Trigger } from './parts.ts';

/** What a run of an audit is limited to; all of its roots where it is empty. */
export interface AuditScope {
  root_id?: string;
  /** Every byte is compared, whatever is due. */
  full?: boolean;
}

export interface AuditProgress {
  files: number;
  bytes: number;
}

export interface RunAuditParts extends FileParts {
  /** Seconds between two full comparisons of the audit. */
  fullIntervalOf(scheduleId: string): Promise<number>;
  onProgress(scheduleId: string, progress: AuditProgress | null): void;
}

const emptyCounts: CheckCounts = { files: 0, folders: 0, bytesHashed: 0, hashed: 0, verified: 0, tampered: 0, missing: 0, added: 0, unreadable: 0 };

/** One check: every root of the audit, new ones for the first time, the others by sweep or in full. */
export async function runAudit(run: RunRow & Lease, parts: RunAuditParts, signal: AbortSignal): Promise<void> {
  const { watched, clock, logger, events } = parts;
  const scheduleId = run.schedule_id ?? '';
  const scope = run.scope as AuditScope;
  const audit = { id: scheduleId, name: run.schedule_name ?? 'file-audit' };
  const trigger: Trigger = run.origin === 'schedule' ? 'schedule' : 'manual';
  await events.publish([{ type: 'run.started', data: { run_id: run.id, job: run.job, origin: run.origin, attempt: run.attempt } }], clock.now());
  const roots = (await watched.roots(scope.root_id === undefined ? { scheduleId } : { ids: [scope.root_id] })).filter(({ host }) => host === parts.host);
  const fullDueBefore = new Date(clock.now().getTime() - (await parts.fullIntervalOf(scheduleId)) * 1000);
  const checks: { root: RootRow; kind: string; check: RootCheck }[] = [];
  const errors: string[] = [];
  let done: AuditProgress = { files: 0, bytes: 0 };
  try {
    for (const root of roots) {
      const sighting = { root, audit, trigger, runId: run.id };
      const onProgress = (counts: CheckCounts): void => parts.onProgress(scheduleId, { files: done.files + counts.files, bytes: done.bytes + counts.bytesHashed });
      const kind = root.state === 'registering' ? 'baseline' : (scope.full === true || root.last_full_at === null || root.last_full_at <= fullDueBefore ? 'full' : 'sweep');
      try {
        const check = kind === 'baseline' ? await baselineRoot(root, sighting, parts, { signal, onProgress }) : await checkRoot(root, kind, sighting, parts, { signal, onProgress });
        await judgeFreshness((await watched.root(root.id)) ?? root, sighting, parts);
        checks.push({ root, kind, check });
        done = { files: done.files + check.counts.files, bytes: done.bytes + check.counts.bytesHashed };
      } catch (error) {
        if (signal.aborted) throw error;
        // One root that cannot be read must not keep the others from being checked.
        logger.error({ err: error, run: run.id, root: root.shown }, 'A watched path could not be checked');
        errors.push(`${root.shown}: ${asAppError(error).message}`);
      }
    }
  } finally {
    parts.onProgress(scheduleId, null);
  }
  await finishAudit(run, { checks, errors, trigger, audit: audit.name }, parts);
}

async function finishAudit(run: RunRow & Lease, { checks, errors, trigger, audit }: { checks: readonly { root: RootRow; kind: string; check: RootCheck }[]; errors: readonly string[]; trigger: Trigger; audit: string }, parts: RunAuditParts): Promise<void> {
  const { db, runs, ledger, events, clock } = parts;
  const counts = checks.reduce((sum, { check }) => added(sum, check.counts), emptyCounts);
  const recorded = checks.reduce((sum, { check }) => ({ news: sum.news + check.recorded.news, expected: sum.expected + check.recorded.expected, touched: sum.touched + check.recorded.touched, restored: sum.restored + check.recorded.restored }), { news: 0, expected: 0, touched: 0, restored: 0 });
  const status = errors.length === 0 ? 'completed' : checks.length === 0 ? 'failed' : 'partial';
  const error = errors[0] === undefined ? null : new AppError('NOT_POSSIBLE', { detail: errors.slice(0, 3).join(' ') }).toStored();
  await db.transaction(async () => {
    if (!(await runs.isHeld(run))) throw new AppError('TARGET_INTERRUPTED', { detail: 'Another worker has taken the run over.' });
    const at = clock.now();
    await runs.finish(run, { status, at, error, summary: null });
    await ledger.append(
      [{
        kind: 'run',
        status,
        runId: run.id,
        data: {
          audit,
          host: parts.host,
          trigger,
          started_at: run.started_at?.toISOString() ?? null,
          checks: checks.map(({ root, kind, check }) => ({ root_id: root.id, path: root.shown, kind, files: check.counts.files })),
          counts: { files: counts.files, folders: counts.folders, bytes_hashed: counts.bytesHashed, hashed: counts.hashed, verified: counts.verified, tampered: counts.tampered, missing: counts.missing, added: counts.added, unreadable: counts.unreadable, new: recorded.news, expected: recorded.expected, touched: recorded.touched, restored: recorded.restored, gaps: checks.reduce((sum, { check }) => sum + check.gaps.length, 0) },
          ...(errors.length === 0 ? {} : { errors: errors.slice(0, 10) }),
        },
      }],
      at,
    );
    await events.publish([{ type: 'run.finished', data: { run_id: run.id, job: run.job, status, changed: recorded.news } }], at);
  });
}

function added(sum: CheckCounts, counts: CheckCounts): CheckCounts {
  return Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, value + counts[name as keyof CheckCounts]])) as unknown as CheckCounts;
}

/** Ends a check that a person cancelled: what it kept stays. */
export async function endCancelledAudit(run: RunRow & Lease, { db, runs, events, ledger, clock }: FileParts): Promise<void> {
  await db.transaction(async () => {
    if (!(await runs.isHeld(run))) return;
    const at = clock.now();
    await runs.finish(run, { status: 'cancelled', at, error: null, summary: null });
    await ledger.append([{ kind: 'run', status: 'cancelled', runId: run.id, data: { audit: run.schedule_name, trigger: run.origin, changes: [] } }], at);
    await events.publish([{ type: 'run.finished', data: { run_id: run.id, job: run.job, status: 'cancelled' } }], at);
  });
}
