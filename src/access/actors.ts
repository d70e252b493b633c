import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import { asOwnError, type Auth, headersFor } from './auth.ts';
import { type Actor, lesserRole, type Role } from './roles.ts';
import { secretHash, tokenPrefix, type TokensStore } from './tokens.ts';

/** How long an answer of the store counts where no word of a change arrives. */
const keepMs = 10_000;
const mostKept = 2000;
const useNotedEveryMs = 60_000;

interface Kept {
  actor: Actor;
  untilMs: number;
  endsAt: Date | null;
}

/**
 * Who holds a session or a token. Answers are kept for seconds, so that a page of twenty requests asks the store once,
 * and forgotten at once when anything about people changes here or on another replica.
 */
export function createActors({ db, auth, tokens, clock, logger }: { db: Db; auth: () => Promise<Auth>; tokens: TokensStore; clock: Clock; logger: Logger }) {
  const kept = new Map<string, Kept>();
  const usedAt = new Map<string, number>();
  let generation = 0;

  async function remembered(key: string, find: () => Promise<{ actor: Actor; endsAt: Date | null } | undefined>): Promise<Actor | undefined> {
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > clock.monotonicMs() && isAhead(known.endsAt)) return known.actor;
    kept.delete(key);
    const before = generation;
    const found = await find();
    if (found === undefined || !isAhead(found.endsAt)) return undefined;
    // What was asked before a change may be answered after it.
    if (before === generation) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, { ...found, untilMs: clock.monotonicMs() + keepMs });
    }
    return found.actor;
  }

  const isAhead = (endsAt: Date | null): boolean => endsAt === null || endsAt > clock.now();

  function noteUse(id: string): void {
    const now = clock.monotonicMs();
    if (now - (usedAt.get(id) ?? -Infinity) < useNotedEveryMs) return;
    if (usedAt.size >= mostKept) usedAt.clear();
    usedAt.set(id, now);
    tokens.noteUse(id, clock.now()).catch((error: unknown) => logger.warn({ err: error }, 'The use of a token could not be noted'));
  }

  return {
    /** By the signed value of the session cookie. */
    bySession: (value: string): Promise<Actor | undefined> =>
      remembered(`session ${secretHash(value)}`, async () => {
        const { api } = await auth();
        const found = await api.getSession({ headers: headersFor(undefined, value), query: { disableRefresh: true, disableCookieCache: true } }).catch((error: unknown) => {
          throw asOwnError(error);
        });
        if (found === null) return undefined;
        const { user, session } = found;
        if (user.disabled === true) return undefined;
        return { actor: { kind: 'user', id: user.id, name: user.name, role: user.role as Role, userId: user.id, sessionId: session.id }, endsAt: session.expiresAt };
      }),

    async byToken(token: string): Promise<Actor | undefined> {
      if (!token.startsWith(tokenPrefix) || token.length > 100) return undefined;
      const actor = await remembered(`token ${secretHash(token)}`, async () => {
        const row = await tokens.bySecret(token);
        if (row === undefined || row.user_disabled) return undefined;
        return { actor: { kind: 'token', id: row.id, name: row.name, role: lesserRole(row.role, row.user_role), userId: row.user_id }, endsAt: row.expires_at };
      });
      if (actor !== undefined) noteUse(actor.id);
      return actor;
    },

    forget(): void {
      generation += 1;
      kept.clear();
    },

    /** Of those who have a socket open, those who would still be let in as who they are. */
    async stillIn(actors: readonly Actor[]): Promise<Set<Actor>> {
      const now = clock.now();
      const sessionIds = actors.flatMap(({ sessionId }) => sessionId ?? []);
      const tokenIds = actors.flatMap(({ kind, id }) => (kind === 'token' ? id : []));
      const rows = await db.query<{ id: string; role: Role; own: Role }>(
        `select s.id, u.role, u.role as own from access_session s join access_user u on u.id = s.user_id where s.id = any($1::uuid[]) and s.expires_at > $3 and not u.disabled
         union all
         select t.id, u.role, t.role as own from access_token t join access_user u on u.id = t.user_id where t.id = any($2::uuid[]) and (t.expires_at is null or t.expires_at > $3) and not u.disabled`,
        [sessionIds, tokenIds, now],
      );
      const roleOf = new Map(rows.map(({ id, role, own }) => [id, lesserRole(role, own)]));
      return new Set(actors.filter((actor) => roleOf.get(actor.sessionId ?? actor.id) === actor.role));
    },
  };
}

export type Actors = ReturnType<typeof createActors>;
