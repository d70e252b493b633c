import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../core/errors.ts';

export const shortestPassword = 12;
export const longestPassword = 256;

/** What OWASP recommends for scrypt with 32 MiB: a quarter of a second on one core of the reference machine. */
const cost = { logN: 15, r: 8, p: 3 };
const keyBytes = 32;
const mostAtOnce = 2;
const mostWaiting = 32;

/** Passwords as scrypt hashes. The work is done beside the event loop, and never more than two at once. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Constant in time for what it is given; false for a text that is no hash. */
  matches(password: string, stored: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  const waiting: (() => void)[] = [];
  let working = 0;

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (working >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw new AppError('TOO_MANY_ATTEMPTS', { detail: 'Too many people sign in at this moment. Try again in a few seconds.', retryAfterMs: 5000 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else working += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one without being free in between.
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  }

  return {
    async hash(password) {
      const salt = randomBytes(16);
      const key = await inTurn(() => derive(password, salt, cost));
      return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
    },
    async matches(password, stored) {
      const [kind, logN, r, p, salt, key] = stored.split('$');
      if (kind !== 'scrypt' || salt === undefined || key === undefined) return false;
      const expected = Buffer.from(key, 'base64url');
      const found = await inTurn(() => derive(password, Buffer.from(salt, 'base64url'), { logN: Number(logN), r: Number(r), p: Number(p) }));
      return expected.length === found.length && timingSafeEqual(expected, found);
    },
  };
}

function derive(password: string, salt: Buffer, { logN, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same password typed on another machine may come in another normal form.
    scrypt(password.normalize('NFKC'), salt, keyBytes, { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r + 2 ** 20 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Throws INVALID_VALUE for a password that may not be chosen. */
export function checkNewPassword(password: string, email: string, field = 'password'): void {
  const message = whyNot(password, email);
  if (message !== undefined) throw new AppError('INVALID_VALUE', { detail: `${field}: ${message}.`, fields: [{ field, message }] });
}

function whyNot(password: string, email: string): string | undefined {
  const length = [...password].length;
  if (length < shortestPassword || length > longestPassword) return `must have ${shortestPassword} to ${longestPassword} characters`;
  const plain = password.toLowerCase();
  if (plain === email.toLowerCase() || plain === email.toLowerCase().split('@')[0]) return 'must not be the e-mail address';
  return undefined;
}
