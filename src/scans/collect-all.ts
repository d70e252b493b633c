import type { CollectTarget, TargetEnd } from '../core/collector.ts';
import { AppError } from '../core/errors.ts';
import { filterOf } from '../core/filters.ts';
import { extractJob } from '../core/jobs.ts';
import type { Provider } from '../core/resource.ts';
import { orAborted } from '../platform/or-aborted.ts';
import type { Lease, RunRow } from '../store/runs.ts';
import { type Budget, oldestFirst } from './budget.ts';
import type { OpenCollector } from './collector/host.ts';
import { type OpenTarget, Recorder } from './recorder.ts';
import type { RunAccounts, WaitingTarget } from './run-accounts.ts';
import type { RunJudging } from './run-judging.ts';
import type { ScanConfiguration, ScanParts } from './run-scan.ts';
import { inTurn, TargetSource, type Visit } from './target-source.ts';

/** The reason of a signal that a person's cancellation raised. */
export const cancelledByPerson = new AppError('TARGET_CANCELLED', { detail: 'The run was cancelled.' });

/** True where the process stops; false where a person cancelled the run. */
const isStop = (signal: AbortSignal): boolean => signal.aborted && signal.reason !== cancelledByPerson;

export interface Collecting {
  accounts: RunAccounts;
  clouds: readonly Provider[];
  collector: OpenCollector;
  configuration: ScanConfiguration;
  judging: RunJudging;
  budget: Budget;
}

/** Reads every target of the run and records what it brings; the clouds are read beside each other. */
export async function collectAll(run: RunRow & Lease, collecting: Collecting, parts: ScanParts, signal: AbortSignal): Promise<void> {
  const { accounts, clouds, collector, configuration, judging, budget } = collecting;
  const { clock, inventory, runs } = parts;
  const recorder = new Recorder({ ...parts, lease: run, handsOn: run.job === extractJob, onCommitted: () => parts.onProgress(run.id) });
  // What was read longest ago comes first where not everything can be read.
  const rank = budget.isLimited ? await oldestFirst(inventory) : undefined;
  const sources = clouds.map(
    (provider) =>
      new TargetSource({
        next: () => orAborted(accounts.next(provider), signal),
        onAccount: (targets) => judging.add(targets),
        onAccountDone(account) {
          judging.close(account);
          void collector.forget(provider, account).catch(() => undefined);
        },
        rank,
      }),
  );
  const take = inTurn(sources);
  const lane = async (): Promise<void> => {
    for (let taken = await take(); taken !== undefined && !signal.aborted && !budget.isOver(); taken = await take()) {
      await collectVisit(run, taken.visit, { recorder, source: taken.source, ...collecting }, parts, signal);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: configuration.maxTargets ?? configuration.targetsPerCloud * clouds.length }, lane));
  // Accounts that are being entered at that moment would plan targets that nobody takes or ends.
  const closed = await Promise.allSettled(sources.map((source) => source.close()));
  const failed = [...lanes, ...closed].find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (!budget.isOver() || signal.aborted) return;
  await runs.endRest(run.id, { status: 'deferred', attempt: run.attempt, at: clock.now(), error: budget.error() });
  await runs.deferAccounts(run.id, budget.error());
}

async function collectVisit(run: RunRow & Lease, visit: Visit, { recorder, source, collector, configuration, judging, budget }: Collecting & { recorder: Recorder; source: TargetSource }, parts: ScanParts, signal: AbortSignal): Promise<void> {
  const { clock, inventory } = parts;
  const isExtraction = run.job === extractJob;
  const open = visit.map((row): { row: WaitingTarget; target: OpenTarget } => ({
    row,
    target: { scopeId: row.scope_id, type: row.type, startedAt: clock.now(), attempt: run.attempt, counts: { added: 0, changed: 0, gone: 0 }, seen: [], takes: filterOf(run.scope.filters, row.type, run.scope.regions) },
  }));
  const asked = visit.map((row): CollectTarget => ({ provider: row.provider, account: row.account, region: row.region, type: row.type, ...row.account_entry, depth: isExtraction ? 'full' : 'listed', keepsRaw: isExtraction && configuration.keepsRaw }));
  const placed = (place: number) => open[place] as (typeof open)[number];
  const words = wordsOf(visit);
  parts.onTarget(run.id, words, true);
  try {
    await collector.visit(asked, {
      signal,
      emit: (place, batch) => recorder.rows(placed(place).target, batch),
      known: (place, keys) => inventory.known(placed(place).row.scope_id, keys),
      async end(place, end: TargetEnd) {
        // A target that was cut off by the end of the process is collected again by the next attempt.
        if (end.result.status === 'cancelled' && isStop(signal)) return;
        if ('error' in end.result && end.result.error.code === 'BUDGET_SPENT') {
          budget.spent();
          end.result.error = budget.error();
        }
        const { row, target } = placed(place);
        await recorder.end(target, end);
        judging.ended({ ...row, status: end.result.status });
        source.ended(row);
      },
    });
  } finally {
    parts.onTarget(run.id, words, false);
  }
}

/** What is being read, for people who watch. */
function wordsOf([first, ...others]: Visit): string {
  if (others.length === 0) return `${first.type} ${first.account} ${first.region}`;
  const accounts = new Set([first, ...others].map(({ account }) => account));
  return `${first.provider}: ${others.length + 1} listings at once of ${accounts.size === 1 ? first.account : `${accounts.size} accounts`}`;
}
