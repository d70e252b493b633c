import { checkpointText, emptyLedgerHash, type LedgerEntry, ledgerHash } from '../core/ledger.ts';
import { canonicalJson } from '../platform/canonical.ts';
import type { Signer } from '../platform/signing.ts';
import type { Db, SqlValue } from './db.ts';
import { storableText } from './storable.ts';

export interface LedgerRow {
  position: number;
  at: Date;
  kind: LedgerEntry['kind'];
  status: string | null;
  file_id: string | null;
  run_id: string | null;
  actor: string | null;
  content: string;
  hash: string;
}

export interface Checkpoint {
  position: number;
  hash: string;
  /** ISO 8601 UTC. */
  at: string;
  signature: string;
  publicKey: string;
}

export interface LedgerFilter {
  kinds?: readonly string[];
  statuses?: readonly string[];
  fileId?: string;
  since?: Date;
  until?: Date;
  /** Only what is about these watched paths, and nothing about checks as a whole. */
  rootIds?: readonly string[];
  /** Only entries before this position. */
  before?: number;
}

/** The append-only history. Entries are written in the caller's transaction, one chain for all of them. */
export function ledgerStore(db: Db, signer: Signer) {
  const checkpointOf = (position: number, hash: string, at: Date): Checkpoint => {
    const text = checkpointText({ position, hash, at: at.toISOString() });
    return { position, hash, at: at.toISOString(), signature: signer.sign(text), publicKey: signer.publicKey };
  };
  return {
    /** Appends in order; answers the position of the last one. Other writers wait for the commit: the chain has no branches. */
    async append(entries: readonly LedgerEntry[], at: Date): Promise<number> {
      return db.transaction(async () => {
        const [head] = await db.query<{ position: number; hash: string }>('select position::float8 as position, hash from ledger_head where id = 1 for update');
        let { position, hash } = head ?? (await begin(db));
        if (entries.length === 0) return position;
        const rows = entries.map(({ kind, status, fileId, runId, actor, data }) => {
          position += 1;
          const content = storableText(canonicalJson({ position, at: at.toISOString(), kind, status, file_id: fileId, run_id: runId, actor, ...data }));
          hash = ledgerHash(hash, content);
          return { position, kind, status: status ?? null, rootId: typeof data['root_id'] === 'string' ? data['root_id'] : null, fileId: fileId ?? null, runId: runId ?? null, actor: actor ?? null, content, hash };
        });
        await db.query(
          `insert into ledger (position, at, kind, status, file_id, run_id, actor, content, hash, root_id)
           select u.position, $1::timestamptz, u.kind, u.status, u.file_id, u.run_id, u.actor, u.content, u.hash, u.root_id
             from unnest($2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::uuid[]) u (position, kind, status, file_id, run_id, actor, content, hash, root_id)`,
          [at, rows.map((row) => row.position), rows.map((row) => row.kind), rows.map((row) => row.status), rows.map((row) => row.fileId), rows.map((row) => row.runId), rows.map((row) => row.actor), rows.map((row) => row.content), rows.map((row) => row.hash), rows.map((row) => row.rootId)],
        );
        await db.query('update ledger_head set position = $1::bigint, hash = $2 where id = 1', [position, hash]);
        return position;
      });
    },

    /** Newest first. */
    async list(filter: LedgerFilter, limit: number): Promise<LedgerRow[]> {
      const { where, parameters } = whereOf(filter);
      parameters.push(limit);
      return db.query<LedgerRow>(`select position::float8 as position, at, kind, status, file_id, run_id, actor, content, hash from ledger where ${where} order by ledger.position desc limit $${parameters.length}`, parameters);
    },

    async count(filter: LedgerFilter): Promise<number> {
      const { where, parameters } = whereOf({ ...filter, before: undefined } as LedgerFilter);
      const [row] = await db.query<{ count: number }>(`select count(*)::int as count from ledger where ${where}`, parameters);
      return row?.count ?? 0;
    },

    /** In order, from after a position, for exports and verification. */
    async from(position: number, limit: number): Promise<{ position: number; content: string; hash: string }[]> {
      return db.query('select position::float8 as position, content, hash from ledger where ledger.position > $1::bigint order by ledger.position limit $2', [position, limit]);
    },

    /** Signs the head as it is now and keeps the signature, so that what leaves with a message can be compared later. */
    async checkpoint(at: Date): Promise<Checkpoint> {
      return db.transaction(async () => {
        const [head] = await db.query<{ position: number; hash: string }>('select position::float8 as position, hash from ledger_head where id = 1');
        const made = checkpointOf(head?.position ?? 0, head?.hash ?? '', at);
        await db.query(
          `insert into ledger_checkpoint (position, hash, at, signature, public_key) values ($1::bigint, $2, $3, $4, $5) on conflict (position) do nothing`,
          [made.position, made.hash, at, made.signature, made.publicKey],
        );
        return made;
      });
    },

    async checkpoints(limit: number): Promise<Checkpoint[]> {
      const rows = await db.query<{ position: number; hash: string; at: Date; signature: string; public_key: string }>(
        'select position::float8 as position, hash, at, signature, public_key from ledger_checkpoint order by ledger_checkpoint.position desc limit $1',
        [limit],
      );
      return rows.map(({ public_key, at, ...row }) => ({ ...row, at: at.toISOString(), publicKey: public_key }));
    },
  };
}

export type LedgerStore = ReturnType<typeof ledgerStore>;

async function begin(db: Db): Promise<{ position: number; hash: string }> {
  await db.query('insert into ledger_head (id, position, hash) values (1, 0, $1) on conflict (id) do nothing', [emptyLedgerHash]);
  return { position: 0, hash: emptyLedgerHash };
}

function whereOf(filter: LedgerFilter): { where: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = [];
  const parts = ['true'];
  const add = (value: SqlValue | undefined, sql: (at: string) => string): void => {
    if (value === undefined) return;
    parameters.push(value);
    parts.push(sql(`$${parameters.length}`));
  };
  add(filter.kinds, (at) => `kind = any(${at}::text[])`);
  add(filter.statuses, (at) => `status = any(${at}::text[])`);
  add(filter.fileId, (at) => `file_id = ${at}::uuid`);
  add(filter.since, (at) => `ledger.at >= ${at}`);
  add(filter.until, (at) => `ledger.at < ${at}`);
  add(filter.rootIds, (at) => `root_id = any(${at}::uuid[])`);
  add(filter.before, (at) => `ledger.position < ${at}::bigint`);
  return { where: parts.join(' and '), parameters };
}
