import { inflateRawSync } from 'node:zlib';
import type { Provider } from '../core/resource.ts';
import { hashId } from '../platform/ids.ts';
import { Counted } from './counted.ts';
import type { Db, SqlValue } from './db.ts';

export interface ResourceFilter {
  type?: string[] | undefined;
  provider?: string[] | undefined;
  account?: string[] | undefined;
  region?: string[] | undefined;
  tag?: { name: string; value: string | undefined } | undefined;
  q?: string | undefined;
  /** Services, e.g. `ec2`: what stands second in a type. */
  service?: string[] | undefined;
  asOf?: Date | undefined;
}

export interface ResourceRow {
  scope_id: string;
  kh: string;
  ch: string;
  uid: string;
  type: string;
  name: string;
  region: string;
  provider: Provider;
  account: string;
  tags: Record<string, string>;
  attributes: Record<string, unknown>;
  relations: { kind: string; uid: string }[];
  first_seen: Date;
  last_seen: Date;
  gone_at: Date | null;
}

const columns = `r.scope_id, r.kh, v.ch, r.uid, r.type, r.name, r.region, s.provider, s.account, v.tags, v.attributes, v.relations, r.first_seen,
  coalesce(r.gone_at, s.last_complete_at, s.last_attempt_at, r.changed_at) as last_seen, r.gone_at`;

/** Questions of pages and exports that read across the tables. */
export function readStore(db: Db) {
  const counted = new Counted();
  return {
    async resources(filter: ResourceFilter, after: { type: string; name: string; kh: string } | undefined, limit: number): Promise<{ rows: ResourceRow[]; total: number }> {
      const { from, where, parameters } = resourceQuery(filter);
      const page = [...parameters, after?.type ?? null, after?.name ?? null, after?.kh ?? null, limit];
      const at = parameters.length;
      const [total, rows] = await Promise.all([
        counted.of([from, where, parameters], async () => {
          const [count] = await db.query<{ n: number }>(`select count(*)::int as n ${from} where ${where}`, parameters);
          return count?.n ?? 0;
        }),
        db.query<ResourceRow>(
          `select ${columns} ${from} where ${where} and ($${at + 1}::text is null or (r.type, r.name, r.kh) > ($${at + 1}::text, $${at + 2}::text, $${at + 3}::uuid)) order by r.type, r.name, r.kh limit $${at + 4}`,
          page,
        ),
      ]);
      return { rows, total };
    },

    /**
     * Live things whose name begins with a text, or whose short id it is (`i-…`), a few of each type: a probe of the index
     * for each type, so that it takes milliseconds over a million things. Names are compared as typed, in lower case,
     * in upper case and with a capital.
     */
    async named(text: string, { types, ids }: { types: readonly string[]; /** Full names that the text may be short for. */ ids: readonly string[] }, limit: number): Promise<ResourceRow[]> {
      const lower = text.toLowerCase();
      const starts = [...new Set([text, lower, text.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])];
      return db.query<ResourceRow>(
        `select ${columns.replaceAll('v.', 'r.')} from (
           select r.* from unnest($1::text[]) t (type) cross join unnest($2::text[]) p (start)
             cross join lateral (select * from resource where type = t.type and name >= p.start and name < p.start || U&'\\FFFF' and gone_at is null order by name, kh limit $4) r
           union select r.* from resource r where r.kh = any($3::uuid[]) and r.gone_at is null) r
           join scope s on s.id = r.scope_id order by r.kh = any($3::uuid[]) desc, length(r.name), r.name, r.type limit $4`,
        [types, starts, ids.map(hashId), limit],
      );
    },

    async resource(kh: string): Promise<ResourceRow | undefined> {
      const rows = await db.query<ResourceRow>(
        `select ${columns.replaceAll('v.', 'r.')} from resource r join scope s on s.id = r.scope_id
          where r.kh = $1 order by r.gone_at nulls first limit 1`,
        [kh],
      );
      return rows[0];
    },

    async versions(scopeId: string, kh: string): Promise<{ valid_from: Date; valid_to: Date | null; ch: string; tags: Record<string, string>; attributes: Record<string, unknown> }[]> {
      return db.query('select valid_from, valid_to, ch, tags, attributes from resource_history where scope_id = $1 and kh = $2 order by valid_from desc limit 200', [scopeId, kh]);
    },

    /** Live resources by uid hash, for names beside relations. */
    async names(keys: readonly string[]): Promise<{ uid: string; name: string; type: string; region: string; account: string; provider: Provider }[]> {
      if (keys.length === 0) return [];
      return db.query('select r.uid, r.name, r.type, r.region, s.account, s.provider from resource r join scope s on s.id = r.scope_id where r.kh = any($1::uuid[]) and r.gone_at is null', [keys]);
    },

    /** Live resources that point to this one. */
    async pointingTo(uid: string, limit = 200): Promise<{ uid: string; name: string; type: string; region: string; account: string; provider: Provider; kind: string }[]> {
      return db.query(
        `select r.uid, r.name, r.type, r.region, s.account, s.provider, rel ->> 'kind' as kind
           from (select * from resource where gone_at is null and relations <> '[]'::jsonb and jsonb_path_query_array(relations, '$[*].uid') @> $1::jsonb limit $3) r
           join scope s on s.id = r.scope_id cross join lateral jsonb_array_elements(r.relations) rel
          where rel ->> 'uid' = $2 order by r.type, r.name limit $3`,
        [JSON.stringify([uid]), uid, limit],
      );
    },

    /** Live resources by uid hash with what they point to, by uid. */
    async withRelations(keys: readonly string[]): Promise<Map<string, { name: string; type: string; region: string; account: string; relations: { kind: string; uid: string }[] }>> {
      const rows = await db.query<{ uid: string; name: string; type: string; region: string; account: string; relations: { kind: string; uid: string }[] }>(
        'select r.uid, r.name, r.type, r.region, s.account, r.relations from resource r join scope s on s.id = r.scope_id where r.kh = any($1::uuid[]) and r.gone_at is null',
        [keys],
      );
      return new Map(rows.map(({ uid, ...row }) => [uid, row]));
    },

    /** The provider's answer as it came, secrets removed. */
    async raw(scopeId: string, kh: string): Promise<{ raw: unknown; read_at: Date } | undefined> {
      const [row] = await db.query<{ raw: string; read_at: Date }>('select raw, read_at from resource_raw where scope_id = $1 and kh = $2', [scopeId, kh]);
      return row === undefined ? undefined : { raw: JSON.parse(inflateRawSync(Buffer.from(row.raw, 'base64')).toString('utf8')) as unknown, read_at: row.read_at };
    },

    async findingsOfResource(scopeId: string, kh: string): Promise<{ id: string; title: string; severity: string; status: string }[]> {
      return db.query(`select id, title, severity, status from finding where scope_id = $1 and kh = $2 order by status = 'resolved', severity_rank desc`, [scopeId, kh]);
    },

    /** Figures after each of the newest finished scans, oldest first. */
    async trend(limit: number): Promise<{ at: Date; run_id: string; status: string; unused: number; monthly_saving: number; high_risk_keys: number }[]> {
      return db.query(
        `select * from (select finished_at as at, id as run_id, status, unused_total as unused, monthly_saving, high_risk_keys from run
           where unused_total is not null and status in ('completed', 'partial') order by finished_at desc limit $1) t order by at`,
        [limit],
      );
    },

    async openBySeverity(): Promise<{ severity: string; count: number }[]> {
      return db.query(`select severity, count(*)::int as count from finding where status in ('open', 'in_progress') group by severity`);
    },

    async openByRule(): Promise<{ rule_id: string; count: number }[]> {
      return db.query(`select rule_id, count(*)::int as count from finding where status in ('open', 'in_progress') group by rule_id`);
    },

    async counts(): Promise<{ open_findings: number; running_runs: number; failed_deliveries: number }> {
      const [row] = await db.query<{ open_findings: number; running_runs: number; failed_deliveries: number }>(
        `select (select count(*)::int from finding where status in ('open', 'in_progress')) as open_findings,
                (select count(*)::int from run where status in ('queued', 'running')) as running_runs,
                (select count(*)::int from delivery where state = 'failed') as failed_deliveries`,
      );
      return row ?? { open_findings: 0, running_runs: 0, failed_deliveries: 0 };
    },
  };
}

export type ReadStore = ReturnType<typeof readStore>;

/** The rows that a filter takes, as a part of a statement. */
export function resourceQuery(filter: ResourceFilter): { from: string; where: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = [];
  const parts: string[] = [];
  const add = (value: SqlValue, sql: (at: string) => string): void => {
    parameters.push(value);
    parts.push(sql(`$${parameters.length}`));
  };
  // Live bodies lie in the resource itself; the past is in its history.
  let body = 'cross join lateral (select r.ch, r.tags, r.attributes, r.relations) v';
  if (filter.asOf === undefined) parts.push('r.gone_at is null');
  else {
    parameters.push(filter.asOf);
    const at = `$${parameters.length}`;
    body = `join resource_history v on v.scope_id = r.scope_id and v.kh = r.kh and v.valid_from <= ${at} and (v.valid_to is null or v.valid_to > ${at})`;
  }
  if (filter.type !== undefined) add(filter.type, (at) => `r.type = any(${at}::text[])`);
  if (filter.service !== undefined) add(filter.service, (at) => `split_part(r.type, ':', 2) = any(${at}::text[])`);
  if (filter.provider !== undefined) add(filter.provider, (at) => `s.provider = any(${at}::text[])`);
  if (filter.account !== undefined) add(filter.account, (at) => `s.account = any(${at}::text[])`);
  if (filter.region !== undefined) add(filter.region, (at) => `r.region = any(${at}::text[])`);
  if (filter.tag !== undefined) {
    const { name, value } = filter.tag;
    if (value === undefined) add(name, (at) => `v.tags ? ${at}`);
    else add(JSON.stringify({ [name]: value }), (at) => `v.tags @> ${at}::jsonb`);
  }
  for (const word of (filter.q ?? '').trim().split(/\s+/).filter((text) => text !== '').slice(0, 8)) {
    add(`%${word.replace(/[\\%_]/g, '\\$&')}%`, (at) => `(r.name ilike ${at} or r.uid ilike ${at})`);
  }
  return {
    from: `from resource r join scope s on s.id = r.scope_id ${body}`,
    where: parts.length === 0 ? 'true' : parts.join(' and '),
    parameters,
  };
}
