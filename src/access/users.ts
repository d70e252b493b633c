import { AppError } from '../core/errors.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import { storableText } from '../store/storable.ts';
import type { Role } from './roles.ts';

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  has_second_factor: boolean;
  created_at: Date;
  last_sign_in_at: Date | null;
}

const columns = 'id, name, email, role, disabled, coalesce(two_factor_enabled, false) as has_second_factor, created_at, last_sign_in_at';

/** One address, however it is typed. */
export const emailOf = (text: string): string => text.trim().toLowerCase();

/** People and their passwords. What changes somebody's rights is called within a transaction that also ends sessions. */
export function usersStore(db: Db) {
  return {
    async any(): Promise<boolean> {
      return (await db.query('select 1 from access_user limit 1')).length > 0;
    },
    async get(id: string): Promise<User | undefined> {
      return (await db.query<User>(`select ${columns} from access_user where id = $1`, [id]))[0];
    },
    async byEmail(email: string): Promise<User | undefined> {
      return (await db.query<User>(`select ${columns} from access_user where email = $1`, [emailOf(email)]))[0];
    },
    /** By e-mail address, from after one. */
    async list(after: string | undefined, limit: number): Promise<User[]> {
      return db.query<User>(`select ${columns} from access_user where email > $1 order by email limit $2`, [after ?? '', limit]);
    },
    async count(): Promise<number> {
      return (await db.query<{ count: number }>('select count(*)::int as count from access_user'))[0]?.count ?? 0;
    },

    /** Throws CONFLICT where the address has an account. */
    async create({ name, email, role, passwordHash }: { name: string; email: string; role: Role; passwordHash: string }, at: Date): Promise<string> {
      const id = timeId();
      const made = await db.query(
        `insert into access_user (id, name, email, email_verified, role, created_at, updated_at) values ($1, $2, $3, true, $4, $5, $5) on conflict (email) do nothing returning id`,
        [id, storableText(name), emailOf(email), role, at],
      );
      if (made.length === 0) throw new AppError('CONFLICT', { detail: `There is an account for ${emailOf(email)} already.` });
      await db.query(`insert into access_credential (id, user_id, account_id, provider_id, password, created_at, updated_at) values ($1, $2, $3, 'credential', $4, $5, $5)`, [timeId(), id, id, passwordHash, at]);
      return id;
    },
    async setRole(id: string, role: Role, at: Date): Promise<void> {
      await db.query('update access_user set role = $2, updated_at = $3 where id = $1', [id, role, at]);
    },
    async setDisabled(id: string, disabled: boolean, at: Date): Promise<void> {
      await db.query('update access_user set disabled = $2, updated_at = $3 where id = $1', [id, disabled, at]);
    },
    async setPassword(id: string, passwordHash: string, at: Date): Promise<void> {
      await db.query(`update access_credential set password = $2, updated_at = $3 where user_id = $1 and provider_id = 'credential'`, [id, passwordHash, at]);
    },
    async passwordOf(id: string): Promise<string | undefined> {
      return (await db.query<{ password: string }>(`select password from access_credential where user_id = $1 and provider_id = 'credential'`, [id]))[0]?.password;
    },
    async removeSecondFactor(id: string, at: Date): Promise<void> {
      await db.query('delete from access_two_factor where user_id = $1', [id]);
      await db.query('update access_user set two_factor_enabled = false, updated_at = $2 where id = $1', [id, at]);
    },
    async noteSignIn(id: string, at: Date): Promise<void> {
      await db.query('update access_user set last_sign_in_at = $2 where id = $1', [id, at]);
    },
    async remove(id: string): Promise<void> {
      await db.query('delete from access_user where id = $1', [id]);
    },

    /** Throws NOT_POSSIBLE where nobody else could manage people. Others who ask wait until the transaction ends. */
    async keepAnAdministrator(id: string): Promise<void> {
      const able = await db.query<{ id: string }>(`select id from access_user where role = 'administrator' and not disabled order by id for update`);
      if (able.length === 1 && able[0]?.id === id) throw new AppError('NOT_POSSIBLE', { detail: 'This is the last administrator. Make somebody else one first.' });
    },
  };
}

export type UsersStore = ReturnType<typeof usersStore>;
