import type { SharedCap } from './shared-cap.ts';

export interface RateLimit {
  /** Calls a second. */
  rate: number;
  /** Calls that may be made at once after a rest. */
  burst: number;
}

export type CallOutcome = 'granted' | 'failed' | { throttled: true; retryAfterMs: number | undefined };

export interface Permit {
  done(outcome: CallOutcome): void;
}

const maxWindow = 30;
const pacedWindow = 8;
/** The smallest buckets are found with three calls in flight; after these many a fourth is added. */
const carefulCalls = 64;
/** Before measuring nothing is lost: the server's bucket fills meanwhile, and a longer time measures better. */
const measurePauseMs = 1000;
/** After settling: leaves some tokens on the server's side, so that jitter does not throttle. */
const settlePauseMs = 500;
/** Of a burst that was worked out. */
const margin = 0.9;
/** With fewer grants than this between two throttles their quotient is a guess. */
const countedAsMeasured = 20;
/** A bucket is rarely much larger than what it refills in this time. */
const burstSeconds = 3;
/** After so long without a call the server's bucket counts as full. */
const restMs = 5000;
/** A rate that nothing contradicts is tried a little faster, and more so the longer nothing does. */
const probe = { everyMs: 10_000, factor: 1.03 };

interface Waiter {
  grant: () => void;
  leave: () => void;
}

/** A moment at which the server's bucket was empty, and what was granted of calls sent since. */
interface Pin {
  at: number;
  granted: number;
}

/**
 * The pace of one bucket of the server. `window`: unknown limit, few calls in flight. `measuring`: throttled once, few
 * calls until the second throttle. `paced`: a known rate, kept with a token bucket of our own.
 */
export class PaceBucket {
  readonly #shared: SharedCap;
  readonly #now: () => number;
  readonly #waiting: Waiter[] = [];
  #mode: 'window' | 'measuring' | 'paced';
  #limit: RateLimit = { rate: 1, burst: 1 };
  #isPublished = false;
  #hasLearned = false;
  /** Above this a throttle is certain. */
  #ceiling = Infinity;
  #tokens = 0;
  #tokensAt: number;
  #inFlight = 0;
  #granted = 0;
  #latencyMs = 0;
  /** The first call since the last rest. */
  #startedAt: number | undefined;
  #lastAt: number;
  /** Missing while the server's bucket may have been full since. */
  #pin: Pin | undefined;
  /** What was granted, and in which time, before the first throttle. */
  #first = { granted: 0, seconds: 0 };
  #pausedUntil = 0;
  #quietSince: number;
  #quietProbes = 0;
  /** Rises with each decrease; an answer to a call sent before the last one says nothing new. */
  #epoch = 0;
  #timer: NodeJS.Timeout | undefined;
  calls = 0;
  throttled = 0;

  constructor(shared: SharedCap, now: () => number, start: { limit: RateLimit; isPublished: boolean } | undefined) {
    this.#shared = shared;
    this.#now = now;
    this.#tokensAt = now();
    this.#quietSince = now();
    this.#lastAt = now();
    this.#mode = start === undefined ? 'window' : 'paced';
    if (start === undefined) return;
    this.#limit = { ...start.limit };
    this.#tokens = mostTokens(start.limit);
    this.#isPublished = start.isPublished;
    this.#hasLearned = !start.isPublished;
    if (start.isPublished) this.#ceiling = start.limit.rate;
  }

  /** Waits for the right to make one call; a repeated call goes before the others. */
  acquire(isRepeat: boolean, signal?: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(waiter);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = { grant: () => resolve(this.#permit()), leave: () => signal?.removeEventListener('abort', onAbort) };
      signal?.addEventListener('abort', onAbort, { once: true });
      if (this.#inFlight === 0 && this.#waiting.length === 0 && this.#now() - this.#lastAt > restMs) this.#onRested();
      if (isRepeat) this.#waiting.unshift(waiter);
      else this.#waiting.push(waiter);
      this.pump();
    });
  }

  /** What should be remembered for the next scan; undefined while nothing was learned. */
  lesson(): RateLimit | undefined {
    if (this.#mode === 'paced' && !this.#hasLearned) return undefined;
    // Measured to within some percent: the next scan starts a little below, and probes.
    if (this.#mode === 'paced') return { ...this.#limit, rate: this.#limit.rate * (this.throttled > 0 ? 0.97 : 1) };
    return this.#mode === 'window' || this.#pin === undefined ? undefined : this.#guess(this.#pin);
  }

  /** Of a measurement that did not end: what it has shown so far, and no less than what fits the burst. */
  #guess(pin: Pin): RateLimit {
    const seconds = (this.#lastAt - pin.at) / 1000;
    const rate = seconds < 1.5 ? 0 : (pin.granted - 1) / seconds;
    const burst = Math.max(1, Math.floor((this.#first.granted - rate * this.#first.seconds) * margin));
    return { rate: Math.max(0.2, rate, burst / 5), burst };
  }

  /** The server's bucket is full again: what was counted before it says nothing of what comes. */
  #onRested(): void {
    if (this.#mode === 'measuring' && this.#pin !== undefined) {
      this.#mode = 'paced';
      this.#limit = this.#guess(this.#pin);
      this.#hasLearned = true;
    }
    this.#granted = 0;
    this.#startedAt = undefined;
    this.#pin = undefined;
    this.#quietProbes = 0;
    this.#quietSince = this.#now();
    if (!this.#isPublished) this.#ceiling = Infinity;
  }

  pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0 && this.#inFlight < this.#openWindow()) {
      const waitMs = this.#waitMs();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.pump(), waitMs);
        return;
      }
      if (!this.#shared.take(this)) return;
      if (this.#mode === 'paced') this.#tokens -= 1;
      this.#inFlight += 1;
      const waiter = this.#waiting.shift();
      waiter?.leave();
      waiter?.grant();
    }
  }

  /**
   * How many calls may be under way: about as many as are beyond what is refilled in one call's time are refused before
   * the first refusal is heard of. What was granted for long is surely refilled, so that much more may follow.
   */
  #openWindow(): number {
    // Some beyond what the rate keeps under way, and not all at once: the rate that is believed may be wrong.
    if (this.#mode === 'paced') return Math.min(maxWindow, pacedWindow + Math.ceil((this.#limit.rate * this.#latencyMs) / 1000));
    const now = this.#now();
    if (this.#mode === 'window' || this.#pin === undefined) {
      const seconds = (now - (this.#startedAt ?? now)) / 1000;
      return Math.min(maxWindow, (this.#granted < carefulCalls ? 3 : 4) + this.#surelyRefilled(this.#granted, seconds));
    }
    const seconds = (now - this.#pin.at) / 1000;
    const draining = Math.max(0, seconds - measurePauseMs / 1000);
    const least = Math.max(1, this.#surelyRefilled(this.#first.granted, this.#first.seconds));
    return Math.min(maxWindow, Math.max(least, Math.floor(1 + (this.#pin.granted / Math.max(0.1, seconds)) * (this.#latencyMs / 1000) + Math.min(1, draining / 3))));
  }

  /** Calls that the server refills while one call is under way, at the least. */
  #surelyRefilled(granted: number, seconds: number): number {
    return Math.floor((granted / (seconds + burstSeconds)) * (this.#latencyMs / 1000));
  }

  #waitMs(): number {
    const now = this.#now();
    if (now < this.#pausedUntil) return Math.ceil(this.#pausedUntil - now);
    if (this.#mode !== 'paced') return 0;
    this.#tokens += (Math.max(0, now - this.#tokensAt) / 1000) * this.#limit.rate;
    this.#tokensAt = Math.max(now, this.#tokensAt);
    const most = mostTokens(this.#limit);
    if (this.#tokens > most + 1) {
      // A rest: the server's bucket may have run over, and what is granted from it now says nothing of the rate.
      this.#pin = undefined;
      this.#quietSince = now;
    }
    this.#tokens = Math.min(most, this.#tokens);
    if (this.#tokens >= 1) return 0;
    this.#probeUpwards(now);
    return Math.ceil(((1 - this.#tokens) / this.#limit.rate) * 1000);
  }

  #probeUpwards(now: number): void {
    if (now - this.#quietSince < probe.everyMs) return;
    this.#quietSince = now;
    this.#quietProbes += 1;
    this.#limit.rate = Math.max(this.#limit.rate, Math.min(this.#ceiling, this.#limit.rate * probe.factor ** this.#quietProbes));
  }

  #permit(): Permit {
    const epoch = this.#epoch;
    const pin = this.#pin;
    const sentAt = this.#now();
    this.calls += 1;
    this.#startedAt ??= sentAt;
    this.#lastAt = sentAt;
    let isDone = false;
    return {
      done: (outcome) => {
        if (isDone) return;
        isDone = true;
        this.#inFlight -= 1;
        if (outcome === 'granted') this.#onGranted(pin, this.#now() - sentAt);
        else if (outcome !== 'failed') this.#onThrottled(epoch, outcome.retryAfterMs);
        this.#shared.give();
        this.pump();
      },
    };
  }

  #onGranted(pin: Pin | undefined, latencyMs: number): void {
    this.#granted += 1;
    this.#latencyMs += (latencyMs - this.#latencyMs) / Math.min(this.#granted, 20);
    if (pin !== undefined) pin.granted += 1;
  }

  #onThrottled(epoch: number, retryAfterMs: number | undefined): void {
    this.throttled += 1;
    const now = this.#now();
    this.#quietSince = now;
    this.#quietProbes = 0;
    if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (epoch !== this.#epoch) return;
    this.#epoch += 1;
    const pin = this.#pin;
    if (this.#mode === 'window' || (this.#mode === 'paced' && this.#isPublished)) this.#measure(now);
    else if (pin !== undefined && (this.#mode === 'measuring' || pin.granted >= countedAsMeasured / 2)) this.#settle(this.#measured(pin, now), now);
    else if (pin !== undefined) this.#measure(now);
    else {
      this.#pin = { at: now, granted: 0 };
      if (this.#granted < this.#limit.burst) this.#limit.burst = Math.max(1, this.#granted * margin);
      this.#settle(this.#limit.rate * 0.93, now);
    }
  }

  /** Throttled for the first time, or by another limit than was believed: the bucket is empty now, watch it refill. */
  #measure(now: number): void {
    this.#mode = 'measuring';
    this.#isPublished = false;
    this.#pin = { at: now, granted: 0 };
    this.#first = { granted: this.#granted, seconds: (now - (this.#startedAt ?? now)) / 1000 };
    this.#pausedUntil = Math.max(this.#pausedUntil, now + measurePauseMs);
  }

  /** The refill rate since the pin, which stays: the longer ago it is, the better the next throttle measures. */
  #measured(pin: Pin, now: number): number {
    const seconds = Math.max(0.001, (now - pin.at) / 1000);
    const rate = Math.max(0.2, (pin.granted - (pin.granted < countedAsMeasured ? 0 : 1)) / seconds);
    this.#ceiling = (pin.granted + 1) / seconds;
    if (this.#mode === 'paced') return Math.min(rate, this.#limit.rate * 0.98);
    const burst = this.#first.granted - rate * this.#first.seconds;
    this.#limit = { rate, burst: Math.max(1, Math.floor(burst * margin)) };
    return rate;
  }

  #settle(rate: number, now: number): void {
    this.#mode = 'paced';
    this.#limit.rate = Math.max(0.2, rate);
    this.#hasLearned = true;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + settlePauseMs);
    this.#tokens = 0;
    this.#tokensAt = this.#pausedUntil;
  }
}

/** Some of the burst is left to the server: calls sent evenly arrive unevenly. */
const mostTokens = ({ burst }: RateLimit): number => Math.max(1, burst - Math.max(2, burst * 0.05));
