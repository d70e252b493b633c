import type { Db } from './db.ts';
import { isCounted } from './findings.ts';

/** Resources of one place with what is found on them. */
export interface PlaceRow {
  value: string;
  provider: string;
  resources: number;
  findings: number;
  monthly_saving: number;
}

export interface TagRow {
  /** In lower case: `Owner` and `owner` are one. */
  tag: string;
  provider: string;
  tagged: number;
}

const mostShown = 200;

/** Sums over the whole estate, all from roll-ups of scopes and from open findings, so that they cost the same however large it is. */
export function governanceStore(db: Db) {
  return {
    async byProvider(): Promise<PlaceRow[]> {
      return withFindings(db, `select s.provider as value, s.provider, sum(s.live)::int as resources from scope s where s.live > 0 and s.provider <> 'files' group by 1, 2`, 'f.provider');
    },
    async byAccount(): Promise<PlaceRow[]> {
      return withFindings(db, `select s.account as value, s.provider, sum(s.live)::int as resources from scope s where s.live > 0 and s.provider <> 'files' group by 1, 2`, 'f.account');
    },
    async byRegion(): Promise<PlaceRow[]> {
      return withFindings(db, `select f.value, s.provider, sum(f.live)::int as resources from scope s join scope_fact f on f.scope_id = s.id and f.key = '' where s.live > 0 and s.provider <> 'files' group by 1, 2`, 'f.region');
    },
    async byService(): Promise<PlaceRow[]> {
      return withFindings(db, `select split_part(s.type, ':', 2) as value, s.provider, sum(s.live)::int as resources from scope s where s.live > 0 and s.provider <> 'files' group by 1, 2`, `split_part(f.type, ':', 2)`);
    },
    async byType(): Promise<{ type: string; resources: number }[]> {
      return db.query(`select s.type, sum(s.live)::int as resources from scope s where s.live > 0 and s.provider <> 'files' group by 1`);
    },
    /** How many things have each of the tags, by cloud; names in lower case. */
    async tagged(tags: readonly string[]): Promise<TagRow[]> {
      return db.query(
        `select substr(f.key, 5) as tag, s.provider, sum(f.live)::int as tagged from scope_fact f join scope s on s.id = f.scope_id
          where f.key = any($1::text[]) and s.live > 0 and s.provider <> 'files' group by 1, 2`,
        [tags.map((tag) => `has:${tag.toLowerCase()}`)],
      );
    },
    /** Values of a tag in whatever casing, most things first; of a scope that has very many the commonest. */
    async valuesOf(tag: string): Promise<{ value: string; provider: string; resources: number }[]> {
      return db.query(
        `select f.value, s.provider, sum(f.live)::int as resources from scope_fact f join scope s on s.id = f.scope_id
          where lower(f.key) = $1 and s.live > 0 and s.provider <> 'files' group by 1, 2 order by 3 desc, 1 limit ${mostShown}`,
        [`tag:${tag.toLowerCase()}`],
      );
    },
    /** Accounts that things point to and that no run has looked into, with how many things do. */
    async unknownAccounts(): Promise<{ account: string; provider: string; things: number; from: string[] }[]> {
      return db.query(
        `select f.value as account, s.provider, sum(f.live)::int as things, (array_agg(distinct s.account))[1:5] as "from" from scope_fact f join scope s on s.id = f.scope_id
          where f.key = 'to' and s.live > 0 and f.value <> all(select distinct account from scope) group by 1, 2 order by 3 desc, 1 limit ${mostShown}`,
      );
    },
  };
}

export type GovernanceStore = ReturnType<typeof governanceStore>;

/** Rows with the open findings of the same place. */
async function withFindings(db: Db, rows: string, place: string): Promise<PlaceRow[]> {
  return db.query<PlaceRow>(
    `with r as (${rows}), o as (
       select ${place} as value, f.provider, count(*)::int as findings, round(sum(case when f.included_in is null then f.monthly_saving else 0 end)::numeric, 2)::float8 as saving
         from finding f where ${isCounted} and f.provider <> 'files' group by 1, 2)
     select r.value, r.provider, r.resources, coalesce(o.findings, 0) as findings, coalesce(o.saving, 0)::float8 as monthly_saving
       from r left join o on o.value = r.value and o.provider = r.provider order by r.resources desc, r.value limit ${mostShown}`,
  );
}
