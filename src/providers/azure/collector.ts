import type { CallBudget, Collector, DiscoveredAccount, EnteredAccount } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { orAborted } from '../../platform/or-aborted.ts';
import type { Pacing } from '../../platform/pacing/pacing.ts';
import { textAt } from '../fields.ts';
import { readAccess, type SubscriptionAccess } from './access.ts';
import { discoverAzure, stateError } from './discovery.ts';
import { describeFailure } from './errors.ts';
import { type Asking, AzureSession } from './session.ts';
import type { AzureSettings } from './settings.ts';
import { visitAzure } from './visit.ts';

/** For what is asked of a subscription before its targets. */
const timeLimitMs = 300_000;

/** Reads Azure within one thread. What holds for a whole subscription is asked once for the life of the collector, one run. */
export function createAzureCollector(settings: AzureSettings, pacing: Pacing, budget: CallBudget = { left: Infinity }, environment: Readonly<Record<string, string | undefined>> = process.env): Collector {
  const session = new AzureSession(settings, pacing, budget, environment);
  const access = new Map<string, Promise<SubscriptionAccess>>();

  function accessOf(asking: Omit<Asking, 'call'>): Promise<SubscriptionAccess> {
    let asked = access.get(asking.account);
    if (asked === undefined) {
      // Others wait for it too: it does not stop with the visit that asked first.
      asked = readAccess(session, { ...asking, signal: AbortSignal.timeout(timeLimitMs) });
      access.set(asking.account, asked);
      // What failed is asked again by the next visit; until somebody waits for it, it must not count as unhandled.
      asked.catch(() => access.delete(asking.account));
    }
    return orAborted(asked, asking.signal);
  }

  return {
    provider: 'azure',
    discover: () => discoverAzure(session),
    enter: (account) => enter(session, account, accessOf),
    visit: (targets, parts) => visitAzure({ session, accessOf }, targets, parts),
    forget: (account) => void access.delete(account),
    lessons: () => pacing.lessons(),
  };
}

/** Whether the subscription can be read: its state, and what the principal may do in it. */
async function enter(session: AzureSession, account: DiscoveredAccount, accessOf: (asking: Omit<Asking, 'call'>) => Promise<SubscriptionAccess>): Promise<EnteredAccount> {
  const entered: EnteredAccount = { ...account, regions: [] };
  if (account.error !== null || account.id.startsWith('tenants/')) return entered;
  try {
    const asking = { account: account.id, counter: { calls: 0, throttled: 0 }, signal: AbortSignal.timeout(timeLimitMs) };
    const subscription = await session.get(`/subscriptions/${account.id}`, '2022-12-01', { ...asking, call: 'Microsoft.Resources/subscriptions' });
    const wrong = subscription === undefined ? new AppError('CLOUD_ACCOUNT_DISABLED', { detail: 'The subscription is not there, or the principal does not see it any more.' }) : stateError(textAt(subscription, 'state') ?? 'Enabled');
    if (wrong !== undefined) throw wrong;
    await accessOf(asking);
    return entered;
  } catch (error) {
    return { ...entered, error: describeFailure(error, 'Microsoft.Resources/subscriptions/read').toStored() };
  }
}
