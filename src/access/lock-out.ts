import { isIPv6 } from 'node:net';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import { secretHash } from './tokens.ts';

interface Limit {
  key: string;
  most: number;
  windowMs: number;
}

const minuteMs = 60_000;
const pruneEveryMs = 10 * minuteMs;

/** Failures that one account may have; whether there is such an account makes no difference. */
export const accountLimit = (email: string): Limit => ({ key: `account ${secretHash(email)}`, most: 5, windowMs: 15 * minuteMs });
/** Failures that may come from one place: more, as an office shares one, but counted for longer. */
export const addressLimit = (address: string): Limit => ({ key: `address ${networkOf(address)}`, most: 30, windowMs: 60 * minuteMs });
/** Mails that one account, or one place, may ask for. */
export const mailLimits = (email: string, address: string): Limit[] => [
  { key: `mail ${secretHash(email)}`, most: 3, windowMs: 60 * minuteMs },
  { key: `mail from ${networkOf(address)}`, most: 20, windowMs: 60 * minuteMs },
];

/**
 * Counts what failed, in the store, so that replicas count together. An attempt is noted before it is made and taken
 * back when it succeeds: a hundred made at once are a hundred failures until they are known to be none.
 */
export function createLockOut(db: Db, clock: Clock) {
  let prunedAt = -Infinity;

  async function prune(now: Date): Promise<void> {
    if (clock.monotonicMs() - prunedAt < pruneEveryMs) return;
    prunedAt = clock.monotonicMs();
    await db.query('delete from access_failure where at < $1', [new Date(now.getTime() - 60 * minuteMs)]);
  }

  return {
    /** Answers the attempt's id. Throws TOO_MANY_ATTEMPTS, with the time until the next one may be made. */
    async begin(limits: readonly Limit[]): Promise<string> {
      const now = clock.now();
      const id = timeId();
      await prune(now);
      await db.transaction(async () => {
        for (const { key, most, windowMs } of limits) {
          // The embedded store has one transaction at a time; on a server two would count without seeing each other.
          if (db.kind === 'postgres') await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
          const [decisive] = await db.query<{ at: Date }>('select at from access_failure where key = $1 and at > $2 order by at desc offset $3 limit 1', [key, new Date(now.getTime() - windowMs), most - 1]);
          if (decisive !== undefined) throw tooMany(decisive.at.getTime() + windowMs - now.getTime());
        }
        for (const { key } of limits) await db.query('insert into access_failure (id, key, at) values ($1, $2, $3)', [id, key, now]);
      });
      return id;
    },
    /** It was no failure. */
    async undo(id: string): Promise<void> {
      await db.query('delete from access_failure where id = $1', [id]);
    },
    /** Forgets the failures of an account, once its owner has shown who it is. */
    async clear(email: string): Promise<void> {
      await db.query('delete from access_failure where key = $1', [accountLimit(email).key]);
    },
  };
}

export type LockOut = ReturnType<typeof createLockOut>;

/** Somebody failed too often, as opposed to a service that is busy. */
export class LockedOut extends AppError {}

function tooMany(waitMs: number): LockedOut {
  const minutes = Math.max(1, Math.ceil(waitMs / minuteMs));
  return new LockedOut('TOO_MANY_ATTEMPTS', { detail: `Too many attempts failed. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`, retryAfterMs: waitMs });
}

/** An IPv4 address, or the 64 bits of an IPv6 one that a provider gives to one customer. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? front : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
