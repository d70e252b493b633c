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

/** Fewer waiting targets than this, and the next accounts are entered: nobody waits for the last target of an account. */
const low = 256;

/** Hands out targets one by one and keeps some accounts ahead; the rest of them are not in memory. */
export class TargetSource {
  readonly #parts: TargetSourceParts;
  readonly #open = new Map<string, number>();
  readonly #places = new WeakMap<WaitingTarget, number>();
  #waiting: WaitingTarget[] = [];
  #refilling: Promise<void> | undefined;
  #isOver = false;

  constructor(parts: TargetSourceParts) {
    this.#parts = parts;
  }

  async take(): Promise<WaitingTarget | undefined> {
    for (;;) {
      if (this.#waiting.length < low && !this.#isOver) this.#refilling ??= this.#refill();
      const target = this.#waiting.shift();
      if (target !== undefined) return target;
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
      for (const { account, targets } of accounts ?? []) this.#add(account, targets);
      // Accounts have limits of their own: taken in turn they do not wait for each other.
      const { rank = (target) => this.#places.get(target) ?? 0 } = this.#parts;
      this.#waiting.sort((a, b) => rank(a) - rank(b));
    } finally {
      this.#refilling = undefined;
    }
  }

  #add(account: string, targets: readonly WaitingTarget[]): void {
    this.#parts.onAccount(targets);
    // An earlier attempt of the run has ended some of them.
    const waiting = targets.filter(({ status }) => !finalTargetStatuses.includes(status));
    if (waiting.length > 0) this.#open.set(account, waiting.length);
    waiting.forEach((target, place) => this.#places.set(target, place));
    this.#waiting.push(...waiting);
  }
}
