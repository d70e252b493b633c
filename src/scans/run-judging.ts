import type { Provider } from '../core/resource.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Lease, RunRow } from '../store/runs.ts';
import type { OpenCollector } from './collector/host.ts';
import { type ActiveRule, judge } from './evaluate.ts';
import { gatherMetrics, type MeasuredAccount } from './gather-metrics.ts';
import { type JudgedTarget, Judging } from './judging.ts';
import { orAborted } from '../platform/or-aborted.ts';
import type { WaitingTarget } from './run-accounts.ts';
import type { ScanParts } from './run-scan.ts';

const ruledTypes: ReadonlySet<string> = new Set([...allRules.values()].map(({ resourceType }) => resourceType));

export interface RunJudgingParts {
  run: RunRow & Lease;
  /** As they are at the start of the run. */
  rules: ActiveRule[];
  parts: ScanParts;
  collector: OpenCollector;
  readsMetrics: boolean;
  signal: AbortSignal;
  refreshPrices(provider: Provider, regions: string[]): Promise<void>;
}

/** The judging of a run, an account at a time; it waits for the prices of the regions by itself. */
export class RunJudging {
  readonly #parts: RunJudgingParts;
  readonly #counts = { opened: 0, resolved: 0 };
  readonly #byAccount = new Map<string, Judging>();
  readonly #priced = new Map<string, Promise<void>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: RunJudgingParts) {
    this.#parts = parts;
  }

  /** All targets of an account. */
  add(targets: readonly WaitingTarget[]): void {
    const [first] = targets;
    if (first === undefined) return;
    // Scopes of types that a rule judges, whether it is on or not: what it found once may have to be closed.
    const withRules: ReadonlySet<string> = new Set(targets.flatMap(({ scope_id, type }) => (ruledTypes.has(type) ? scope_id : [])));
    const { rules } = this.#parts;
    const priced = this.#pricesOf(first.provider, targets);
    const judging = new Judging({
      targets,
      reads: (type) => rules.flatMap(({ rule }) => (rule.resourceType === type ? [...rule.reads, ...rule.usedBy] : [])),
      judge: (scopeIds) => this.#judge(scopeIds, { withRules, priced, account: { ...first.account_entry, id: first.account, provider: first.provider } }),
    });
    this.#byAccount.set(first.account, judging);
  }

  ended(target: JudgedTarget): void {
    this.#byAccount.get(target.account)?.ended(target);
  }

  /** Resolves when all that ended is judged; throws the first failure. */
  async finish(): Promise<void> {
    for (const judging of this.#byAccount.values()) await judging.finish();
  }

  /** All targets of the account have ended: when they are judged nothing of it is kept. A failure is kept for `finish`. */
  close(account: string): void {
    this.#byAccount.get(account)?.finish().then(() => this.#byAccount.delete(account), () => undefined);
  }

  /** Beside the listing: nothing needs a price before the judging. */
  #pricesOf(provider: Provider, targets: readonly WaitingTarget[]): Promise<unknown> {
    const keyOf = (region: string): string => `${provider}/${region}`;
    const regions = [...new Set(targets.map(({ region }) => region))];
    const missing = regions.filter((region) => !this.#priced.has(keyOf(region)));
    if (missing.length > 0) {
      const asked = this.#parts.refreshPrices(provider, missing);
      // Where the listing fails first nobody waits for it any more.
      asked.catch(() => undefined);
      for (const region of missing) this.#priced.set(keyOf(region), asked);
    }
    return Promise.all(regions.map((region) => this.#priced.get(keyOf(region))));
  }

  /** One account after the other: two judgings at once would only wait for each other's transactions. */
  #judge(scopeIds: string[], { withRules, priced, account }: { withRules: ReadonlySet<string>; priced: Promise<unknown>; account: MeasuredAccount }): Promise<unknown> {
    const { run, rules, parts, collector, readsMetrics, signal } = this.#parts;
    const judged = scopeIds.filter((id) => withRules.has(id));
    // Beside the judging of others; a cloud whose metrics cannot be read keeps only the rules that need them from an answer.
    const measured = !readsMetrics ? undefined : gatherMetrics(judged, account, { ...parts, rules, collector, signal }).catch((error: unknown) => parts.logger.warn({ err: error, run: run.id }, 'Metrics could not be gathered'));
    const work = this.#last.then(async () => {
      if (judged.length > 0) {
        await orAborted(Promise.all([priced, measured]), signal);
        await judge(judged, { ...parts, runId: run.id, lease: run, rules, prices: await parts.prices(), signal, counts: this.#counts });
      }
      await parts.facets.rollUp(await parts.runs.changedScopes(run.id, scopeIds));
    });
    // Whoever judges next does not care how this one ended.
    this.#last = work.catch(() => undefined);
    return work;
  }
}
