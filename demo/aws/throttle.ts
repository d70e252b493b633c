export interface Rate { ratePerSecond: number; burst: number }
export type Throttle = 'none' | 'aws' | 'tight' | Record<string, Rate>;

const profiles: Record<'none' | 'aws' | 'tight', Record<string, Rate>> = {
  none: {},
  aws: { ec2: { ratePerSecond: 20, burst: 100 }, iam: { ratePerSecond: 15, burst: 30 }, s3: { ratePerSecond: 100, burst: 200 } },
  tight: { ec2: { ratePerSecond: 5, burst: 10 }, iam: { ratePerSecond: 5, burst: 10 }, s3: { ratePerSecond: 20, burst: 40 } },
};

/** One token bucket per account, region and service. A refused call costs no token. */
export class TokenBuckets {
  #rates: Record<string, Rate>;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(throttle: Throttle) {
    this.#rates = typeof throttle === 'string' ? profiles[throttle] : throttle;
  }

  set(throttle: Throttle): void {
    this.#rates = typeof throttle === 'string' ? profiles[throttle] : throttle;
    this.refill();
  }

  refill(): void {
    this.#buckets.clear();
  }

  take(bucketKey: string, service: string, nowMs: number): boolean {
    const rate = this.#rates[service];
    if (rate === undefined) return true;
    const bucket = this.#buckets.get(bucketKey) ?? { tokens: rate.burst, atMs: nowMs };
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * rate.ratePerSecond);
    bucket.atMs = nowMs;
    this.#buckets.set(bucketKey, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
