import { actionEntry } from '../access/action-log.ts';
import { LockedOut, networkOf } from '../access/lock-out.ts';
import { secretHash } from '../access/tokens.ts';
import { AppError } from '../core/errors.ts';
import type { ApiParts } from './parts.ts';

const quietMs = 15 * 60_000;
const mostRemembered = 1000;

/**
 * Keeps refused sign-ins in the history: each failure at an account (there are five before it is locked), and each
 * lock-out once. What is tried at addresses without an account is only logged, or strangers could fill the history.
 */
export function createRefusedSignIns({ access, ledger, clock, logger }: Pick<ApiParts, 'access' | 'ledger' | 'clock' | 'logger'>) {
  const told = new Map<string, number>();

  function isNews(key: string): boolean {
    const now = clock.monotonicMs();
    if (now - (told.get(key) ?? -Infinity) < quietMs) return false;
    if (told.size >= mostRemembered) told.clear();
    told.set(key, now);
    return true;
  }

  async function keep(error: AppError, email: string, address: string): Promise<void> {
    const isLockOut = error instanceof LockedOut;
    if (isLockOut && !isNews(`${secretHash(email)} ${networkOf(address)}`)) return;
    const user = await access.users.byEmail(email);
    logger.warn({ address, user_id: user?.id }, isLockOut ? 'Sign-ins are locked out for a while: too many failed' : 'A sign-in was refused');
    if (user === undefined) return;
    const target = { kind: 'user', id: user.id, name: user.name, role: user.role } as const;
    await ledger.append([actionEntry(target, { action: isLockOut ? 'locked out' : 'POST /api/v1/sign-in', params: { address }, status: 'refused' })], clock.now());
  }

  return {
    async note(error: unknown, email: string, address: string): Promise<void> {
      if (!(error instanceof AppError) || (error.code !== 'SIGN_IN_REFUSED' && !(error instanceof LockedOut))) return;
      await keep(error, email, address).catch((cause: unknown) => logger.error({ err: cause }, 'A refused sign-in could not be kept in the history'));
    },
  };
}
