import type { Db, SqlValue } from './db.ts';
import { Counted } from './counted.ts';
import { type ResourceFilter, resourceQuery } from './reads.ts';

export interface FacetValue {
  value: string;
  count: number;
}

export interface Facets {
  total: number;
  provider: FacetValue[];
  account: FacetValue[];
  region: FacetValue[];
  service: FacetValue[];
  type: FacetValue[];
  /** Names of tags, by how many things have them. */
  tag: FacetValue[];
}

/** Scopes whose facts are counted anew in one statement; a large one alone takes some tenths of a second. */
const scopesAtOnce = 50;
/** Values of one tag name that are kept apart for a scope; the rest are known only by the name. */
const mostValues = 100;
const mostShown = 100;

/** The account that the uid of a relation lies in: of an ARN, an ARM id, a full resource name. */
const accountOfUid = `coalesce(substring(rel ->> 'uid' from '^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):'), substring(rel ->> 'uid' from '^/subscriptions/([0-9a-f-]{36})'), substring(rel ->> 'uid' from '^//[^/]+/projects/([^/]+)'))`;

/** Counts over the inventory that people narrow it down by. */
export function facetsStore(db: Db) {
  const counted = new Counted();
  return {
    /** Counts the tags and regions of scopes, and the accounts that their things point to, anew after something in them changed. */
    async rollUp(scopeIds: readonly string[]): Promise<void> {
      for (let from = 0; from < scopeIds.length; from += scopesAtOnce) {
        const ids = scopeIds.slice(from, from + scopesAtOnce);
        await db.transaction(async () => {
          await db.query('delete from scope_fact where scope_id = any($1::uuid[])', [ids]);
          await db.query(
            `insert into scope_fact (scope_id, key, value, live)
             select scope_id, key, value, n from (
               select f.scope_id, f.key, f.value, count(*)::int as n, row_number() over (partition by f.scope_id, f.key order by count(*) desc, f.value) as place from (
                 select r.scope_id, '' as key, r.region as value from resource r where r.scope_id = any($1::uuid[]) and r.gone_at is null
                 union all
                 select r.scope_id, 'tag:' || t.key, left(t.value, 256) from resource r cross join lateral jsonb_each_text(r.tags) t where r.scope_id = any($1::uuid[]) and r.gone_at is null
                 union all
                 select h.scope_id, h.key, '' from (select distinct r.scope_id, r.kh, 'has:' || lower(t.key) as key from resource r cross join lateral jsonb_object_keys(r.tags) t (key) where r.scope_id = any($1::uuid[]) and r.gone_at is null) h
                 union all
                 select n.scope_id, 'to', n.account from (
                   select distinct r.scope_id, r.kh, ${accountOfUid} as account from resource r cross join lateral jsonb_array_elements(r.relations) rel where r.scope_id = any($1::uuid[]) and r.gone_at is null) n where n.account is not null) f
               group by 1, 2, 3) v where place <= $2`,
            [ids, mostValues],
          );
        });
      }
    },

    /** Facets of what a filter takes. Without search words and tags they are sums over scopes, however large the estate is. */
    async facets(filter: ResourceFilter): Promise<Facets> {
      const isPlain = filter.q === undefined && filter.tag === undefined && filter.asOf === undefined;
      return counted.of(['facets', filter], () => (isPlain ? plainFacets(db, filter) : matchedFacets(db, filter)));
    },

    /** Regions in which something of the cloud lies, as counted when its scopes were last rolled up. */
    async regionsOf(provider: string): Promise<string[]> {
      const rows = await db.query<{ region: string }>(`select distinct f.value as region from scope_fact f join scope s on s.id = f.scope_id where f.key = '' and f.value <> 'global' and s.provider = $1 and s.live > 0 order by 1`, [provider]);
      return rows.map(({ region }) => region);
    },

    /** Values of one tag, by how many things have them. */
    async tagValues(name: string, prefix: string, limit: number): Promise<FacetValue[]> {
      return db.query<FacetValue>(`select value, sum(live)::int as count from scope_fact where key = $1 and starts_with(lower(value), lower($2)) group by value order by 2 desc, 1 limit $3`, [`tag:${name}`, prefix, limit]);
    },
  };
}
export type FacetsStore = ReturnType<typeof facetsStore>;

/** From the scopes' own totals; a global listing's things lie in regions of their own, which the facts know. */
async function plainFacets(db: Db, filter: ResourceFilter): Promise<Facets> {
  const parameters: SqlValue[] = [filter.provider ?? null, filter.account ?? null, filter.type ?? null, filter.region ?? null, filter.service ?? null];
  const scopes = `select s.id, s.provider, s.account, s.type, split_part(s.type, ':', 2) as service,
      case when $4::text[] is null then s.live else coalesce((select sum(f.live) from scope_fact f where f.scope_id = s.id and f.key = '' and f.value = any($4)), 0)::int end as live
    from scope s where ($1::text[] is null or s.provider = any($1)) and ($2::text[] is null or s.account = any($2)) and ($3::text[] is null or s.type = any($3)) and ($5::text[] is null or split_part(s.type, ':', 2) = any($5))`;
  const by = (column: string): Promise<FacetValue[]> => db.query(`with s as (${scopes}) select ${column} as value, sum(live)::int as count from s group by 1 having sum(live) > 0 order by 2 desc, 1 limit ${mostShown}`, parameters);
  const facts = (key: string, value: string): Promise<FacetValue[]> =>
    db.query(`with s as (${scopes}) select ${value} as value, sum(f.live)::int as count from s join scope_fact f on f.scope_id = s.id and ${key} where s.live > 0 and ($4::text[] is null or f.key <> '' or f.value = any($4)) group by 1 order by 2 desc, 1 limit ${mostShown}`, parameters);
  const [provider, account, service, type, region, tag] = await Promise.all([by('provider'), by('account'), by('service'), by('type'), facts(`f.key = ''`, 'f.value'), facts(`f.key like 'tag:%'`, 'substr(f.key, 5)')]);
  return { total: provider.reduce((sum, { count }) => sum + count, 0), provider, account, region, service, type, tag };
}

/** Over the rows themselves, once for all facets. */
async function matchedFacets(db: Db, filter: ResourceFilter): Promise<Facets> {
  const { from, where, parameters } = resourceQuery(filter);
  const rows = await db.query<{ facet: string; value: string; count: number }>(
    `with m as materialized (select s.provider, s.account, r.region, r.type, v.tags ${from} where ${where}),
     f as (select 'provider' as facet, provider as value from m union all select 'account', account from m union all select 'region', region from m
           union all select 'service', split_part(type, ':', 2) from m union all select 'type', type from m union all select 'tag', k from m cross join lateral jsonb_object_keys(m.tags) k
           union all select 'total', '' from m)
     select facet, value, count(*)::int as count from f group by 1, 2 order by 3 desc, 2`,
    parameters,
  );
  const of = (facet: string): FacetValue[] => rows.filter((row) => row.facet === facet).slice(0, mostShown).map(({ value, count }) => ({ value, count }));
  return { total: of('total')[0]?.count ?? 0, provider: of('provider'), account: of('account'), region: of('region'), service: of('service'), type: of('type'), tag: of('tag') };
}
