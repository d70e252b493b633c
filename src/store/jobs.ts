import type { StoredError } from '../core/errors.ts';
import type { TargetStatus } from '../core/resource.ts';
import type { Db } from './db.ts';

export interface JobCellRow {
  account: string;
  service: string;
  region: string;
  targets: number;
  finished: number;
  resources: number;
  api_calls: number;
  throttled_calls: number;
  statuses: TargetStatus[];
  error: StoredError | null;
  last_read: Date | null;
}

export interface CostRow {
  targets: number;
  unknown: number;
  calls: number;
  resources: number;
  service: string;
  /** Of the busiest account and region: what one bucket of the provider has to grant. */
  busiest: number;
}

/** A region of an account with more cells than this is told without its account. */
const mostAccounts = 20;

/** Questions about extraction jobs. */
export function jobsStore(db: Db) {
  return {
    /** A job by service and region, and by account where it has few. */
    async cells(runId: string, accounts: number): Promise<JobCellRow[]> {
      return db.query<JobCellRow>(
        `select case when $2 then t.account else '' end as account, t.service, t.region, count(*)::int as targets, count(*) filter (where t.status not in ('pending', 'running'))::int as finished,
                coalesce(sum(coalesce(t.matched, t.resources)), 0)::int as resources, coalesce(sum(t.api_calls), 0)::int as api_calls, coalesce(sum(t.throttled_calls), 0)::int as throttled_calls,
                json_agg(distinct t.status) as statuses, (array_agg(t.error order by t.type) filter (where t.error is not null and t.status <> 'not_applicable'))[1] as error,
                min(s.last_complete_at) filter (where t.status in ('partial', 'denied', 'unavailable', 'deferred', 'cancelled')) as last_read
           from run_target t left join scope s on s.id = t.scope_id where t.run_id = $1 group by 1, 2, 3 order by 2, 3, 1`,
        [runId, accounts <= mostAccounts],
      );
    },

    /** What the scopes cost when they were last read, by service. */
    async costs(scopeIds: readonly string[]): Promise<CostRow[]> {
      return db.query<CostRow>(
        `with last as (
           select distinct on (u.id) u.id, t.service, t.account, t.region, t.api_calls, t.resources
             from unnest($1::uuid[]) u (id) join run_target t on t.scope_id = u.id and t.status in ('complete', 'partial') order by u.id, t.run_id desc),
         buckets as (select service, account, region, sum(api_calls) as calls, sum(resources) as resources, count(*) as targets from last group by 1, 2, 3)
         select service, sum(targets)::int as targets, 0 as unknown, sum(calls)::int as calls, sum(resources)::int as resources, max(calls)::int as busiest from buckets group by service order by service`,
        [scopeIds],
      );
    },
  };
}
export type JobsStore = ReturnType<typeof jobsStore>;
