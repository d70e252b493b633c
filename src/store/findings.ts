import type { RemediationStep, Saving } from '../core/rule.ts';
import type { Provider } from '../core/resource.ts';
import { severities, type Severity } from '../core/severity.ts';
import { hashIdOf } from '../platform/ids.ts';
import { Counted } from './counted.ts';
import type { Db, SqlValue } from './db.ts';
import { storableJson } from './storable.ts';

export type FindingStatus = 'open' | 'in_progress' | 'suppressed' | 'resolved';

export const findingIdOf = (ruleId: string, resourceUid: string): string => hashIdOf(ruleId, resourceUid);

/** A failed evaluation as it is kept. */
export interface FindingFacts {
  scopeId: string;
  id: string;
  kh: string;
  resourceCh: string;
  ruleId: string;
  resourceUid: string;
  resourceName: string;
  type: string;
  provider: Provider;
  account: string;
  region: string;
  title: string;
  category: string;
  severity: Severity;
  risk: 'High' | 'Low' | null;
  isHeadline: boolean;
  summary: string;
  evidence: Record<string, unknown>;
  /** Of all that a reader sees: a finding is only written again when it changes. */
  evidenceHash: string;
  saving: Saving | null;
  includedIn: string | null;
  remediation: { steps: RemediationStep[]; advice: string | null };
  readAt: Date;
}

export interface FindingRow {
  scope_id: string;
  id: string;
  kh: string;
  rule_id: string;
  resource_uid: string;
  resource_name: string;
  type: string;
  provider: Provider;
  account: string;
  region: string;
  title: string;
  category: string;
  severity: Severity;
  risk: 'High' | 'Low' | null;
  headline: boolean;
  status: FindingStatus;
  note: string | null;
  summary: string;
  evidence: Record<string, unknown>;
  resource_ch: string;
  saving: Saving | null;
  monthly_saving: number;
  included_in: string | null;
  remediation: { steps: RemediationStep[]; advice: string | null };
  first_seen: Date;
  opened_at: Date;
  read_at: Date;
  resolved_at: Date | null;
  last_seen: Date;
}

export interface FindingFilter {
  status?: string[];
  rule_id?: string[];
  type?: string[];
  category?: string[];
  severity?: string[];
  risk?: string[];
  provider?: string[];
  account?: string[];
  region?: string[];
  q?: string;
  newSince?: Date;
  headline?: boolean;
  /** Only of resources with these hashes of their uid. */
  keys?: readonly string[];
}

export type FindingSort = { column: 'saving' | 'severity' | 'first_seen' | 'name' | 'region'; isDescending: boolean };

const columns = `f.*, case when f.status = 'resolved' then coalesce(f.resolved_at, f.read_at) else coalesce(s.evaluated_at, f.read_at) end as last_seen`;
const sortColumns = { saving: 'f.monthly_saving', severity: 'f.severity_rank', first_seen: 'f.first_seen', name: 'lower(f.resource_name)', region: 'f.region' } as const;
const sortCasts = { saving: 'float8', severity: 'int', first_seen: 'timestamptz', name: 'text', region: 'text' } as const;
const listFilters = ['status', 'rule_id', 'type', 'category', 'severity', 'risk', 'provider', 'account', 'region'] as const;

/** Open means somebody should look: suppressed and resolved are not counted. */
export const isCounted = `f.status in ('open', 'in_progress')`;

export function findingsStore(db: Db) {
  const counted = new Counted();
  return {
    /** What the store has of the resources' findings that are not resolved, and the resolved ones of the given ids. */
    async known(scopeIds: readonly string[], keys: readonly string[], ids: readonly string[]): Promise<{ scope_id: string; id: string; kh: string; rule_id: string; status: FindingStatus; evidence_hash: string; resource_ch: string }[]> {
      return db.query(
        `select scope_id, id, kh, rule_id, status, evidence_hash, resource_ch from finding
          where scope_id = any($1::uuid[]) and ((kh = any($2::uuid[]) and status <> 'resolved') or id = any($3::uuid[]))`,
        [scopeIds, keys, ids],
      );
    },

    upsert: (facts: readonly FindingFacts[], runId: string, at: Date) => upsert(db, facts, runId, at),

    async resolve(findings: readonly { scopeId: string; id: string }[], at: Date): Promise<void> {
      if (findings.length === 0) return;
      await db.query(
        `update finding f set status = 'resolved', resolved_at = $3 from unnest($1::uuid[], $2::uuid[]) u (scope_id, id) where f.scope_id = u.scope_id and f.id = u.id`,
        [findings.map(({ scopeId }) => scopeId), findings.map(({ id }) => id), at],
      );
    },

    /** Open findings of resources that are gone, or of rules that are switched off. */
    async orphans(scopeIds: readonly string[], activeRules: readonly string[]): Promise<{ scopeId: string; id: string }[]> {
      const rows = await db.query<{ scope_id: string; id: string }>(
        `select f.scope_id, f.id from finding f left join resource r on r.scope_id = f.scope_id and r.kh = f.kh
          where f.scope_id = any($1::uuid[]) and f.status <> 'resolved' and (r.kh is null or r.gone_at is not null or not (f.rule_id = any($2::text[])))`,
        [scopeIds, activeRules],
      );
      return rows.map(({ scope_id, id }) => ({ scopeId: scope_id, id }));
    },

    async addEvents(events: readonly { scopeId: string; id: string; kind: string; runId: string | null; actor?: string; note?: string | null }[], at: Date): Promise<void> {
      if (events.length === 0) return;
      await db.query(
        `insert into finding_event (scope_id, finding_id, at, kind, run_id, actor, note)
         select u.scope_id, u.id, $7::timestamptz, u.kind, u.run_id, u.actor, u.note
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[]) u (scope_id, id, kind, run_id, actor, note)
         on conflict do nothing`,
        [
          events.map(({ scopeId }) => scopeId),
          events.map(({ id }) => id),
          events.map(({ kind }) => kind),
          events.map(({ runId }) => runId),
          events.map(({ actor }) => actor ?? null),
          events.map(({ note }) => note ?? null),
          at,
        ],
      );
    },

    async list(filter: FindingFilter, sort: FindingSort, after: { value: SqlValue; id: string } | undefined, limit: number): Promise<FindingRow[]> {
      const { where, parameters } = whereOf(filter);
      const column = sortColumns[sort.column];
      const direction = sort.isDescending ? 'desc' : 'asc';
      let page = '';
      if (after !== undefined) {
        parameters.push(after.value, after.id);
        const compare = sort.isDescending ? '<' : '>';
        const value = `$${parameters.length - 1}::${sortCasts[sort.column]}`;
        page = `and (${column} ${compare} ${value} or (${column} = ${value} and f.id > $${parameters.length}::uuid))`;
      }
      parameters.push(limit);
      // Sorted by keys alone: evidence and remediation are read of the page's rows only.
      return db.query<FindingRow>(
        `with page as (select f.scope_id, f.id from finding f where ${where} ${page} order by ${column} ${direction}, f.id limit $${parameters.length})
         select ${columns} from page p join finding f on f.scope_id = p.scope_id and f.id = p.id join scope s on s.id = f.scope_id order by ${column} ${direction}, f.id`,
        parameters,
      );
    },

    /** Counts per value of a filter, over what the other filters match. */
    async facet(filter: FindingFilter, column: (typeof listFilters)[number]): Promise<{ value: string; count: number; monthly_saving: number }[]> {
      const { [column]: _, ...others } = filter;
      const { where, parameters } = whereOf(others);
      return db.query(
        `select f.${column} as value, count(*)::int as count, round(sum(case when f.included_in is null then f.monthly_saving else 0 end)::numeric, 2)::float8 as monthly_saving
           from finding f where ${where} and f.${column} is not null group by 1 order by 2 desc, 1`,
        parameters,
      );
    },

    /** How many a list has; a moment old where counting them takes long. */
    count(filter: FindingFilter): Promise<number> {
      const { where, parameters } = whereOf(filter);
      return counted.of([where, parameters], async () => {
        const [row] = await db.query<{ n: number }>(`select count(*)::int as n from finding f where ${where}`, parameters);
        return row?.n ?? 0;
      });
    },

    async totals(filter: FindingFilter): Promise<{ findings: number; resources: number; monthly_saving: number; is_estimate: boolean; regions: number }> {
      const { where, parameters } = whereOf(filter);
      const [row] = await db.query<{ findings: number; resources: number; monthly_saving: number; is_estimate: boolean; regions: number }>(
        `select count(*)::int as findings, count(distinct f.kh)::int as resources, count(distinct f.region)::int as regions,
                round(coalesce(sum(case when f.included_in is null then f.monthly_saving else 0 end), 0)::numeric, 2)::float8 as monthly_saving,
                coalesce(bool_or(f.monthly_saving > 0 and f.saving ->> 'bound' <> 'exact'), false) as is_estimate
           from finding f where ${where}`,
        parameters,
      );
      return row ?? { findings: 0, resources: 0, monthly_saving: 0, is_estimate: false, regions: 0 };
    },

    async byIds(ids: readonly string[]): Promise<FindingRow[]> {
      return db.query<FindingRow>(`select ${columns} from finding f join scope s on s.id = f.scope_id where f.id = any($1::uuid[])`, [ids]);
    },

    async events(scopeId: string, id: string): Promise<{ at: Date; kind: string; run_id: string | null; note: string | null; actor: string | null }[]> {
      return db.query('select at, kind, run_id, note, actor from finding_event where scope_id = $1 and finding_id = $2 order by at desc limit 200', [scopeId, id]);
    },

    /** Newest openings, resolutions and reopenings. */
    async recentEvents(limit: number): Promise<{ at: Date; kind: string; id: string; title: string; resource_name: string; region: string; monthly_saving: number }[]> {
      return db.query(
        `select e.at, e.kind, f.id, f.title, f.resource_name, f.region, f.monthly_saving
           from finding_event e join finding f on f.scope_id = e.scope_id and f.id = e.finding_id
          where e.kind in ('opened', 'resolved', 'reopened') order by e.at desc, f.monthly_saving desc limit $1`,
        [limit],
      );
    },

    async setStatus(ids: readonly string[], status: FindingStatus, note: string | null): Promise<{ scopeId: string; id: string; previous: FindingStatus }[]> {
      const rows = await db.query<{ scope_id: string; id: string; previous: FindingStatus }>(
        `update finding f set status = $2, note = coalesce($3, f.note) from (select scope_id, id, status from finding where id = any($1::uuid[]) and status <> 'resolved' for update) old
          where f.scope_id = old.scope_id and f.id = old.id returning f.scope_id, f.id, old.status as previous`,
        [ids, status, note],
      );
      return rows.map(({ scope_id, id, previous }) => ({ scopeId: scope_id, id, previous }));
    },
  };
}

export type FindingsStore = ReturnType<typeof findingsStore>;

function whereOf(filter: FindingFilter): { where: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = [];
  const parts = ['true'];
  const add = (value: SqlValue, sql: (at: string) => string): void => {
    parameters.push(value);
    parts.push(sql(`$${parameters.length}`));
  };
  for (const name of listFilters) {
    const values = filter[name];
    if (values !== undefined) add(values, (at) => `f.${name} = any(${at}::text[])`);
  }
  if (filter.q !== undefined && filter.q.trim() !== '') {
    for (const word of filter.q.trim().split(/\s+/).slice(0, 8)) {
      add(`%${word.replace(/[\\%_]/g, '\\$&')}%`, (at) => `(f.resource_name ilike ${at} or f.resource_uid ilike ${at} or f.title ilike ${at})`);
    }
  }
  if (filter.newSince !== undefined) add(filter.newSince, (at) => `f.opened_at > ${at}`);
  if (filter.keys !== undefined) add(filter.keys, (at) => `f.kh = any(${at}::uuid[])`);
  if (filter.headline !== undefined) add(filter.headline, (at) => `f.headline = ${at}`);
  return { where: parts.join(' and '), parameters };
}

async function upsert(db: Db, facts: readonly FindingFacts[], runId: string, at: Date): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    scope_id: fact.scopeId,
    id: fact.id,
    kh: fact.kh,
    rule_id: fact.ruleId,
    resource_uid: fact.resourceUid,
    resource_name: fact.resourceName,
    type: fact.type,
    provider: fact.provider,
    account: fact.account,
    region: fact.region,
    title: fact.title,
    category: fact.category,
    severity: fact.severity,
    severity_rank: severities.indexOf(fact.severity),
    risk: fact.risk,
    headline: fact.isHeadline,
    summary: fact.summary,
    evidence: fact.evidence,
    evidence_hash: fact.evidenceHash,
    resource_ch: fact.resourceCh,
    saving: fact.saving,
    monthly_saving: fact.saving?.monthly ?? 0,
    included_in: fact.includedIn,
    remediation: fact.remediation,
    read_at: fact.readAt.toISOString(),
  }));
  await db.query(
    `insert into finding (scope_id, id, kh, rule_id, resource_uid, resource_name, type, provider, account, region, title, category, severity, severity_rank, risk, headline,
                          status, summary, evidence, evidence_hash, resource_ch, saving, monthly_saving, included_in, remediation, first_seen, opened_at, read_at, run_id)
     select u.scope_id, u.id, u.kh, u.rule_id, u.resource_uid, u.resource_name, u.type, u.provider, u.account, u.region, u.title, u.category, u.severity, u.severity_rank, u.risk, u.headline,
            'open', u.summary, u.evidence, u.evidence_hash, u.resource_ch, u.saving, u.monthly_saving, u.included_in, u.remediation, $2::timestamptz, $2::timestamptz, u.read_at, $3::uuid
       from jsonb_to_recordset($1::jsonb) u (scope_id uuid, id uuid, kh uuid, rule_id text, resource_uid text, resource_name text, type text, provider text, account text, region text, title text,
            category text, severity text, severity_rank int, risk text, headline boolean, summary text, evidence jsonb, evidence_hash uuid, resource_ch uuid, saving jsonb, monthly_saving float8,
            included_in uuid, remediation jsonb, read_at timestamptz)
     on conflict (scope_id, id) do update set
            resource_name = excluded.resource_name, region = excluded.region, title = excluded.title, category = excluded.category, severity = excluded.severity,
            severity_rank = excluded.severity_rank, risk = excluded.risk, headline = excluded.headline, summary = excluded.summary, evidence = excluded.evidence,
            evidence_hash = excluded.evidence_hash, resource_ch = excluded.resource_ch, saving = excluded.saving, monthly_saving = excluded.monthly_saving,
            included_in = excluded.included_in, remediation = excluded.remediation, read_at = excluded.read_at, run_id = excluded.run_id,
            status = case when finding.status = 'resolved' then 'open' else finding.status end,
            opened_at = case when finding.status = 'resolved' then excluded.opened_at else finding.opened_at end,
            resolved_at = null`,
    [storableJson(rows), at, runId],
  );
}
