import type { DiscoveredAccount, Discovery } from '../core/collector.ts';
import { AppError, type ErrorCode, type StoredError } from '../core/errors.ts';
import type { Provider } from '../core/resource.ts';
import type { Clock } from '../platform/clock.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { OpenCollector } from './collector/host.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** The connections page names so many accounts; a run names all of its own. */
const mostNamed = 200;

export type AccountOfCloud = DiscoveredAccount & { provider: Provider };

/** What was found in all clouds that a run visits. */
export interface Discovered {
  accounts: AccountOfCloud[];
  /** Clouds that were asked for and could not be entered at all, with the reason. */
  refused: { provider: Provider; error: StoredError }[];
}

/**
 * Who we are in each cloud, kept for the connections page. A cloud that is on only because nobody switched it off, and
 * has no credentials, is left out where another one answers. Throws where none can be entered.
 */
export async function discoverAll(collector: OpenCollector, clouds: readonly Provider[], configuration: ScanConfiguration, parts: { settings: SettingsStore; clock: Clock }): Promise<Discovered> {
  const answers = await Promise.all(clouds.map(async (provider) => ({ provider, ...(await discoverOne(collector, provider, configuration, parts)) })));
  const found: Discovered = { accounts: [], refused: [] };
  for (const { provider, discovery, error } of answers) {
    if (error !== undefined) found.refused.push({ provider, error });
    for (const account of discovery?.accounts ?? []) found.accounts.push({ ...account, provider });
  }
  const isAlone = found.accounts.length === 0;
  if (!isAlone && !configuration.areCloudsNamed) found.refused = found.refused.filter(({ error }) => !error.code.endsWith('_NO_CREDENTIALS'));
  const [first] = found.refused;
  if (isAlone && first !== undefined) throw new AppError(first.error.code, { detail: first.error.message, permission: first.error.permission });
  if (isAlone && clouds.length === 0) throw new AppError('NOT_POSSIBLE', { detail: 'None of the clouds that were asked for is in ENABLED_PROVIDERS. Add it, then trigger the scan again.' });
  return found;
}

async function discoverOne(collector: OpenCollector, provider: Provider, configuration: ScanConfiguration, parts: { settings: SettingsStore; clock: Clock }): Promise<{ discovery?: Discovery; error?: StoredError }> {
  const discovery = await collector.discover(provider);
  await keepConnection(provider, discovery, configuration, parts);
  if (discovery.state === 'connected') return { discovery };
  const name = provider.toUpperCase();
  if (discovery.state === 'no_credentials') return { error: new AppError(`${name}_NO_CREDENTIALS` as ErrorCode).toStored() };
  return { error: { code: discovery.code ?? (`${name}_CREDENTIALS_REJECTED` as ErrorCode), message: discovery.message } };
}

/** Regions that are not known of this discovery stay as an earlier one found them. */
export async function keepConnection(provider: Provider, discovery: Discovery, configuration: ScanConfiguration, { settings, clock }: { settings: SettingsStore; clock: Clock }): Promise<void> {
  const before = (await settings.connections()).find((connection) => connection.provider === provider);
  const regions = [...new Set(discovery.accounts.flatMap((account) => account.regions ?? []))].sort();
  await settings.putConnection({
    provider,
    state: discovery.state,
    source: discovery.source,
    accounts: discovery.accounts.slice(0, mostNamed).map(({ id, name, roleArn }) => ({ id, name, role_arn: roleArn })),
    regions: regions.length === 0 ? (before?.regions ?? []) : regions,
    endpoint: endpointOf(provider, configuration),
    message: discovery.message,
    checked_at: clock.now(),
  });
}

/** A private address that is asked instead of the cloud's own. */
function endpointOf(provider: Provider, { clouds: { aws, azure, gcp } }: ScanConfiguration): string | null {
  const own = { aws: aws?.endpointUrl, azure: azure?.resourceManagerUrl, gcp: gcp?.endpointUrl, files: undefined };
  return own[provider] ?? null;
}
