/** Refilled a second, and granted at once, by host; those of a project, but Cloud Asset's, which are the caller's (cloud.google.com/asset-inventory/docs/quota). */
const rates: Readonly<Record<string, { rate: number; burst: number }>> = {
  'cloudasset.googleapis.com': { rate: 100 / 60, burst: 100 },
  'serviceusage.googleapis.com': { rate: 4, burst: 240 },
  'compute.googleapis.com': { rate: 25, burst: 1500 },
};

/** One bucket per host and project. A refused call costs nothing. */
export class TokenBuckets {
  readonly #isOn: boolean;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  take(host: string, project: string): boolean {
    const rate = rates[host];
    if (!this.#isOn || rate === undefined) return true;
    const key = host === 'cloudasset.googleapis.com' ? host : `${host}/${project}`;
    const now = performance.now();
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, atMs: now };
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.atMs) / 1000) * rate.rate);
    bucket.atMs = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
