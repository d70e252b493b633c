import { AppError, asAppError, type StoredError } from '../core/errors.ts';
import { extractJob } from '../core/jobs.ts';
import type { Prices } from '../core/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Notification, RunSummary } from '../core/summary.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Provider } from '../core/resource.ts';
import type { CloudSettings } from '../providers/settings.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { FacetsStore } from '../store/facets.ts';
import type { FindingsStore } from '../store/findings.ts';
import type { InventoryStore } from '../store/inventory.ts';
import type { MetricsStore } from '../store/metric-facts.ts';
import type { Lease, RunRow, RunsStore, RunStatus } from '../store/runs.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { CollectorHost, OpenCollector } from './collector/host.ts';
import { Budget } from './budget.ts';
import { cancelledByPerson } from './collect-all.ts';
import type { ActiveRule } from './evaluate.ts';
import { collectAll } from './collect-all.ts';
import { cloudsOf } from './configuration.ts';
import { discoverAll } from './discover.ts';
import { providersOf, typesOf, typesThatRulesRead } from './plan-targets.ts';
import { orAborted } from '../platform/or-aborted.ts';
import { RunAccounts } from './run-accounts.ts';
import { RunJudging } from './run-judging.ts';
import { summarise } from './summarise.ts';

export interface ScanParts {
  db: Db;
  inventory: InventoryStore;
  findings: FindingsStore;
  metrics: MetricsStore;
  runs: RunsStore;
  events: EventsStore;
  settings: SettingsStore;
  facets: FacetsStore;
  clock: Clock;
  logger: Logger;
  collectors: CollectorHost;
  /** Read at the start of each run, so that changes count from the next one. */
  configuration(): ScanConfiguration;
  rules(): Promise<ActiveRule[]>;
  prices(): Promise<Prices>;
  /** Reads the provider's prices again where they are old; never fails. */
  refreshPrices(collector: OpenCollector, provider: Provider, regions: string[]): Promise<void>;
  /** Puts the messages of a finished run into the outbox, within the caller's transaction. */
  enqueue(run: RunRow, notification: Notification): Promise<void>;
  /** Hears how far a run is, for the live page; called often. */
  onProgress(runId: string): void;
  /** Hears what is being listed, in words. */
  onTarget(runId: string, target: string, hasBegun: boolean): void;
}

export interface ScanConfiguration {
  clouds: CloudSettings;
  /** False where no cloud was named and every one that has credentials is visited. */
  areCloudsNamed: boolean;
  /** Empty: every enabled region. */
  awsRegions: readonly string[];
  /** Targets read at once at the most; undefined: `targetsPerCloud` of each. */
  maxTargets: number | undefined;
  targetsPerCloud: number;
  /** What a run may cost where it does not say so itself; null is no limit. */
  maxCalls: number | null;
  maxMinutes: number | null;
  readsMetrics: boolean;
  keepsRaw: boolean;
  isDemo: boolean;
  publicUrl: string;
}

/** One pass: plan, collect and record, judge, tell. Goes on where an earlier attempt stopped. */
export async function runScan(run: RunRow & Lease, parts: ScanParts, signal: AbortSignal): Promise<void> {
  const { runs, clock, logger, settings, collectors, events } = parts;
  const configuration = parts.configuration();
  await events.publish([{ type: 'run.started', data: { run_id: run.id, origin: run.origin, attempt: run.attempt } }], clock.now());
  const startedAt = clock.monotonicMs();
  const lap = (phase: string): void => logger.debug({ run: run.id, phase, ms: Math.round(clock.monotonicMs() - startedAt) }, 'A phase of the run ended');
  const budget = new Budget(run, configuration, clock);
  const paces = await settings.paces();
  const collector = await collectors.open(run.id, configuration.clouds, paces.map(({ key, rate, burst }) => [key, { rate, burst }]), budget.callsLeft);
  try {
    const rules = await parts.rules();
    const clouds = providersOf(run.scope, cloudsOf(configuration));
    const types = typesOf(run.scope, { clouds, isExtraction: run.job === extractJob, judged: typesThatRulesRead(allRules.values()), generic: configuration.clouds.aws?.genericTypes ?? [] });
    const accounts = new RunAccounts(run, collector, { parts, configuration, types, budget });
    const discovered = await orAborted(discoverAll(collector, clouds, configuration, parts), signal);
    if (run.attempt > 1) await runs.reopenAccounts(run.id);
    if ((await accounts.plan(discovered)) === 0 || types.length === 0) throw nothingToVisit(undefined);
    lap('plan');
    await runs.setPhase(run, 'collect');
    parts.onProgress(run.id);
    const judging = new RunJudging({ run, rules, collector, readsMetrics: configuration.readsMetrics, parts, signal, refreshPrices: (provider, regions) => parts.refreshPrices(collector, provider, regions) });
    await collectAll(run, { accounts, clouds, collector, configuration, judging, budget }, parts, signal);
    lap('collect');
    await settings.putPaces(await collector.lessons(), clock.now());
    for (const [provider, regions] of accounts.regions) await settings.noteRegions(provider, [...regions].sort());
    if (signal.aborted) throw signal.reason;
    await runs.setPhase(run, 'evaluate');
    parts.onProgress(run.id);
    await orAborted(judging.finish(), signal);
    // Where one listing answers for all regions, they are known by what lies in them.
    for (const provider of clouds) if (provider !== 'aws') await settings.noteRegions(provider, await parts.facets.regionsOf(provider));
    lap('evaluate');
    await finish(run, configuration, parts);
    lap('finish');
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof AppError && error.code !== 'INTERNAL') logger.warn({ run: run.id, code: error.code }, `A run failed: ${error.message}`);
    else logger.error({ err: error, run: run.id }, 'A run failed');
    await end(run, 'failed', asAppError(error).toStored(), configuration, parts);
  } finally {
    await collector.close();
  }
}

function nothingToVisit(broken: StoredError | undefined): AppError {
  if (broken !== undefined) return new AppError(broken.code, { detail: broken.message, permission: broken.permission });
  return new AppError('NOT_POSSIBLE', { detail: 'No account, region and service is left to visit. Check ENABLED_PROVIDERS, the accounts and regions in the settings, and what the run was limited to.' });
}

async function finish(run: RunRow & Lease, configuration: ScanConfiguration, parts: ScanParts): Promise<void> {
  const { runs } = parts;
  const [totals, unvisited] = await Promise.all([runs.targetTotals([run.id]), runs.accountError(run.id)]);
  const { targets = 0, not_complete: missing = 0 } = totals.get(run.id) ?? {};
  if (targets === 0) throw nothingToVisit(unvisited);
  if (missing === 0 && unvisited === undefined) return end(run, 'completed', null, configuration, parts);
  if (!(await runs.hasRead(run.id))) {
    const { rows } = await runs.gaps(run.id, 10);
    return end(run, 'failed', rows.find(({ error }) => error !== null)?.error ?? unvisited ?? null, configuration, parts);
  }
  // Targets tell their own errors; of accounts without any nothing else would.
  await end(run, 'partial', missing === 0 ? (unvisited ?? null) : null, configuration, parts);
}

/** Ends a run that a person cancelled: what was recorded stays. */
export async function endCancelled(run: RunRow & Lease, parts: ScanParts): Promise<void> {
  const { runs, events, clock, db } = parts;
  await db.transaction(async () => {
    if (!(await runs.isHeld(run))) return;
    const at = clock.now();
    await runs.endRest(run.id, { status: 'cancelled', attempt: run.attempt, at, error: cancelledByPerson.toStored() });
    await runs.finish(run, { status: 'cancelled', at, error: cancelledByPerson.toStored(), summary: null });
    await events.publish([{ type: 'run.finished', data: { run_id: run.id, status: 'cancelled' } }], at);
  });
}

/** Ends the run: its end and its messages are one transaction. */
async function end(run: RunRow & Lease, status: Exclude<RunStatus, 'queued' | 'running'>, error: StoredError | null, configuration: ScanConfiguration, parts: ScanParts): Promise<void> {
  const { db, runs, events, clock, findings } = parts;
  const newSince = await lastToldAt(db, run.id);
  const at = clock.now();
  // Counted before the transaction: over a large estate it takes as long as all the commits of a second.
  const current = (await runs.get(run.id)) ?? run;
  const summary: RunSummary = await summarise(current, { status, at, newSince }, { db, findings, runs, isDemo: configuration.isDemo, publicUrl: configuration.publicUrl });
  if (error !== null && summary.gaps.length === 0) {
    summary.gaps = [{ account: 'all', region: 'all regions', type: 'all types', status: 'failed', message: error.message, ...(error.permission === undefined ? {} : { permission: error.permission }) }];
    summary.gapTotal = 1;
  }
  await db.transaction(async () => {
    if (!(await runs.isHeld(run))) throw new AppError('TARGET_INTERRUPTED', { detail: 'Another worker has taken the run over.' });
    await runs.finish(run, { status, at, error, summary });
    if (run.channels !== null) await parts.enqueue(run, { kind: 'scan-summary', summary });
    await events.publish([{ type: 'run.finished', data: { run_id: run.id, status, unused: summary.unusedTotal } }], at);
  });
  parts.onProgress(run.id);
}

/** When people were last told: what was opened since is new to them. A preview that went nowhere told nobody. */
async function lastToldAt(db: Db, runId: string): Promise<Date | undefined> {
  const rows = await db.query<{ finished_at: Date }>(
    `select r.finished_at from run r
      where r.summary is not null and r.id <> $1 and exists (select 1 from delivery d where d.run_id = r.id and d.kind = 'scan-summary' and d.state in ('pending', 'sending', 'delivered'))
      order by r.finished_at desc limit 1`,
    [runId],
  );
  return rows[0]?.finished_at;
}
