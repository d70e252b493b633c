/** Counts that took less than this are made again each time. */
const quickMs = 20;
/** A slow count is kept for so many times as long as it took, so that counting takes a tenth of the store's time at most. */
const keptFactor = 10;
const mostKeptMs = 3000;

/**
 * Totals of lists over a large estate. Those who ask the same at the same time share one answer, and one that took long
 * is kept for a moment; on a small estate every answer is fresh.
 */
export class Counted {
  readonly #kept = new Map<string, { answer: Promise<unknown>; until: number }>();

  of<Answer>(question: readonly unknown[], count: () => Promise<Answer>): Promise<Answer> {
    const key = JSON.stringify(question);
    const before = this.#kept.get(key);
    if (before !== undefined && performance.now() < before.until) return before.answer as Promise<Answer>;
    const startedAt = performance.now();
    const entry = { answer: count(), until: Infinity };
    this.#kept.set(key, entry);
    const end = (tookMs: number): void => {
      entry.until = tookMs < quickMs ? 0 : performance.now() + Math.min(mostKeptMs, tookMs * keptFactor);
      this.#forget();
    };
    // A failed count is asked again by the next one.
    entry.answer.then(() => end(performance.now() - startedAt), () => end(0));
    return entry.answer;
  }

  #forget(): void {
    const now = performance.now();
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
  }
}
