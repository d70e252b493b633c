import type { Discovery } from '../core/collector.ts';
import { AppError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { OpenCollector } from './collector/host.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** The connections page names so many accounts; a run names all of its own. */
const mostNamed = 200;

/** Who we are at the cloud, kept for the connections page. Throws where nothing can be entered. */
export async function discover(collector: OpenCollector, configuration: ScanConfiguration, parts: { settings: SettingsStore; clock: Clock }): Promise<Discovery> {
  if (!configuration.isAwsEnabled) throw new AppError('NOT_POSSIBLE', { detail: 'AWS is not in ENABLED_PROVIDERS. Add it, then trigger the scan again.' });
  const discovery = await collector.discover();
  await keepConnection(discovery, configuration, parts);
  if (discovery.state === 'no_credentials') throw new AppError('AWS_NO_CREDENTIALS');
  if (discovery.state === 'rejected') throw new AppError('AWS_CREDENTIALS_REJECTED', { detail: discovery.message });
  return discovery;
}

/** Regions that are not known of this discovery stay as an earlier one found them. */
export async function keepConnection(discovery: Discovery, configuration: ScanConfiguration, { settings, clock }: { settings: SettingsStore; clock: Clock }): Promise<void> {
  const before = (await settings.connections()).find(({ provider }) => provider === 'aws');
  const regions = [...new Set(discovery.accounts.flatMap((account) => account.regions ?? []))].sort();
  await settings.putConnection({
    provider: 'aws',
    state: discovery.state,
    source: discovery.source,
    accounts: discovery.accounts.slice(0, mostNamed).map(({ id, name, roleArn }) => ({ id, name, role_arn: roleArn })),
    regions: regions.length === 0 ? (before?.regions ?? []) : regions,
    endpoint: configuration.aws.endpointUrl ?? null,
    message: discovery.message,
    checked_at: clock.now(),
  });
}
