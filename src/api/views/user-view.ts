import type { z } from 'zod';
import type { User } from '../../access/users.ts';
import type { user } from '../contract/access.ts';

export function toUser({ created_at, last_sign_in_at, ...row }: User): z.infer<typeof user> {
  return { ...row, created_at: created_at.toISOString(), last_sign_in_at: last_sign_in_at?.toISOString() ?? null };
}
