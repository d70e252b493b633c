import type { DiscoveredAccount, Discovery, EnteredAccount } from '../core/collector.ts';

const inParallel = 8;

/** Enters accounts, a few at a time, in their order. What could not be entered says why. */
export async function enterAccounts(collector: { enter(account: DiscoveredAccount): Promise<EnteredAccount> }, accounts: readonly DiscoveredAccount[]): Promise<EnteredAccount[]> {
  const entered: EnteredAccount[] = [];
  const numbered = accounts.entries();
  const lane = async (): Promise<void> => {
    for (const [index, account] of numbered) entered[index] = await collector.enter(account);
  };
  await Promise.all(Array.from({ length: Math.min(inParallel, accounts.length) }, lane));
  return entered;
}

export interface TriedDiscovery extends Discovery {
  accounts: EnteredAccount[];
}

/** So many accounts are entered to see whether a connection works; a scan enters all of them, each in its turn. */
const mostTried = 40;

/** A discovery whose accounts were tried, with a sentence on how it went. */
export async function tryAccounts(collector: { enter(account: DiscoveredAccount): Promise<EnteredAccount> }, discovery: Discovery): Promise<TriedDiscovery> {
  const accounts = await enterAccounts(collector, discovery.accounts.slice(0, mostTried));
  if (discovery.state !== 'connected') return { ...discovery, accounts };
  const good = accounts.filter(({ error }) => error === null);
  const regions = new Set(good.flatMap((account) => account.regions));
  const rest = discovery.accounts.length > mostTried ? `, the first ${mostTried} of ${discovery.accounts.length} tried` : '';
  const note = /^\d+ accounts?\.\s*(.*)$/.exec(discovery.message)?.[1] ?? '';
  return { ...discovery, accounts, message: `${good.length} of ${accounts.length} accounts, ${regions.size} regions${rest}.${note === '' ? '' : ` ${note}`}` };
}
