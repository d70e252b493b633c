import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import { secretHash } from './tokens.ts';

const lifeMs = 10 * 60_000;
const mostTries = 5;
/** Whoever guesses fills the log with new codes no faster than this. */
const pauseAfterTriesMs = 30_000;
/** Without the letters that are taken for digits. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The code that only who sees the log knows: who enters it makes the first account. */
export interface SetupCodes {
  /** Shows a code in the log unless the one shown last is still good. */
  ensure(): Promise<void>;
  /** Answers the id of the code. Throws INVALID_VALUE and counts a try where it is none, TOO_MANY_ATTEMPTS between two codes. */
  check(text: string): Promise<string>;
  /** Within the transaction that makes the account: uses the code up, and with it all others. False where another was faster. */
  take(id: string): Promise<boolean>;
}

interface Row {
  id: string;
  code_hash: string;
}

export function createSetupCodes({ db, clock, logger, publicUrl }: { db: Db; clock: Clock; logger: Logger; publicUrl: () => string }): SetupCodes {
  /** What this process showed last. Replicas show their own, and all of them count. */
  let shown: { id: string; at: number } | undefined;

  const good = (now: Date) => db.query<Row>('select id, code_hash from access_setup_code where expires_at > $1 and tries < $2', [now, mostTries]);

  async function show(now: Date): Promise<void> {
    const id = timeId();
    const code = newCode();
    await db.query('delete from access_setup_code where expires_at <= $1', [now]);
    await db.query('insert into access_setup_code (id, code_hash, created_at, expires_at) values ($1, $2, $3, $4)', [id, secretHash(plain(code)), now, new Date(now.getTime() + lifeMs)]);
    shown = { id, at: clock.monotonicMs() };
    // It must be seen however little is logged.
    const say = logger.level === 'error' ? logger.error.bind(logger) : logger.warn.bind(logger);
    say({ setup_code: code }, `To make the first account open ${publicUrl()}/app/ and enter this code within ten minutes: ${code}`);
  }

  /** Milliseconds until the next code may be shown. */
  const pauseMs = (): number => (shown === undefined ? 0 : Math.max(0, shown.at + pauseAfterTriesMs - clock.monotonicMs()));

  async function ensure(): Promise<void> {
    const now = clock.now();
    const rows = await good(now);
    if (!rows.some(({ id }) => id === shown?.id) && pauseMs() === 0) await show(now);
  }
  let ensuring: Promise<void> | undefined;

  return {
    ensure: () => (ensuring ??= ensure().finally(() => (ensuring = undefined))),
    async check(text) {
      const now = clock.now();
      const rows = await good(now);
      const wanted = Buffer.from(secretHash(plain(text)));
      const found = rows.filter(({ code_hash }) => timingSafeEqual(Buffer.from(code_hash), wanted))[0];
      if (found !== undefined) return found.id;
      if (rows.length === 0) {
        const retryAfterMs = pauseMs();
        if (retryAfterMs > 0) throw new AppError('TOO_MANY_ATTEMPTS', { detail: 'The code was entered wrongly too often. In half a minute there is a new one.', retryAfterMs });
        await show(now);
        throw wrongCode('The code is no longer valid. The log of the service shows a new one.');
      }
      logger.warn('A wrong code for the first account was entered');
      const after = await db.query<{ tries: number }>('update access_setup_code set tries = tries + 1 where id = any($1::uuid[]) returning tries', [rows.map(({ id }) => id)]);
      const left = mostTries - Math.min(mostTries, ...after.map(({ tries }) => tries));
      if (left > 0) throw wrongCode(`The code is not right. ${left} ${left === 1 ? 'try is' : 'tries are'} left; the log of the service shows it.`);
      if (pauseMs() > 0) throw wrongCode('The code is not right, and no try is left. In half a minute there is a new code.');
      await show(now);
      throw wrongCode('The code is not right, and no try is left. The log of the service shows a new code.');
    },
    async take(id) {
      const taken = await db.query('delete from access_setup_code where id = $1 returning id', [id]);
      await db.query('delete from access_setup_code');
      return taken.length > 0;
    },
  };
}

const wrongCode = (detail: string): AppError => new AppError('INVALID_VALUE', { detail, fields: [{ field: 'code', message: 'not the code of the log' }] });

/** 130 bits as people can type them: 26 letters and digits in groups. */
function newCode(): string {
  const text = [...randomBytes(26)].map((byte) => letters[byte & 31]).join('');
  return (text.match(/.{1,6}/g) ?? []).join('-');
}

/** As it is compared: however it was typed. */
const plain = (text: string): string => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
