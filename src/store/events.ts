import { timeId } from '../platform/ids.ts';
import type { Db } from './db.ts';
import { storableJson } from './storable.ts';

export type EventType =
  | 'run.started'
  | 'run.progress'
  | 'run.finished'
  | 'file.tampered'
  | 'finding.opened'
  | 'finding.resolved'
  | 'resource.changed'
  | 'schedule.changed'
  | 'delivery.failed';

export interface LiveEvent {
  id: string;
  type: EventType;
  at: Date;
  data: Record<string, unknown>;
}

const channel = 'roundsman_event';
/** Replicas' clocks differ by less than this; a reader that comes back gets what lies so close before its last event again. */
const replicaSkewMs = 5000;

/** Live events: kept for a while for those who come back, and handed to every listener of every replica once committed. */
export function eventsStore(db: Db) {
  return {
    /** Joins the caller's transaction; listeners hear of it after the commit. */
    async publish(events: readonly { type: EventType; data: Record<string, unknown> }[], at: Date): Promise<void> {
      if (events.length === 0) return;
      const rows = events.map((event) => ({ id: timeId(), ...event }));
      await db.query(
        `insert into event (id, type, at, data) select u.id, u.type, $4::timestamptz, u.data::jsonb from unnest($1::text[], $2::text[], $3::text[]) u (id, type, data)`,
        [rows.map(({ id }) => id), rows.map(({ type }) => type), rows.map(({ data }) => storableJson(data)), at],
      );
      const first = rows[0]?.id ?? '';
      const last = rows.at(-1)?.id ?? '';
      await db.notify(channel, `${first} ${last}`);
    },

    /** Calls back with the ids of what was published, first to last. */
    listen: (onRange: (first: string, last: string) => void) =>
      db.listen(channel, (payload) => {
        const [first, last] = payload.split(' ');
        if (first !== undefined && last !== undefined) onRange(first, last);
      }),

    async range(first: string, last: string): Promise<LiveEvent[]> {
      return db.query<LiveEvent>('select id, type, at, data from event where id >= $1 and id <= $2 order by id', [first, last]);
    },

    /** What came after the event, oldest first. With replicas a little from before it too: ids of two machines may cross. */
    async since(id: string, limit: number): Promise<LiveEvent[]> {
      const from = db.kind === 'embedded' ? id : idBefore(id, replicaSkewMs);
      return db.query<LiveEvent>('select id, type, at, data from event where id > $1 and id <> $2 order by id limit $3', [from, id, limit]);
    },

    async prune(before: Date): Promise<void> {
      await db.query('delete from event where at < $1', [before]);
    },
  };
}

export type EventsStore = ReturnType<typeof eventsStore>;

/** The smallest time id that is this much older. */
function idBefore(id: string, ms: number): string {
  const time = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  if (!Number.isFinite(time)) return id;
  const hex = Math.max(0, time - ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
