import { AppError, asAppError } from './core/errors.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Vault } from './platform/vault.ts';
import { publishedLimits } from './providers/aws/published-limits.ts';
import { cloudSettingsOf, cloudsOf } from './scans/configuration.ts';
import { estimate } from './scans/estimate.ts';
import { orAborted } from './platform/or-aborted.ts';
import type { Db } from './store/db.ts';
import type { EventsStore } from './store/events.ts';
import type { InventoryStore } from './store/inventory.ts';
import { jobsStore } from './store/jobs.ts';
import type { RunRow, RunsStore, ScanScope } from './store/runs.ts';
import type { SettingsStore } from './store/settings.ts';
import { type TransportRow, transportsStore } from './store/transports.ts';
import { createTransportRegistry } from './transports/registry.ts';
import { createTransportService } from './transports/serve.ts';

export interface ExtractionParts {
  db: Db;
  runs: RunsStore;
  inventory: InventoryStore;
  events: EventsStore;
  settings: SettingsStore;
  config: Config;
  vault: Vault;
  clock: Clock;
  logger: Logger;
  worker: string;
  /** For the spool of the S3 transport. */
  dataDir: string;
}

/** So many targets are named as being listed. */
const mostNamed = 20;
const testWaitMs = 15_000;

/** Joins what extractions need besides the scan itself: transports and their queues, estimates, what is being listed. */
export function createExtraction(parts: ExtractionParts) {
  const { db, config, inventory, settings } = parts;
  const transports = transportsStore(db);
  const jobs = jobsStore(db);
  const transportRegistry = createTransportRegistry({ ...parts, transports, awsEndpointUrl: config.value<string | undefined>('AWS_ENDPOINT_URL') });
  const service = createTransportService({
    ...parts,
    transports,
    open: (row) => transportRegistry.open(row),
    senderOf: (transport) => transportRegistry.senderOf(transport),
    delayMs: () => config.value<number>('BATCH_DELAY_SECONDS') * 1000,
  });
  const listing = new Map<string, Set<string>>();
  config.onChange((name) => {
    if (name === 'TRANSPORT_TYPE' || name === 'TRANSPORT_ONLY_CHANGES') void transportRegistry.ensure().catch((error: unknown) => parts.logger.warn({ err: error }, 'The configured transport could not be noted'));
    // Settings of a transport change while it waits.
    service.wake();
  });

  return {
    transports,
    jobs,
    transportRegistry,
    ensure: () => transportRegistry.ensure(),
    start: () => service.start(),
    stop: (limitMs: number) => service.stop(limitMs),

    /** Every transport that is on takes part in the run, from its start. */
    async openRun(run: RunRow): Promise<void> {
      const on = (await transports.transports()).filter(({ enabled }) => enabled);
      await db.transaction(() => transports.openRun(run.id, on, run.scope.batch_size ?? config.value<number>('BATCH_SIZE')));
    },
    onRunEnded: (): void => service.wake(),

    onTarget(runId: string, target: string, hasBegun: boolean): void {
      const names = listing.get(runId) ?? new Set();
      listing.set(runId, names);
      if (hasBegun) names.add(target);
      else names.delete(target);
      if (names.size === 0) listing.delete(runId);
    },
    currentTargets: (runId: string): string[] => [...(listing.get(runId) ?? [])].slice(0, mostNamed),

    estimate: (scope: ScanScope) =>
      estimate(scope, { inventory, jobs, settings, clouds: cloudsOf({ clouds: cloudSettingsOf(config) }), awsRegions: config.value<string[]>('AWS_REGIONS'), generic: config.value<string[]>('AWS_GENERIC_TYPES'), rateOf: (name) => publishedLimits[name]?.rate }),

    async testTransport(row: TransportRow): Promise<{ delivered: boolean; message: string }> {
      const transport = transportRegistry.open(row);
      if (transport === undefined) return { delivered: false, message: `Not configured: set ${transportRegistry.missingOf(row).join(' and ') || 'its settings'}.` };
      const sender = transportRegistry.senderOf(transport);
      const limit = AbortSignal.timeout(testWaitMs);
      try {
        return { delivered: true, message: await orAborted(sender.probe(limit), limit) };
      } catch (error) {
        const failure = error instanceof AppError || !limit.aborted ? asAppError(error) : new AppError('TRANSPORT_UNREACHABLE', { detail: `There was no answer within ${testWaitMs / 1000} seconds.` });
        return { delivered: false, message: failure.message };
      } finally {
        await sender.close();
      }
    },
  };
}
