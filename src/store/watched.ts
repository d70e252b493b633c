import { randomUUID } from 'node:crypto';
import type { Db } from './db.ts';
import { storableJson, storableText } from './storable.ts';
import { hashId } from '../platform/ids.ts';

export interface RootRow {
  id: string;
  schedule_id: string;
  host: string;
  kind: 'file' | 'folder' | 'upload';
  path: Buffer;
  /** The path for people; for an upload the name it was given. */
  shown: string;
  recursive: boolean;
  include: string[];
  exclude: string[];
  mode: 'standard' | 'append_only';
  /** It is expected to change, and an alert when it has not for so long. */
  unchanged_days: number | null;
  diff: boolean;
  owner_id: string | null;
  version: string;
  state: 'registering' | 'watched' | 'removed';
  files: number;
  created_at: Date;
  last_sweep_at: Date | null;
  last_full_at: Date | null;
  gaps: StoredGap[];
}

export interface StoredGap {
  path: string;
  reason: string;
  detail: string;
}

export interface Chunk {
  folder: Buffer;
  chunk: number;
  block: Buffer;
}

export type NewRoot = Pick<RootRow, 'id' | 'schedule_id' | 'host' | 'kind' | 'path' | 'shown' | 'recursive' | 'include' | 'exclude' | 'mode' | 'unchanged_days' | 'diff' | 'owner_id'>;

export const folderHash = (folder: Buffer): string => hashId(folder.toString('base64'));

const columns = `id, schedule_id, host, kind, encode(path, 'base64') as path64, shown, recursive, include, exclude, mode, unchanged_days, diff, owner_id, version, state, files, created_at, last_sweep_at, last_full_at, gaps`;
/** About so many bytes of blocks are read at a time. */
const bytesPerRead = 2 * 1024 * 1024;

/** Watched files and folders with what was accepted of them. */
export function watchedStore(db: Db) {
  const roots = async (where: string, parameters: readonly (string | readonly string[] | null)[]): Promise<RootRow[]> => {
    const rows = await db.query<Omit<RootRow, 'path'> & { path64: string }>(`select ${columns} from watched_root where ${where} order by created_at, id`, parameters);
    return rows.map(({ path64, ...row }) => ({ ...row, path: Buffer.from(path64, 'base64') }));
  };
  const read = async (rootId: string, keys: readonly { hash: string; chunk: number }[]): Promise<Chunk[]> => {
    const rows = await db.query<{ folder: string; chunk: number; block: string }>(
      `select encode(b.folder, 'base64') as folder, b.chunk, encode(b.block, 'base64') as block
         from unnest($2::uuid[], $3::int[]) with ordinality u (hash, chunk, i) join baseline_block b on b.root_id = $1 and b.folder_hash = u.hash and b.chunk = u.chunk order by u.i`,
      [rootId, keys.map(({ hash }) => hash), keys.map(({ chunk }) => chunk)],
    );
    return rows.map(({ folder, chunk, block }) => ({ folder: Buffer.from(folder, 'base64'), chunk, block: Buffer.from(block, 'base64') }));
  };
  const keysOf = async (rootId: string): Promise<{ hash: string; chunk: number; folder: Buffer; bytes: number; records: number }[]> => {
    const rows = await db.query<{ hash: string; chunk: number; folder: string; bytes: number; records: number }>(
      `select folder_hash as hash, chunk, encode(folder, 'base64') as folder, length(block) as bytes, records from baseline_block where root_id = $1`,
      [rootId],
    );
    return rows.map((row) => ({ ...row, folder: Buffer.from(row.folder, 'base64') })).sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
  };

  return {
    async addRoot(root: NewRoot, at: Date): Promise<void> {
      await db.query(
        `insert into watched_root (id, schedule_id, host, kind, path, shown, recursive, include, exclude, mode, unchanged_days, diff, owner_id, version, state, created_at)
         values ($1, $2, $3, $4, decode($5, 'base64'), $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, 'registering', $15)`,
        [root.id, root.schedule_id, root.host, root.kind, root.path.toString('base64'), storableText(root.shown), root.recursive, storableJson(root.include), storableJson(root.exclude), root.mode, root.unchanged_days, root.diff, root.owner_id, randomUUID(), at],
      );
    },

    roots: (filter: { scheduleId?: string; ids?: readonly string[] } = {}): Promise<RootRow[]> =>
      roots(`state <> 'removed' and ($1::uuid is null or schedule_id = $1) and ($2::uuid[] is null or id = any($2::uuid[]))`, [filter.scheduleId ?? null, filter.ids ?? null]),

    /** Also those that are not watched any more. */
    everyRoot: (): Promise<RootRow[]> => roots('true', []),

    async root(id: string): Promise<RootRow | undefined> {
      const [row] = await roots(`id = $1`, [id]);
      return row;
    },

    /** Holds the root in a transaction: baselines are changed by one at a time. Answers its version. */
    async lockRoot(id: string): Promise<string | undefined> {
      const [row] = await db.query<{ version: string }>(`select version from watched_root where id = $1 and state <> 'removed' for update`, [id]);
      return row?.version;
    },

    async updateRoot(id: string, change: Partial<Pick<RootRow, 'state' | 'files' | 'include' | 'exclude' | 'mode' | 'unchanged_days' | 'diff' | 'last_sweep_at' | 'last_full_at' | 'gaps'>>): Promise<void> {
      const names = Object.keys(change) as (keyof typeof change)[];
      if (names.length === 0) return;
      const isJson = (name: string): boolean => ['include', 'exclude', 'gaps'].includes(name);
      await db.query(`update watched_root set ${names.map((name, index) => `${name} = $${index + 2}${isJson(name) ? '::jsonb' : ''}`).join(', ')} where id = $1`, [id, ...names.map((name) => (isJson(name) ? storableJson(change[name]) : (change[name] as string)))]);
    },

    /** Writes blocks and gives the baseline a new version, which it answers. A block of null goes. */
    async putChunks(rootId: string, chunks: readonly (Omit<Chunk, 'block'> & { block: Buffer | null })[]): Promise<string> {
      const version = randomUUID();
      await db.transaction(async () => {
        const kept = chunks.filter((each) => each.block !== null) as Chunk[];
        const gone = chunks.filter(({ block }) => block === null);
        if (kept.length > 0) {
          await db.query(
            `insert into baseline_block (root_id, folder_hash, chunk, folder, records, block)
             select $1, u.hash, u.chunk, decode(u.folder, 'base64'), u.records, decode(u.block, 'base64') from unnest($2::uuid[], $3::int[], $4::text[], $5::int[], $6::text[]) u (hash, chunk, folder, records, block)
             on conflict (root_id, folder_hash, chunk) do update set records = excluded.records, block = excluded.block`,
            [rootId, kept.map(({ folder }) => folderHash(folder)), kept.map(({ chunk }) => chunk), kept.map(({ folder }) => folder.toString('base64')), kept.map(({ block }) => block.readUInt32LE(4)), kept.map(({ block }) => block.toString('base64'))],
          );
        }
        if (gone.length > 0) {
          await db.query(`delete from baseline_block b using unnest($2::uuid[], $3::int[]) u (hash, chunk) where b.root_id = $1 and b.folder_hash = u.hash and b.chunk = u.chunk`, [rootId, gone.map(({ folder }) => folderHash(folder)), gone.map(({ chunk }) => chunk)]);
        }
        await db.query('update watched_root set version = $2 where id = $1', [rootId, version]);
      });
      return version;
    },

    /** Takes an unfinished baseline away, so that it is made anew. */
    async clearChunks(rootId: string): Promise<void> {
      await db.query('delete from baseline_block where root_id = $1', [rootId]);
    },

    keysOf,

    /** Blocks in the order of folder bytes and chunk, a few megabytes at a time, from one on where it is given. */
    async *load(rootId: string, from?: { folder: Buffer; chunk: number }, bytesAtOnce = bytesPerRead): AsyncGenerator<Chunk> {
      let group: { hash: string; chunk: number }[] = [];
      let bytes = 0;
      for (const key of await keysOf(rootId)) {
        if (from !== undefined && (Buffer.compare(key.folder, from.folder) || key.chunk - from.chunk) < 0) continue;
        group.push(key);
        bytes += key.bytes;
        if (bytes < bytesAtOnce) continue;
        yield* await read(rootId, group);
        group = [];
        bytes = 0;
      }
      if (group.length > 0) yield* await read(rootId, group);
    },

    async loadFolders(rootId: string, folders: readonly Buffer[]): Promise<Chunk[]> {
      const rows = await db.query<{ hash: string; chunk: number }>('select folder_hash as hash, chunk from baseline_block where root_id = $1 and folder_hash = any($2::uuid[])', [rootId, folders.map(folderHash)]);
      const chunks = await read(rootId, rows);
      return chunks.sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
    },

    readChunks: read,
  };
}

export type WatchedStore = ReturnType<typeof watchedStore>;
