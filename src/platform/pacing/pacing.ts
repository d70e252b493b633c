/**
 * Pacing of API calls, one bucket per (account, region, service). Clouds meter with token buckets whose size and
 * refill they mostly do not publish. A throttled answer says that the server's bucket is empty at that moment; between two of them
 * what was granted over the time that passed is the refill rate, to within one call over that time.
 */

import type { RateLimit } from './allowance.ts';
import { PaceBucket } from './pace-bucket.ts';
import { SharedCap } from './shared-cap.ts';

export type { RateLimit } from './allowance.ts';
export { type CallOutcome, PaceBucket, type Permit } from './pace-bucket.ts';
export { SharedCap } from './shared-cap.ts';

export interface PacingOptions {
  /** Start values by service; a service without one starts carefully and learns. */
  published: Readonly<Record<string, RateLimit>>;
  /** What earlier scans learned, by bucket key. */
  learned: ReadonlyMap<string, RateLimit>;
  /** Calls in flight over all buckets. */
  maxInFlight: number;
  now: () => number;
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
