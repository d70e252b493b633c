import type { StoredError } from '../core/errors.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';
import { type BatchPart, type BatchRow, type FileRow, transportChannel, type TransportRow, type TransportRunRow } from './transport-rows.ts';

export function batchRows(db: Db) {
  return {
    /** Within the transaction that makes the run: each transport that is on takes part in it. */
    async openRun(runId: string, transports: readonly Pick<TransportRow, 'id'>[], batchSize: number): Promise<void> {
      await db.query(
        `insert into transport_run (run_id, transport_id, batch_size, state) select $1, id, $3, 'open' from unnest($2::uuid[]) t (id) on conflict do nothing`,
        [runId, transports.map(({ id }) => id), batchSize],
      );
      if (transports.length > 0) await db.notify(transportChannel, runId);
    },
    async transportRuns(runIds: readonly string[]): Promise<TransportRunRow[]> {
      return db.query<TransportRunRow>('select * from transport_run where run_id = any($1::uuid[]) order by run_id, transport_id', [runIds]);
    },
    async openRuns(transportId: string): Promise<TransportRunRow[]> {
      return db.query<TransportRunRow>(`select * from transport_run where transport_id = $1 and state = 'open' order by run_id`, [transportId]);
    },

    /** Targets of a run that ended after the number, in their order, with what the filters chose of them. */
    async endedAfter(runId: string, number: number, limit: number): Promise<EndedTarget[]> {
      return db.query<EndedTarget>(
        `select ended_no, scope_id, finished_at, status, chosen, resources from run_target where run_id = $1 and ended_no > $2 and status in ('complete', 'partial') order by ended_no limit $3`,
        [runId, number, limit],
      );
    },
    /** Keys of all that was valid in each scope at its moment, by scope; with `since`, of what became so or ended after it. */
    async keysAt(scopes: readonly { scopeId: string; at: Date; since: Date | null }[]): Promise<Map<string, string[]>> {
      const rows = await db.query<{ scope_id: string; keys: string[] }>(
        `select t.scope_id, (select json_agg(kh order by kh) from (
             select distinct kh from resource_history h where h.scope_id = t.scope_id and h.valid_from <= t.at
               and case when t.since is null then h.valid_to is null or h.valid_to > t.at else h.valid_from > t.since or (h.valid_to > t.since and h.valid_to <= t.at) end) k) as keys
           from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) t (scope_id, at, since)`,
        [scopes.map(({ scopeId }) => scopeId), scopes.map(({ at }) => at), scopes.map(({ since }) => since)],
      );
      return new Map(rows.map(({ scope_id, keys }) => [scope_id, keys ?? []]));
    },
    async throughOf(transportId: string, scopeIds: readonly string[]): Promise<Map<string, Date>> {
      const rows = await db.query<{ scope_id: string; through: Date }>('select scope_id, through from transport_scope where transport_id = $1 and scope_id = any($2::uuid[])', [transportId, scopeIds]);
      return new Map(rows.map(({ scope_id, through }) => [scope_id, through]));
    },

    /** Within a transaction: takes up the cutting of a run where it stopped; undefined where it is all cut. */
    async lockRun(runId: string, transportId: string): Promise<TransportRunRow | undefined> {
      const rows = await db.query<TransportRunRow>(`select * from transport_run where run_id = $1 and transport_id = $2 and state = 'open' for update`, [runId, transportId]);
      return rows[0];
    },
    async saveCut(row: Pick<TransportRunRow, 'run_id' | 'transport_id' | 'cut_no' | 'batches' | 'state'>, batches: readonly { number: number; count: number; parts: BatchPart[] }[], through: ReadonlyMap<string, Date>, at: Date): Promise<void> {
      await db.query('update transport_run set cut_no = $3, batches = $4, state = $5 where run_id = $1 and transport_id = $2', [row.run_id, row.transport_id, row.cut_no, row.batches, row.state]);
      await db.query(
        `insert into transport_batch (transport_id, run_id, number, count, parts, state, next_at, created_at)
         select $1, $2, u.number, u.count, u.parts::jsonb, 'pending', $6, $6 from unnest($3::int[], $4::int[], $5::text[]) u (number, count, parts)`,
        [row.transport_id, row.run_id, batches.map(({ number }) => number), batches.map(({ count }) => count), batches.map(({ parts }) => JSON.stringify(parts)), at],
      );
      await db.query(
        `insert into transport_scope (transport_id, scope_id, through) select $1, u.id, u.at from unnest($2::uuid[], $3::timestamptz[]) u (id, at)
         on conflict (transport_id, scope_id) do update set through = greatest(transport_scope.through, excluded.through)`,
        [row.transport_id, [...through.keys()], [...through.values()]],
      );
      if (batches.length > 0) await db.notify(transportChannel, row.transport_id);
    },

    /** The oldest batch that is due; a transport is served by one worker at a time. */
    async nextBatch(transportId: string, now: Date): Promise<BatchRow | undefined> {
      const rows = await db.query<BatchRow>(`select * from transport_batch where transport_id = $1 and state = 'pending' and next_at <= $2 order by run_id, number limit 1`, [transportId, now]);
      return rows[0];
    },
    async nextDue(transportId: string): Promise<Date | undefined> {
      const rows = await db.query<{ at: Date | null }>(`select min(next_at) as at from transport_batch where transport_id = $1 and state = 'pending'`, [transportId]);
      return rows[0]?.at ?? undefined;
    },
    /**
     * Delivered batches are counted and forgotten; what failed for good stays, to be sent again by a person. Answers false
     * where another worker has ended the batch before: it is counted once. What arrived all the same is no longer given up.
     */
    endBatch: (batch: EndedBatch, end: BatchEnd, at: Date) => endBatch(db, batch, end, at),
    async retryBatch({ transport_id, run_id, number }: Pick<BatchRow, 'transport_id' | 'run_id' | 'number'>, nextAt: Date, error: StoredError): Promise<void> {
      await db.query(`update transport_batch set attempts = attempts + 1, next_at = $4, error = $5::jsonb where transport_id = $1 and run_id = $2 and number = $3 and state = 'pending'`, [transport_id, run_id, number, nextAt, storableJson(error)]);
    },
    /** Puts given-up batches back, all or those of a run; answers how many artifacts that are. */
    async resend(transportId: string, runId: string | undefined, now: Date): Promise<number> {
      return db.transaction(async () => {
        const rows = await db.query<{ run_id: string; count: number }>(
          `update transport_batch set state = 'pending', attempts = 0, next_at = $3, ended_at = null where transport_id = $1 and state = 'dead' and ($2::uuid is null or run_id = $2) returning run_id, count`,
          [transportId, runId ?? null, now],
        );
        for (const { run_id, count } of rows) await db.query('update transport_run set failed = failed - $3 where run_id = $1 and transport_id = $2', [run_id, transportId, count]);
        await db.notify(transportChannel, transportId);
        return rows.reduce((sum, { count }) => sum + count, 0);
      });
    },
    /** What was given up because nobody answered goes out again once somebody does. */
    resendUnreachable: (transportId: string, now: Date) => resendUnreachable(db, transportId, now, 1_000_000),
    resendOneUnreachable: (transportId: string, now: Date) => resendUnreachable(db, transportId, now, 1),
    /** Artifacts that wait, by run and transport. */
    async waitingOfRuns(runIds: readonly string[]): Promise<Map<string, Map<string, number>>> {
      const rows = await db.query<{ run_id: string; transport_id: string; n: number }>(`select run_id, transport_id, sum(count)::int as n from transport_batch where run_id = any($1::uuid[]) and state = 'pending' group by run_id, transport_id`, [runIds]);
      const byRun = new Map<string, Map<string, number>>();
      for (const { run_id, transport_id, n } of rows) byRun.set(run_id, (byRun.get(run_id) ?? new Map<string, number>()).set(transport_id, n));
      return byRun;
    },
    async addDelivered(transportId: string, runId: string, artifacts: number): Promise<void> {
      await db.query('update transport_run set delivered = delivered + $3 where run_id = $1 and transport_id = $2', [runId, transportId, artifacts]);
    },
    async batches(transportId: string, state: string | undefined, limit: number): Promise<Omit<BatchRow, 'parts'>[]> {
      return db.query(
        `select transport_id, run_id, number, count, state, attempts, next_at, error, created_at, ended_at from transport_batch
          where transport_id = $1 and ($2::text is null or state = $2) order by run_id desc, number limit $3`,
        [transportId, state ?? null, limit],
      );
    },
    /** Whether a run has been handed on in full: nothing of it waits here any more. */
    async isRunDone(transportId: string, runId: string): Promise<boolean> {
      const rows = await db.query<{ done: boolean }>(
        `select not exists (select 1 from transport_run where transport_id = $1 and run_id = $2 and state = 'open')
            and not exists (select 1 from transport_batch where transport_id = $1 and run_id = $2 and state = 'pending') as done`,
        [transportId, runId],
      );
      return rows[0]?.done ?? true;
    },
  };
}

type EndedBatch = Pick<BatchRow, 'transport_id' | 'run_id' | 'number' | 'count'>;
type BatchEnd = { state: 'delivered'; counts?: boolean } | { state: 'dead'; error: StoredError };

async function endBatch(db: Db, { transport_id, run_id, number, count }: EndedBatch, end: BatchEnd, at: Date): Promise<boolean> {
  return db.transaction(async () => {
    const key = [transport_id, run_id, number];
    const [before] =
      end.state === 'delivered'
        ? await db.query<Pick<BatchRow, 'state'>>('delete from transport_batch where transport_id = $1 and run_id = $2 and number = $3 returning state', key)
        : await db.query<Pick<BatchRow, 'state'>>(`update transport_batch set state = 'dead', attempts = attempts + 1, next_at = null, ended_at = $4, error = $5::jsonb where transport_id = $1 and run_id = $2 and number = $3 and state = 'pending' returning state`, [...key, at, storableJson(end.error)]);
    if (before === undefined) return false;
    const delivered = end.state === 'delivered' && end.counts !== false ? count : 0;
    const failed = end.state === 'dead' ? count : before.state === 'dead' ? -count : 0;
    if (delivered !== 0 || failed !== 0) await db.query('update transport_run set delivered = delivered + $3, failed = failed + $4 where run_id = $1 and transport_id = $2', [run_id, transport_id, delivered, failed]);
    return true;
  });
}

/** Puts back what was given up because nobody answered; answers whether there was any. */
async function resendUnreachable(db: Db, transportId: string, now: Date, limit: number): Promise<boolean> {
  return db.transaction(async () => {
    const rows = await db.query<{ run_id: string; count: number }>(
      `update transport_batch b set state = 'pending', attempts = 0, next_at = $2, ended_at = null
         from (select run_id, number from transport_batch where transport_id = $1 and state = 'dead' and error ->> 'code' not in ('TRANSPORT_REFUSED', 'DESTINATION_NOT_ALLOWED') order by run_id, number limit $3) d
        where b.transport_id = $1 and b.run_id = d.run_id and b.number = d.number returning b.run_id, b.count`,
      [transportId, now, limit],
    );
    for (const { run_id, count } of rows) await db.query('update transport_run set failed = failed - $3 where run_id = $1 and transport_id = $2', [run_id, transportId, count]);
    return rows.length > 0;
  });
}

export interface EndedTarget {
  ended_no: number;
  scope_id: string;
  finished_at: Date;
  status: string;
  chosen: string[] | null;
  resources: number;
}

export function fileRows(db: Db) {
  return {
    /** All files of a run, ended ones too: the next one has a number of its own. */
    async filesOf(transportId: string, runId: string): Promise<FileRow[]> {
      return db.query<FileRow>('select * from transport_file where transport_id = $1 and run_id = $2 order by service, part', [transportId, runId]);
    },
    async unfinishedFiles(transportId: string): Promise<FileRow[]> {
      return db.query<FileRow>(`select * from transport_file where transport_id = $1 and state <> 'done' order by run_id, service, part`, [transportId]);
    },
    async putFile(file: FileRow): Promise<void> {
      await db.query(
        `insert into transport_file (transport_id, run_id, service, part, path, bytes, artifacts, state, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (transport_id, run_id, service, part) do update set bytes = excluded.bytes, artifacts = excluded.artifacts, state = excluded.state`,
        [file.transport_id, file.run_id, file.service, file.part, file.path, file.bytes, file.artifacts, file.state, file.created_at],
      );
    },
  };
}
