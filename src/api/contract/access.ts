import { z } from 'zod';
import { cursor, instant, limit, page } from './common.ts';

export const role = z.enum(['personal', 'corporate', 'technical', 'administrator']);
export type Role = z.infer<typeof role>;

const emailPattern = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;
/** Narrow enough to stand in a header, and one that signing in takes as well: with a dot in the domain. */
const email = z.string().trim().max(254).regex(emailPattern, 'is not an e-mail address').pipe(z.email('is not an e-mail address'));
const personName = z.string().trim().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not hold control characters');
/** 12 to 256 characters; the service says what else. */
const newPassword = z.string().min(12, 'must have 12 to 256 characters').max(512, 'must have 12 to 256 characters');
const givenPassword = z.string().min(1).max(512);
/** Six digits of the app, or a recovery code. */
const code = z.string().trim().min(6).max(32);
/** The part of an invitation's or a reset's link after `#token=`. */
const linkToken = z.string().min(1).max(200);

/** GET /api/v1/setup: whether somebody has to make the first account, and how. */
export const setupState = z.object({
  /** Others can reach the service and nobody can sign in: nothing else answers. */
  needed: z.boolean(),
  has_accounts: z.boolean(),
  /** Who is at this machine is the administrator; the first account ends that. */
  is_local_mode: z.boolean(),
});
export type SetupState = z.infer<typeof setupState>;
export const setupBody = z.strictObject({ code: z.string().min(1).max(100), name: personName, email, password: newPassword });

export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  disabled: z.boolean(),
  has_second_factor: z.boolean(),
  created_at: instant,
  last_sign_in_at: instant.nullable(),
});
export type User = z.infer<typeof user>;
export const userQuery = z.strictObject({ limit, cursor });
export const userPage = page(user);
/** `second_factor: false` takes it away from somebody who lost it. A change of role ends the person's sessions. */
export const userPatch = z.strictObject({ role: role.optional(), disabled: z.boolean().optional(), second_factor: z.literal(false).optional() });
/** A link by which a person chooses a new password; shown once. */
export const resetLink = z.object({ link: z.string(), expires_at: instant });

export const signInBody = z.strictObject({ email: z.string().max(254), password: givenPassword, code: code.optional() });
/** Without the code where one is needed nobody is signed in: ask for it and send all three. */
export const signInAnswer = z.discriminatedUnion('second_factor_required', [z.object({ second_factor_required: z.literal(false), user }), z.object({ second_factor_required: z.literal(true) })]);
export const signedIn = z.object({ user });
export const done = z.object({ message: z.string() });

/** GET /api/v1/me: who asks, for everyone. */
export const me = z.object({
  mode: z.enum(['local', 'account', 'set_up', 'anonymous']),
  user: user.nullable(),
  /** Of the token by which it was asked. */
  token: z.object({ id: z.string(), name: z.string() }).nullable(),
  role: role.nullable(),
  may: z.object({ read: z.boolean(), operate: z.boolean(), administer: z.boolean() }),
});
export type Me = z.infer<typeof me>;

export const signInSession = z.object({ id: z.string(), address: z.string().nullable(), user_agent: z.string().nullable(), created_at: instant, expires_at: instant, is_current: z.boolean() });
export type SignInSession = z.infer<typeof signInSession>;
export const sessionList = z.object({ items: z.array(signInSession), total: z.int(), next_cursor: z.null() });

export const passwordChange = z.strictObject({ current_password: givenPassword, password: newPassword });
export const passwordOnly = z.strictObject({ password: givenPassword });
/** Shown once. The second factor counts after its first code was confirmed. */
export const secondFactor = z.object({ secret: z.string(), otpauth_url: z.string(), recovery_codes: z.array(z.string()) });
export const codeOnly = z.strictObject({ code });

export const invitation = z.object({ id: z.string(), email: z.string(), name: z.string().nullable(), role, invited_by: z.string(), created_at: instant, expires_at: instant });
export type Invitation = z.infer<typeof invitation>;
export const invitationBody = z.strictObject({ email, name: personName.optional(), role });
/** The link is shown once; `mailed` says whether the person got it too. */
export const invitationMade = invitation.extend({ link: z.string(), mailed: z.boolean(), warning: z.string().nullable() });
export const invitationPage = page(invitation);
export const invitationAccept = z.strictObject({ token: linkToken, name: personName.optional(), password: newPassword });

export const resetBody = z.strictObject({ email: z.string().min(1).max(254) });
export const resetConfirm = z.strictObject({ token: linkToken, password: newPassword });

export const token = z.object({
  id: z.string(),
  name: z.string(),
  /** The most it may do. */
  role,
  /** What it may do now: never more than its maker. */
  effective_role: role.nullable(),
  /** Its first letters, to know it by. */
  hint: z.string(),
  user: z.object({ id: z.string(), name: z.string() }),
  created_at: instant,
  expires_at: instant.nullable(),
  last_used_at: instant.nullable(),
});
export type Token = z.infer<typeof token>;
export const tokenPage = page(token);
/** Without `expires_in_days` it does not expire. */
export const tokenBody = z.strictObject({ name: personName, role, expires_in_days: z.int().min(1).max(3650).nullable().optional() });
/** `token` is shown once. */
export const tokenMade = z.object({ ...token.shape, token: z.string() });

export const auditQuery = z.strictObject({ actor: z.string().max(100).optional(), limit, cursor });
export const auditEntry = z.object({
  position: z.int(),
  at: instant,
  /** `local`, `user:ID` or `token:ID`. */
  actor: z.string().nullable(),
  name: z.string().nullable(),
  role: role.nullable(),
  /** Method and path as declared, e.g. `DELETE /api/v1/users/:id`. */
  action: z.string(),
  params: z.record(z.string(), z.string()),
  /** The status of the answer, or `refused`. */
  status: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = page(auditEntry);
