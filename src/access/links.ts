import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import { storableText } from '../store/storable.ts';
import type { Role } from './roles.ts';
import { newSecret, secretHash } from './tokens.ts';
import { emailOf } from './users.ts';

export type LinkKind = 'invitation' | 'reset';
const lifeMs: Readonly<Record<LinkKind, number>> = { invitation: 7 * 86_400_000, reset: 3_600_000 };

export interface LinkRow {
  id: string;
  email: string;
  name: string | null;
  role: Role | null;
  user_id: string | null;
  made_by: string;
  created_at: Date;
  expires_at: Date;
}

const columns = 'id, email, name, role, user_id, made_by, created_at, expires_at';

/** What is mailed to let somebody in once: invitations and password resets. */
export function linksStore(db: Db) {
  return {
    /** Takes the place of an earlier one for the same address. The secret is answered here and never again. */
    async create(kind: LinkKind, { email, name, role, userId, madeBy }: { email: string; name?: string | undefined; role?: Role; userId?: string; madeBy: string }, at: Date): Promise<{ id: string; secret: string; expiresAt: Date }> {
      const id = timeId();
      const secret = newSecret();
      const expiresAt = new Date(at.getTime() + lifeMs[kind]);
      await db.transaction(async () => {
        await db.query('delete from access_link where kind = $1 and email = $2', [kind, emailOf(email)]);
        await db.query('insert into access_link (id, kind, token_hash, email, name, role, user_id, made_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
          id, kind, secretHash(secret), emailOf(email), name === undefined ? null : storableText(name), role ?? null, userId ?? null, madeBy, at, expiresAt,
        ]);
      });
      return { id, secret, expiresAt };
    },
    async find(kind: LinkKind, secret: string, now: Date): Promise<LinkRow | undefined> {
      return (await db.query<LinkRow>(`select ${columns} from access_link where kind = $1 and token_hash = $2 and expires_at > $3`, [kind, secretHash(secret), now]))[0];
    },
    /** Uses it up; of two who come at once one gets it. */
    async take(id: string): Promise<boolean> {
      return (await db.query('delete from access_link where id = $1 returning id', [id])).length > 0;
    },
    /** Newest first; `before` is the id of the last one of the page before. */
    async list(kind: LinkKind, before: string | undefined, limit: number, now: Date): Promise<LinkRow[]> {
      return db.query<LinkRow>(`select ${columns} from access_link where kind = $1 and expires_at > $2 and ($3::uuid is null or id < $3::uuid) order by id desc limit $4`, [kind, now, before ?? null, limit]);
    },
    async count(kind: LinkKind, now: Date): Promise<number> {
      return (await db.query<{ count: number }>('select count(*)::int as count from access_link where kind = $1 and expires_at > $2', [kind, now]))[0]?.count ?? 0;
    },
    async remove(kind: LinkKind, id: string): Promise<boolean> {
      return (await db.query('delete from access_link where kind = $1 and id = $2 returning id', [kind, id])).length > 0;
    },
    /** Ends what was mailed to a person. */
    async removeOf(userId: string): Promise<void> {
      await db.query('delete from access_link where user_id = $1', [userId]);
    },
  };
}

export type LinksStore = ReturnType<typeof linksStore>;
