import { finalTargetStatuses } from '../core/resource.ts';
import type { EnteredTargets, WaitingTarget } from './run-accounts.ts';

export interface TargetSourceParts {
  /** The targets of the next accounts; undefined when there are no more. */
  next(): Promise<EnteredTargets[] | undefined>;
  /** All targets of an account, before the first of them is handed out. */
  onAccount(targets: readonly WaitingTarget[]): void;
  onAccountDone(account: string): void;
  /** Lower comes first; left out: the order of the plan. */
  rank?: ((target: WaitingTarget) => number) | undefined;
}

/** Targets that are read together, because one call of their provider answers for all of them; mostly one alone. */
export type Visit = readonly [WaitingTarget, ...WaitingTarget[]];

/** Fewer waiting targets than this, and the next accounts are entered: nobody waits for the last target of an account. */
const low = 256;

/** Hands out visits one by one and keeps some accounts ahead; the rest of them are not in memory. */
export class TargetSource {
  readonly #parts: TargetSourceParts;
  readonly #open = new Map<string, number>();
  readonly #places = new WeakMap<WaitingTarget, number>();
  #waiting: Visit[] = [];
  /** Targets of the waiting visits. */
  #targets = 0;
  #refilling: Promise<void> | undefined;
  #isOver = false;

  constructor(parts: TargetSourceParts) {
    this.#parts = parts;
  }

  async take(): Promise<Visit | undefined> {
    for (;;) {
      if (this.#targets < low && !this.#isOver) this.#refilling ??= this.#refill();
      const visit = this.#waiting.shift();
      if (visit !== undefined) {
        this.#targets -= visit.length;
        return visit;
      }
      if (this.#refilling === undefined) return undefined;
      await this.#refilling;
    }
  }

  ended({ account }: WaitingTarget): void {
    const left = (this.#open.get(account) ?? 0) - 1;
    this.#open.set(account, left);
    if (left > 0) return;
    this.#open.delete(account);
    this.#parts.onAccountDone(account);
  }

  /** Nobody takes any more. Resolves when the accounts that are being entered are, throws where that fails. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#refilling;
  }

  async #refill(): Promise<void> {
    try {
      const accounts = await this.#parts.next();
      if (accounts === undefined) this.#isOver = true;
      const news = (accounts ?? []).flatMap(({ account, targets }) => this.#add(account, targets));
      this.#targets += news.length;
      this.#waiting.push(...visitsOf(news));
      // Accounts have limits of their own: taken in turn they do not wait for each other.
      const { rank = (target) => this.#places.get(target) ?? 0 } = this.#parts;
      const rankOf = (visit: Visit): number => Math.min(...visit.map(rank));
      this.#waiting = this.#waiting.map((visit) => ({ visit, rank: rankOf(visit) })).sort((a, b) => a.rank - b.rank).map(({ visit }) => visit);
    } finally {
      this.#refilling = undefined;
    }
  }

  /** Hears of the targets of an account; answers those that are to be read. */
  #add(account: string, targets: readonly WaitingTarget[]): WaitingTarget[] {
    this.#parts.onAccount(targets);
    // An earlier attempt of the run has ended some of them.
    const waiting = targets.filter(({ status }) => !finalTargetStatuses.includes(status));
    if (waiting.length > 0) this.#open.set(account, waiting.length);
    waiting.forEach((target, place) => this.#places.set(target, place));
    return waiting;
  }
}

/** Targets with the same word in `together` are one visit. */
function visitsOf(targets: readonly WaitingTarget[]): Visit[] {
  const visits = new Map<string, [WaitingTarget, ...WaitingTarget[]]>();
  for (const target of targets) {
    const key = target.together ?? target.scope_id;
    const visit = visits.get(key);
    if (visit === undefined) visits.set(key, [target]);
    else visit.push(target);
  }
  return [...visits.values()];
}

/** Takes from several sources in turn, so that no cloud waits for another. */
export function inTurn(sources: readonly TargetSource[]): () => Promise<{ visit: Visit; source: TargetSource } | undefined> {
  let open = [...sources];
  let next = 0;
  return async () => {
    while (open.length > 0) {
      next += 1;
      const source = open[next % open.length] as TargetSource;
      const visit = await source.take();
      if (visit !== undefined) return { visit, source };
      open = open.filter((other) => other !== source);
    }
    return undefined;
  };
}
