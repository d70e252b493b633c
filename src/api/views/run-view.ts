import type { z } from 'zod';
import type { RunRow, TargetRow, TargetTotals } from '../../store/runs.ts';
import type { run, runCounts, target } from '../contract/runs.ts';

const none: TargetTotals = { targets: 0, finished: 0, complete: 0, not_complete: 0, deferred: 0, resources: 0, matched: 0, added: 0, changed: 0, gone: 0 };

export function toCounts(row: RunRow, totals: TargetTotals = none): z.infer<typeof runCounts> {
  const { matched: _, deferred: __, ...counts } = totals;
  return { ...counts, api_calls: row.api_calls, throttled_calls: row.throttled_calls, findings_opened: row.findings_opened, findings_resolved: row.findings_resolved };
}

export function toRun(row: RunRow, totals: TargetTotals | undefined, now: Date): z.infer<typeof run> {
  const ended = row.finished_at ?? (row.status === 'running' ? now : null);
  return {
    id: row.id,
    origin: row.origin,
    source: row.source,
    schedule_id: row.schedule_id,
    schedule_name: row.schedule_name,
    status: row.status,
    phase: row.phase,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    duration_seconds: row.started_at === null || ended === null ? null : Math.round((ended.getTime() - row.started_at.getTime()) / 10) / 100,
    attempt: row.attempt,
    counts: toCounts(row, totals),
    headline: headlineOf(row, totals),
    error: row.error,
  };
}

function headlineOf(row: RunRow, totals: TargetTotals = none): string {
  switch (row.status) {
    case 'queued':
      return 'Waits for its turn.';
    case 'running':
      return row.phase === 'plan' ? 'Asks which accounts and regions there are.' : row.phase === 'evaluate' ? 'Judges what was found.' : `${totals.finished} of ${totals.targets} targets read.`;
    case 'cancelled':
      return 'Cancelled; what was read until then is kept.';
    case 'failed':
      return row.error?.message ?? 'Nothing could be read.';
    default: {
      const unused = row.unused_total === null ? '' : row.unused_total === 0 ? 'Nothing unused' : `${row.unused_total} unused ${row.unused_total === 1 ? 'resource' : 'resources'}`;
      const left = row.accounts - row.accounts_finished;
      const missing = row.status === 'partial' && (totals.not_complete > 0 || left === 0) ? `, ${totals.not_complete} of ${totals.targets} targets not read in full` : '';
      const unvisited = row.status === 'partial' && left > 0 ? `, ${left} of ${row.accounts} accounts not visited` : '';
      return `${unused}${missing}${unvisited}.`;
    }
  }
}

export function toTarget(row: TargetRow): z.infer<typeof target> {
  return {
    account: row.account,
    region: row.region,
    service: row.service,
    type: row.type,
    status: row.status,
    resources: row.resources,
    added: row.added,
    changed: row.changed,
    gone: row.gone,
    api_calls: row.api_calls,
    throttled_calls: row.throttled_calls,
    duration_ms: row.started_at === null || row.finished_at === null ? null : row.finished_at.getTime() - row.started_at.getTime(),
    finished_at: row.finished_at?.toISOString() ?? null,
    error: row.error,
    path: row.path,
  };
}
