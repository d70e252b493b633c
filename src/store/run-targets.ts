import type { StoredError } from '../core/errors.ts';
import type { ReadPath } from '../core/collector.ts';
import type { Provider, Scope, TargetStatus } from '../core/resource.ts';
import type { Db } from './db.ts';
import { scopeIdOf } from './inventory.ts';
import { storableJson } from './storable.ts';

/** Who works on a run: results of an older attempt are refused. */
export interface Lease {
  runId: string;
  attempt: number;
  worker: string;
}

export interface TargetRow {
  run_id: string;
  scope_id: string;
  provider: Provider;
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
  /** Which way it was read where the provider offers several. */
  path: ReadPath | null;
}

/** An account of a run that is still to be visited. */
export interface RunAccountRow {
  provider: Provider;
  account: string;
  name: string | null;
  role_arn: string | null;
  external_id: string | null;
  regions: string[] | null;
}

export interface TargetTotals {
  targets: number;
  finished: number;
  complete: number;
  not_complete: number;
  /** Of them, what was left for the next run because the budget was spent. */
  deferred: number;
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
  path?: ReadPath;
}

export const totalColumns = `count(*)::int as targets, count(*) filter (where status not in ('pending', 'running'))::int as finished,
  count(*) filter (where status in ('complete', 'not_applicable'))::int as complete,
  count(*) filter (where status in ('partial', 'denied', 'unavailable', 'deferred', 'cancelled'))::int as not_complete,
  count(*) filter (where status = 'deferred')::int as deferred,
  coalesce(sum(resources), 0)::int as resources, coalesce(sum(coalesce(matched, resources)), 0)::int as matched, coalesce(sum(added), 0)::int as added,
  coalesce(sum(changed), 0)::int as changed, coalesce(sum(gone), 0)::int as gone`;

const targetColumns = 'run_id, scope_id, provider, account, region, service, type, status, attempt, resources, added, changed, gone, api_calls, throttled_calls, started_at, finished_at, error, matched, path';

/** What a run reads: accounts, and in them types by region. */
export function runTargets(db: Db) {
  return {
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
    /** What a run did not read in full, of `firstTypes` first, as far as the limit, with how many there are. */
    async gaps(runId: string, limit: number, firstTypes: readonly string[] = []): Promise<{ rows: TargetRow[]; total: number }> {
      const where = `run_id = $1 and status in ('partial', 'denied', 'unavailable', 'deferred', 'cancelled')`;
      const rows = await db.query<TargetRow>(`select ${targetColumns} from run_target where ${where} order by array_position($3::text[], type) nulls last, account, type, region limit $2`, [runId, limit, firstTypes]);
      const [count] = rows.length < limit ? [{ n: rows.length }] : await db.query<{ n: number }>(`select count(*)::int as n from run_target where ${where}`, [runId]);
      return { rows, total: count?.n ?? rows.length };
    },
    /** Whether a run read anything at all: a type that a region does not have was not read. */
    async hasRead(runId: string): Promise<boolean> {
      const rows = await db.query<{ read: boolean }>(`select exists (select 1 from run_target where run_id = $1 and status in ('complete', 'partial')) as read`, [runId]);
      return rows[0]?.read ?? false;
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

    /** Of these scopes, those in which the run found something new, changed or gone. */
    async changedScopes(runId: string, scopeIds: readonly string[]): Promise<string[]> {
      const rows = await db.query<{ scope_id: string }>('select scope_id from run_target where run_id = $1 and scope_id = any($2::uuid[]) and added + changed + gone > 0', [runId, scopeIds]);
      return rows.map(({ scope_id }) => scope_id);
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
                ended_no = u.ended_no, matched = u.matched, chosen = u.chosen::jsonb, path = u.path
           from unnest($2::uuid[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::text[], $11::text[], $12::text[], $13::int[], $14::int[], $15::int[], $16::text[], $17::text[])
                u (scope_id, status, resources, added, changed, gone, calls, throttled, started, finished, error, attempt, ended_no, matched, chosen, path)
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
          updates.map(({ path }) => path ?? null),
        ],
      );
    },
  };
}

/** An account as a run notes it. A cloud that refused as a whole is one by the cloud's name, with the error. */
export interface PlannedAccount {
  provider: Provider;
  id: string;
  name: string | null;
  roleArn: string | null;
  externalId: string | null;
  regions: string[] | null;
  error: StoredError | null;
}

export function runAccounts(db: Db) {
  return {
    /** Notes the accounts of a run, once; answers how many it has. */
    async planAccounts(lease: Lease, accounts: readonly PlannedAccount[]): Promise<number> {
      return db.transaction(async () => {
        const [known] = await db.query<{ n: number }>('select count(*)::int as n from run_account where run_id = $1', [lease.runId]);
        if ((known?.n ?? 0) > 0) return known?.n ?? 0;
        await db.query(
          `insert into run_account (run_id, account, name, role_arn, external_id, regions, provider, error, state, read_at)
           select $1, u.id, u.name, u.role, u.external, u.regions::jsonb, u.provider, u.error::jsonb, case when u.error is null then 'waiting' else 'refused' end, s.read_at
             from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) u (id, name, role, external, regions, provider, error)
             left join (select provider, account, min(last_complete_at) as read_at from scope group by provider, account) s on s.provider = u.provider and s.account = u.id
           on conflict do nothing`,
          [lease.runId, accounts.map(({ id }) => id), accounts.map(({ name }) => name), accounts.map(({ roleArn }) => roleArn), accounts.map(({ externalId }) => externalId), accounts.map(({ regions }) => (regions === null ? null : JSON.stringify(regions))), accounts.map(({ provider }) => provider), accounts.map(({ error }) => (error === null ? null : storableJson(error)))],
        );
        await db.query('update run set accounts = $2 where id = $1', [lease.runId, accounts.length]);
        return accounts.length;
      });
    },
    /** Accounts of a cloud that were not handed out in this attempt, those first whose resources were read longest ago. */
    async nextAccounts(runId: string, provider: Provider, limit: number): Promise<RunAccountRow[]> {
      return db.query<RunAccountRow>(
        `select provider, account, name, role_arn, external_id, regions from run_account where run_id = $1 and provider = $2 and state = 'waiting' order by read_at nulls first, account limit $3`,
        [runId, provider, limit],
      );
    },
    async endAccount(runId: string, account: string, error: StoredError | null): Promise<void> {
      await db.query(`update run_account set state = $3, error = $4::jsonb where run_id = $1 and account = $2`, [runId, account, error === null ? 'entered' : 'refused', error === null ? null : storableJson(error)]);
      await db.query('update run set accounts_finished = least(accounts, accounts_finished + 1) where id = $1', [runId]);
    },
    /** A new attempt visits every account again; targets that have ended are not collected again. */
    async reopenAccounts(runId: string): Promise<void> {
      // What a cloud refused as a whole is not an account and cannot be entered.
      await db.query(`update run_account set state = 'waiting', error = null where run_id = $1 and account <> provider`, [runId]);
      await db.query('update run set accounts_finished = 0 where id = $1', [runId]);
    },
    /** Accounts that no budget was left for, with the reason; answers how many. */
    async deferAccounts(runId: string, error: StoredError): Promise<number> {
      const rows = await db.query<{ n: number }>(
        `with left_out as (update run_account set state = 'deferred', error = $2::jsonb where run_id = $1 and state = 'waiting' returning 1) select count(*)::int as n from left_out`,
        [runId, storableJson(error)],
      );
      return rows[0]?.n ?? 0;
    },
    /** Why an account was not visited, the first where there are several: one that refused before one that was left. */
    async accountError(runId: string): Promise<StoredError | undefined> {
      const rows = await db.query<{ error: StoredError }>(`select error from run_account where run_id = $1 and error is not null order by state = 'deferred', account limit 1`, [runId]);
      return rows[0]?.error;
    },
  };
}
