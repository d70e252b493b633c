import { timeId } from '../platform/ids.ts';
import { AppError } from '../core/errors.ts';
import type { Notification } from '../core/summary.ts';
import type { Db, SqlValue } from './db.ts';

export type DeliveryState = 'pending' | 'sending' | 'delivered' | 'failed' | 'not_configured';

/** One row of the outbox. The id is the idempotency key of every attempt. */
export interface DeliveryRecord {
  id: string;
  dedupKey: string;
  channel: string;
  kind: Notification['kind'];
  runId: string | null;
  subject: string;
  state: DeliveryState;
  attempts: number;
  /** An attempt was cut off between sending and noting it down. */
  mayRepeat: boolean;
  createdAt: Date;
  deliveredAt: Date | null;
  nextAttemptAt: Date | null;
  lastError: string | null;
  expiresAt: Date;
}

/** With what is sent: left out of lists, because a mail carries its images. */
export interface FullDelivery extends DeliveryRecord {
  notification: Notification;
  /** Rendered by its channel; null until the first attempt. */
  message: unknown;
}

export interface NewDelivery {
  dedupKey: string;
  channel: string;
  runId: string | null;
  subject: string;
  notification: Notification;
  createdAt: Date;
  expiresAt: Date;
}

export interface DeliveryFilter {
  channel?: string | undefined;
  state?: string | undefined;
  runId?: string | undefined;
}

export type DeliveriesStore = ReturnType<typeof deliveriesStore>;

/** Wakes dispatchers in this and other processes. */
const notifyChannel = 'delivery_due';

const columns = `id, dedup_key as "dedupKey", channel, kind, run_id as "runId", subject, state, attempts,
  may_repeat as "mayRepeat", created_at as "createdAt", delivered_at as "deliveredAt",
  case when state = 'pending' then next_attempt_at end as "nextAttemptAt", last_error as "lastError", expires_at as "expiresAt"`;
const fullColumns = `${columns}, notification, message`;

export function deliveriesStore(db: Db) {
  return {
    /** Joins the caller's transaction. A second call with the same key answers the first row. */
    async enqueue(delivery: NewDelivery): Promise<{ id: string; isNew: boolean }> {
      const inserted = await db.query<{ id: string }>(
        `insert into delivery (id, dedup_key, channel, kind, run_id, subject, notification, state, created_at, next_attempt_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7::jsonb, 'pending', $8, $8, $9)
         on conflict (dedup_key) do nothing returning id`,
        [
          timeId(), delivery.dedupKey, delivery.channel, delivery.notification.kind, delivery.runId, storable(delivery.subject),
          asJson(delivery.notification), delivery.createdAt, delivery.expiresAt,
        ],
      );
      const id = inserted[0]?.id;
      if (id !== undefined) {
        await db.notify(notifyChannel, delivery.channel);
        return { id, isNew: true };
      }
      const [existing] = await db.query<{ id: string }>('select id from delivery where dedup_key = $1', [delivery.dedupKey]);
      if (existing === undefined) throw new AppError('CONFLICT', { detail: 'The same message is being queued by another process. Try again.' });
      return { id: existing.id, isNew: false };
    },

    /** Calls back when something was enqueued or put back by a person, here or in another process. */
    onEnqueued: (wake: () => void) => db.listen(notifyChannel, wake),

    /** Takes what is due, and what a stopped worker left behind. Two workers never take the same row. */
    async claimDue(now: Date, worker: string, leaseMs: number, limit: number, channel: string): Promise<FullDelivery[]> {
      const rows = await db.query<FullDelivery>(
        `with due as (
           select id as due_id, state as was from delivery
           where channel = $5 and ((state = 'pending' and next_attempt_at <= $1) or (state = 'sending' and locked_until <= $1))
           order by created_at, id limit $4 for update skip locked
         )
         update delivery set state = 'sending', attempts = attempts + 1, may_repeat = may_repeat or due.was = 'sending',
           locked_by = $2, locked_until = $3
         from due where id = due.due_id returning ${fullColumns}`,
        [now, worker, new Date(now.getTime() + leaseMs), limit, channel],
      );
      return rows.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    },

    /** When the next row of these channels can be claimed; undefined where none waits. */
    async nextDueAt(channels: readonly string[]): Promise<Date | undefined> {
      const [row] = await db.query<{ at: Date | null }>(
        `select min(case when state = 'pending' then next_attempt_at else locked_until end) as at
         from delivery where state in ('pending', 'sending') and channel = any($1)`,
        [channels],
      );
      return row?.at ?? undefined;
    },

    /** False where the lease was lost: another worker has the row now. */
    renewLease: (id: string, worker: string, until: Date) => change(id, worker, 'locked_until = $3', [until]),

    saveMessage: (id: string, worker: string, message: unknown) => change(id, worker, 'message = $3::jsonb', [asJson(message)]),

    /** `note` says what was left out where it did not go out in full. */
    markDelivered: (id: string, worker: string, at: Date, note: string | null = null) =>
      change(id, worker, `state = 'delivered', delivered_at = $3, last_error = $4, ${released}`, [at, note]),

    markRetry: (id: string, worker: string, at: Date, error: string) =>
      change(id, worker, `state = 'pending', next_attempt_at = $3, last_error = $4, locked_by = null, locked_until = null`, [at, storable(error)]),

    markFailed: (id: string, worker: string, error: string) =>
      change(id, worker, `state = 'failed', last_error = $3, ${released}`, [storable(error)]),

    markNotConfigured: (id: string, worker: string, message: unknown, reason: string) =>
      change(id, worker, `state = 'not_configured', message = $3::jsonb, last_error = $4, ${released}`, [asJson(message), reason]),

    /** A person asks for it again: due now, rendered anew, with a new time to live. */
    async retry(id: string, now: Date, expiresAt: Date): Promise<boolean> {
      const rows = await db.query(
        `update delivery set state = 'pending', next_attempt_at = $2, expires_at = $3, message = null
         where id = $1 and state in ('failed', 'not_configured', 'pending') returning id`,
        [id, now, expiresAt],
      );
      if (rows.length > 0) await db.notify(notifyChannel, id);
      return rows.length > 0;
    },

    async get(id: string): Promise<FullDelivery | undefined> {
      if (!isUuid(id)) return undefined;
      const [row] = await db.query<FullDelivery>(`select ${fullColumns} from delivery where id = $1`, [id]);
      return row;
    },

    /** Newest first. */
    async list(filter: DeliveryFilter, limit: number, cursor?: string): Promise<{ items: DeliveryRecord[]; total: number; nextCursor: string | null }> {
      const runId = filter.runId === undefined || isUuid(filter.runId) ? (filter.runId ?? null) : '00000000-0000-0000-0000-000000000000';
      const matches = '($1::text is null or channel = $1) and ($2::text is null or state = $2) and ($3::uuid is null or run_id = $3)';
      const values = [filter.channel ?? null, filter.state ?? null, runId];
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const rows = await db.query<DeliveryRecord>(
        `select ${columns} from delivery where ${matches}
           and ($4::timestamptz is null or (created_at, id) < ($4::timestamptz, $5::uuid))
         order by created_at desc, id desc limit $6`,
        [...values, after?.createdAt ?? null, after?.id ?? null, limit + 1],
      );
      const [counted] = await db.query<{ total: number }>(`select count(*)::int as total from delivery where ${matches}`, values);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, total: counted?.total ?? 0, nextCursor: rows.length > limit && last !== undefined ? writeCursor(last) : null };
    },

    /** The newest row of each channel. */
    async newestByChannel(): Promise<DeliveryRecord[]> {
      return db.query<DeliveryRecord>(`select distinct on (channel) ${columns} from delivery order by channel, created_at desc, id desc`);
    },

    async countFailed(): Promise<{ channel: string; count: number }[]> {
      return db.query(`select channel, count(*)::int as count from delivery where state = 'failed' group by channel order by channel`);
    },

    /** Removes what ended before that moment; what still waits stays. Answers how many went. */
    async prune(before: Date, limit = 1000): Promise<number> {
      const rows = await db.query(
        `delete from delivery where id in (
           select id from delivery where created_at < $1 and state in ('delivered', 'failed', 'not_configured') order by created_at limit $2
         ) returning id`,
        [before, limit],
      );
      return rows.length;
    },
  };

  /** Changes a row that this worker holds. */
  async function change(id: string, worker: string, assignments: string, values: readonly SqlValue[]): Promise<boolean> {
    const rows = await db.query(
      `update delivery set ${assignments} where id = $1 and locked_by = $2 and state = 'sending' returning id`,
      [id, worker, ...values],
    );
    return rows.length > 0;
  }
}

const released = 'next_attempt_at = null, locked_by = null, locked_until = null';

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and names from outside may hold both. */
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd');
const asJson = (value: unknown) => JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? storable(item) : item));

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function writeCursor({ createdAt, id }: DeliveryRecord): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || !isUuid(id)) {
    throw new AppError('INVALID_VALUE', { detail: 'The cursor is not one that this list gave out.', fields: [{ field: 'cursor', message: 'unknown cursor' }] });
  }
  return { createdAt, id };
}
