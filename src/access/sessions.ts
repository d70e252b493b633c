import type { Db } from '../store/db.ts';

/** How long a sign-in lasts. */
export const sessionDays = 7;

export interface SessionRow {
  id: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Date;
  expires_at: Date;
}

export function sessionsStore(db: Db) {
  return {
    /** Of one person, newest first. */
    async list(userId: string, now: Date): Promise<SessionRow[]> {
      return db.query<SessionRow>('select id, ip_address, user_agent, created_at, expires_at from access_session where user_id = $1 and expires_at > $2 order by created_at desc, id desc limit 200', [userId, now]);
    },
    /** Whether there was such a session of the person. */
    async end(userId: string, id: string): Promise<boolean> {
      return (await db.query('delete from access_session where user_id = $1 and id = $2 returning id', [userId, id])).length > 0;
    },
    /** All of a person, but one where it is named. Answers how many. */
    async endAll(userId: string, except?: string | undefined): Promise<number> {
      return (await db.query('delete from access_session where user_id = $1 and ($2::uuid is null or id <> $2::uuid) returning id', [userId, except ?? null])).length;
    },
    async prune(now: Date): Promise<void> {
      await db.query('delete from access_session where expires_at <= $1', [now]);
      await db.query('delete from access_verification where expires_at <= $1', [now]);
      await db.query('delete from access_link where expires_at <= $1', [now]);
    },
  };
}

export type SessionsStore = ReturnType<typeof sessionsStore>;
