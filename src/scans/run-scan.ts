import type { CollectTarget, Discovery } from '../core/collector.ts';
import { AppError, asAppError, type StoredError } from '../core/errors.ts';
import type { Prices } from '../core/rule.ts';
import { finalTargetStatuses } from '../core/resource.ts';
import type { Notification, RunSummary } from '../core/summary.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { AwsSettings } from '../providers/aws/session.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { FindingsStore } from '../store/findings.ts';
import { type InventoryStore, scopeIdOf } from '../store/inventory.ts';
import type { Lease, RunRow, RunsStore, RunStatus, TargetRow, TargetUpdate } from '../store/runs.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { CollectorHost, OpenCollector } from './collector/host.ts';
import { type ActiveRule, judge } from './evaluate.ts';
import { Judging } from './judging.ts';
import { planTargets } from './plan-targets.ts';
import { type OpenTarget, Recorder } from './recorder.ts';
import { summarise } from './summarise.ts';

export interface ScanParts {
  db: Db;
  inventory: InventoryStore;
  findings: FindingsStore;
  runs: RunsStore;
  events: EventsStore;
  settings: SettingsStore;
  clock: Clock;
  logger: Logger;
  collectors: CollectorHost;
  /** Read at the start of each run, so that changes count from the next one. */
  configuration(): ScanConfiguration;
  rules(): Promise<ActiveRule[]>;
  prices(): Promise<Prices>;
  /** Reads the provider's prices again where they are old; never fails. */
  refreshPrices(collector: OpenCollector, regions: string[]): Promise<void>;
  /** Puts the messages of a finished run into the outbox, within the caller's transaction. */
  enqueue(run: RunRow, notification: Notification): Promise<void>;
  /** Hears how far a run is, for the live page; called often. */
  onProgress(runId: string): void;
}

export interface ScanConfiguration {
  aws: AwsSettings;
  isAwsEnabled: boolean;
  /** Empty: every enabled region. */
  awsRegions: readonly string[];
  maxTargets: number;
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
  const paces = await settings.paces();
  const collector = await collectors.open(run.id, configuration.aws, paces.map(({ key, rate, burst }) => [key, { rate, burst }]));
  try {
    const targets = await orAborted(plan(run, collector, configuration, parts), signal);
    lap('plan');
    await runs.setPhase(run, 'collect');
    // Beside the listing: nothing needs a price before the judging.
    const priced = parts.refreshPrices(collector, [...new Set(targets.map(({ region }) => region))]);
    // Where the listing fails first nobody waits for it any more.
    priced.catch(() => undefined);
    const judging = await startJudging(run, targets, priced, parts, signal);
    await collectAll(run, targets, { collector, configuration, judging }, parts, signal);
    lap('collect');
    await settings.putPaces(await collector.lessons(), clock.now());
    if (signal.aborted) throw signal.reason;
    await runs.setPhase(run, 'evaluate');
    parts.onProgress(run.id);
    await orAborted(judging.finish(), signal);
    lap('evaluate');
    await finish(run, await runs.targets(run.id), configuration, parts);
    lap('finish');
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof AppError) logger.warn({ run: run.id, code: error.code }, `A run failed: ${error.message}`);
    else logger.error({ err: error, run: run.id }, 'A run failed');
    await fail(run, asAppError(error).toStored(), configuration, parts);
  } finally {
    await collector.close();
  }
}

/** A cloud that does not answer must not hold up a cancellation or a stop. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The targets of the run: those that an earlier attempt planned, else what the accounts have now. */
async function plan(run: RunRow & Lease, collector: OpenCollector, configuration: ScanConfiguration, parts: ScanParts): Promise<(TargetRow & { roleArn: string | null })[]> {
  const { runs, inventory, db } = parts;
  // Asked again in a later attempt too: which role enters an account is not stored with the target.
  const discovery = await discover(collector, configuration, parts);
  const roles = new Map(discovery.accounts.map(({ id, roleArn }) => [id, roleArn]));
  let rows = await runs.targets(run.id);
  if (rows.length === 0) {
    const planned = planTargets('aws', discovery, run.scope, { regions: configuration.awsRegions });
    if (planned.length === 0) throw nothingToVisit(discovery);
    await db.transaction(async () => {
      if (!(await runs.isHeld(run))) throw new AppError('TARGET_INTERRUPTED', { detail: 'The run has ended, or another worker has taken it over.' });
      await inventory.ensureScopes(planned);
      await runs.plan(run, planned);
      await noteUnentered(run, discovery, configuration, parts);
    });
    const order = new Map(planned.map((target, index) => [scopeIdOf(target), index]));
    rows = (await runs.targets(run.id)).sort((a, b) => (order.get(a.scope_id) ?? 0) - (order.get(b.scope_id) ?? 0));
  }
  parts.onProgress(run.id);
  return rows.map((row) => ({ ...row, roleArn: roles.get(row.account) ?? null }));
}

/** An account that could not be entered is not an empty one: its targets end at once, with the reason. */
async function noteUnentered(run: RunRow & Lease, discovery: Discovery, configuration: ScanConfiguration, { runs, inventory, clock }: ScanParts): Promise<void> {
  const broken = discovery.accounts.filter(({ error }) => error !== null);
  if (broken.length === 0) return;
  // Which regions it has is not known now; those that were seen before are what is missing in the picture.
  const seen = await inventory.scopes();
  const entered = broken.map((account) => ({ ...account, error: null, regions: [...new Set(seen.flatMap((scope) => (scope.account === account.id && scope.region !== 'global' ? scope.region : [])))] }));
  const targets = planTargets('aws', { ...discovery, accounts: entered }, run.scope, { regions: configuration.awsRegions });
  const errors = new Map(broken.map(({ id, error }) => [id, error]));
  const at = clock.now();
  const ends = targets.map((target) => {
    const error = errors.get(target.account) ?? null;
    return { scopeId: scopeIdOf(target), status: error?.code === 'AWS_ACCESS_DENIED' ? ('denied' as const) : ('unavailable' as const), error };
  });
  await inventory.ensureScopes(targets);
  await runs.plan(run, targets);
  await inventory.finishScopes(ends.map((end) => ({ ...end, isListed: false, seen: [] })), at);
  await runs.updateTargets(run.id, ends.map((end) => ({ ...end, attempt: run.attempt, resources: 0, added: 0, changed: 0, gone: 0, calls: 0, throttled: 0, startedAt: null, finishedAt: at })));
}

/** Who we are at the cloud; kept for the connections page. Throws where nothing can be entered. */
export async function discover(collector: OpenCollector, configuration: ScanConfiguration, { settings, clock }: Pick<ScanParts, 'settings' | 'clock'>): Promise<Discovery> {
  if (!configuration.isAwsEnabled) throw new AppError('NOT_POSSIBLE', { detail: 'AWS is not in ENABLED_PROVIDERS. Add it, then trigger the scan again.' });
  const discovery = await collector.discover();
  await settings.putConnection({
    provider: 'aws',
    state: discovery.state,
    source: discovery.source,
    accounts: discovery.accounts.map(({ id, name, roleArn }) => ({ id, name, role_arn: roleArn })),
    regions: [...new Set(discovery.accounts.flatMap(({ regions }) => regions))].sort(),
    endpoint: configuration.aws.endpointUrl ?? null,
    message: discovery.message,
    checked_at: clock.now(),
  });
  if (discovery.state === 'no_credentials') throw new AppError('AWS_NO_CREDENTIALS');
  if (discovery.state === 'rejected') throw new AppError('AWS_CREDENTIALS_REJECTED', { detail: discovery.message });
  return discovery;
}

function nothingToVisit(discovery: Discovery): AppError {
  const broken = discovery.accounts.find(({ error }) => error !== null);
  if (broken?.error != null) return new AppError(broken.error.code, { detail: broken.error.message, permission: broken.error.permission });
  return new AppError('NOT_POSSIBLE', { detail: 'No account, region and service is left to visit. Check AWS_REGIONS, AWS_ACCOUNTS and what the run was limited to.' });
}

/** The judging of this run, with the rules as they are at its start; it waits for the prices by itself. */
async function startJudging(run: RunRow & Lease, targets: readonly TargetRow[], priced: Promise<void>, parts: ScanParts, signal: AbortSignal): Promise<Judging> {
  const rules = await parts.rules();
  const counts = { opened: 0, resolved: 0 };
  const reads = (type: string): string[] => rules.flatMap(({ rule }) => (rule.resourceType === type ? rule.reads : []));
  return new Judging({
    targets,
    reads,
    async judge(scopeIds) {
      await orAborted(priced, signal);
      await judge(scopeIds, { ...parts, runId: run.id, lease: run, rules, prices: await parts.prices(), signal, counts });
    },
  });
}

async function collectAll(run: RunRow & Lease, targets: readonly (TargetRow & { roleArn: string | null })[], { collector, configuration, judging }: { collector: OpenCollector; configuration: ScanConfiguration; judging: Judging }, parts: ScanParts, signal: AbortSignal): Promise<void> {
  const { clock, inventory } = parts;
  const waiting = targets.filter(({ status }) => !finalTargetStatuses.includes(status));
  const running = new Map<string, OpenTarget>();
  const recorder = new Recorder({ ...parts, lease: run, onCommitted: (ended: TargetUpdate[]) => {
    for (const { scopeId } of ended) running.delete(scopeId);
    parts.onProgress(run.id);
  } });
  const iterator = waiting.values();
  const lane = async (): Promise<void> => {
    for (const row of iterator) {
      if (signal.aborted) return;
      const target: OpenTarget = { scopeId: row.scope_id, type: row.type, startedAt: clock.now(), attempt: run.attempt, counts: { added: 0, changed: 0, gone: 0 }, seen: [] };
      running.set(row.scope_id, target);
      const asked: CollectTarget = { provider: 'aws', account: row.account, region: row.region, type: row.type, roleArn: row.roleArn, depth: 'listed', keepsRaw: false };
      const end = await collector.collect(asked, { emit: (batch) => recorder.rows(target, batch), known: (keys) => inventory.known(row.scope_id, keys), signal });
      // A target that was cut off by the end of the process is collected again by the next attempt.
      if (end.result.status === 'cancelled' && isStop(signal)) return;
      await recorder.end(target, end);
      judging.ended({ ...row, status: end.result.status });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(configuration.maxTargets, waiting.length) }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** True where the process stops; false where a person cancelled the run. */
const isStop = (signal: AbortSignal): boolean => signal.aborted && signal.reason !== cancelledByPerson;

/** The reason of a signal that a person's cancellation raised. */
export const cancelledByPerson = new AppError('TARGET_CANCELLED', { detail: 'The run was cancelled.' });

async function finish(run: RunRow & Lease, targets: readonly TargetRow[], configuration: ScanConfiguration, parts: ScanParts): Promise<void> {
  const isWhole = targets.every(({ status }) => status === 'complete' || status === 'not_applicable');
  const hasAny = targets.some(({ status }) => status === 'complete' || status === 'partial');
  const status = isWhole ? 'completed' : hasAny ? 'partial' : 'failed';
  const firstError = hasAny ? null : (targets.find(({ error }) => error !== null)?.error ?? null);
  await end(run, targets, status, firstError, configuration, parts);
}

async function fail(run: RunRow & Lease, error: StoredError, configuration: ScanConfiguration, parts: ScanParts): Promise<void> {
  await end(run, await parts.runs.targets(run.id), 'failed', error, configuration, parts);
}

/** Ends a run that a person cancelled: what was recorded stays. */
export async function endCancelled(run: RunRow & Lease, parts: ScanParts): Promise<void> {
  const { runs, events, clock, db } = parts;
  await db.transaction(async () => {
    if (!(await runs.isHeld(run))) return;
    const targets = await runs.targets(run.id);
    const open = targets.filter(({ status }) => !finalTargetStatuses.includes(status));
    const at = clock.now();
    await runs.updateTargets(
      run.id,
      open.map((target) => ({ scopeId: target.scope_id, status: 'cancelled', attempt: run.attempt, resources: 0, added: 0, changed: 0, gone: 0, calls: 0, throttled: 0, startedAt: target.started_at, finishedAt: at, error: cancelledByPerson.toStored() })),
    );
    await runs.finish(run, { status: 'cancelled', at, error: cancelledByPerson.toStored(), summary: null });
    await events.publish([{ type: 'run.finished', data: { run_id: run.id, status: 'cancelled' } }], at);
  });
}

/** Ends the run: its end and its messages are one transaction. */
async function end(run: RunRow & Lease, targets: readonly TargetRow[], status: Exclude<RunStatus, 'queued' | 'running'>, error: StoredError | null, configuration: ScanConfiguration, parts: ScanParts): Promise<void> {
  const { db, runs, events, clock, findings } = parts;
  const newSince = await lastToldAt(db, run.id);
  const at = clock.now();
  // Counted before the transaction: over a large estate it takes as long as all the commits of a second.
  const current = (await runs.get(run.id)) ?? run;
  const summary: RunSummary = await summarise(current, targets, { status, at, newSince }, { db, findings, isDemo: configuration.isDemo, publicUrl: configuration.publicUrl });
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
