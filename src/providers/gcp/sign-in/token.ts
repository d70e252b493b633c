import { AppError } from '../../../core/errors.ts';

export interface AccessToken {
  token: string;
  /** Milliseconds of our clock. */
  expiresAt: number;
}

/** A way to a token; what it needs was read before. */
export type TokenSource = () => Promise<AccessToken>;

/** Cloud Asset and most services take no narrower one (their Discovery documents name no `cloud-platform.read-only`), so what may be done is for the granted roles to say. */
export const cloudPlatformScope = 'https://www.googleapis.com/auth/cloud-platform';

const renewBeforeMs = 5 * 60_000;
/** A failure is not tried again at once: a hundred targets would each ask. */
const keepFailureMs = 5_000;
/** A token this young that is refused is not refused because of its age. */
const youngMs = 10_000;

/** One token for all who ask, renewed before it ends. */
export class KeptToken {
  readonly #source: TokenSource;
  readonly #now: () => number;
  #current: Promise<AccessToken> | undefined;
  #askedAt = 0;
  #failedAt: number | undefined;

  constructor(source: TokenSource, now: () => number = Date.now) {
    this.#source = source;
    this.#now = now;
  }

  /** `isRefused`: the one that was given before is not taken any more. */
  async get(isRefused = false): Promise<string> {
    const asked = this.#current;
    if (asked === undefined) return (await this.#ask()).token;
    if (this.#failedAt !== undefined) return this.#now() - this.#failedAt < keepFailureMs ? (await asked).token : (await this.#ask()).token;
    const kept = await asked;
    const isGood = kept.expiresAt - this.#now() > renewBeforeMs && !(isRefused && this.#now() - this.#askedAt > youngMs);
    if (isGood) return kept.token;
    // Whoever found it ended first asks again; the others wait for that answer.
    if (this.#current === asked) void this.#ask().catch(() => undefined);
    return (await (this.#current as Promise<AccessToken>)).token;
  }

  #ask(): Promise<AccessToken> {
    this.#askedAt = this.#now();
    this.#failedAt = undefined;
    const asking = this.#source();
    this.#current = asking;
    asking.catch(() => {
      if (this.#current === asking) this.#failedAt = this.#now();
    });
    return asking;
  }
}

/** Reads `access_token` and `expires_in` (seconds) of an OAuth answer. */
export function tokenOf(answer: unknown, now: number, who: string): AccessToken {
  const { access_token: token, expires_in: seconds } = (answer ?? {}) as { access_token?: unknown; expires_in?: unknown };
  if (typeof token !== 'string' || token === '') throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `${who} answered without an access token.` });
  return { token, expiresAt: now + (Number(seconds) > 0 ? Number(seconds) : 3600) * 1000 };
}
