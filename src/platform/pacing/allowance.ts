export interface RateLimit {
  /** Calls a second. */
  rate: number;
  /** Calls that may be made at once after a rest. */
  burst: number;
}

/** A rate that nothing contradicts is tried a little faster, and more so the longer nothing does. */
const probe = { everyMs: 10_000, factor: 1.03 };
/** So long a measured rate is not exceeded; then others may have stopped to drain the bucket. */
const ceilingMs = 120_000;

/** Some of the burst is left to the server: calls sent evenly arrive unevenly. */
const mostTokens = ({ burst }: RateLimit): number => Math.max(1, burst - Math.max(2, burst * 0.05));

/** What we allow ourselves: a token bucket that is never ahead of the server's. */
export class Allowance {
  readonly #limit: RateLimit;
  #tokens: number;
  #tokensAt: number;
  /** Above this rate a throttle is certain, for a time. */
  #ceiling: { rate: number; until: number };
  #quietSince: number;
  #quietProbes = 0;

  /** Starts full; a published limit is never exceeded. */
  constructor(limit: RateLimit, now: number, isPublished: boolean) {
    this.#limit = { ...limit };
    this.#tokens = mostTokens(limit);
    this.#tokensAt = now;
    this.#quietSince = now;
    this.#ceiling = { rate: isPublished ? limit.rate : Infinity, until: Infinity };
  }

  get limit(): RateLimit {
    return { ...this.#limit };
  }

  /** Brings the tokens up to date; answers whether they ran over, so that the server's may have too. */
  refill(now: number): boolean {
    const most = mostTokens(this.#limit);
    this.#tokens += (Math.max(0, now - this.#tokensAt) / 1000) * this.#limit.rate;
    this.#tokensAt = Math.max(now, this.#tokensAt);
    const hasRunOver = this.#tokens > most + 1;
    if (hasRunOver) this.#quietSince = now;
    this.#tokens = Math.min(most, this.#tokens);
    return hasRunOver;
  }

  /** Until the next call is allowed. A rate that holds somebody up and is never refused may be too low. */
  waitMs(now: number): number {
    if (this.#tokens >= 1) return 0;
    this.#probeUpwards(now);
    return Math.ceil(((1 - this.#tokens) / this.#limit.rate) * 1000);
  }

  take(): void {
    this.#tokens -= 1;
  }

  /** Something was throttled. */
  disturb(now: number): void {
    this.#quietSince = now;
    this.#quietProbes = 0;
  }

  /** Goes on from an empty bucket. */
  restart(limit: RateLimit, from: number): void {
    this.#limit.rate = Math.max(0.2, limit.rate);
    this.#limit.burst = Math.max(1, limit.burst);
    this.#tokens = 0;
    this.#tokensAt = from;
  }

  setCeiling(rate: number, now: number): void {
    this.#ceiling = { rate, until: now + ceilingMs };
  }

  /** After a rest of everybody: what was believed of a ceiling may have changed. */
  rest(now: number, isPublished: boolean): void {
    this.disturb(now);
    if (!isPublished) this.#ceiling.rate = Infinity;
  }

  #probeUpwards(now: number): void {
    if (now - this.#quietSince < probe.everyMs) return;
    this.#quietSince = now;
    const most = now < this.#ceiling.until ? this.#ceiling.rate : Infinity;
    if (this.#limit.rate >= most) return;
    this.#quietProbes += 1;
    this.#limit.rate = Math.min(most, this.#limit.rate * probe.factor ** this.#quietProbes);
  }
}
