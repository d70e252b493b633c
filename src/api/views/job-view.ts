import type { z } from 'zod';
import type { TargetStatus } from '../../core/resource.ts';
import type { ResourceType } from '../../core/resource-type.ts';
import type { JobCellRow } from '../../store/jobs.ts';
import type { RunRow, TargetTotals } from '../../store/runs.ts';
import type { TransportRunRow } from '../../store/transports.ts';
import type { job, jobCell, jobTransport, serviceList } from '../contract/extraction.ts';

export function toJob(row: RunRow, totals: TargetTotals | undefined, delivery: z.infer<typeof job>['delivery'], now: Date): z.infer<typeof job> {
  const { scope } = row;
  const ended = row.finished_at ?? (row.status === 'running' ? now : null);
  return {
    job_id: row.id,
    status: row.status,
    provider: scope.providers?.[0] ?? null,
    services: scope.services ?? [],
    accounts: scope.accounts ?? [],
    regions: scope.regions ?? [],
    schedule_id: row.schedule_id,
    schedule_name: row.schedule_name,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    completed_at: row.finished_at?.toISOString() ?? null,
    duration_seconds: row.started_at === null || ended === null ? null : Math.round((ended.getTime() - row.started_at.getTime()) / 10) / 100,
    resources_extracted: totals?.matched ?? 0,
    errors: row.error === null ? [] : [row.error.message],
    delivery,
  };
}

/** What became of a job's artifacts, over all of its transports. */
export function toDelivery(runs: readonly TransportRunRow[], waiting: ReadonlyMap<string, number> | undefined): z.infer<typeof job>['delivery'] {
  if (runs.length === 0) return null;
  const sum = (of: (run: TransportRunRow) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return { transports: runs.length, delivered: sum((run) => Number(run.delivered)), failed: sum((run) => Number(run.failed)), waiting: sum((run) => waiting?.get(run.transport_id) ?? 0) };
}

export function toService(provider: 'aws' | 'azure' | 'gcp', name: string, all: readonly ResourceType[]): z.infer<typeof serviceList>['services'][number] {
  const types = all.filter(({ service }) => service === name);
  return {
    name,
    provider,
    resource_types: types.map(({ id, title, locality, reads }) => ({ id, title, locality, reads })),
    permissions: [...new Set(types.flatMap(({ permissions }) => permissions))].sort(),
  };
}

export function toJobTransport({ transport_id, delivered, failed, state }: TransportRunRow, of: { type: string; name: string; destination: string; only_changes: boolean; waiting: number }): z.infer<typeof jobTransport> {
  return { id: transport_id, ...of, delivered: Number(delivered), failed: Number(failed), state };
}

/** What a cell shows of its targets: what is under way before what has ended, what is missing before what is there. */
function statusOf(statuses: readonly TargetStatus[]): TargetStatus {
  const has = (status: TargetStatus): boolean => statuses.includes(status);
  if (has('running') || (has('pending') && statuses.length > 1)) return 'running';
  if (statuses.length === 1) return statuses[0] ?? 'pending';
  const ended = statuses.filter((status) => status !== 'not_applicable');
  return ended.length === 1 ? (ended[0] ?? 'complete') : 'partial';
}

export function toCell({ account, service, region, statuses, error, last_read, ...counts }: JobCellRow): z.infer<typeof jobCell> {
  return { account, service, region, status: statusOf(statuses), ...counts, message: error?.message ?? null, permission: error?.permission ?? null, last_read: last_read?.toISOString() ?? null };
}
