import type { Db, SqlValue } from './db.ts';
import type { ScanScope } from './runs.ts';

export type Overlap = 'skip' | 'buffer_one' | 'buffer_all' | 'cancel_other' | 'allow';
export type Decision = 'run' | 'buffered' | 'skipped_overlap' | 'skipped_catch_up' | 'skipped_paused' | 'skipped_ended';
export type StoredSpec = { kind: 'cron'; cron: string; timezone: string } | { kind: 'interval'; every_seconds: number; anchor: string };

export interface ScheduleRow {
  id: string;
  name: string;
  job: string;
  reserved: boolean;
  enabled: boolean;
  spec: StoredSpec;
  /** What its own page sets besides, e.g. the frequency by name. */
  settings: Record<string, unknown>;
  scope: ScanScope;
  channels: string[];
  overlap: Overlap;
  catch_up_seconds: number;
  jitter_seconds: number;
  paused: boolean;
  pause_note: string | null;
  pause_on_failure: boolean;
  remaining_runs: number | null;
  start_at: Date | null;
  end_at: Date | null;
  next_at: Date | null;
  fire_at: Date | null;
  buffered: number;
  created_at: Date;
  updated_at: Date;
}

export interface Occurrence {
  schedule_id: string;
  due_at: Date;
  last_due_at: Date;
  count: number;
  decision: Decision;
  reason: string | null;
  run_id: string | null;
}

const writable = [
  'name',
  'enabled',
  'spec',
  'settings',
  'scope',
  'channels',
  'overlap',
  'catch_up_seconds',
  'jitter_seconds',
  'paused',
  'pause_note',
  'pause_on_failure',
  'remaining_runs',
  'start_at',
  'end_at',
  'next_at',
  'fire_at',
  'buffered',
] as const;
const jsonColumns: ReadonlySet<string> = new Set(['spec', 'settings', 'scope', 'channels']);
export type ScheduleChange = Partial<Pick<ScheduleRow, (typeof writable)[number]>>;

/** Notified with a schedule's id when its next time changed. */
export const scheduleChannel = 'roundsman_schedule';

export function schedulesStore(db: Db) {
  return {
    async insert(row: Omit<ScheduleRow, 'created_at' | 'updated_at' | 'buffered' | 'paused' | 'pause_note'>, at: Date): Promise<boolean> {
      const rows = await db.query(
        `insert into schedule (id, name, job, reserved, enabled, spec, settings, scope, channels, overlap, catch_up_seconds, jitter_seconds, pause_on_failure, remaining_runs, start_at, end_at, next_at, fire_at, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19) on conflict do nothing returning id`,
        [
          row.id, row.name, row.job, row.reserved, row.enabled, JSON.stringify(row.spec), JSON.stringify(row.settings), JSON.stringify(row.scope), JSON.stringify(row.channels), row.overlap,
          row.catch_up_seconds, row.jitter_seconds, row.pause_on_failure, row.remaining_runs, row.start_at, row.end_at, row.next_at, row.fire_at, at,
        ],
      );
      await db.notify(scheduleChannel, row.id);
      return rows.length === 1;
    },

    async update(id: string, change: ScheduleChange, at: Date): Promise<void> {
      const parameters: SqlValue[] = [id, at];
      const sets = writable.flatMap((column) => {
        if (change[column] === undefined) return [];
        const value = change[column] as SqlValue;
        parameters.push(jsonColumns.has(column) ? JSON.stringify(value) : value);
        return `${column} = $${parameters.length}${jsonColumns.has(column) ? '::jsonb' : ''}`;
      });
      await db.query(`update schedule set updated_at = $2${sets.map((set) => `, ${set}`).join('')} where id = $1`, parameters);
      await db.notify(scheduleChannel, id);
    },

    async get(id: string, options: { lock?: boolean } = {}): Promise<ScheduleRow | undefined> {
      const rows = await db.query<ScheduleRow>(`select * from schedule where id = $1${options.lock === true ? ' for update' : ''}`, [id]);
      return rows[0];
    },
    async byName(name: string): Promise<ScheduleRow | undefined> {
      const rows = await db.query<ScheduleRow>('select * from schedule where name = $1', [name]);
      return rows[0];
    },
    async list(): Promise<ScheduleRow[]> {
      return db.query<ScheduleRow>('select * from schedule order by reserved desc, lower(name)');
    },
    async remove(id: string): Promise<void> {
      await db.transaction(async () => {
        await db.query('delete from occurrence where schedule_id = $1', [id]);
        await db.query('delete from schedule where id = $1 and not reserved', [id]);
      });
      await db.notify(scheduleChannel, id);
    },

    /** Within a transaction: the schedules that are due, held against other replicas. */
    async claimDue(now: Date, limit: number): Promise<ScheduleRow[]> {
      return db.query<ScheduleRow>('select * from schedule where enabled and fire_at <= $1 order by fire_at limit $2 for update skip locked', [now, limit]);
    },

    /** The earliest time at which one is due. */
    async nextFireAt(): Promise<Date | undefined> {
      const rows = await db.query<{ fire_at: Date | null }>('select min(fire_at) as fire_at from schedule where enabled');
      return rows[0]?.fire_at ?? undefined;
    },

    /** Schedules with waiting occurrences and no run that is under way. */
    async bufferedAndFree(limit: number): Promise<ScheduleRow[]> {
      return db.query<ScheduleRow>(
        `select s.* from schedule s where s.buffered > 0 and not s.paused
            and not exists (select 1 from run r where r.schedule_id = s.id and r.status in ('queued', 'running'))
          limit $1 for update of s skip locked`,
        [limit],
      );
    },

    /** Answers false where the moment was decided before; only what a clock that was ahead had left out is decided anew. */
    async addOccurrence(occurrence: Occurrence & { claimed_at: Date; claimed_by: string }): Promise<boolean> {
      const rows = await db.query(
        `insert into occurrence (schedule_id, due_at, last_due_at, count, decision, reason, run_id, claimed_at, claimed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (schedule_id, due_at) do update set last_due_at = excluded.last_due_at, count = excluded.count, decision = excluded.decision, reason = excluded.reason,
                run_id = excluded.run_id, claimed_at = excluded.claimed_at, claimed_by = excluded.claimed_by
          where occurrence.run_id is null and occurrence.decision <> 'buffered' and occurrence.claimed_at > excluded.claimed_at
         returning due_at`,
        [occurrence.schedule_id, occurrence.due_at, occurrence.last_due_at, occurrence.count, occurrence.decision, occurrence.reason, occurrence.run_id, occurrence.claimed_at, occurrence.claimed_by],
      );
      return rows.length === 1;
    },

    /** The oldest occurrence that waits for a free place becomes a run. */
    async startBuffered(scheduleId: string, runId: string): Promise<Date | undefined> {
      const rows = await db.query<{ due_at: Date }>(
        `update occurrence set decision = 'run', run_id = $2 where schedule_id = $1 and due_at = (select min(due_at) from occurrence where schedule_id = $1 and decision = 'buffered') returning due_at`,
        [scheduleId, runId],
      );
      return rows[0]?.due_at;
    },

    async occurrences(scheduleId: string, before: Date | undefined, limit: number): Promise<Occurrence[]> {
      return db.query<Occurrence>(
        `select schedule_id, due_at, last_due_at, count, decision, reason, run_id from occurrence
          where schedule_id = $1 and ($2::timestamptz is null or due_at < $2) order by due_at desc limit $3`,
        [scheduleId, before ?? null, limit],
      );
    },
    async countOccurrences(scheduleId: string): Promise<number> {
      const rows = await db.query<{ n: number }>('select count(*)::int as n from occurrence where schedule_id = $1', [scheduleId]);
      return rows[0]?.n ?? 0;
    },

    /** The last rounds of several schedules with how their runs ended, oldest first. */
    async recent(scheduleIds: readonly string[], limit: number): Promise<(Occurrence & { run_status: string | null })[]> {
      return db.query(
        `select o.schedule_id, o.due_at, o.last_due_at, o.count, o.decision, o.reason, o.run_id, r.status as run_status
           from unnest($1::uuid[]) s (id)
           cross join lateral (select * from occurrence where schedule_id = s.id order by due_at desc limit $2) o
           left join run r on r.id = o.run_id order by o.schedule_id, o.due_at`,
        [scheduleIds, limit],
      );
    },

    async activeRuns(scheduleId: string): Promise<string[]> {
      const rows = await db.query<{ id: string }>(`select id from run where schedule_id = $1 and status in ('queued', 'running')`, [scheduleId]);
      return rows.map(({ id }) => id);
    },

    async pruneOccurrences(before: Date): Promise<void> {
      await db.query('delete from occurrence where last_due_at < $1', [before]);
    },
  };
}

export type SchedulesStore = ReturnType<typeof schedulesStore>;
