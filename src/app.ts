import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createAccess } from './access/access.ts';
import { createExtraction } from './app-extraction.ts';
import { createFileAuditing } from './app-files.ts';
import { accessMailer } from './api/access-mail.ts';
import { createLiveHub } from './api/live.ts';
import { isLoopback, listen, type Listeners } from './api/listeners.ts';
import { type Api, buildApi } from './api/server.ts';
import type { ApiParts } from './api/parts.ts';
import { createStatus } from './api/status.ts';
import { type Config, loadConfig } from './config/config.ts';
import { baseSettings, channelSetting } from './config/declare.ts';
import { createStoredSettings } from './config/stored.ts';
import { extractJob, scanJob } from './core/jobs.ts';
import { settingsOfChannel, missingOf } from './delivery/channel-settings.ts';
import { fieldSchema } from './delivery/define.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { channelIds, channels } from './delivery/index.ts';
import { enqueueNotification } from './delivery/notify.ts';
import { createMaintenance } from './jobs/maintenance.ts';
import { createRunWorker } from './jobs/run-worker.ts';
import { systemClock } from './platform/clock.ts';
import { createLogger, type LogLevel, type Logger, setLevel } from './platform/logger.ts';
import { createMetrics } from './platform/metrics.ts';
import { createSigner } from './platform/signing.ts';
import { createVault, masterKeyOf } from './platform/vault.ts';
import { createPrices } from './prices/refresh.ts';
import { createCollectorHost } from './scans/collector/host.ts';
import { createNamedSchedules } from './schedules/named-schedules.ts';
import { createScanSchedule } from './schedules/scan-schedule.ts';
import { createScheduler } from './schedules/scheduler.ts';
import { cloudSettingsOf, cloudsOf, scanConfigurationOf } from './scans/configuration.ts';
import { cancelledByPerson } from './scans/collect-all.ts';
import { endCancelled, runScan, type ScanParts } from './scans/run-scan.ts';
import { activeRules } from './scans/active-rules.ts';
import { checkConnection } from './scans/check-connection.ts';
import { openStore } from './store/open.ts';
import { deliveriesStore } from './store/deliveries.ts';
import { eventsStore } from './store/events.ts';
import { facetsStore } from './store/facets.ts';
import { findingsStore } from './store/findings.ts';
import { inventoryStore } from './store/inventory.ts';
import { governanceStore } from './store/governance.ts';
import { ledgerStore } from './store/ledger.ts';
import { metricsStore } from './store/metric-facts.ts';
import { readStore } from './store/reads.ts';
import { type Lease, type RunRow, runsStore } from './store/runs.ts';
import { schedulesStore } from './store/schedules.ts';
import { settingChannel, settingsStore } from './store/settings.ts';

export type Role = 'all' | 'api' | 'worker';

export interface AppOptions {
  config: Config;
  logger: Logger;
  role: Role;
  isDemo: boolean;
}

export interface App {
  api: Api;
  /** Starts what answers and what works; answers once the parts are ready. */
  start(): Promise<void>;
  /** The two halves of `start`: what answers, and (once) what works off runs and messages, with the schedules if asked. */
  startAnswering(): Promise<void>;
  startWorking(options: { hasSchedules: boolean }): Promise<void>;
  /** Opens the listeners. */
  listen(): Promise<Listeners>;
  /** Headers by which the command line asks within this process: who can read the store is its administrator. */
  operatorHeaders(): Record<string, string>;
  /** Ends within the limit: work under way is given back, nothing is lost. */
  stop(limitMs: number): Promise<void>;
}

const settingDeclarations = [...baseSettings, ...Object.values(channels).flatMap(({ fields, settings }) => fields.map((field) => channelSetting(field, fieldSchema(settings, field.name))))];
const { version } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const webRoot = path.resolve(import.meta.dirname, '../dist/web');

/** Reads flags, environment and file. Throws SETTING_INVALID. */
export function readConfig(flags: Readonly<Record<string, string | undefined>>, environment: Readonly<Record<string, string | undefined>>): Config {
  return loadConfig(settingDeclarations, { flags, environment });
}

export const logLevelOf = (config: Config): LogLevel => (config.value<boolean>('DEBUG') ? 'DEBUG' : config.value<LogLevel>('LOG_LEVEL'));

/** Joins the parts. Nothing runs yet; throws what the store throws. */
export async function createApp({ config, logger, role, isDemo }: AppOptions): Promise<App> {
  const clock = systemClock;
  const worker = `${os.hostname()}-${process.pid}-${Date.now().toString(36)}`;
  const store = await openStore(config, logger);
  const { db } = store;
  const stores = {
    runs: runsStore(db),
    findings: findingsStore(db),
    inventory: inventoryStore(db),
    schedules: schedulesStore(db),
    events: eventsStore(db),
    settings: settingsStore(db),
    deliveries: deliveriesStore(db),
    reads: readStore(db),
    facets: facetsStore(db),
    metrics: metricsStore(db),
    governance: governanceStore(db),
  };
  const keyText = config.value<string | undefined>('ROUNDSMAN_MASTER_KEY');
  const masterKey = keyText === undefined ? masterKeyOf(config.value<string>('DATA_DIR')) : Buffer.from(keyText, 'hex');
  const vault = createVault(masterKey);
  const ledger = ledgerStore(db, createSigner(masterKey, 'ledger'));
  const storedSettings = createStoredSettings(config, stores.settings, vault, (message) => logger.warn(message));
  await storedSettings.load();
  config.onChange((name) => {
    if (name === 'LOG_LEVEL') setLevel(logger, logLevelOf(config));
  });

  let port = config.value<number>('PORT');
  const publicUrl = (): string => config.value<string | undefined>('PUBLIC_URL') ?? `http://localhost:${port}`;
  const access = createAccess({ db, clock, logger, masterKey, isExposed: !isLoopback(config.value<string>('HOST')), publicUrl, sendMail: accessMailer(config) });
  await access.open();
  const live = createLiveHub({ db, ...stores, access, clock, logger });
  // Nobody has chosen yet: everyone who can be reached, and a preview of the others.
  const defaultChannels = (): string[] => channelIds.filter((id) => id !== 'webhook' || missingOf(id, config).length === 0);
  const scanSchedule = createScanSchedule({ db, ...stores, clock, defaultChannels });
  const namedSchedules = createNamedSchedules({ db, ...stores, clock });
  await scanSchedule.ensure();
  const auditing = createFileAuditing({ db, ...stores, ledger, clock, logger, config, worker, version, isDemo, publicUrl, defaultChannels });
  await auditing.fileAudits.ensure();

  const dispatcher = createDispatcher({
    deliveries: stores.deliveries,
    channels,
    settingsOf: async (id) => Promise.resolve(settingsOfChannel(id, config)),
    clock,
    logger,
    worker,
    onFailed: ({ id, channel, subject }) => void stores.events.publish([{ type: 'delivery.failed', data: { id, channel, subject } }], clock.now()).catch((error: unknown) => logger.warn({ err: error }, 'An event could not be kept')),
  });

  const extraction = createExtraction({ db, ...stores, config, vault, clock, logger, worker, dataDir: config.value<string>('DATA_DIR') });
  await extraction.ensure();
  const collectors = createCollectorHost();
  const prices = createPrices({ settings: stores.settings, clock, logger });
  const configuration = () => scanConfigurationOf(config, { isDemo, publicUrl: publicUrl() });
  const scanParts: ScanParts = {
    db,
    ...stores,
    clock,
    logger,
    collectors,
    configuration,
    rules: () => activeRules(stores.settings),
    prices: () => prices.book(),
    refreshPrices: (collector, provider, regions) => prices.refresh(provider, () => collector.prices(provider, regions)),
    onProgress: (runId) => live.progressed(runId),
    onTarget: extraction.onTarget,
    async enqueue(run, notification) {
      const wanted = await scanSchedule.channelsOf(run);
      await enqueueNotification(stores.deliveries, { notification, channels: wanted, now: clock.now() });
    },
  };
  async function scan(run: RunRow & Lease, signal: AbortSignal): Promise<void> {
    await runScan(run, scanParts, signal);
    const ended = await stores.runs.get(run.id);
    if (ended?.status === 'failed' && ended.schedule_id !== null) await namedSchedules.noteFailure(ended.schedule_id, ended.error?.message ?? 'unknown');
  }
  const runWorker = createRunWorker({
    db,
    runs: stores.runs,
    clock,
    logger,
    worker,
    maxParallel: 2,
    kinds: {
      [scanJob]: {
        cancelReason: cancelledByPerson,
        endCancelled: (run) => endCancelled(run, scanParts),
        work: scan,
      },
      [extractJob]: {
        cancelReason: cancelledByPerson,
        async endCancelled(run) {
          await endCancelled(run, scanParts);
          extraction.onRunEnded();
        },
        async work(run, signal) {
          await extraction.openRun(run);
          await scan(run, signal);
          extraction.onRunEnded();
        },
      },
    },
  });
  const scheduler = createScheduler({ db, ...stores, clock, logger, worker });
  const maintenance = createMaintenance({ db, ...stores, clock, logger, keepDays: () => config.value<number>('KEEP_RUNS_DAYS'), isBusy: () => runWorker.running + auditing.fileWorker.running > 0 });
  const status = createStatus({
    db,
    scanSchedule,
    clock,
    version,
    role,
    dataDir: store.dataDir,
    trouble: store.trouble,
    onEvent: (then) => stores.events.listen(then),
    schedulerTickAt: () => scheduler.lastTickAt,
    workers: () => ({ running: runWorker.running + auditing.fileWorker.running }),
    failedDeliveries: async () => (await stores.deliveries.countFailed()).reduce((sum, { count }) => sum + count, 0),
  });
  // The first answer after the listeners open already knows the schedule.
  await status.refresh();
  const metrics = createMetrics({
    roundsman_open_findings: { help: 'Findings that are open or in progress', read: async () => (await stores.reads.counts()).open_findings },
    roundsman_running_runs: { help: 'Runs that wait or work', read: async () => (await stores.reads.counts()).running_runs },
    roundsman_failed_deliveries: { help: 'Messages that were given up', read: async () => (await stores.reads.counts()).failed_deliveries },
    roundsman_live_clients: { help: 'Open WebSocket clients', read: () => live.clients },
  });
  const parts: ApiParts = {
    db,
    access,
    config,
    storedSettings,
    clock,
    logger,
    ...stores,
    ledger,
    ...auditing,
    ...extraction,
    scanSchedule,
    namedSchedules,
    dispatcher,
    live,
    status,
    isDemo,
    version,
    publicUrl,
    checkConnection: (provider) => checkConnection({ collectors, settings: stores.settings, clock, configuration: configuration() }, provider),
    enabledClouds: () => cloudsOf({ clouds: cloudSettingsOf(config) }),
    metrics: () => metrics.text(),
  };
  const api = await buildApi(parts, { webRoot });
  const isWorker = role !== 'api';
  let listeners: Listeners | undefined;
  let isWorking = false;

  const app: App = {
    api,
    operatorHeaders: () => access.operatorHeaders(),
    async start() {
      await app.startAnswering();
      if (isWorker) await app.startWorking({ hasSchedules: true });
    },
    async startAnswering() {
      await db.listen(settingChannel, () => void storedSettings.load().catch((error: unknown) => logger.warn({ err: error }, 'Changed settings could not be read')));
      await status.start();
      await access.start();
      if (role !== 'worker') await live.start();
    },
    async startWorking({ hasSchedules }) {
      if (isWorking) return;
      isWorking = true;
      await dispatcher.start();
      await runWorker.start();
      await auditing.start();
      await extraction.start();
      if (!hasSchedules) return;
      await scheduler.start();
      maintenance.start();
    },
    async listen() {
      const host = config.value<string>('HOST');
      listeners = await listen(api, { host, port, extractionPort: config.value<number | 'off'>('EXTRACTION_PORT'), logger });
      port = listeners.port;
      await access.prepare();
      return listeners;
    },
    async stop(limitMs) {
      maintenance.stop();
      await Promise.race([
        (async () => {
          await live.stop();
          await Promise.all([listeners?.close(), ...(isWorking ? [scheduler.stop(), runWorker.stop(limitMs - 2000), dispatcher.stop(limitMs - 2000)] : [])]);
          await auditing.stop(limitMs - 2000);
          await extraction.stop(limitMs - 2000);
          await collectors.stop();
          status.stop();
          await access.stop();
          metrics.stop();
          await api.close();
        })(),
        new Promise<void>((resolve) => setTimeout(resolve, limitMs - 1000).unref()),
      ]);
      await store.close();
    },
  };
  return app;
}

export type ApiCall = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

/** The API on the store itself, without listeners, for commands while no service runs. */
export async function openLocalApi({ flags, environment }: { flags: Readonly<Record<string, string | undefined>>; environment: NodeJS.ProcessEnv }): Promise<{ call: ApiCall; close(): Promise<void> }> {
  const config = readConfig(flags, environment);
  // What a command prints is its result: the log goes beside it.
  const logger = await createLogger(config.value<boolean>('DEBUG') ? 'DEBUG' : 'ERROR', { isTerminal: false, toStderr: true });
  const app = await createApp({ config, logger, role: 'all', isDemo: false });
  await app.startAnswering();
  return {
    async call(method, url, body) {
      // A question starts nothing, and no command takes part in the schedules of a service that happens to be down.
      if (method !== 'GET') await app.startWorking({ hasSchedules: false });
      const answer = await app.api.inject({ method, url, headers: { host: 'localhost', ...app.operatorHeaders() }, ...(body === undefined ? {} : { payload: body as object }) });
      const isJson = String(answer.headers['content-type']).includes('json');
      return { status: answer.statusCode, body: isJson ? answer.json<unknown>() : answer.body };
    },
    close: () => app.stop(10_000),
  };
}
