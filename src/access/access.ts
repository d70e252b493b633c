import { hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import { createActors } from './actors.ts';
import { type Auth, createAuth } from './auth.ts';
import { linksStore } from './links.ts';
import { createLockOut } from './lock-out.ts';
import type { SendAccessMail } from './mails.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.ts';
import type { Actor } from './roles.ts';
import { sessionsStore } from './sessions.ts';
import { createSetupCodes } from './setup-code.ts';
import { createSignIn } from './sign-in.ts';
import { tokensStore } from './tokens.ts';
import { usersStore } from './users.ts';

/**
 * `local`: loopback only and no account, so whoever is at this machine is the administrator. `account`: everybody signs in.
 * `set_up`: reachable by others and no account yet, so nothing but making the first one.
 */
export type AccessMode = 'local' | 'account' | 'set_up';

export interface AccessParts {
  db: Db;
  clock: Clock;
  logger: Logger;
  masterKey: Buffer;
  /** HOST is beyond loopback. */
  isExposed: boolean;
  publicUrl: () => string;
  sendMail: SendAccessMail;
}

/** Notified when anything about people, sessions or tokens changed. */
const channel = 'roundsman_access';
/** Where notifications may be lost with a connection, the first account of another replica is noticed this way. */
const lookEveryMs = 10_000;
const pruneEveryMs = 3_600_000;
const operatorHeader = 'x-roundsman-operator';

/** People, how they sign in, and who asks. One per process; `start` before the first request. */
export function createAccess(parts: AccessParts) {
  const { db, clock, logger, masterKey, isExposed, publicUrl } = parts;
  const users = usersStore(db);
  const tokens = tokensStore(db);
  const sessions = sessionsStore(db);
  const links = linksStore(db);
  const lockOut = createLockOut(db, clock);
  const passwords = createPasswords();
  const codes = createSetupCodes({ db, clock, logger, publicUrl });
  const secret = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'roundsman access', 32)).toString('base64url');
  // Known to this process only, so that no request from outside can carry it.
  const operatorKey = randomBytes(32).toString('base64url');
  let loading: Promise<Auth> | undefined;
  const auth = (): Promise<Auth> =>
    (loading ??= createAuth({ db, passwords, logger, secret }).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const actors = createActors({ db, auth, tokens, clock, logger });
  const listeners = new Set<() => void>();
  const timers: NodeJS.Timeout[] = [];
  let hasAccounts = false;
  let stopListening: (() => Promise<void>) | undefined;

  /** Tells this process at once and the others after the commit. */
  async function changed(): Promise<void> {
    db.afterCommit(heard);
    await db.notify(channel, '');
  }
  function heard(): void {
    actors.forget();
    for (const listener of listeners) listener();
  }
  async function look(): Promise<void> {
    if (!hasAccounts) hasAccounts = await users.any();
  }
  const quietly = (work: Promise<void>): void => void work.catch((error: unknown) => logger.warn({ err: error }, 'Changed accounts could not be read'));

  const signIn = createSignIn({ db, clock, auth, users, lockOut });
  const people = createPeople({
    ...parts,
    users,
    sessions,
    links,
    lockOut,
    passwords,
    signIn,
    codes,
    changed: async () => {
      // The first account ends local mode with its commit, before its own request is answered.
      if (!hasAccounts) db.afterCommit(() => (hasAccounts = true));
      await changed();
    },
  });

  return {
    users,
    tokens,
    sessions,
    links,
    signIn,
    people,
    changed,
    isExposed,
    publicUrl,
    mode: (): AccessMode => (hasAccounts ? 'account' : isExposed ? 'set_up' : 'local'),
    bySession: actors.bySession,
    byToken: actors.byToken,
    stillIn: (asked: readonly Actor[]): Promise<Set<Actor>> => actors.stillIn(asked),
    /** Calls back after anything changed that may end somebody's rights. */
    onChange: (listener: () => void): void => void listeners.add(listener),

    /** Headers by which the command line, within this process, asks as the administrator. */
    operatorHeaders: (): Record<string, string> => ({ [operatorHeader]: operatorKey }),
    isOperator(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
      const given = headers[operatorHeader];
      return typeof given === 'string' && given.length === operatorKey.length && timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(operatorKey, 'latin1'));
    },

    /** Shows the code for the first account in the log, as long as there is none. */
    async showSetupCode(): Promise<void> {
      if (!hasAccounts) await codes.ensure();
    },

    /** Reads whether there are accounts. */
    open: look,
    /** Before the first request: better-auth is imported now and not in that request, or the code for the first account is shown. */
    async prepare(): Promise<void> {
      if (isExposed && !publicUrl().startsWith('https:')) logger.warn({ public_url: publicUrl() }, 'Others can reach the service, and PUBLIC_URL is not an https address: passwords and sessions travel readable, and links in mails lead to that address. Put a TLS proxy in front and set PUBLIC_URL to its address.');
      if (hasAccounts) await auth();
      else if (isExposed) await codes.ensure();
    },
    /** Hears of changes by other replicas, and tidies up. */
    async start(): Promise<void> {
      stopListening = await db.listen(channel, () => {
        heard();
        quietly(look());
      });
      timers.push(setInterval(() => hasAccounts || db.kind === 'embedded' || quietly(look()), lookEveryMs), setInterval(() => quietly(sessions.prune(clock.now())), pruneEveryMs));
      for (const timer of timers) timer.unref();
    },
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      await stopListening?.();
      stopListening = undefined;
    },
  };
}

export type Access = ReturnType<typeof createAccess>;
