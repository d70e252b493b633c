import type { Provider } from '../core/resource.ts';
import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import { tryAccounts } from '../providers/enter-accounts.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { CollectorHost, OpenCollector } from './collector/host.ts';
import { cloudsOf } from './configuration.ts';
import { keepConnection } from './discover.ts';
import type { ScanConfiguration } from './run-scan.ts';

interface CheckParts {
  collectors: CollectorHost;
  settings: SettingsStore;
  clock: Clock;
  configuration: ScanConfiguration;
}

/** Asks a cloud, or each that is on, who the credentials are and what they reach, and keeps the answer. */
export async function checkConnection(parts: CheckParts, only?: Provider): Promise<void> {
  const { collectors, configuration } = parts;
  const collector = await collectors.open(`check-${timeId()}`, configuration.clouds, [], null);
  try {
    await Promise.all(cloudsOf(configuration).filter((provider) => only === undefined || provider === only).map((provider) => checkOne(collector, provider, parts)));
  } finally {
    await collector.close();
  }
}

async function checkOne(collector: OpenCollector, provider: Provider, { configuration, settings, clock }: CheckParts): Promise<void> {
  try {
    const discovery = await collector.discover(provider);
    const tried = await tryAccounts({ enter: (account) => collector.enter(provider, account) }, discovery);
    await keepConnection(provider, tried, configuration, { settings, clock });
  } catch {
    // What is wrong stands in the connection itself.
  }
}
