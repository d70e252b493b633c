import { AppError } from '../core/errors.ts';
import type { Logger } from '../platform/logger.ts';
import { timeId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import type { Passwords } from './passwords.ts';
import { sessionDays } from './sessions.ts';

/** How better-auth calls its cookie of a session; people's browsers know it by a name of ours. */
const innerCookie = 'roundsman.session_token';
/** The header by which the address of the client reaches the session's record. */
const addressHeader = 'x-roundsman-address';
/** Passwords are measured before they come here. */
const longestText = 2048;

interface AuthParts {
  db: Db;
  passwords: Passwords;
  logger: Logger;
  /** Signs session cookies and encrypts second factors. */
  secret: string;
}

/** Where a sign-in came from, for the list of sessions. */
export interface Client {
  address: string;
  userAgent: string;
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

function optionsOf({ db, passwords, logger, secret }: AuthParts, kysely: object) {
  return {
    appName: 'Roundsman',
    // Only what it serves by itself would need it, and it serves nothing: all calls are made from here.
    baseURL: 'http://localhost',
    // Given as a list, so that no variable of the environment takes its place.
    secrets: [{ version: 1, value: secret }],
    database: { db: kysely as never, type: 'postgres' as const, transaction: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: longestText,
      password: { hash: (password: string) => passwords.hash(password), verify: ({ hash, password }: { hash: string; password: string }) => passwords.matches(password, hash) },
    },
    user: {
      modelName: 'access_user',
      fields: { ...timestamps, emailVerified: 'email_verified' },
      additionalFields: { role: { type: 'string' as const, input: false }, disabled: { type: 'boolean' as const, input: false } },
    },
    session: {
      modelName: 'access_session',
      fields: { ...timestamps, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
      expiresIn: sessionDays * 86_400,
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'access_credential',
      fields: {
        ...timestamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'access_verification', fields: { ...timestamps, expiresAt: 'expires_at' } },
    databaseHooks: {
      session: {
        create: {
          // Who may not sign in gets no session, by whatever way; the answer is that of a wrong password.
          before: async ({ userId }: { userId: string }) => (await db.query('select 1 from access_user where id = $1 and not disabled', [userId])).length > 0,
        },
      },
    },
    advanced: {
      cookiePrefix: 'roundsman',
      useSecureCookies: false,
      database: { generateId: () => timeId() },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    // Lock-outs are ours: they hold for all replicas and all ways to sign in.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'warn' as const, log: (level: string, message: string) => logger.debug({ level }, `better-auth: ${message}`) },
  };
}

const twoFactorSchema = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: { modelName: 'access_two_factor', fields: { backupCodes: 'backup_codes', userId: 'user_id', failedVerificationCount: 'failed_verification_count', lockedUntil: 'locked_until' } },
};

/** better-auth with our tables, imported on use: it takes 0.3 s and 50 MB that a service in local mode does not need. */
export async function createAuth(parts: AuthParts) {
  const [{ betterAuth }, { twoFactor }, { Kysely }, { dialectOver }] = await Promise.all([import('better-auth'), import('better-auth/plugins/two-factor'), import('kysely'), import('./kysely-dialect.ts')]);
  const options = optionsOf(parts, new Kysely({ dialect: dialectOver(parts.db) }));
  return betterAuth({ ...options, plugins: [twoFactor({ issuer: 'Roundsman', schema: twoFactorSchema })] });
}

export type Auth = Awaited<ReturnType<typeof createAuth>>;

/** Headers for a call of better-auth: who asks, and by which session. */
export function headersFor(client: Client | undefined, session?: string | undefined): Headers {
  const headers = new Headers();
  if (client !== undefined) {
    headers.set(addressHeader, client.address);
    headers.set('user-agent', client.userAgent.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 300));
  }
  if (session !== undefined) headers.set('cookie', `${innerCookie}=${session}`);
  return headers;
}

/** Hands the cookies of one call to the next one of the same sign-in. */
export function withCookies(headers: Headers, answered: Headers): Headers {
  const next = new Headers(headers);
  next.set('cookie', answered.getSetCookie().map((line) => line.split(';')[0]).join('; '));
  return next;
}

/** The signed session in the answer's cookies, as it goes into the cookie of ours. */
export function sessionIn(answered: Headers): string | undefined {
  const line = answered.getSetCookie().find((cookie) => cookie.startsWith(`${innerCookie}=`));
  const value = line?.slice(innerCookie.length + 1).split(';')[0];
  return value === undefined || value === '' ? undefined : value;
}

/** What better-auth throws as an error of ours: SIGN_IN_REFUSED for what it refuses, and what the store said where that was the cause. */
export function asOwnError(error: unknown): AppError {
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1) if (inner instanceof AppError) return inner;
  const { statusCode } = error as { statusCode?: unknown };
  const isRefusal = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return new AppError(isRefusal ? 'SIGN_IN_REFUSED' : 'INTERNAL', { cause: error });
}
