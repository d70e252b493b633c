import { hash, randomBytes } from 'node:crypto';
import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import { storableText } from '../store/storable.ts';
import type { Role } from './roles.ts';

export const tokenPrefix = 'rmt_';

export interface TokenRow {
  id: string;
  name: string;
  /** At most this; never more than the role that its maker has at the moment. */
  role: Role;
  hint: string;
  user_id: string;
  user_name: string;
  user_role: Role;
  user_disabled: boolean;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

/** Random secrets of 256 bits need no slow hash: nobody guesses them. */
export const secretHash = (secret: string): string => hash('sha256', secret, 'hex');
export const newSecret = (): string => randomBytes(32).toString('base64url');

const columns = 't.id, t.name, t.role, t.hint, t.user_id, u.name as user_name, u.role as user_role, u.disabled as user_disabled, t.created_at, t.expires_at, t.last_used_at';
const from = 'from access_token t join access_user u on u.id = t.user_id';

export function tokensStore(db: Db) {
  return {
    /** The token itself is answered here and never again. */
    async create({ userId, name, role, expiresAt }: { userId: string; name: string; role: Role; expiresAt: Date | null }, at: Date): Promise<{ id: string; token: string }> {
      const id = timeId();
      const token = tokenPrefix + newSecret();
      await db.query('insert into access_token (id, user_id, name, role, token_hash, hint, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, userId, storableText(name), role, secretHash(token), token.slice(0, tokenPrefix.length + 4), at, expiresAt]);
      return { id, token };
    },
    /** Newest first; `before` is the id of the last one of the page before. */
    async list(before: string | undefined, limit: number): Promise<TokenRow[]> {
      return db.query<TokenRow>(`select ${columns} ${from} where ($1::uuid is null or t.id < $1::uuid) order by t.id desc limit $2`, [before ?? null, limit]);
    },
    async count(): Promise<number> {
      return (await db.query<{ count: number }>('select count(*)::int as count from access_token'))[0]?.count ?? 0;
    },
    async get(id: string): Promise<TokenRow | undefined> {
      return (await db.query<TokenRow>(`select ${columns} ${from} where t.id = $1`, [id]))[0];
    },
    async bySecret(token: string): Promise<TokenRow | undefined> {
      return (await db.query<TokenRow>(`select ${columns} ${from} where t.token_hash = $1`, [secretHash(token)]))[0];
    },
    async noteUse(id: string, at: Date): Promise<void> {
      await db.query('update access_token set last_used_at = $2 where id = $1', [id, at]);
    },
    async remove(id: string): Promise<boolean> {
      return (await db.query('delete from access_token where id = $1 returning id', [id])).length > 0;
    },
  };
}

export type TokensStore = ReturnType<typeof tokensStore>;
