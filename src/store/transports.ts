import type { Artifact } from '../core/artifact.ts';
import { artifactSchemaName } from '../core/artifact.ts';
import type { StoredError } from '../core/errors.ts';
import type { Provider, RelationKind } from '../core/resource.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';
import { batchRows, type EndedTarget, fileRows } from './transport-batches.ts';

export type { EndedTarget };
import { type BatchRow, transportChannel, type TransportRow } from './transport-rows.ts';

export * from './transport-rows.ts';

const columns = 'id, name, kind, fixed, enabled, only_changes, settings, sealed, created_at, updated_at';

export function transportsStore(db: Db) {
  return {
    ...transportRows(db),
    ...batchRows(db),
    ...fileRows(db),

    /** The artifacts of a batch, as they were when it was cut. */
    async artifacts({ run_id, parts }: Pick<BatchRow, 'run_id' | 'parts'>): Promise<Artifact[]> {
      const wanted = parts.flatMap(({ scope, at, keys }) => keys.map((kh) => ({ scope, at, kh })));
      const rows = await db.query<ArtifactRow>(
        `select s.provider, s.account, r.region, r.type, r.uid, r.name, h.tags, h.attributes, h.relations, h.ch, p.at, case when h.valid_to <= p.at then h.valid_to end as gone_at
           from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) with ordinality p (scope_id, at, kh, n)
           join scope s on s.id = p.scope_id
           join resource r on r.scope_id = p.scope_id and r.kh = p.kh
           join lateral (select * from resource_history where scope_id = p.scope_id and kh = p.kh and valid_from <= p.at order by valid_from desc limit 1) h on true
          order by p.n`,
        [wanted.map(({ scope }) => scope), wanted.map(({ at }) => at), wanted.map(({ kh }) => kh)],
      );
      return rows.map((row) => toArtifact(row, run_id));
    },
  };
}
export type TransportsStore = ReturnType<typeof transportsStore>;

interface ArtifactRow {
  provider: Provider;
  account: string;
  region: string;
  type: string;
  uid: string;
  name: string;
  tags: Record<string, string>;
  attributes: Record<string, unknown>;
  relations: { kind: RelationKind; uid: string }[];
  ch: string;
  at: Date;
  gone_at: Date | null;
}

function toArtifact(row: ArtifactRow, jobId: string): Artifact {
  return {
    schema: artifactSchemaName,
    job_id: jobId,
    provider: row.provider,
    account: row.account,
    region: row.region,
    service: row.type.split(':')[1] ?? '',
    type: row.type,
    id: row.uid,
    name: row.name,
    tags: row.tags,
    attributes: row.attributes,
    relations: row.relations.map(({ kind, uid }) => ({ kind, id: uid })),
    collected_at: row.at.toISOString(),
    hash: row.ch,
    ...(row.gone_at === null ? {} : { gone_at: row.gone_at.toISOString() }),
  };
}

function transportRows(db: Db) {
  return {
    async transports(): Promise<TransportRow[]> {
      return db.query<TransportRow>(`select ${columns} from transport order by fixed desc, lower(name)`);
    },
    async transport(id: string): Promise<TransportRow | undefined> {
      const rows = await db.query<TransportRow>(`select ${columns} from transport where id = $1`, [id]);
      return rows[0];
    },

    /** False where the name is in use. */
    async insertTransport(row: Omit<TransportRow, 'created_at' | 'updated_at'>, at: Date): Promise<boolean> {
      const rows = await db.query(
        `insert into transport (id, name, kind, fixed, enabled, only_changes, settings, sealed, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $9) on conflict do nothing returning id`,
        [row.id, row.name, row.kind, row.fixed, row.enabled, row.only_changes, storableJson(row.settings), row.sealed, at],
      );
      return rows.length === 1;
    },
    async updateTransport(row: Omit<TransportRow, 'created_at' | 'updated_at' | 'fixed'>, at: Date): Promise<void> {
      await db.query('update transport set name = $2, kind = $3, enabled = $4, only_changes = $5, settings = $6::jsonb, sealed = $7, updated_at = $8 where id = $1', [row.id, row.name, row.kind, row.enabled, row.only_changes, storableJson(row.settings), row.sealed, at]);
      await db.notify(transportChannel, row.id);
    },
    /** With what waits for it. */
    async removeTransport(id: string): Promise<void> {
      await db.transaction(async () => {
        for (const table of ['transport_batch', 'transport_file', 'transport_scope', 'transport_run']) await db.query(`delete from ${table} where transport_id = $1`, [id]);
        await db.query('delete from transport where id = $1', [id]);
      });
      await db.notify(transportChannel, id);
    },

    /** Takes or renews the right to serve a transport; answers whether it is this worker's. */
    async leaseTransport(id: string, worker: string, now: Date, leaseMs: number): Promise<boolean> {
      const rows = await db.query('update transport set worker = $2, lease_until = $4 where id = $1 and enabled and (worker is null or worker = $2 or lease_until < $3) returning id', [id, worker, now, new Date(now.getTime() + leaseMs)]);
      return rows.length === 1;
    },
    async releaseTransport(id: string, worker: string): Promise<void> {
      await db.query('update transport set worker = null, lease_until = null where id = $1 and worker = $2', [id, worker]);
    },

    /** How much waits, and how much was given up, by transport. */
    async queues(): Promise<{ transport_id: string; waiting: number; dead: number; waiting_artifacts: number; dead_artifacts: number; oldest: Date | null; last_error: StoredError | null }[]> {
      return db.query(
        `select transport_id, count(*) filter (where state = 'pending')::int as waiting, count(*) filter (where state = 'dead')::int as dead,
                coalesce(sum(count) filter (where state = 'pending'), 0)::int as waiting_artifacts, coalesce(sum(count) filter (where state = 'dead'), 0)::int as dead_artifacts,
                min(created_at) filter (where state = 'pending') as oldest,
                (array_agg(error order by coalesce(ended_at, next_at) desc) filter (where error is not null))[1] as last_error
           from transport_batch where state <> 'delivered' group by transport_id`,
      );
    },
  };
}
