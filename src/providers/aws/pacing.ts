/**
 * Pacing of API calls, one bucket per (account, region, service). AWS meters with token buckets whose size and refill it
 * mostly does not publish; two moments at which the server's bucket is known to be empty are two throttled answers, and
 * what was granted between them over the time between them is the refill rate.
 */

export interface RateLimit {
  /** Calls a second. */
  rate: number;
  /** Calls that may be made at once after a rest. */
  burst: number;
}

export interface PacingOptions {
  /** Start values by service; a service without one starts carefully and learns. */
  published: Readonly<Record<string, RateLimit>>;
  /** What earlier scans learned, by bucket key. */
  learned: ReadonlyMap<string, RateLimit>;
  /** Calls in flight over all buckets. */
  maxInFlight: number;
  now: () => number;
}

export type CallOutcome = 'granted' | 'failed' | { throttled: true; retryAfterMs: number | undefined };

export interface Permit {
  done(outcome: CallOutcome): void;
}

const maxWindow = 30;
const firstWindow = 4;
/** Calls granted without a throttle before an unknown bucket is asked more at a time. */
const trustAfter = 400;
const pauseMs = 500;
/** A learned rate is used with this margin, and probed upwards while all is quiet. */
const margin = 0.9;
const probe = { everyMs: 10_000, factor: 1.03 };

interface Waiter {
  grant: () => void;
  signal: AbortSignal | undefined;
}

/**
 * One bucket. `window`: unknown limit, few calls in flight. `measuring`: throttled once, one call at a time until the
 * second throttle. `paced`: a known rate, kept with a token bucket of our own.
 */
export class PaceBucket {
  readonly #shared: SharedCap;
  readonly #now: () => number;
  readonly #waiting: Waiter[] = [];
  #mode: 'window' | 'measuring' | 'paced';
  #limit: RateLimit | undefined;
  #ceiling: number | undefined;
  #tokens = 0;
  #tokensAt: number;
  #window: number;
  #inFlight = 0;
  #granted = 0;
  #startedAt: number | undefined;
  #measure = { since: 0, granted: 0, burst: 1 };
  #pausedUntil = 0;
  #quietSince: number;
  /** Rises with each decrease; an answer to a call sent before the last one says nothing new. */
  #epoch = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasLearned = false;
  calls = 0;
  throttled = 0;

  constructor(shared: SharedCap, now: () => number, start: { limit: RateLimit; isPublished: boolean } | undefined) {
    this.#shared = shared;
    this.#now = now;
    this.#tokensAt = now();
    this.#quietSince = now();
    if (start === undefined) {
      this.#mode = 'window';
      this.#window = firstWindow;
    } else {
      this.#mode = 'paced';
      this.#window = maxWindow;
      this.#limit = { ...start.limit };
      this.#tokens = start.limit.burst;
      this.#hasLearned = !start.isPublished;
      this.#ceiling = start.isPublished ? start.limit.rate : undefined;
    }
  }

  /** Waits for the right to make one call; a repeated call goes before the others. */
  acquire(isRepeat: boolean, signal?: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { grant: () => resolve(this.#permit()), signal };
      if (isRepeat) this.#waiting.unshift(waiter);
      else this.#waiting.push(waiter);
      signal?.addEventListener(
        'abort',
        () => {
          const at = this.#waiting.indexOf(waiter);
          if (at < 0) return;
          this.#waiting.splice(at, 1);
          reject(signal.reason as Error);
        },
        { once: true },
      );
      this.pump();
    });
  }

  /** What should be remembered for the next scan; undefined while nothing was learned. */
  lesson(): RateLimit | undefined {
    if (this.#mode === 'measuring') {
      const seconds = (this.#now() - this.#measure.since) / 1000;
      return { rate: Math.max(1, (this.#measure.granted / Math.max(seconds, 1)) * margin), burst: this.#measure.burst };
    }
    return this.#hasLearned ? this.#limit : undefined;
  }

  pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0 && this.#inFlight < this.#window) {
      const waitMs = this.#waitMs();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.pump(), waitMs);
        return;
      }
      if (!this.#shared.take(this)) return;
      if (this.#mode === 'paced') this.#tokens -= 1;
      this.#inFlight += 1;
      this.#waiting.shift()?.grant();
    }
  }

  #waitMs(): number {
    const now = this.#now();
    if (now < this.#pausedUntil) return Math.ceil(this.#pausedUntil - now);
    if (this.#mode !== 'paced' || this.#limit === undefined) return 0;
    this.#probeUpwards(now);
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + ((now - this.#tokensAt) / 1000) * this.#limit.rate);
    this.#tokensAt = now;
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#limit.rate) * 1000);
  }

  #probeUpwards(now: number): void {
    if (this.#limit === undefined || now - this.#quietSince < probe.everyMs) return;
    this.#quietSince = now;
    const faster = this.#limit.rate * probe.factor;
    this.#limit.rate = this.#ceiling === undefined ? faster : Math.min(this.#ceiling, faster);
  }

  #permit(): Permit {
    const epoch = this.#epoch;
    this.calls += 1;
    this.#startedAt ??= this.#now();
    let isDone = false;
    return {
      done: (outcome) => {
        if (isDone) return;
        isDone = true;
        this.#inFlight -= 1;
        if (outcome === 'granted') this.#onGranted();
        else if (outcome !== 'failed') this.#onThrottled(epoch, outcome.retryAfterMs);
        this.#shared.give();
        this.pump();
      },
    };
  }

  #onGranted(): void {
    this.#granted += 1;
    if (this.#mode === 'measuring') {
      this.#measure.granted += 1;
      // One call at a time may be slower than the server refills: then nothing is lost by asking more.
      const quietMs = this.#now() - this.#measure.since;
      this.#window = Math.min(maxWindow, 1 + Math.floor(Math.max(0, quietMs - 3000) / 1000));
    } else if (this.#mode === 'window' && this.#granted > trustAfter) {
      this.#window = Math.min(maxWindow, firstWindow + Math.floor((this.#granted - trustAfter) / 25));
    }
  }

  #onThrottled(epoch: number, retryAfterMs: number | undefined): void {
    this.throttled += 1;
    const now = this.#now();
    this.#quietSince = now;
    if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs);
    if (epoch !== this.#epoch) return;
    this.#epoch += 1;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    if (this.#mode === 'window') {
      this.#mode = 'measuring';
      this.#window = 1;
      this.#measure = { since: now, granted: 0, burst: Math.max(1, Math.floor(this.#granted * margin)) };
    } else if (this.#mode === 'measuring') {
      const seconds = Math.max(0.001, (now - this.#measure.since) / 1000);
      const measured = this.#measure.granted / seconds;
      const elapsed = (this.#measure.since - (this.#startedAt ?? now)) / 1000;
      this.#settle({ rate: Math.max(0.2, measured * margin), burst: Math.max(1, Math.floor((this.#measure.burst - measured * elapsed) * margin)) }, now);
    } else if (this.#limit !== undefined) {
      this.#ceiling = undefined;
      this.#settle({ rate: Math.max(0.2, this.#limit.rate * 0.7), burst: Math.max(1, this.#limit.burst * 0.7) }, now);
    }
  }

  #settle(limit: RateLimit, now: number): void {
    this.#mode = 'paced';
    this.#window = maxWindow;
    this.#limit = limit;
    this.#hasLearned = true;
    this.#tokens = 0;
    this.#tokensAt = now;
  }
}

/** Calls in flight over all buckets; a bucket that found it full is woken when there is room. */
export class SharedCap {
  #free: number;
  readonly #hungry = new Set<PaceBucket>();

  constructor(size: number) {
    this.#free = size;
  }

  take(bucket: PaceBucket): boolean {
    if (this.#free === 0) {
      this.#hungry.add(bucket);
      return false;
    }
    this.#free -= 1;
    return true;
  }

  give(): void {
    this.#free += 1;
    const [next] = this.#hungry;
    if (next === undefined) return;
    this.#hungry.delete(next);
    next.pump();
  }
}

/** All buckets of one worker. */
export class Pacing {
  readonly #options: PacingOptions;
  readonly #shared: SharedCap;
  readonly #buckets = new Map<string, PaceBucket>();

  constructor(options: PacingOptions) {
    this.#options = options;
    this.#shared = new SharedCap(options.maxInFlight);
  }

  bucket(account: string, region: string, service: string): PaceBucket {
    const key = `${account}/${region}/${service}`;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      const learned = this.#options.learned.get(key);
      const published = this.#options.published[service];
      const start = learned === undefined ? (published === undefined ? undefined : { limit: published, isPublished: true }) : { limit: learned, isPublished: false };
      bucket = new PaceBucket(this.#shared, this.#options.now, start);
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  lessons(): [key: string, RateLimit][] {
    return [...this.#buckets].flatMap(([key, bucket]) => {
      const lesson = bucket.lesson();
      return lesson === undefined ? [] : [[key, lesson] satisfies [string, RateLimit]];
    });
  }
}

/**
 * Start values against AWS's own endpoints. EC2: the published example bucket of the Describe family (100, refilled at
 * 20 a second; each API counts by itself, so one bucket for all is careful). IAM and S3 publish none: assumptions.
 */
export const publishedLimits: Readonly<Record<string, RateLimit>> = {
  ec2: { rate: 20, burst: 100 },
  iam: { rate: 15, burst: 30 },
  s3: { rate: 100, burst: 200 },
  sts: { rate: 50, burst: 50 },
  pricing: { rate: 5, burst: 10 },
};
