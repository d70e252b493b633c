import type { Clock } from '../platform/clock.ts';
import { timeId } from '../platform/ids.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { CollectorHost } from './collector/host.ts';
import { tryAccounts } from '../providers/enter-accounts.ts';
import { discover, keepConnection } from './discover.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** Asks AWS who the credentials are and which regions are enabled, and keeps the answer. */
export async function checkConnection({ collectors, settings, clock, configuration }: { collectors: CollectorHost; settings: SettingsStore; clock: Clock; configuration: ScanConfiguration }): Promise<void> {
  const collector = await collectors.open(`check-${timeId()}`, configuration.aws, [], null);
  try {
    const discovery = await tryAccounts(collector, await discover(collector, configuration, { settings, clock }));
    await keepConnection(discovery, configuration, { settings, clock });
  } catch {
    // What is wrong stands in the connection itself.
  } finally {
    await collector.close();
  }
}
