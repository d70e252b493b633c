import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { Client } from './auth.ts';
import type { LinkRow, LinksStore } from './links.ts';
import { type LockOut, mailLimits } from './lock-out.ts';
import { invitationMail, resetMail, type SendAccessMail } from './mails.ts';
import { checkNewPassword, type Passwords } from './passwords.ts';
import { type Actor, actorText, type Role } from './roles.ts';
import type { SessionsStore } from './sessions.ts';
import type { SetupCodes } from './setup-code.ts';
import type { SignIn } from './sign-in.ts';
import { emailOf, type User, type UsersStore } from './users.ts';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

interface Parts {
  db: Db;
  clock: Clock;
  logger: Logger;
  users: UsersStore;
  sessions: SessionsStore;
  links: LinksStore;
  lockOut: LockOut;
  passwords: Passwords;
  signIn: SignIn;
  codes: SetupCodes;
  sendMail: SendAccessMail;
  publicUrl: () => string;
  /** Called within the transaction that changed somebody's rights. */
  changed: () => Promise<void>;
}

const gone = (what: string): AppError => new AppError('NOT_POSSIBLE', { detail: `The ${what} is not valid any more: it was used, has expired, or a newer one took its place.` });

/** Accounts from the first one to their end. A change of rights ends the sessions that had the old ones. */
export function createPeople(parts: Parts) {
  const { db, clock, users, sessions, links, lockOut, passwords, signIn, codes, changed } = parts;
  // After `#`, so that the secret is in no log of any server on the way.
  const linkTo = (page: 'invitation' | 'reset', secret: string): string => `${parts.publicUrl()}/app/${page}#token=${secret}`;

  async function found(id: string): Promise<User> {
    const user = await users.get(id);
    if (user === undefined) throw new AppError('NOT_FOUND', { detail: `There is no user ${id}.` });
    return user;
  }

  async function endEverything(id: string): Promise<void> {
    await sessions.endAll(id);
    await links.removeOf(id);
  }

  return {
    found,

    /** The first account, an administrator, for who knows the code of the log. */
    async setUp({ name, email, password }: NewAccount, code: string): Promise<User> {
      checkNewPassword(password, email);
      const codeId = await codes.check(code);
      const passwordHash = await passwords.hash(password);
      const id = await db.transaction(async () => {
        if (!(await codes.take(codeId)) || (await users.any())) throw new AppError('CONFLICT', { detail: 'The first account has been made meanwhile. Sign in with it.' });
        const made = await users.create({ name, email, role: 'administrator', passwordHash }, clock.now());
        await changed();
        return made;
      });
      return found(id);
    },

    async invite({ email, name, role }: { email: string; name?: string | undefined; role: Role }, by: Actor): Promise<{ invitation: LinkRow; link: string; mailed: boolean; warning: string | null }> {
      if ((await users.byEmail(email)) !== undefined) throw new AppError('CONFLICT', { detail: `There is an account for ${emailOf(email)} already.` });
      const now = clock.now();
      const { id, secret, expiresAt } = await links.create('invitation', { email, name, role, madeBy: by.name }, now);
      const link = linkTo('invitation', secret);
      const sent = await parts.sendMail(invitationMail({ email: emailOf(email), name: name ?? null, invitedBy: by.name, link, publicUrl: parts.publicUrl() }));
      const warning = sent.state === 'sent' ? null : `The link was not mailed: ${sent.why} Hand it over yourself; it is shown only now.`;
      return { invitation: { id, email: emailOf(email), name: name ?? null, role, user_id: null, made_by: by.name, created_at: now, expires_at: expiresAt }, link, mailed: sent.state === 'sent', warning };
    },

    async accept({ secret, name, password }: { secret: string; name?: string | undefined; password: string }): Promise<User> {
      const invitation = await links.find('invitation', secret, clock.now());
      if (invitation?.role == null) throw gone('invitation');
      const { email, role } = invitation;
      checkNewPassword(password, email);
      const passwordHash = await passwords.hash(password);
      const id = await db.transaction(async () => {
        if (!(await links.take(invitation.id))) throw gone('invitation');
        return users.create({ name: name ?? invitation.name ?? email, email, role, passwordHash }, clock.now());
      });
      return found(id);
    },

    /** The same for every address, known or not, and as fast: the mail is sent when the answer is on its way. Throws TOO_MANY_ATTEMPTS. */
    async askReset(text: string, client: Client): Promise<void> {
      const email = emailOf(text);
      await lockOut.begin(mailLimits(email, client.address));
      setImmediate(() => void mailReset(email, parts, linkTo).catch((error: unknown) => parts.logger.warn({ err: error }, 'A password reset could not be mailed')));
    },

    /** A link for somebody who cannot get mail; an administrator hands it over. */
    async resetLink(id: string, by: Actor): Promise<{ link: string; expiresAt: Date }> {
      const user = await found(id);
      const { secret, expiresAt } = await links.create('reset', { email: user.email, userId: user.id, madeBy: actorText(by) }, clock.now());
      return { link: linkTo('reset', secret), expiresAt };
    },

    async reset(secret: string, password: string): Promise<User> {
      const link = await links.find('reset', secret, clock.now());
      if (link?.user_id == null) throw gone('link');
      const user = await found(link.user_id);
      checkNewPassword(password, user.email);
      const passwordHash = await passwords.hash(password);
      await db.transaction(async () => {
        if (!(await links.take(link.id))) throw gone('link');
        await users.setPassword(user.id, passwordHash, clock.now());
        await endEverything(user.id);
        await lockOut.clear(user.email);
        await changed();
      });
      return user;
    },

    /** Wants the old password; ends all other sessions. */
    async changePassword(actor: Actor, { current, password }: { current: string; password: string }, client: Client): Promise<void> {
      const user = await found(actor.id);
      checkNewPassword(password, user.email);
      await signIn.guarded(user.email, client, async () => {
        const stored = await users.passwordOf(user.id);
        if (stored === undefined || !(await passwords.matches(current, stored))) throw new AppError('SIGN_IN_REFUSED');
      });
      const passwordHash = await passwords.hash(password);
      await db.transaction(async () => {
        await users.setPassword(user.id, passwordHash, clock.now());
        await sessions.endAll(user.id, actor.sessionId);
        await links.removeOf(user.id);
        await changed();
      });
    },

    async update(id: string, { role, disabled, second_factor }: { role?: Role | undefined; disabled?: boolean | undefined; second_factor?: false | undefined }): Promise<User> {
      await db.transaction(async () => {
        const user = await found(id);
        const now = clock.now();
        const losesAdministration = (role !== undefined && role !== 'administrator') || disabled === true;
        if (user.role === 'administrator' && losesAdministration) await users.keepAnAdministrator(id);
        if (role !== undefined && role !== user.role) await users.setRole(id, role, now);
        if (disabled !== undefined && disabled !== user.disabled) await users.setDisabled(id, disabled, now);
        if (second_factor === false) await users.removeSecondFactor(id, now);
        if ((role !== undefined && role !== user.role) || disabled === true || second_factor === false) await endEverything(id);
        await changed();
      });
      return found(id);
    },

    async remove(id: string): Promise<User> {
      return db.transaction(async () => {
        const user = await found(id);
        if (user.role === 'administrator') await users.keepAnAdministrator(id);
        await users.remove(id);
        await changed();
        return user;
      });
    },
  };
}

export type People = ReturnType<typeof createPeople>;

async function mailReset(email: string, { users, links, logger, clock, sendMail, publicUrl }: Parts, linkTo: (page: 'reset', secret: string) => string): Promise<void> {
  const user = await users.byEmail(email);
  if (user === undefined || user.disabled) {
    logger.info('A password reset was asked for an address that has no account here');
    return;
  }
  const { secret } = await links.create('reset', { email: user.email, userId: user.id, madeBy: 'itself' }, clock.now());
  const sent = await sendMail(resetMail({ email: user.email, name: user.name, link: linkTo('reset', secret), publicUrl: publicUrl() }));
  if (sent.state !== 'sent') logger.warn({ user_id: user.id }, `The mail with the link for a new password could not be sent: ${sent.why} An administrator can make a link on the page of people.`);
}
