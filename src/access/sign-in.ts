import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import { asOwnError, type Auth, type Client, headersFor, sessionIn, withCookies } from './auth.ts';
import { accountLimit, addressLimit, type LockOut } from './lock-out.ts';
import { secretHash } from './tokens.ts';
import { emailOf, type User, type UsersStore } from './users.ts';

export interface Credentials {
  email: string;
  password: string;
  /** Of the second factor, or a recovery code. */
  code?: string | undefined;
}

export type SignedIn = { session: string; user: User };
export type SignInAnswer = SignedIn | 'second_factor_required';

interface Parts {
  db: Db;
  clock: Clock;
  auth: () => Promise<Auth>;
  users: UsersStore;
  lockOut: LockOut;
}

/** How long a code of the second factor could be accepted: its half minute and the ones beside it. */
const codeLifeMs = 120_000;

const refused = (): AppError => new AppError('SIGN_IN_REFUSED');

/** Signing in and the second factor: better-auth does it, within the limits that lock out whoever guesses. */
export function createSignIn({ db, clock, auth, users, lockOut }: Parts) {
  /** Runs what may be guessed at; a refusal stays counted, everything else is taken back. */
  async function guarded<Result>(email: string, client: Client, work: () => Promise<Result>): Promise<Result> {
    const attempt = await lockOut.begin([accountLimit(email), addressLimit(client.address)]);
    try {
      const result = await work();
      await lockOut.undo(attempt);
      return result;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'SIGN_IN_REFUSED')) await lockOut.undo(attempt);
      throw error;
    }
  }

  /** Throws SIGN_IN_REFUSED for what better-auth refuses. */
  const asked = <Result>(call: Promise<Result>): Promise<Result> =>
    call.catch((error: unknown) => {
      throw asOwnError(error);
    });

  /** False for a code that was given before: within its half minute it would be accepted again. */
  async function isFirstUse(userId: string, code: string): Promise<boolean> {
    const now = clock.now();
    const before = new Date(now.getTime() - codeLifeMs);
    await db.query('delete from access_used_code where used_at < $1', [before]);
    return (await db.query('insert into access_used_code (user_id, code_hash, used_at) values ($1, $2, $3) on conflict (user_id, code_hash) do nothing returning user_id', [userId, secretHash(code), now])).length > 0;
  }

  async function passSecondFactor(user: User, code: string, headers: Headers): Promise<Headers> {
    const { api } = await auth();
    const digits = code.replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return (await asked(api.verifyBackupCode({ body: { code: code.trim() }, headers, returnHeaders: true }))).headers;
    if (!(await isFirstUse(user.id, digits))) throw refused();
    return (await asked(api.verifyTOTP({ body: { code: digits }, headers, returnHeaders: true }))).headers;
  }

  async function attempt({ email, password, code }: Credentials, client: Client): Promise<SignInAnswer> {
    const { api } = await auth();
    const headers = headersFor(client);
    const first = await asked(api.signInEmail({ body: { email, password }, headers, returnHeaders: true }));
    const user = await users.byEmail(email);
    if (user === undefined) throw refused();
    const needsCode = 'twoFactorRedirect' in first.response;
    if (needsCode && code === undefined) return 'second_factor_required';
    const answered = needsCode && code !== undefined ? await passSecondFactor(user, code, withCookies(headers, first.headers)) : first.headers;
    const session = sessionIn(answered);
    if (session === undefined) throw refused();
    return { session, user };
  }

  return {
    /** Throws SIGN_IN_REFUSED, the same for all that may be wrong, and TOO_MANY_ATTEMPTS. */
    async signIn(credentials: Credentials, client: Client): Promise<SignInAnswer> {
      const email = emailOf(credentials.email);
      const answer = await guarded(email, client, () => attempt({ ...credentials, email }, client));
      if (answer === 'second_factor_required') return answer;
      await lockOut.clear(email);
      await users.noteSignIn(answer.user.id, clock.now());
      return answer;
    },

    /** Makes a secret that counts from its confirmation on; wants the password again. */
    async beginSecondFactor(user: User, password: string, session: string, client: Client) {
      const { api } = await auth();
      if (user.has_second_factor) throw new AppError('NOT_POSSIBLE', { detail: 'The second factor is on already. Turn it off first.' });
      const { totpURI, backupCodes } = await guarded(user.email, client, async () => {
        const answer = await asked(api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersFor(client, session) }));
        if (!('totpURI' in answer)) throw new AppError('INTERNAL');
        return answer;
      });
      return { otpauthUrl: totpURI, secret: new URL(totpURI).searchParams.get('secret') ?? '', recoveryCodes: backupCodes };
    },

    /** The first code of the app: from now on every sign-in needs one. Answers the new session. */
    async confirmSecondFactor(user: User, code: string, session: string, client: Client): Promise<string> {
      const { api } = await auth();
      if (user.has_second_factor) throw new AppError('NOT_POSSIBLE', { detail: 'The second factor is on already.' });
      const digits = code.replaceAll(/\s/g, '');
      const { headers } = await guarded(user.email, client, () => asked(api.verifyTOTP({ body: { code: digits }, headers: headersFor(client, session), returnHeaders: true })));
      await isFirstUse(user.id, digits);
      return sessionIn(headers) ?? session;
    },

    /** Answers the new session. */
    async endSecondFactor(user: User, password: string, session: string, client: Client): Promise<string> {
      const { api } = await auth();
      if (!user.has_second_factor) throw new AppError('NOT_POSSIBLE', { detail: 'The second factor is off.' });
      const { headers } = await guarded(user.email, client, () => asked(api.disableTwoFactor({ body: { password }, headers: headersFor(client, session), returnHeaders: true })));
      return sessionIn(headers) ?? session;
    },

    /** Runs what wants a person's own password again, counted like a sign-in. */
    guarded,
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
