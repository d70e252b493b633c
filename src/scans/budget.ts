import { AppError, type StoredError } from '../core/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { InventoryStore } from '../store/inventory.ts';
import type { RunRow, TargetRow } from '../store/runs.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** What a run may still cost: calls are refused in the collector when they are used up, minutes end the taking of targets. */
export class Budget {
  readonly #clock: Clock;
  readonly #maxCalls: number | null;
  readonly #endsAt: number | null;
  readonly #maxMinutes: number | null;
  readonly #used: number;
  #isSpent = false;

  constructor(run: RunRow, configuration: Pick<ScanConfiguration, 'maxCalls' | 'maxMinutes'>, clock: Clock) {
    this.#clock = clock;
    this.#maxCalls = run.scope.max_calls ?? configuration.maxCalls;
    this.#maxMinutes = run.scope.max_minutes ?? configuration.maxMinutes;
    // Also what earlier attempts made counts.
    this.#used = run.api_calls;
    this.#endsAt = this.#maxMinutes === null ? null : (run.started_at ?? clock.now()).getTime() + this.#maxMinutes * 60_000;
  }

  get isLimited(): boolean {
    return this.#maxCalls !== null || this.#endsAt !== null;
  }

  /** For the collector; null is no limit. */
  get callsLeft(): number | null {
    return this.#maxCalls === null ? null : Math.max(0, this.#maxCalls - this.#used);
  }

  /** A target came back unread because no call was left. */
  spent(): void {
    this.#isSpent = true;
  }

  isOver(): boolean {
    return this.#isSpent || (this.#endsAt !== null && this.#clock.now().getTime() >= this.#endsAt);
  }

  error(): StoredError {
    const words = this.#isSpent ? `${this.#maxCalls ?? 0} calls` : `${this.#maxMinutes ?? 0} minutes`;
    return new AppError('BUDGET_SPENT', { detail: `Not read in this run: its budget of ${words} was spent. The next run reads it first.` }).toStored();
  }
}

/** Orders targets by when they were last read in full, those never read first. */
export async function oldestFirst(inventory: InventoryStore): Promise<(target: Pick<TargetRow, 'scope_id'>) => number> {
  const readAt = new Map((await inventory.scopes()).map(({ id, last_complete_at }) => [id, last_complete_at?.getTime() ?? 0]));
  return ({ scope_id }) => readAt.get(scope_id) ?? 0;
}
