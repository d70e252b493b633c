import type { StoredError } from '../core/errors.ts';
import type { RunSummary } from '../core/summary.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from './db.ts';
import { type Lease, runAccounts, runTargets, type TargetTotals, totalColumns } from './run-targets.ts';
import { storableJson } from './storable.ts';

export type { Lease, RunAccountRow, TargetRow, TargetTotals, TargetUpdate } from './run-targets.ts';

export type RunStatus = 'queued' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled';
export const finalRunStatuses: readonly RunStatus[] = ['completed', 'partial', 'failed', 'cancelled'];

/** What a scan looks at; what is not named means all that is configured. */
export interface ScanScope {
  providers?: string[];
  services?: string[];
  accounts?: string[];
  regions?: string[];
  /** Of an extraction: what it takes of what it finds, and how many artifacts go into a batch. */
  filters?: Record<string, string[]>;
  batch_size?: number;
  /** What it may cost: targets beyond it are left for the next run, those read longest ago come first. */
  max_calls?: number;
  max_minutes?: number;
}

export interface RunRow {
  id: string;
  job: string;
  origin: 'schedule' | 'manual';
  source: string | null;
  schedule_id: string | null;
  schedule_name: string | null;
  due_at: Date | null;
  scope: ScanScope;
  /** Channels to tell when it ends; null: nobody. */
  channels: string[] | null;
  status: RunStatus;
  phase: string;
  attempt: number;
  worker: string | null;
  cancel_requested: boolean;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  api_calls: number;
  throttled_calls: number;
  findings_opened: number;
  findings_resolved: number;
  unused_total: number | null;
  monthly_saving: number | null;
  high_risk_keys: number | null;
  error: StoredError | null;
  accounts: number;
  accounts_finished: number;
}

export interface NewRun {
  /** Given where the caller has noted it down already. */
  id?: string;
  job: string;
  origin: 'schedule' | 'manual';
  source?: string | null;
  scheduleId?: string | null;
  dueAt?: Date | null;
  scope: ScanScope;
  channels: string[] | null;
}

const columns = `r.id, r.job, r.origin, r.source, r.schedule_id, s.name as schedule_name, r.due_at, r.scope, r.channels, r.status, r.phase, r.attempt, r.worker, r.cancel_requested,
  r.created_at, r.started_at, r.finished_at, r.api_calls, r.throttled_calls, r.findings_opened, r.findings_resolved, r.unused_total, r.monthly_saving, r.high_risk_keys, r.error, r.accounts, r.accounts_finished`;

/** Notified with a run id when one was queued or is to be cancelled. */
export const runChannel = 'roundsman_run';

export function runsStore(db: Db) {
  return {
    ...runTargets(db),
    ...runAccounts(db),

    /** Queues a run; durable when the surrounding transaction is. */
    async create(run: NewRun, now: Date): Promise<string> {
      const id = run.id ?? timeId(now.getTime());
      await db.query(
        `insert into run (id, job, origin, source, schedule_id, due_at, scope, channels, status, created_at)
         values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, 'queued', $9)`,
        [id, run.job, run.origin, run.source ?? null, run.scheduleId ?? null, run.dueAt ?? null, storableJson(run.scope), run.channels === null ? null : storableJson(run.channels), now],
      );
      await db.notify(runChannel, id);
      return id;
    },

    /** Takes the oldest run that waits or whose worker stopped renewing its lease; of two workers that ask at once one gets it. */
    async claim(worker: string, now: Date, leaseMs: number, canRun: readonly string[]): Promise<(RunRow & Lease) | undefined> {
      const rows = await db.query<{ id: string }>(
        `update run set status = 'running', worker = $1, lease_until = $3, attempt = attempt + 1, started_at = coalesce(started_at, $2)
          where id = (select id from run
                       where job = any($4::text[]) and (status = 'queued' or (status = 'running' and lease_until < $2))
                       order by created_at, id limit 1 for update skip locked)
          returning id`,
        [worker, now, new Date(now.getTime() + leaseMs), canRun],
      );
      const id = rows[0]?.id;
      const run = id === undefined ? undefined : await this.get(id);
      return run === undefined ? undefined : { ...run, runId: run.id, worker };
    },

    /** Renews the lease; answers whether the run is still this worker's and whether it shall be cancelled. */
    async renew({ runId, attempt, worker }: Lease, now: Date, leaseMs: number): Promise<'kept' | 'cancel' | 'lost'> {
      const rows = await db.query<{ cancel_requested: boolean }>(
        `update run set lease_until = $4 where id = $1 and attempt = $2 and worker = $3 and status = 'running' returning cancel_requested`,
        [runId, attempt, worker, new Date(now.getTime() + leaseMs)],
      );
      const row = rows[0];
      return row === undefined ? 'lost' : row.cancel_requested ? 'cancel' : 'kept';
    },

    /** Within a transaction: holds the run so that results of a worker that lost it are refused. */
    async isHeld({ runId, attempt, worker }: Lease): Promise<boolean> {
      const rows = await db.query(`select 1 from run where id = $1 and attempt = $2 and worker = $3 and status = 'running' for update`, [runId, attempt, worker]);
      return rows.length === 1;
    },

    /** Gives a run back unfinished, for the next worker to go on at once. */
    async release({ runId, attempt, worker }: Lease): Promise<void> {
      await db.query(`update run set status = 'queued', worker = null, lease_until = null where id = $1 and attempt = $2 and worker = $3 and status = 'running'`, [runId, attempt, worker]);
      await db.notify(runChannel, runId);
    },

    async setPhase({ runId, attempt, worker }: Lease, phase: string): Promise<void> {
      await db.query('update run set phase = $4 where id = $1 and attempt = $2 and worker = $3', [runId, attempt, worker, phase]);
    },

    async finish(lease: Lease, end: { status: RunStatus; at: Date; error: StoredError | null; summary: RunSummary | null }): Promise<void> {
      const { summary } = end;
      await db.query(
        `update run set status = $4, phase = 'done', finished_at = $5, lease_until = null, error = $6::jsonb, summary = $7::jsonb,
                unused_total = $8, monthly_saving = $9, high_risk_keys = $10
          where id = $1 and attempt = $2 and worker = $3`,
        [
          lease.runId,
          lease.attempt,
          lease.worker,
          end.status,
          end.at,
          end.error === null ? null : storableJson(end.error),
          summary === null ? null : storableJson(summary),
          summary?.unusedTotal ?? null,
          summary?.monthlySaving ?? null,
          summary?.keyRisk.high ?? null,
        ],
      );
    },

    async addCounts(runId: string, counts: { calls: number; throttled: number; opened: number; resolved: number }): Promise<void> {
      await db.query(
        `update run set api_calls = api_calls + $2, throttled_calls = throttled_calls + $3, findings_opened = findings_opened + $4, findings_resolved = findings_resolved + $5 where id = $1`,
        [runId, counts.calls, counts.throttled, counts.opened, counts.resolved],
      );
    },

    /** Ends a waiting run at once, asks a running one to stop. Answers what it was, undefined where there is none to cancel. */
    async cancel(runId: string, now: Date): Promise<'queued' | 'running' | undefined> {
      return db.transaction(async () => {
        const [row] = await db.query<{ status: RunStatus }>('select status from run where id = $1 for update', [runId]);
        if (row?.status === 'queued') {
          await db.query(`update run set status = 'cancelled', phase = 'done', finished_at = $2, cancel_requested = true where id = $1`, [runId, now]);
          return 'queued';
        }
        if (row?.status !== 'running') return undefined;
        await db.query('update run set cancel_requested = true where id = $1', [runId]);
        await db.notify(runChannel, runId);
        return 'running';
      });
    },

    async get(id: string): Promise<RunRow | undefined> {
      const rows = await db.query<RunRow>(`select ${columns} from run r left join schedule s on s.id = r.schedule_id where r.id = $1`, [id]);
      return rows[0];
    },

    async summary(id: string): Promise<RunSummary | undefined> {
      const rows = await db.query<{ summary: RunSummary | null }>('select summary from run where id = $1', [id]);
      return rows[0]?.summary ?? undefined;
    },

    /** The newest run that answers the filter. */
    async newest(filter: { job?: string; scheduleId?: string; statuses: readonly RunStatus[] }): Promise<RunRow | undefined> {
      const rows = await db.query<RunRow>(
        `select ${columns} from run r left join schedule s on s.id = r.schedule_id
          where r.status = any($1::text[]) and ($2::text is null or r.job = $2) and ($3::uuid is null or r.schedule_id = $3)
          order by r.created_at desc, r.id desc limit 1`,
        [filter.statuses, filter.job ?? null, filter.scheduleId ?? null],
      );
      return rows[0];
    },

    async list(filter: { job?: string; statuses: readonly string[] | undefined; scheduleId: string | undefined; before: string | undefined; limit: number }): Promise<{ rows: (RunRow & { totals: TargetTotals })[]; total: number }> {
      const where = `($1::text[] is null or r.status = any($1)) and ($2::uuid is null or r.schedule_id = $2) and ($3::text is null or r.job = $3)`;
      const [rows, [count]] = await Promise.all([
        db.query<RunRow & { totals: TargetTotals }>(
          `select ${columns}, (select to_json(t) from (select ${totalColumns} from run_target where run_id = r.id) t) as totals
             from run r left join schedule s on s.id = r.schedule_id where ${where} and ($4::uuid is null or r.id < $4) order by r.id desc limit $5`,
          [filter.statuses ?? null, filter.scheduleId ?? null, filter.job ?? null, filter.before ?? null, filter.limit],
        ),
        db.query<{ n: number }>(`select count(*)::int as n from run r where ${where}`, [filter.statuses ?? null, filter.scheduleId ?? null, filter.job ?? null]),
      ]);
      return { rows, total: count?.n ?? 0 };
    },

    /** Deletes runs and their targets that ended before the moment; findings and history stay. Answers how many. */
    async prune(before: Date): Promise<number> {
      return db.transaction(async () => {
        const old = await db.query<{ id: string }>(`select id from run where finished_at < $1 limit 500`, [before]);
        const ids = old.map(({ id }) => id);
        if (ids.length === 0) return 0;
        for (const table of ['run_target', 'run_account', 'transport_run', 'transport_batch', 'transport_file']) await db.query(`delete from ${table} where run_id = any($1::uuid[])`, [ids]);
        await db.query('delete from run where id = any($1::uuid[])', [ids]);
        return ids.length;
      });
    },
  };
}

export type RunsStore = ReturnType<typeof runsStore>;
