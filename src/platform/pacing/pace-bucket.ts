import { Allowance, type RateLimit } from './allowance.ts';
import type { SharedCap } from './shared-cap.ts';

export type CallOutcome = 'granted' | 'failed' | { throttled: true; retryAfterMs: number | undefined };

export interface Permit {
  done(outcome: CallOutcome): void;
}

const maxWindow = 30;
const pacedWindow = 8;
/** The smallest buckets are found with three calls in flight; after these many a fourth is added. */
const carefulCalls = 64;
/** Then one more in flight for each so many that are granted. */
const callsPerTrust = 4;
/** Calls a second, below which a refill may well have kept up: then holding out proves nothing. */
const trustedRate = 40;
/** Before measuring nothing is lost: the server's bucket fills meanwhile, and a longer time measures better. */
const measurePause = { leastMs: 1000, mostMs: 15_000 };
/** Fewer grants are no measurement: the bucket is very slow, or others drain it. The next pause is longer. */
const leastMeasured = 3;
/** With fewer grants than this between two throttles their quotient is a guess. */
const countedAsMeasured = 20;
/** After settling: leaves some tokens on the server's side, so that jitter does not throttle. */
const settlePauseMs = 500;
/** Of a burst that was worked out. */
const margin = 0.9;
/** A bucket is rarely much larger than what it refills in this time. */
const burstSeconds = 3;
/** After so long without a call the server's bucket counts as full. */
const restMs = 5000;

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
  #allowance: Allowance;
  #isPublished = false;
  #hasLearned = false;
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
  /** `most`: no more a second than this was granted in the measurement before, which showed too little. */
  #measure = { pauseMs: measurePause.leastMs, most: Infinity };
  #pausedUntil = 0;
  /** Rises with each decrease; an answer to a call sent before the last one says nothing new. */
  #epoch = 0;
  #timer: NodeJS.Timeout | undefined;
  calls = 0;
  throttled = 0;

  constructor(shared: SharedCap, now: () => number, start: { limit: RateLimit; isPublished: boolean } | undefined) {
    this.#shared = shared;
    this.#now = now;
    this.#lastAt = now();
    this.#mode = start === undefined ? 'window' : 'paced';
    this.#isPublished = start?.isPublished === true;
    this.#hasLearned = start?.isPublished === false;
    this.#allowance = new Allowance(start?.limit ?? { rate: 1, burst: 1 }, now(), this.#isPublished);
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

  /** The server said that its quota is used up until then, without refusing a call. */
  pauseFor(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms);
  }

  /** What should be remembered for the next scan; undefined while nothing was learned. */
  lesson(): RateLimit | undefined {
    if (this.#mode === 'measuring') return this.#pin === undefined ? undefined : this.#guess(this.#pin);
    if (!this.#hasLearned) return undefined;
    // Measured to within some percent: the next scan starts a little below, and probes.
    const { rate, burst } = this.#allowance.limit;
    return { rate: rate * (this.throttled > 0 ? 0.97 : 1), burst };
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
      if (this.#mode === 'paced') this.#allowance.take();
      this.#inFlight += 1;
      const waiter = this.#waiting.shift();
      waiter?.leave();
      waiter?.grant();
    }
  }

  /** The server's bucket is full again: what was counted before it says nothing of what comes. */
  #onRested(): void {
    const now = this.#now();
    if (this.#mode === 'measuring' && this.#pin !== undefined) {
      this.#mode = 'paced';
      this.#hasLearned = true;
      this.#allowance = new Allowance(this.#guess(this.#pin), now, false);
    }
    this.#granted = 0;
    this.#startedAt = undefined;
    this.#pin = undefined;
    this.#allowance.rest(now, this.#isPublished);
  }

  /**
   * How many calls may be under way: about as many as are beyond what is refilled in one call's time are refused before
   * the first refusal is heard of. What was granted for long is surely refilled, so that much more may follow.
   */
  #openWindow(): number {
    const now = this.#now();
    // Some beyond what the rate keeps under way, and not all at once: the rate that is believed may be wrong.
    if (this.#mode === 'paced') return Math.min(maxWindow, pacedWindow + Math.ceil((this.#allowance.limit.rate * this.#latencyMs) / 1000));
    if (this.#mode === 'window' || this.#pin === undefined) {
      const seconds = (now - (this.#startedAt ?? now)) / 1000;
      // A bucket that has held out for so long is a large one or none at all: then waiting for it costs more than a throttle.
      const trust = this.#granted < trustedRate * seconds ? 0 : Math.floor(Math.max(0, this.#granted - carefulCalls) / callsPerTrust);
      return Math.min(maxWindow, (this.#granted < carefulCalls ? 3 : 4) + Math.max(trust, this.#surelyRefilled(this.#granted, seconds)));
    }
    const seconds = (now - this.#pin.at) / 1000;
    const draining = Math.max(0, seconds - this.#measure.pauseMs / 1000);
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
    // Where ours ran over, the server's may have: what is granted from it now says nothing of the rate.
    if (this.#allowance.refill(now)) this.#pin = undefined;
    return this.#allowance.waitMs(now);
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
    this.#shared.note(latencyMs);
    this.#latencyMs += (latencyMs - this.#latencyMs) / Math.min(this.#granted, 20);
    if (pin !== undefined) pin.granted += 1;
  }

  #onThrottled(epoch: number, retryAfterMs: number | undefined): void {
    this.throttled += 1;
    const now = this.#now();
    this.#allowance.disturb(now);
    if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (epoch !== this.#epoch) return;
    this.#epoch += 1;
    if (this.#mode === 'window' || this.#isPublished) this.#beginMeasuring(now);
    else if (this.#mode === 'measuring' && this.#pin !== undefined) this.#endMeasuring(this.#pin, now);
    else if (this.#pin === undefined) this.#slowDown(now);
    else if (this.#pin.granted >= countedAsMeasured / 2) this.#settle(this.#measured(this.#pin, now), now);
    else this.#beginMeasuring(now);
  }

  /** Throttled for the first time, or by another limit than was believed: the bucket is empty now, watch it refill. */
  #beginMeasuring(now: number, measure = { pauseMs: measurePause.leastMs, most: Infinity }): void {
    if (this.#mode !== 'measuring') this.#first = { granted: this.#granted, seconds: (now - (this.#startedAt ?? now)) / 1000 };
    this.#mode = 'measuring';
    this.#isPublished = false;
    this.#pin = { at: now, granted: 0 };
    this.#measure = measure;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + measure.pauseMs);
  }

  #endMeasuring(pin: Pin, now: number): void {
    const seconds = Math.max(0.001, (now - pin.at) / 1000);
    if (pin.granted < leastMeasured) {
      this.#beginMeasuring(now, { pauseMs: Math.min(measurePause.mostMs, this.#measure.pauseMs * 2), most: (pin.granted + 1) / seconds });
    } else if (pin.granted / seconds > 2 * this.#measure.most) {
      // Others had drained the bucket and stopped: the time until then counts for nothing.
      this.#beginMeasuring(now);
    } else this.#settle(this.#measured(pin, now), now);
  }

  /** A rate that was learned earlier is too fast, by how much is not known yet. */
  #slowDown(now: number): void {
    const { rate, burst } = this.#allowance.limit;
    this.#pin = { at: now, granted: 0 };
    this.#settle({ rate: rate * 0.93, burst: this.#granted < burst ? this.#granted * margin : burst }, now);
  }

  /** The refill rate since the pin, which stays: the longer ago it is, the better the next throttle measures. */
  #measured(pin: Pin, now: number): RateLimit {
    const seconds = Math.max(0.001, (now - pin.at) / 1000);
    const isCertain = pin.granted >= countedAsMeasured;
    const rate = (pin.granted - (isCertain ? 1 : 0)) / seconds;
    this.#allowance.setCeiling(isCertain ? (pin.granted + 1) / seconds : Infinity, now);
    const before = this.#allowance.limit;
    if (this.#mode === 'paced') return { rate: Math.min(rate, before.rate * 0.98), burst: before.burst };
    return { rate, burst: Math.floor((this.#first.granted - rate * this.#first.seconds) * margin) };
  }

  /** Of a measurement that did not end: what it has shown so far, and no less than what fits the burst. */
  #guess(pin: Pin): RateLimit {
    const seconds = (this.#lastAt - pin.at) / 1000;
    const rate = seconds < 1.5 ? 0 : (pin.granted - 1) / seconds;
    const burst = Math.max(1, Math.floor((this.#first.granted - rate * this.#first.seconds) * margin));
    return { rate: Math.max(0.2, rate, burst / 5), burst };
  }

  #settle(limit: RateLimit, now: number): void {
    this.#mode = 'paced';
    this.#hasLearned = true;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + settlePauseMs);
    this.#allowance.restart(limit, this.#pausedUntil);
  }
}
