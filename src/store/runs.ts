import type { StoredError } from '../core/errors.ts';
import type { Scope, TargetStatus } from '../core/resource.ts';
import type { RunSummary } from '../core/summary.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from './db.ts';
import { scopeIdOf } from './inventory.ts';
import { storableJson } from './storable.ts';

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

export interface TargetRow {
  run_id: string;
  scope_id: string;
  provider: string;
  account: string;
  region: string;
  service: string;
  type: string;
  status: TargetStatus;
  attempt: number;
  resources: number;
  added: number;
  changed: number;
  gone: number;
  api_calls: number;
  throttled_calls: number;
  started_at: Date | null;
  finished_at: Date | null;
  error: StoredError | null;
  /** Resources that the filters of the job take; null where it has none. */
  matched: number | null;
}

/** An account of a run that is still to be visited. */
export interface RunAccountRow {
  account: string;
  name: string | null;
  role_arn: string | null;
  external_id: string | null;
  regions: string[] | null;
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

/** Who works on a run: results of an older attempt are refused. */
export interface Lease {
  runId: string;
  attempt: number;
  worker: string;
}

const columns = `r.id, r.job, r.origin, r.source, r.schedule_id, s.name as schedule_name, r.due_at, r.scope, r.channels, r.status, r.phase, r.attempt, r.worker, r.cancel_requested,
  r.created_at, r.started_at, r.finished_at, r.api_calls, r.throttled_calls, r.findings_opened, r.findings_resolved, r.unused_total, r.monthly_saving, r.high_risk_keys, r.error, r.accounts, r.accounts_finished`;

const totalColumns = `count(*)::int as targets, count(*) filter (where status not in ('pending', 'running'))::int as finished,
  count(*) filter (where status in ('complete', 'not_applicable'))::int as complete,
  count(*) filter (where status in ('partial', 'denied', 'unavailable', 'deferred', 'cancelled'))::int as not_complete,
  coalesce(sum(resources), 0)::int as resources, coalesce(sum(coalesce(matched, resources)), 0)::int as matched, coalesce(sum(added), 0)::int as added,
  coalesce(sum(changed), 0)::int as changed, coalesce(sum(gone), 0)::int as gone`;

const targetColumns = 'run_id, scope_id, provider, account, region, service, type, status, attempt, resources, added, changed, gone, api_calls, throttled_calls, started_at, finished_at, error, matched';

/** Notified with a run id when one was queued or is to be cancelled. */
export const runChannel = 'roundsman_run';

export function runsStore(db: Db) {
  return {
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

    async plan(lease: Lease, targets: readonly (Scope & { service: string })[]): Promise<void> {
      await db.query(
        `insert into run_target (run_id, scope_id, provider, account, region, type, service, status)
         select $1, u.id, u.provider, u.account, u.region, u.type, u.service, 'pending'
           from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) u (id, provider, account, region, type, service)
         on conflict (run_id, scope_id) do nothing`,
        [lease.runId, targets.map(scopeIdOf), targets.map((target) => target.provider), targets.map((target) => target.account), targets.map((target) => target.region), targets.map((target) => target.type), targets.map((target) => target.service)],
      );
    },

    /** Targets of a run, the first of them where there are very many. */
    async targets(runId: string, limit = 50_000): Promise<TargetRow[]> {
      return db.query<TargetRow>(`select ${targetColumns} from run_target where run_id = $1 order by account, type, region limit $2`, [runId, limit]);
    },
    async targetsOf(runId: string, account: string): Promise<TargetRow[]> {
      return db.query<TargetRow>(`select ${targetColumns} from run_target where run_id = $1 and account = $2`, [runId, account]);
    },
    /** What a run did not read in full, the first of it, with how many there are. */
    async gaps(runId: string, limit: number): Promise<{ rows: TargetRow[]; total: number }> {
      const where = `run_id = $1 and status in ('partial', 'denied', 'unavailable', 'deferred', 'cancelled')`;
      const rows = await db.query<TargetRow>(`select ${targetColumns} from run_target where ${where} order by account, type, region limit $2`, [runId, limit]);
      const [count] = rows.length < limit ? [{ n: rows.length }] : await db.query<{ n: number }>(`select count(*)::int as n from run_target where ${where}`, [runId]);
      return { rows, total: count?.n ?? rows.length };
    },
    /** What a run looked at, in names. */
    async places(runId: string): Promise<{ providers: string[]; accounts: string[]; regions: string[] }> {
      const [row] = await db.query<{ providers: string[] | null; accounts: string[] | null; regions: string[] | null }>(
        `select json_agg(distinct provider) as providers, json_agg(distinct account) as accounts, json_agg(distinct region) filter (where region <> 'global') as regions from run_target where run_id = $1`,
        [runId],
      );
      return { providers: row?.providers ?? [], accounts: row?.accounts ?? [], regions: row?.regions ?? [] };
    },
    /** Ends all targets that nobody has begun or ended, and says why; answers how many. */
    async endRest(runId: string, end: { status: TargetStatus; attempt: number; at: Date; error: StoredError }): Promise<number> {
      const rows = await db.query<{ n: number }>(
        `with ended as (update run_target set status = $2, attempt = $3, finished_at = $4, error = $5::jsonb where run_id = $1 and status in ('pending', 'running') returning 1) select count(*)::int as n from ended`,
        [runId, end.status, end.attempt, end.at, storableJson(end.error)],
      );
      return rows[0]?.n ?? 0;
    },

    /** Notes the accounts of a run, once; answers how many it has. */
    async planAccounts(lease: Lease, accounts: readonly { id: string; name: string | null; roleArn: string | null; externalId: string | null; regions: string[] | null }[]): Promise<number> {
      return db.transaction(async () => {
        const [known] = await db.query<{ n: number }>('select count(*)::int as n from run_account where run_id = $1', [lease.runId]);
        if ((known?.n ?? 0) > 0) return known?.n ?? 0;
        await db.query(
          `insert into run_account (run_id, account, name, role_arn, external_id, regions, state)
           select $1, u.id, u.name, u.role, u.external, u.regions::jsonb, 'waiting' from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) u (id, name, role, external, regions) on conflict do nothing`,
          [lease.runId, accounts.map(({ id }) => id), accounts.map(({ name }) => name), accounts.map(({ roleArn }) => roleArn), accounts.map(({ externalId }) => externalId), accounts.map(({ regions }) => (regions === null ? null : JSON.stringify(regions)))],
        );
        await db.query('update run set accounts = $2 where id = $1', [lease.runId, accounts.length]);
        return accounts.length;
      });
    },
    /** Accounts that were not handed out in this attempt, those first whose resources were read longest ago. */
    async nextAccounts(runId: string, limit: number): Promise<RunAccountRow[]> {
      return db.query<RunAccountRow>(
        `select account, name, role_arn, external_id, regions from run_account a where run_id = $1 and state = 'waiting'
          order by (select min(s.last_complete_at) from scope s where s.account = a.account and s.last_complete_at is not null) nulls first, account limit $2`,
        [runId, limit],
      );
    },
    async endAccount(runId: string, account: string, error: StoredError | null): Promise<void> {
      await db.query(`update run_account set state = $3, error = $4::jsonb where run_id = $1 and account = $2`, [runId, account, error === null ? 'entered' : 'refused', error === null ? null : storableJson(error)]);
      await db.query('update run set accounts_finished = (select count(*)::int from run_account where run_id = $1 and state <> $2) where id = $1', [runId, 'waiting']);
    },
    /** A new attempt visits every account again; targets that have ended are not collected again. */
    async reopenAccounts(runId: string): Promise<void> {
      await db.query(`update run_account set state = 'waiting', error = null where run_id = $1`, [runId]);
    },
    async accountsOf(runId: string): Promise<{ account: string; name: string | null; state: string; error: StoredError | null }[]> {
      return db.query('select account, name, state, error from run_account where run_id = $1 order by account', [runId]);
    },

    /** Numbers for so many ends of targets, within the transaction that ends them; answers the first. */
    async numberEnds(runId: string, count: number): Promise<number> {
      const rows = await db.query<{ ended_targets: number }>('update run set ended_targets = ended_targets + $2 where id = $1 returning ended_targets', [runId, count]);
      return (rows[0]?.ended_targets ?? count) - count + 1;
    },

    /** Counts over the targets of several runs at once, by run. */
    async targetTotals(runIds: readonly string[]): Promise<Map<string, TargetTotals>> {
      const rows = await db.query<TargetTotals & { run_id: string }>(
        `select run_id, ${totalColumns} from run_target where run_id = any($1::uuid[]) group by run_id`,
        [runIds],
      );
      return new Map(rows.map(({ run_id, ...totals }) => [run_id, totals]));
    },

    async updateTargets(runId: string, updates: readonly TargetUpdate[]): Promise<void> {
      if (updates.length === 0) return;
      await db.query(
        `update run_target t set status = u.status, resources = u.resources, added = u.added, changed = u.changed, gone = u.gone, api_calls = u.calls,
                throttled_calls = u.throttled, started_at = u.started::timestamptz, finished_at = u.finished::timestamptz, error = u.error::jsonb, attempt = u.attempt,
                ended_no = u.ended_no, matched = u.matched, chosen = u.chosen::jsonb
           from unnest($2::uuid[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::text[], $11::text[], $12::text[], $13::int[], $14::int[], $15::int[], $16::text[])
                u (scope_id, status, resources, added, changed, gone, calls, throttled, started, finished, error, attempt, ended_no, matched, chosen)
          where t.run_id = $1 and t.scope_id = u.scope_id`,
        [
          runId,
          updates.map(({ scopeId }) => scopeId),
          updates.map(({ status }) => status),
          updates.map(({ resources }) => resources),
          updates.map(({ added }) => added),
          updates.map(({ changed }) => changed),
          updates.map(({ gone }) => gone),
          updates.map(({ calls }) => calls),
          updates.map(({ throttled }) => throttled),
          updates.map(({ startedAt }) => startedAt?.toISOString() ?? null),
          updates.map(({ finishedAt }) => finishedAt?.toISOString() ?? null),
          updates.map(({ error }) => (error === null ? null : storableJson(error))),
          updates.map(({ attempt }) => attempt),
          updates.map(({ endedNo }) => endedNo ?? null),
          updates.map(({ chosen, isFiltered }) => (isFiltered === true ? (chosen?.length ?? 0) : null)),
          updates.map(({ chosen }) => (chosen === undefined ? null : JSON.stringify(chosen))),
        ],
      );
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

export interface TargetTotals {
  targets: number;
  finished: number;
  complete: number;
  not_complete: number;
  resources: number;
  /** Of them, what the filters of the job take. */
  matched: number;
  added: number;
  changed: number;
  gone: number;
}

export interface TargetUpdate {
  scopeId: string;
  status: TargetStatus;
  attempt: number;
  resources: number;
  added: number;
  changed: number;
  gone: number;
  calls: number;
  throttled: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  error: StoredError | null;
  /** The number of this end within the run; what is handed on goes by it. */
  endedNo?: number;
  /** Keys of what is handed on; undefined is all that is live. */
  chosen?: string[];
  isFiltered?: boolean;
}
