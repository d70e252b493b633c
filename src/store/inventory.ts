import type { CollectedResource, KnownResource } from '../core/collector.ts';
import type { StoredError } from '../core/errors.ts';
import type { Attributes, Provider, Relation, Resource, Scope, TargetStatus } from '../core/resource.ts';
import { hashIdOf } from '../platform/ids.ts';
import type { Db, SqlValue } from './db.ts';
import { storableJson, storableText } from './storable.ts';

export const scopeIdOf = ({ provider, account, region, type }: Scope): string => hashIdOf(provider, account, region, type);

export interface RecordRow {
  scopeId: string;
  type: string;
  resource: CollectedResource;
}

/** How the listing of a scope ended in this run. `seen`: the keys of all resources that came, where the list was whole. */
export interface ScopeEnd {
  scopeId: string;
  status: TargetStatus;
  isListed: boolean;
  seen: string[];
  error: StoredError | null;
  /** When the listing began: what another run has recorded since is not gone because this one did not see it. */
  startedAt?: Date;
}

export interface RecordCounts {
  added: number;
  changed: number;
  gone: number;
}

export interface LiveResource {
  scopeId: string;
  kh: string;
  ch: string;
  firstSeen: Date;
  resource: Resource;
}

/** Resources and their history. One row per thing, one version per change; nothing is written for what did not change. */
export function inventoryStore(db: Db) {
  /** One JSON text instead of rows: reading fourteen columns a row costs the embedded store more than the query. */
  const livePage = async (resources: string, parameters: SqlValue[]): Promise<LiveResource[]> => {
    const [page] = await db.query<{ rows: string | null }>(
      `select json_agg(t)::text as rows from (
         select ${liveColumns} from (${resources}) r join scope s on s.id = r.scope_id) t`,
      parameters,
    );
    const rows = JSON.parse(page?.rows ?? '[]') as LiveRowJson[];
    return rows.map((row) => toLive({ ...row, first_seen: new Date(row.first_seen), created_at: row.created_at === null ? null : new Date(row.created_at) }));
  };

  async function* pagesOfScope(scopeId: string, limit: number): AsyncGenerator<LiveResource[]> {
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined; ) {
      const page: LiveResource[] = await livePage('select * from resource where scope_id = $1 and kh > $2 and gone_at is null order by kh limit $3', [scopeId, after, limit]);
      if (page.length > 0) yield page;
      after = page.length < limit ? undefined : page.reduce((last, { kh }) => (kh > last ? kh : last), after);
    }
  }

  return {
    async ensureScopes(scopes: readonly Scope[]): Promise<void> {
      const column = <Key extends keyof Scope>(key: Key) => scopes.map((scope) => scope[key]);
      await db.query(
        `insert into scope (id, provider, account, region, type)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
         on conflict (provider, account, region, type) do nothing`,
        [scopes.map(scopeIdOf), column('provider'), column('account'), column('region'), column('type')],
      );
    },

    record: (rows: readonly RecordRow[], at: Date) => db.transaction(() => recordRows(db, rows, at)),
    finishScopes: (ends: readonly ScopeEnd[], at: Date) => db.transaction(() => finishScopes(db, ends, at)),

    /** Live resources of the scopes for judging, about `limit` at a time: small scopes together, a large one in key order. */
    async *livePages(scopeIds: readonly string[], limit: number): AsyncGenerator<LiveResource[]> {
      const scopes = await db.query<{ id: string; live: number }>('select id, live from scope where id = any($1::uuid[]) and live > 0 order by id', [scopeIds]);
      let group: string[] = [];
      let rows = 0;
      for (const { id, live } of scopes) {
        if (live > limit) {
          yield* pagesOfScope(id, limit);
          continue;
        }
        if (rows + live > limit) {
          yield await livePage(ofScopes, [group]);
          group = [];
          rows = 0;
        }
        group.push(id);
        rows += live;
      }
      if (group.length > 0) yield await livePage(ofScopes, [group]);
    },

    /** Live resources by the hashes of their uids. */
    async byKeys(keys: readonly string[]): Promise<LiveResource[]> {
      if (keys.length === 0) return [];
      return livePage('select * from resource where kh = any($1::uuid[]) and gone_at is null', [keys]);
    },

    /** By uid, one live resource of the types that points to it; uids that nothing points to are left out. */
    async users(uids: readonly string[], types: readonly string[]): Promise<Map<string, { uid: string; type: string }>> {
      if (uids.length === 0) return new Map();
      // What was written since the last vacuum is in a list of the index that each look-up reads from end to end.
      await db.query("select gin_clean_pending_list('resource_pointing')");
      const rows = await db.query<{ target: string; uid: string; type: string }>(
        // What points there is found first, by the index of it: the types alone are those of most resources of an account.
        `select u.uid as target, r.uid, r.type from unnest($1::text[]) u (uid)
           cross join lateral (
             select p.uid, p.type from (select uid, type from resource where gone_at is null and relations <> '[]'::jsonb and jsonb_path_query_array(relations, '$[*].uid') @> jsonb_build_array(u.uid) offset 0) p
              where p.type = any($2) and p.uid <> u.uid limit 1) r`,
        [uids, types],
      );
      return new Map(rows.map(({ target, uid, type }) => [target, { uid, type }]));
    },

    /** What is known of live things of a scope, by their keys: what a listing does not say is kept from there. */
    async known(scopeId: string, keys: readonly string[]): Promise<Map<string, KnownResource>> {
      const [page] = await db.query<{ rows: string | null }>(
        `select json_agg(json_build_array(kh, attributes, tags))::text as rows from resource where scope_id = $1 and kh = any($2::uuid[]) and gone_at is null`,
        [scopeId, keys],
      );
      const rows = JSON.parse(page?.rows ?? '[]') as [string, KnownResource['attributes'], KnownResource['tags']][];
      return new Map(rows.map(([kh, attributes, tags]) => [kh, { attributes, tags }]));
    },

    /** Regions in which something of the account was looked for before. */
    async regionsOf(account: string): Promise<string[]> {
      const rows = await db.query<{ region: string }>(`select distinct region from scope where account = $1 and region <> 'global' order by region`, [account]);
      return rows.map(({ region }) => region);
    },

    /** All scopes, or those of the accounts that the given ones belong to. */
    async scopes({ accountsOf }: { accountsOf?: readonly string[] } = {}): Promise<ScopeRow[]> {
      return db.query<ScopeRow>(
        `select id, provider, account, region, type, live, status, error, last_attempt_at, last_complete_at from scope
          where $1::uuid[] is null or (provider, account) in (select provider, account from scope where id = any($1::uuid[])) order by provider, account, type, region`,
        [accountsOf ?? null],
      );
    },

    /** Stamps a scope whose rows come one by one, as they change. */
    async noteListed(scopeId: string, at: Date): Promise<void> {
      await db.query(
        `update scope s set status = 'complete', error = null, last_attempt_at = $2::timestamptz, last_complete_at = $2::timestamptz, evaluated_at = $2::timestamptz,
                live = (select count(*)::int from resource r where r.scope_id = s.id and r.gone_at is null) where s.id = $1`,
        [scopeId, at],
      );
    },

    async markEvaluated(scopeIds: readonly string[], at: Date): Promise<void> {
      await db.query('update scope set evaluated_at = $2 where id = any($1::uuid[])', [scopeIds, at]);
    },
  };
}

export type InventoryStore = ReturnType<typeof inventoryStore>;

export interface ScopeRow {
  id: string;
  provider: Provider;
  account: string;
  region: string;
  type: string;
  live: number;
  status: string;
  error: StoredError | null;
  last_attempt_at: Date | null;
  last_complete_at: Date | null;
}

const liveColumns = `r.scope_id, r.kh, r.ch, r.uid, r.type, r.name, r.region, r.first_seen, s.provider, s.account, r.tags, r.attributes, r.relations, r.created_at`;

const ofScopes = 'select * from resource where scope_id = any($1::uuid[]) and gone_at is null';

type LiveRowJson = Omit<LiveRow, 'first_seen' | 'created_at'> & { first_seen: string; created_at: string | null };

interface LiveRow {
  scope_id: string;
  kh: string;
  ch: string;
  uid: string;
  type: string;
  name: string;
  region: string;
  first_seen: Date;
  provider: Provider;
  account: string;
  tags: Record<string, string>;
  attributes: Attributes;
  relations: Relation[];
  created_at: Date | null;
}

function toLive(row: LiveRow): LiveResource {
  return {
    scopeId: row.scope_id,
    kh: row.kh,
    ch: row.ch,
    firstSeen: row.first_seen,
    resource: {
      uid: row.uid,
      type: row.type,
      name: row.name,
      provider: row.provider,
      account: row.account,
      region: row.region,
      createdAt: row.created_at ?? undefined,
      tags: row.tags,
      attributes: row.attributes,
      relations: row.relations,
    },
  };
}

/** Sends hashes, lets the store say what is new or different, and sends bodies only of those. */
async function recordRows(db: Db, all: readonly RecordRow[], at: Date): Promise<Map<string, RecordCounts>> {
  const counts = new Map<string, RecordCounts>();
  // A listing may name a thing twice while pages shift; the later answer counts.
  const rows = [...new Map(all.map((row) => [`${row.scopeId}${row.resource.kh}`, row])).values()];
  if (rows.length === 0) return counts;
  const differing = await db.query<{ i: number; known: boolean; live: boolean }>(
    `select (u.i - 1)::int as i, r.kh is not null as known, r.kh is not null and r.gone_at is null as live
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality u (scope_id, kh, ch, i)
       left join lateral (select kh, ch, gone_at from resource where scope_id = u.scope_id and kh = u.kh offset 0) r on true
      where r.kh is null or r.gone_at is not null or r.ch <> u.ch`,
    [rows.map(({ scopeId }) => scopeId), rows.map(({ resource }) => resource.kh), rows.map(({ resource }) => resource.ch)],
  );
  const send = differing.flatMap(({ i, known, live }) => {
    const row = rows[i];
    return row === undefined ? [] : [{ ...row, known, live }];
  });
  for (const { scopeId, live } of send) {
    const count = counts.get(scopeId) ?? { added: 0, changed: 0, gone: 0 };
    // What comes back was counted as gone: with it added again, the counts add up to what is live.
    count[live ? 'changed' : 'added'] += 1;
    counts.set(scopeId, count);
  }
  if (send.length > 0) await writeBodies(db, send, at);
  await writeRaw(db, [...send, ...(await withoutRaw(db, rows))], at);
  return counts;
}

/** The columns of new bodies as arrays, in the order of `$1…$10`. */
function bodiesOf(send: readonly RecordRow[]): SqlValue[] {
  return [
    send.map(({ scopeId }) => scopeId),
    send.map(({ resource }) => resource.kh),
    send.map(({ resource }) => resource.ch),
    send.map(({ resource }) => storableText(resource.uid)),
    send.map(({ type }) => type),
    send.map(({ resource }) => storableText(resource.name)),
    send.map(({ resource }) => resource.region),
    send.map(({ resource }) => resource.createdAt),
    send.map(({ resource }) => storableJson(resource.tags)),
    send.map(({ resource }) => storableJson(resource.attributes)),
    send.map(({ resource }) => storableJson(resource.relations)),
  ];
}
const bodies = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
  u (scope_id, kh, ch, uid, type, name, region, created_at, tags, attributes, relations)`;

async function writeBodies(db: Db, send: readonly (RecordRow & { known: boolean })[], at: Date): Promise<void> {
  const fresh = send.filter(({ known }) => !known);
  const known = send.filter((row) => row.known);
  if (fresh.length > 0) {
    await db.query(
      `insert into resource (scope_id, kh, ch, uid, type, name, region, first_seen, changed_at, created_at, tags, attributes, relations)
       select u.scope_id, u.kh, u.ch, u.uid, u.type, u.name, u.region, $12::timestamptz, $12::timestamptz, u.created_at::timestamptz, u.tags::jsonb, u.attributes::jsonb, u.relations::jsonb from ${bodies}`,
      [...bodiesOf(fresh), at],
    );
  }
  if (known.length === 0) return;
  // What it was goes into history; nothing that was valid for no time (a clock set back) is kept.
  await db.query(
    `insert into resource_version (scope_id, kh, valid_from, valid_to, ch, created_at, tags, attributes, relations)
     select r.scope_id, r.kh, r.changed_at, coalesce(r.gone_at, $3), r.ch, r.created_at, r.tags, r.attributes, r.relations
       from unnest($1::uuid[], $2::uuid[]) u (scope_id, kh)
       join lateral (select * from resource where scope_id = u.scope_id and kh = u.kh offset 0) r on r.changed_at < coalesce(r.gone_at, $3)
     on conflict do nothing`,
    [known.map(({ scopeId }) => scopeId), known.map(({ resource }) => resource.kh), at],
  );
  await db.query(
    `update resource r set ch = u.ch, name = u.name, region = u.region, changed_at = $12::timestamptz, gone_at = null, created_at = u.created_at::timestamptz,
            tags = u.tags::jsonb, attributes = u.attributes::jsonb, relations = u.relations::jsonb
       from ${bodies} where r.scope_id = u.scope_id and r.kh = u.kh`,
    [...bodiesOf(known), at],
  );
}

/** Those of the rows with an answer of the provider whose answer is not kept yet: an earlier run may not have asked for it. */
async function withoutRaw(db: Db, rows: readonly RecordRow[]): Promise<readonly RecordRow[]> {
  const asked = rows.filter(({ resource }) => resource.raw !== undefined);
  if (asked.length === 0) return [];
  const missing = await db.query<{ i: number }>(
    `select (u.i - 1)::int as i from unnest($1::uuid[], $2::uuid[]) with ordinality u (scope_id, kh, i) where not exists (select 1 from resource_raw w where w.scope_id = u.scope_id and w.kh = u.kh)`,
    [asked.map(({ scopeId }) => scopeId), asked.map(({ resource }) => resource.kh)],
  );
  return missing.flatMap(({ i }) => asked[i] ?? []);
}

/** Keeps the provider's answers of what is new or different, where the run asked for them. */
async function writeRaw(db: Db, send: readonly RecordRow[], at: Date): Promise<void> {
  // What is new is also without an answer: named twice, it is written once.
  const once = [...new Map(send.map((row) => [`${row.scopeId}${row.resource.kh}`, row])).values()];
  const rows = once.flatMap(({ scopeId, resource }) => (resource.raw === undefined ? [] : [{ scopeId, kh: resource.kh, raw: Buffer.from(resource.raw).toString('base64') }]));
  if (rows.length === 0) return;
  await db.query(
    `insert into resource_raw (scope_id, kh, raw, read_at) select u.scope_id, u.kh, u.raw, $4::timestamptz from unnest($1::uuid[], $2::uuid[], $3::text[]) u (scope_id, kh, raw)
     on conflict (scope_id, kh) do update set raw = excluded.raw, read_at = excluded.read_at`,
    [rows.map(({ scopeId }) => scopeId), rows.map(({ kh }) => kh), rows.map(({ raw }) => raw), at],
  );
}

/** Marks what a whole listing did not name as gone and stamps the scopes; others keep what they had. */
async function finishScopes(db: Db, ends: readonly ScopeEnd[], at: Date): Promise<Map<string, number>> {
  const gone = new Map<string, number>();
  const newer = new Map<string, number>();
  const listed = ends.filter(({ isListed }) => isListed);
  if (listed.length > 0) {
    // Set against set: the planner knows nothing of the arrays' sizes and would compare each with each.
    const unseen = await db.query<{ scope_id: string; kh: string; newer: boolean }>(
      `select r.scope_id, r.kh, t.started_at is not null and (r.changed_at >= t.started_at or s.last_complete_at >= t.started_at) as newer
         from (select scope_id, kh from resource where scope_id = any($1::uuid[]) and gone_at is null except select * from unnest($2::uuid[], $3::uuid[])) u
         join resource r on r.scope_id = u.scope_id and r.kh = u.kh join scope s on s.id = r.scope_id
         join unnest($1::uuid[], $4::timestamptz[]) t (scope_id, started_at) on t.scope_id = r.scope_id`,
      [listed.map(({ scopeId }) => scopeId), listed.flatMap(({ scopeId, seen }) => seen.map(() => scopeId)), listed.flatMap(({ seen }) => seen), listed.map(({ startedAt }) => startedAt ?? null)],
    );
    const rows = unseen.filter((row) => !row.newer);
    for (const row of unseen) (row.newer ? newer : gone).set(row.scope_id, ((row.newer ? newer : gone).get(row.scope_id) ?? 0) + 1);
    if (rows.length > 0) {
      await db.query(`update resource r set gone_at = $3 from unnest($1::uuid[], $2::uuid[]) u (scope_id, kh) where r.scope_id = u.scope_id and r.kh = u.kh`, [rows.map(({ scope_id }) => scope_id), rows.map(({ kh }) => kh), at]);
    }
  }
  await db.query(
    `update scope s set generation = s.generation + 1, status = u.status, error = u.error::jsonb, last_attempt_at = $5::timestamptz,
            last_complete_at = case when u.listed then $5::timestamptz else s.last_complete_at end,
            live = case when u.listed then u.seen else (select count(*)::int from resource r where r.scope_id = s.id and r.gone_at is null) end
       from unnest($1::uuid[], $2::text[], $3::boolean[], $4::int[], $6::text[]) u (id, status, listed, seen, error)
      where s.id = u.id`,
    [
      ends.map(({ scopeId }) => scopeId),
      ends.map(({ status }) => status),
      ends.map(({ isListed }) => isListed),
      ends.map(({ scopeId, seen }) => new Set(seen).size + (newer.get(scopeId) ?? 0)),
      at,
      ends.map(({ error }) => (error === null ? null : storableJson(error))),
    ],
  );
  return gone;
}
