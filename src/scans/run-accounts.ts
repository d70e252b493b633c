import type { DiscoveredAccount, EnteredAccount } from '../core/collector.ts';
import type { Provider } from '../core/resource.ts';
import { AppError } from '../core/errors.ts';
import { enterAccounts } from '../providers/enter-accounts.ts';
import { scopeIdOf } from '../store/inventory.ts';
import type { Lease, RunRow, TargetRow } from '../store/runs.ts';
import type { Budget } from './budget.ts';
import type { OpenCollector } from './collector/host.ts';
import type { PlannedType } from '../providers/index.ts';
import type { Discovered } from './discover.ts';
import { planTargets, type PlannedTarget, type PlannedTypes } from './plan-targets.ts';
import type { ScanConfiguration, ScanParts } from './run-scan.ts';

/** A target that waits to be collected, with how its account is entered. */
export type WaitingTarget = TargetRow & { account_entry: Pick<DiscoveredAccount, 'roleArn' | 'externalId'>; /** Those with the same word are read in one visit. */ together: string | undefined };

export interface EnteredTargets {
  account: string;
  /** All targets of the account in this run, also those that an earlier attempt has ended. */
  targets: WaitingTarget[];
}

/**
 * Accounts entered at once: their targets wait in memory, the others are only names. Of Azure more, as one query
 * answers for many subscriptions.
 */
const atOnce: Readonly<Record<Provider, number>> = { aws: 8, azure: 40, gcp: 16, files: 8 };

/** Plans the accounts of a run and hands out their targets, some accounts at a time: a thousand of them are never all in memory. */
export class RunAccounts {
  readonly #run: RunRow & Lease;
  readonly #parts: ScanParts;
  readonly #collector: OpenCollector;
  readonly #configuration: ScanConfiguration;
  readonly #types: PlannedTypes;
  readonly #typeById: ReadonlyMap<string, PlannedType>;
  readonly #budget: Budget;
  /** Of all accounts that were entered, by cloud. */
  readonly regions = new Map<Provider, Set<string>>();

  constructor(run: RunRow & Lease, collector: OpenCollector, { parts, configuration, types, budget }: { parts: ScanParts; configuration: ScanConfiguration; types: PlannedTypes; budget: Budget }) {
    this.#run = run;
    this.#parts = parts;
    this.#collector = collector;
    this.#configuration = configuration;
    this.#types = types;
    this.#typeById = new Map(types.map((type) => [type.id, type]));
    this.#budget = budget;
  }

  /** Notes which accounts the run visits, once; a later attempt visits the same. Answers how many. */
  async plan({ accounts, refused }: Discovered): Promise<number> {
    const { runs } = this.#parts;
    const named = this.#run.scope.accounts ?? [];
    const wanted = accounts.filter(({ id }) => named.length === 0 || named.includes(id)).map((account) => ({ ...account, error: null }));
    const closed = refused.map(({ provider, error }) => ({ provider, id: provider, name: null, roleArn: null, externalId: null, regions: null, error }));
    return runs.planAccounts(this.#run, [...wanted, ...closed]);
  }

  /**
   * The targets of the next accounts of a cloud; undefined when all have been handed out. What cannot be entered ends here, with
   * the reason; what no budget is left for stays waiting, for the end of the run to say so of all of it.
   */
  async next(provider: Provider): Promise<EnteredTargets[] | undefined> {
    const { runs } = this.#parts;
    if (this.#budget.isOver()) return undefined;
    const rows = await runs.nextAccounts(this.#run.id, provider, atOnce[provider]);
    if (rows.length === 0) return undefined;
    const entered = await enterAccounts({ enter: (account) => this.#collector.enter(provider, account) }, rows.map((row) => ({ id: row.account, name: row.name, roleArn: row.role_arn, externalId: row.external_id, regions: row.regions, error: null })));
    const handed: EnteredTargets[] = [];
    for (const account of entered) {
      if (account.error?.code === 'BUDGET_SPENT') this.#budget.spent();
      else handed.push({ account: account.id, targets: await this.#planOne(provider, account) });
    }
    return handed;
  }

  async #planOne(provider: Provider, account: EnteredAccount): Promise<WaitingTarget[]> {
    const { db, runs, inventory } = this.#parts;
    const wantedRegions = this.#regionsOf(provider);
    const planned = account.error === null ? planTargets(provider, account, this.#types, wantedRegions) : [];
    const seen = this.regions.get(provider) ?? new Set();
    this.regions.set(provider, seen);
    for (const region of account.regions) seen.add(region);
    await db.transaction(async () => {
      if (!(await runs.isHeld(this.#run))) throw new AppError('TARGET_INTERRUPTED', { detail: 'The run has ended, or another worker has taken it over.' });
      await inventory.ensureScopes(planned);
      await runs.plan(this.#run, planned);
      if (account.error !== null) await this.#endUnentered(provider, account, wantedRegions);
      await runs.endAccount(this.#run.id, account.id, account.error);
    });
    const order = new Map(planned.map((target, index) => [scopeIdOf(target), index]));
    const rows = account.error === null ? await runs.targetsOf(this.#run.id, account.id) : [];
    return rows
      .sort((a, b) => (order.get(a.scope_id) ?? 0) - (order.get(b.scope_id) ?? 0))
      .map((row) => ({ ...row, account_entry: { roleArn: account.roleArn, externalId: account.externalId }, together: this.#typeById.get(row.type)?.together?.(account.id) }));
  }

  /** Which regions are planned; where one listing answers for all of them the filter of what is handed on narrows them. */
  #regionsOf(provider: Provider): readonly string[] {
    const { regions = [] } = this.#run.scope;
    if (regions.length > 0) return regions;
    return provider === 'aws' ? this.#configuration.awsRegions : [];
  }

  /** An account that could not be entered is not an empty one: its targets end at once, with the reason. */
  async #endUnentered(provider: Provider, account: EnteredAccount, wantedRegions: readonly string[]): Promise<void> {
    const { runs, inventory, clock } = this.#parts;
    // Which regions it has is not known now; those that were seen before are what is missing in the picture.
    const seen = await inventory.regionsOf(account.id);
    const targets: PlannedTarget[] = planTargets(provider, { id: account.id, regions: seen }, this.#types, wantedRegions);
    const at = clock.now();
    const status = account.error?.code.endsWith('_ACCESS_DENIED') === true ? ('denied' as const) : ('unavailable' as const);
    const ends = targets.map((target) => ({ scopeId: scopeIdOf(target), status, error: account.error }));
    await inventory.ensureScopes(targets);
    await runs.plan(this.#run, targets);
    await inventory.finishScopes(ends.map((end) => ({ ...end, isListed: false, seen: [] })), at);
    await runs.updateTargets(this.#run.id, ends.map((end) => ({ ...end, attempt: this.#run.attempt, resources: 0, added: 0, changed: 0, gone: 0, calls: 0, throttled: 0, startedAt: null, finishedAt: at })));
  }
}
