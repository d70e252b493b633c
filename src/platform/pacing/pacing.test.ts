import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenBuckets } from '../../../demo/aws/throttle.ts';
import { publishedLimits } from '../../providers/aws/published-limits.ts';
import { Pacing, type PacingOptions, type RateLimit } from './pacing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const now = (): number => performance.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const pacingOf = (options: Partial<PacingOptions> = {}): Pacing => new Pacing({ published: {}, learned: new Map(), maxInFlight: 100, now, ...options });

/** The other side: a token bucket behind a network. */
class Server {
  readonly limit: RateLimit;
  readonly #buckets: TokenBuckets;
  throttled = 0;
  /** Others drain the bucket until then. */
  drainedUntil = 0;

  constructor(limit: RateLimit) {
    this.limit = limit;
    this.#buckets = new TokenBuckets({ s3: { ratePerSecond: limit.rate, burst: limit.burst } });
  }

  take(): boolean {
    const isGranted = now() >= this.drainedUntil && this.#buckets.take('key', 's3', now());
    if (!isGranted) this.throttled += 1;
    return isGranted;
  }
}

interface Scan { throttled: number; seconds: number; limitSeconds: number; lessons: ReadonlyMap<string, RateLimit> }

/** Makes the calls as a collector does: all at once, each repeated until it is granted. */
async function scan(server: Server, calls: number, options: { pacing?: Pacing; latencyMs?: (n: number) => number } = {}): Promise<Scan> {
  const { pacing = pacingOf(), latencyMs = () => 40 } = options;
  const bucket = pacing.bucket('123456789012', 'us-east-1', 's3');
  const before = { throttled: server.throttled, at: now() };
  let sent = 0;
  const call = async (): Promise<void> => {
    for (let isRepeat = false; ; isRepeat = true) {
      const permit = await bucket.acquire(isRepeat);
      const latency = latencyMs(sent++);
      await sleep(latency / 2);
      const isGranted = server.take();
      await sleep(latency / 2);
      permit.done(isGranted ? 'granted' : { throttled: true, retryAfterMs: undefined });
      if (isGranted) return;
    }
  };
  await settled(Promise.all(Array.from({ length: calls }, call)));
  const { rate, burst } = server.limit;
  return { throttled: server.throttled - before.throttled, seconds: (now() - before.at) / 1000, limitSeconds: (calls - burst) / rate, lessons: new Map(pacing.lessons()) };
}

/** Lets fake time run until the work is done. */
async function settled<Result>(work: Promise<Result>): Promise<Result> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  while (!isDone) await vi.advanceTimersToNextTimerAsync();
  return done;
}

const tight = { rate: 5, burst: 10 };
const wide = { rate: 20, burst: 40 };
const jitter = (seed: number) => (n: number): number => 40 * (0.6 + 0.8 * ((Math.imul(n + 1, 2654435761 + seed * 40503) >>> 0) / 2 ** 32));

describe('an unknown limit', () => {
  it.each([
    { limit: tight, calls: 60 }, { limit: tight, calls: 202 }, { limit: tight, calls: 504 },
    { limit: wide, calls: 202 }, { limit: wide, calls: 504 }, { limit: wide, calls: 1500 },
  ])('of $limit.rate a second and $limit.burst at once is found with 5 throttled calls at most, $calls calls in 1.15 × the shortest time', async ({ limit, calls }) => {
    const { throttled, seconds, limitSeconds } = await scan(new Server(limit), calls);
    expect(throttled).toBeLessThanOrEqual(5);
    expect(seconds).toBeLessThanOrEqual(limitSeconds * 1.15);
  });

  it('is found as well where calls take unequally long', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(tight, wide), fc.nat(400), fc.nat(10_000), async (limit, more, seed) => {
      const calls = limit.burst + 10 * limit.rate + more;
      const { throttled, seconds, limitSeconds } = await scan(new Server(limit), calls, { latencyMs: jitter(seed) });
      expect(throttled).toBeLessThanOrEqual(5);
      expect(seconds).toBeLessThanOrEqual(limitSeconds * 1.15);
    }), { numRuns: 100, seed: 20261122 });
  });

  it('is found where calls take long', async () => {
    for (const latency of [5, 120, 250]) {
      for (const limit of [tight, wide]) {
        const { throttled, seconds, limitSeconds } = await scan(new Server(limit), 400, { latencyMs: () => latency });
        expect(throttled, `${latency} ms, ${limit.rate}/s`).toBeLessThanOrEqual(5);
        expect(seconds, `${latency} ms, ${limit.rate}/s`).toBeLessThanOrEqual(limitSeconds * 1.2);
      }
    }
  });

  it('that others use up for a while is asked ever more seldom, and used again soon after they stop', async () => {
    for (const learned of [new Map<string, RateLimit>(), new Map([['123456789012/us-east-1/s3', { rate: 19, burst: 35 }]])]) {
      const server = new Server(wide);
      server.drainedUntil = now() + 30_000;
      const { throttled, seconds } = await scan(server, 400, { pacing: pacingOf({ learned }) });
      expect(throttled).toBeLessThanOrEqual(20);
      expect(seconds).toBeLessThanOrEqual(30 + 15 + 400 / 20);
    }
  });

  it('that is far away is never looked for: calls go faster the longer all are granted', async () => {
    const first = await scan(new Server({ rate: 1e6, burst: 1e6 }), 200);
    expect(first.throttled).toBe(0);
    expect(first.seconds).toBeLessThan(2.5);
    const long = await scan(new Server({ rate: 1e6, burst: 1e6 }), 2000);
    expect(long.seconds).toBeLessThan(15);
  });
});

describe('a published limit', () => {
  it.each(Object.entries(publishedLimits))('of %s is never exceeded and used up', async (_service, limit) => {
    const calls = limit.burst + limit.rate * 15;
    for (const latencyMs of [() => 40, jitter(7)]) {
      const { throttled, seconds, limitSeconds } = await scan(new Server(limit), calls, { pacing: pacingOf({ published: { s3: limit } }), latencyMs });
      expect(throttled).toBe(0);
      expect(seconds).toBeLessThanOrEqual(limitSeconds * 1.1);
    }
  });

  it('that is not the real one is found out and forgotten', async () => {
    const pacing = pacingOf({ published: { s3: { rate: 100, burst: 200 } } });
    const { throttled, seconds, limitSeconds, lessons } = await scan(new Server(tight), 202, { pacing });
    expect(throttled).toBeLessThanOrEqual(15);
    expect(seconds).toBeLessThanOrEqual(limitSeconds * 1.15);
    expect(lessons.get('123456789012/us-east-1/s3')?.rate).toBeCloseTo(5, 0);
  });

  it('leaves no lesson while nothing contradicts it', async () => {
    const { lessons } = await scan(new Server(publishedLimits['iam']!), 100, { pacing: pacingOf({ published: { s3: publishedLimits['iam']! } }) });
    expect(lessons.size).toBe(0);
  });
});

describe('what one scan learned', () => {
  it.each([{ limit: tight, calls: 202 }, { limit: tight, calls: 504 }, { limit: wide, calls: 504 }])('lets the next ones be throttled in less than 1 % of $calls calls at $limit.rate a second', async ({ limit, calls }) => {
    const server = new Server(limit);
    let { lessons } = await scan(server, calls, { latencyMs: jitter(1) });
    for (let n = 2; n <= 5; n++) {
      await vi.advanceTimersByTimeAsync(60_000);
      const next = await scan(server, calls, { pacing: pacingOf({ learned: lessons }), latencyMs: jitter(n) });
      expect(next.throttled / calls, `scan ${n}`).toBeLessThan(0.01);
      expect(next.seconds, `scan ${n}`).toBeLessThanOrEqual(next.limitSeconds * 1.15);
      ({ lessons } = next);
    }
  });

  it('is used by the next scan of the same process too, after any rest', async () => {
    const server = new Server(tight);
    const pacing = pacingOf();
    await scan(server, 100, { pacing });
    for (const restMs of [6_000, 3_600_000, 60_000]) {
      await vi.advanceTimersByTimeAsync(restMs);
      const next = await scan(server, 100, { pacing });
      expect(next.throttled).toBeLessThanOrEqual(1);
      expect(next.seconds).toBeLessThanOrEqual(next.limitSeconds * 1.15);
    }
  });

  it('is careful where the scan ended before the limit was measured, and does not crawl', async () => {
    const server = new Server(tight);
    const first = await scan(server, 12);
    const lesson = first.lessons.get('123456789012/us-east-1/s3');
    expect(lesson).toMatchObject({ rate: expect.toSatisfy((rate: number) => rate >= 1 && rate <= 5) as number, burst: expect.toSatisfy((burst: number) => burst >= 5 && burst <= 10) as number });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await scan(server, 12, { pacing: pacingOf({ learned: first.lessons }) })).toMatchObject({ throttled: 0, seconds: expect.toSatisfy((seconds: number) => seconds < 4) as number });
  });

  it('does not shrink while nothing is throttled', async () => {
    let lessons: ReadonlyMap<string, RateLimit> = new Map([['123456789012/us-east-1/s3', { rate: 4, burst: 8 }]]);
    for (let n = 0; n < 5; n++) {
      ({ lessons } = await scan(new Server(tight), 6, { pacing: pacingOf({ learned: lessons }) }));
      expect(lessons.get('123456789012/us-east-1/s3')).toEqual({ rate: 4, burst: 8 });
    }
  });

  it('is unlearned where it was far too slow', async () => {
    const learned = new Map([['123456789012/us-east-1/s3', { rate: 0.5, burst: 1 }]]);
    const { lessons, throttled } = await scan(new Server(tight), 150, { pacing: pacingOf({ learned }) });
    expect(lessons.get('123456789012/us-east-1/s3')?.rate).toBeGreaterThan(2);
    expect(throttled).toBeLessThanOrEqual(2);
  });
});

describe('waiting', () => {
  const bucketOf = (pacing: Pacing, region = 'us-east-1') => pacing.bucket('123456789012', region, 'ec2');

  it('holds as long as the server asked for, all calls of the bucket and no other', async () => {
    const pacing = pacingOf();
    const bucket = bucketOf(pacing);
    const startedAt = now();
    (await bucket.acquire(false)).done({ throttled: true, retryAfterMs: 7000 });
    const times: number[] = [];
    const work = Promise.all([0, 1, 2].map(async () => {
      const permit = await bucket.acquire(true);
      times.push(now() - startedAt);
      permit.done('granted');
    }));
    const other = await bucketOf(pacing, 'eu-west-1').acquire(false);
    expect(now()).toBe(startedAt);
    other.done('granted');
    await settled(work);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(7000);
  });

  it('lets a repeated call go first', async () => {
    const bucket = bucketOf(pacingOf({ maxInFlight: 1 }));
    const order: string[] = [];
    const permit = await bucket.acquire(false);
    const waiting = ['new', 'repeated'].map(async (name) => {
      const next = await bucket.acquire(name === 'repeated');
      order.push(name);
      next.done('granted');
    });
    permit.done('granted');
    await settled(Promise.all(waiting));
    expect(order).toEqual(['repeated', 'new']);
  });

  it('ends for all who wait when their signal is aborted, and for nobody else', async () => {
    const bucket = bucketOf(pacingOf({ learned: new Map([['123456789012/us-east-1/ec2', { rate: 1, burst: 1 }]]) }));
    (await bucket.acquire(false)).done('granted');
    const cancel = new AbortController();
    const answers = Promise.allSettled([...Array.from({ length: 5 }, () => bucket.acquire(false, cancel.signal)), bucket.acquire(false)]);
    cancel.abort(new Error('cancelled'));
    await expect(bucket.acquire(false, cancel.signal)).rejects.toThrow('cancelled');
    const settledAnswers = await settled(answers);
    expect(settledAnswers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'fulfilled']);
  });

  it('leaves nothing on the signal of a long run', async () => {
    const bucket = bucketOf(pacingOf());
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    for (let n = 0; n < 10; n++) (await bucket.acquire(false, signal)).done('granted');
    expect(added).toHaveBeenCalledTimes(10);
    expect(removed).toHaveBeenCalledTimes(10);
  });

  it('counts a permit once, however often it is given back', async () => {
    const pacing = pacingOf({ maxInFlight: 1 });
    const permit = await bucketOf(pacing).acquire(false);
    permit.done('granted');
    permit.done('granted');
    const [one, two] = [bucketOf(pacing).acquire(false), bucketOf(pacing).acquire(false)];
    const state = await Promise.race([Promise.all([one, two]).then(() => 'both'), Promise.resolve().then(() => one).then(() => 'one')]);
    expect(state).toBe('one');
  });
});

describe('the cap over all buckets', () => {
  it('holds, and every waiter gets its turn', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ bucket: fc.nat(4), latency: fc.integer({ min: 1, max: 200 }), outcome: fc.constantFrom('granted', 'failed', 'throttled') }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      async (calls, maxInFlight) => {
        const pacing = pacingOf({ maxInFlight });
        let inFlight = 0;
        let most = 0;
        const answers = await settled(Promise.all(calls.map(async ({ bucket, latency, outcome }) => {
          const permit = await pacing.bucket('123456789012', `region-${bucket}`, 'ec2').acquire(false);
          inFlight += 1;
          most = Math.max(most, inFlight);
          await sleep(latency);
          inFlight -= 1;
          permit.done(outcome === 'throttled' ? { throttled: true, retryAfterMs: undefined } : (outcome as 'granted' | 'failed'));
          return 'served';
        })));
        expect(answers).toHaveLength(calls.length);
        expect(most).toBeLessThanOrEqual(maxInFlight);
      },
    ), { numRuns: 60 });
  });

  it('gives room that a bucket has no use for to the next', async () => {
    const pacing = pacingOf({ maxInFlight: 1 });
    const busy = await pacing.bucket('1', 'a', 'ec2').acquire(false);
    const cancel = new AbortController();
    const gone = pacing.bucket('1', 'b', 'ec2').acquire(false, cancel.signal).catch(() => 'gone');
    const waiting = pacing.bucket('1', 'c', 'ec2').acquire(false);
    cancel.abort();
    await gone;
    busy.done('granted');
    (await settled(waiting)).done('granted');
  });
});
