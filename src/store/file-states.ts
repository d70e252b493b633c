import type { Db } from './db.ts';
import { storableJson, storableText } from './storable.ts';

export type FileStateStatus = 'tampered' | 'missing' | 'added' | 'unreadable';

/** A file that is not as it was accepted. */
export interface FileState {
  root_id: string;
  id: string;
  folder: Buffer;
  name: Buffer;
  shown: string;
  status: FileStateStatus;
  changes: string[];
  sha256: string | null;
  previous_sha256: string | null;
  size: number | null;
  observed: string;
  before_record: Buffer | null;
  after_record: Buffer | null;
  diff: string | null;
  alert_id: string | null;
  since: Date;
  checked_at: Date;
}

export interface FileAlert {
  id: string;
  schedule_id: string;
  root_id: string;
  opened_at: Date;
  last_at: Date;
  closed_at: Date | null;
  count: number;
  /** How many of them people have been told of. */
  told: number;
  /** The deepest folder that all of them lie below. */
  root: string;
  kinds: Record<string, number>;
  /** The first ones, as the message names them. */
  first: { id: string; path: string; status: string; changes: string[]; diff?: string }[];
  run_id: string | null;
}

export interface Manifest {
  id: string;
  name: string;
  created_at: Date;
  expires_at: Date;
  created_by: string;
  entries: number;
  used: number;
}

type StateColumns = Omit<FileState, 'folder' | 'name' | 'before_record' | 'after_record'> & { folder: string; name: string; before_record: string | null; after_record: string | null };
const columns = `root_id, id, encode(folder, 'base64') as folder, encode(name, 'base64') as name, shown, status, changes, sha256, previous_sha256, size::float8 as size, observed,
  encode(before_record, 'base64') as before_record, encode(after_record, 'base64') as after_record, diff, alert_id, since, checked_at`;
const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, 'base64'));
const toState = (row: StateColumns): FileState => ({ ...row, folder: Buffer.from(row.folder, 'base64'), name: Buffer.from(row.name, 'base64'), before_record: bytes(row.before_record), after_record: bytes(row.after_record) });

/** Files that are not as accepted, what alerts they belong to, and which changes are expected. */
export function fileStatesStore(db: Db) {
  return {
    async byIds(ids: readonly string[]): Promise<FileState[]> {
      if (ids.length === 0) return [];
      return (await db.query<StateColumns>(`select ${columns} from file_state where id = any($1::uuid[])`, [ids])).map(toState);
    },

    /** Newest first. */
    async list(filter: { rootIds: readonly string[]; statuses?: readonly string[] | undefined; q?: string | undefined; after?: { since: Date; id: string } | undefined; alertId?: string | undefined }, limit: number): Promise<FileState[]> {
      const like = filter.q === undefined || filter.q === '' ? null : `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await db.query<StateColumns>(
        `select ${columns} from file_state where root_id = any($1::uuid[]) and ($2::text[] is null or status = any($2)) and ($3::text is null or shown ilike $3) and ($7::uuid is null or alert_id = $7)
            and ($4::timestamptz is null or (since, id) < ($4, $5::uuid)) order by since desc, id desc limit $6`,
        [filter.rootIds, filter.statuses ?? null, like, filter.after?.since ?? null, filter.after?.id ?? null, limit, filter.alertId ?? null],
      );
      return rows.map(toState);
    },

    async counts(rootIds: readonly string[], q?: string): Promise<{ root_id: string; status: FileStateStatus; count: number }[]> {
      const like = q === undefined || q === '' ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
      return db.query('select root_id, status, count(*)::int as count from file_state where root_id = any($1::uuid[]) and ($2::text is null or shown ilike $2) group by root_id, status', [rootIds, like]);
    },

    /** How many of them came since the moment, with the paths of some. */
    async changedSince(rootIds: readonly string[], moment: Date): Promise<{ count: number; some: string[] }> {
      const [row] = await db.query<{ count: number; some: string[] | null }>(
        `select count(*)::int as count, (array_agg(shown order by since desc))[1:100] as some from file_state where root_id = any($1::uuid[]) and since >= $2`,
        [rootIds, moment],
      );
      return { count: row?.count ?? 0, some: row?.some ?? [] };
    },

    /** Ids of the root's files that were found changed before the moment. */
    async idsBefore(rootId: string, moment: Date): Promise<string[]> {
      return (await db.query<{ id: string }>('select id from file_state where root_id = $1 and checked_at < $2', [rootId, moment])).map(({ id }) => id);
    },

    async put(states: readonly FileState[]): Promise<void> {
      if (states.length === 0) return;
      const rows = states.map((state) => ({
        ...state,
        shown: storableText(state.shown),
        folder: state.folder.toString('base64'),
        name: state.name.toString('base64'),
        before_record: state.before_record?.toString('base64') ?? null,
        after_record: state.after_record?.toString('base64') ?? null,
      }));
      await db.query(
        `insert into file_state (root_id, id, folder, name, shown, status, changes, sha256, previous_sha256, size, observed, before_record, after_record, diff, alert_id, since, checked_at)
         select u.root_id, u.id, decode(u.folder, 'base64'), decode(u.name, 'base64'), u.shown, u.status, u.changes, u.sha256, u.previous_sha256, u.size, u.observed, decode(u.before_record, 'base64'),
                decode(u.after_record, 'base64'), u.diff, u.alert_id, u.since, u.checked_at
           from jsonb_to_recordset($1::jsonb) u (root_id uuid, id uuid, folder text, name text, shown text, status text, changes jsonb, sha256 text, previous_sha256 text, size bigint, observed uuid,
                before_record text, after_record text, diff text, alert_id uuid, since timestamptz, checked_at timestamptz)
         on conflict (root_id, id) do update set status = excluded.status, changes = excluded.changes, sha256 = excluded.sha256, previous_sha256 = excluded.previous_sha256, size = excluded.size,
                observed = excluded.observed, before_record = excluded.before_record, after_record = excluded.after_record, diff = excluded.diff, alert_id = excluded.alert_id, since = excluded.since, checked_at = excluded.checked_at`,
        [storableJson(rows)],
      );
    },

    async touch(ids: readonly string[], at: Date): Promise<void> {
      if (ids.length > 0) await db.query('update file_state set checked_at = $2 where id = any($1::uuid[])', [ids, at]);
    },

    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await db.query('delete from file_state where id = any($1::uuid[])', [ids]);
    },
    async removeOfRoot(rootId: string): Promise<void> {
      await db.query('delete from file_state where root_id = $1', [rootId]);
    },

    /** Within a transaction: the alert of the watched path that is still open. */
    async openAlert(rootId: string): Promise<FileAlert | undefined> {
      const [row] = await db.query<FileAlert>('select * from file_alert where root_id = $1 and closed_at is null order by opened_at desc limit 1 for update', [rootId]);
      return row;
    },
    async openAlerts(): Promise<FileAlert[]> {
      return db.query<FileAlert>('select * from file_alert where closed_at is null');
    },
    async putAlert(alert: FileAlert): Promise<void> {
      await db.query(
        `insert into file_alert (id, schedule_id, root_id, opened_at, last_at, closed_at, count, told, root, kinds, first, run_id) values ($1, $2, $12, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11)
         on conflict (id) do update set last_at = excluded.last_at, closed_at = excluded.closed_at, count = excluded.count, told = excluded.told, root = excluded.root, kinds = excluded.kinds, first = excluded.first`,
        [alert.id, alert.schedule_id, alert.opened_at, alert.last_at, alert.closed_at, alert.count, alert.told, storableText(alert.root), storableJson(alert.kinds), storableJson(alert.first), alert.run_id, alert.root_id],
      );
    },
    async alerts(limit: number): Promise<FileAlert[]> {
      return db.query<FileAlert>('select * from file_alert order by opened_at desc limit $1', [limit]);
    },

    /** Opened in the time, and those that were open then. */
    async alertsBetween(from: Date, to: Date): Promise<FileAlert[]> {
      return db.query<FileAlert>(
        `select * from file_alert a where opened_at < $2 and (opened_at >= $1 or exists (select 1 from file_state s where s.alert_id = a.id)) order by opened_at desc limit 10000`,
        [from, to],
      );
    },
    /** Files that are still not as accepted, by alert. */
    async openByAlert(ids: readonly string[]): Promise<{ alert_id: string; count: number }[]> {
      return db.query('select alert_id, count(*)::int as count from file_state where alert_id = any($1::uuid[]) group by alert_id', [ids]);
    },

    async addManifest(manifest: Omit<Manifest, 'used'>, entries: readonly { pathHash: string; shown: string; sha256: string | null }[]): Promise<void> {
      await db.transaction(async () => {
        await db.query('insert into file_manifest (id, name, created_at, expires_at, created_by, entries) values ($1, $2, $3, $4, $5, $6)', [manifest.id, storableText(manifest.name), manifest.created_at, manifest.expires_at, manifest.created_by, manifest.entries]);
        await db.query(
          `insert into file_manifest_entry (manifest_id, path_hash, shown, sha256) select $1, u.path_hash, u.shown, u.sha256 from unnest($2::uuid[], $3::text[], $4::text[]) u (path_hash, shown, sha256) on conflict do nothing`,
          [manifest.id, entries.map(({ pathHash }) => pathHash), entries.map(({ shown }) => storableText(shown)), entries.map(({ sha256 }) => sha256)],
        );
      });
    },
    async manifests(): Promise<Manifest[]> {
      return db.query<Manifest>('select * from file_manifest order by created_at desc limit 100');
    },
    async removeManifest(id: string): Promise<boolean> {
      return db.transaction(async () => {
        await db.query('delete from file_manifest_entry where manifest_id = $1', [id]);
        return (await db.query('delete from file_manifest where id = $1 returning id', [id])).length > 0;
      });
    },
    /** Entries of manifests in force for these paths. */
    async expected(pathHashes: readonly string[], now: Date): Promise<{ path_hash: string; sha256: string | null; manifest_id: string; name: string }[]> {
      if (pathHashes.length === 0) return [];
      return db.query(
        `select e.path_hash, e.sha256, m.id as manifest_id, m.name from file_manifest_entry e join file_manifest m on m.id = e.manifest_id where e.path_hash = any($1::uuid[]) and m.expires_at > $2`,
        [pathHashes, now],
      );
    },
    async noteUsed(manifestId: string, count: number): Promise<void> {
      await db.query('update file_manifest set used = used + $2 where id = $1', [manifestId, count]);
    },
  };
}

export type FileStatesStore = ReturnType<typeof fileStatesStore>;
