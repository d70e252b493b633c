import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { ago, uuid } from './fixture-estate.ts';

/** Who looks is said by the cookie `as`; without it, whoever is at this machine. */
export type As = 'local' | 'administrator' | 'technical' | 'corporate' | 'personal' | 'anonymous' | 'set_up';

const person = (id: string, name: string, role: c.Role, change: Partial<c.User> = {}): c.User => ({ id: uuid(id), name, email: `${id}@example.com`, role, disabled: false, has_second_factor: false, created_at: ago(60 * 24 * 30), last_sign_in_at: ago(60 * 3), ...change });
export const users: c.User[] = [
  person('carla', 'Carla Corporate', 'corporate', { last_sign_in_at: ago(60 * 24 * 4) }),
  person('olga', 'Olga Owner', 'administrator', { has_second_factor: true, last_sign_in_at: ago(12) }),
  person('pete', 'Pete Personal', 'personal', { disabled: true, last_sign_in_at: null }),
  person('tom', 'Tom Technical', 'technical'),
];
const of: Partial<Record<As, string>> = { administrator: 'olga', technical: 'tom', corporate: 'carla', personal: 'pete' };
export const userOf = (as: As): c.User | null => users.find((each) => each.id === uuid(of[as] ?? 'nobody')) ?? null;

export function me(as: As): c.Me {
  const user = userOf(as);
  const role = as === 'local' ? 'administrator' : (user?.role ?? null);
  const rank = role === null ? -1 : ['personal', 'corporate', 'technical', 'administrator'].indexOf(role);
  return { mode: as === 'local' || as === 'anonymous' || as === 'set_up' ? as : 'account', user, token: null, role, may: { read: rank >= 1, operate: rank >= 2, administer: rank >= 3 } };
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
export const invitations: c.Invitation[] = [{ id: uuid('invitation'), email: 'nina@example.com', name: null, role: 'technical', invited_by: 'Olga Owner', created_at: ago(60 * 20), expires_at: inDays(6) }];
export const inviteMade = (body: { email: string; name?: string | undefined; role: c.Role }): z.infer<typeof c.invitationMade> => {
  const made = { id: uuid(body.email), email: body.email, name: body.name ?? null, role: body.role, invited_by: 'Olga Owner', created_at: new Date().toISOString(), expires_at: inDays(7) };
  invitations.unshift(made);
  return { ...made, link: 'http://localhost:8084/app/invitation#token=9w2KQh0x7bq9N3mTz1rVfE5aYcU8LpJd', mailed: false, warning: 'The link was not mailed: no mail server is set. Hand it over yourself; it is shown only now.' };
};
export const tokens: c.Token[] = [
  { id: uuid('token1'), name: 'Deploy pipeline', role: 'technical', effective_role: 'technical', hint: 'rm_7Gq2', user: { id: uuid('olga'), name: 'Olga Owner' }, created_at: ago(60 * 24 * 12), expires_at: inDays(78), last_used_at: ago(40) },
  { id: uuid('token2'), name: 'Nightly report', role: 'corporate', effective_role: null, hint: 'rm_Kx81', user: { id: uuid('pete'), name: 'Pete Personal' }, created_at: ago(60 * 24 * 90), expires_at: null, last_used_at: null },
];
export const sessions: c.SignInSession[] = [
  { id: uuid('session1'), address: '127.0.0.1', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', created_at: ago(12), expires_at: inDays(7), is_current: true },
  { id: uuid('session2'), address: '192.0.2.44', user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', created_at: ago(60 * 40), expires_at: inDays(5), is_current: false },
];
const entry = (index: number, minutes: number, action: string, change: Partial<c.AuditEntry> = {}): c.AuditEntry => ({ position: 48_212 - index * 7, at: ago(minutes), actor: `user:${uuid('olga')}`, name: 'Olga Owner', role: 'administrator', action, params: {}, status: '200', ...change });
export const log: c.AuditEntry[] = [
  entry(0, 12, 'POST /api/v1/sign-in'),
  entry(1, 40, 'POST /api/schedule/trigger', { actor: `token:${uuid('token1')}`, name: 'Deploy pipeline', role: 'technical', status: '202' }),
  entry(2, 50, 'POST /api/v1/files/manifests', { actor: `user:${uuid('tom')}`, name: 'Tom Technical', role: 'technical', status: '201' }),
  entry(3, 120, 'POST /api/audit/files/:id/accept', { params: { id: uuid('file') } }),
  entry(4, 60 * 20, 'POST /api/v1/invitations', { status: '201' }),
  entry(5, 60 * 22, 'POST /api/v1/sign-in', { actor: `user:${uuid('carla')}`, name: 'Carla Corporate', role: 'corporate', params: { address: '192.0.2.44' }, status: 'refused' }),
  entry(6, 60 * 30, 'PATCH /api/v1/users/:id', { params: { id: uuid('pete') } }),
  entry(7, 60 * 60, 'POST /api/v1/setup', { actor: 'local', name: null, role: null, status: '201' }),
];
