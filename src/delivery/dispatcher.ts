import type { DeliveryState, FullDelivery } from '../store/deliveries.ts';
import type { Attempt, DispatcherOptions } from './attempt.ts';
import { createAttempt } from './attempt.ts';
import type { Channel } from './define.ts';

export type { DeliveryLogger, DispatcherOptions } from './attempt.ts';

/** How a delivery stands after `deliverNow`. */
export interface DeliveryOutcome {
  delivered: boolean;
  state: DeliveryState;
  error: string | null;
}

export type Dispatcher = ReturnType<typeof createDispatcher>;

/** Looks again at the latest after this long, also where a notification of the store was lost. */
const longestSleepMs = 5_000;

/** Takes due deliveries from the outbox and sends them; any number of processes may do so at once. */
export function createDispatcher(options: DispatcherOptions) {
  const { deliveries, channels, clock, logger } = options;
  const attempt = createAttempt(options);
  const running = new Map<string, Set<Promise<void>>>(Object.keys(channels).map((id) => [id, new Set()]));
  const finished = new Set<(id: string) => void>();
  const stopping = new AbortController();
  let isStarted = false;
  let isStopped = false;
  let wakeUp: () => void = () => undefined;
  let isWoken = false;
  let loop: Promise<void> = Promise.resolve();
  let stopListening: () => Promise<void> = () => Promise.resolve();

  function wake(): void {
    isWoken = true;
    wakeUp();
  }

  async function start(): Promise<void> {
    if (isStarted) return;
    isStarted = true;
    stopListening = await deliveries.onEnqueued(wake);
    loop = run();
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      isWoken = false;
      try {
        for (const channel of Object.values(channels)) await claim(channel);
        await sleep(await untilNextMs());
      } catch (error) {
        logger.error({ err: error }, 'The outbox could not be read; trying again');
        await sleep(longestSleepMs);
      }
    }
  }

  async function claim(channel: Channel): Promise<void> {
    const busy = running.get(channel.id);
    const free = channel.maxParallel - (busy?.size ?? 0);
    if (busy === undefined || free <= 0 || attempt.pausedUntil(channel.id) > clock.monotonicMs()) return;
    const rows = await deliveries.claimDue(clock.now(), options.worker, attempt.leaseMs, free, channel.id);
    for (const row of rows) {
      const work = deliver(attempt, channel, row).finally(() => {
        busy.delete(work);
        for (const tell of finished) tell(row.id);
        wake();
      });
      busy.add(work);
    }
  }

  async function deliver(one: Attempt, channel: Channel, row: FullDelivery): Promise<void> {
    try {
      await one.deliver(channel, row, stopping.signal);
    } catch (error) {
      // The lease runs out, and the row is taken again.
      logger.error({ err: error, delivery: row.id, channel: row.channel }, 'A delivery could not be noted down');
    }
  }

  async function untilNextMs(): Promise<number> {
    const free = Object.values(channels).filter(({ id, maxParallel }) => (running.get(id)?.size ?? 0) < maxParallel);
    const nextAt = await deliveries.nextDueAt(free.filter(({ id }) => attempt.pausedUntil(id) <= clock.monotonicMs()).map(({ id }) => id));
    const pauses = free.map(({ id }) => attempt.pausedUntil(id) - clock.monotonicMs()).filter((ms) => ms > 0);
    const dueMs = nextAt === undefined ? longestSleepMs : nextAt.getTime() - clock.now().getTime();
    return Math.max(20, Math.min(longestSleepMs, dueMs, ...pauses));
  }

  function sleep(ms: number): Promise<void> {
    if (isWoken || isStopped) return Promise.resolve();
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      wakeUp = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Takes nothing more and waits for what is under way; what does not end in time is taken over after its lease. */
  async function stop(limitMs = 10_000): Promise<void> {
    isStopped = true;
    wake();
    await stopListening();
    await loop;
    const all = Promise.all([...running.values()].flatMap((set) => [...set]));
    const timer = setTimeout(() => stopping.abort(), limitMs);
    await all;
    clearTimeout(timer);
  }

  /**
   * Waits until the delivery ended or the time is over. With `firstAttempt` it answers after one attempt beyond those
   * before, whatever came of it. Works in a process that does not dispatch itself: another one may send.
   */
  async function deliverNow(id: string, timeoutMs: number, { firstAttempt = false, attemptsBefore = 0 } = {}): Promise<DeliveryOutcome> {
    const endsAt = clock.monotonicMs() + timeoutMs;
    wake();
    for (;;) {
      const row = await deliveries.get(id);
      if (row === undefined) return { delivered: false, state: 'failed', error: 'The delivery is gone.' };
      const hasEnded = row.state === 'delivered' || row.state === 'failed' || row.state === 'not_configured';
      const wasTried = firstAttempt && row.state === 'pending' && row.attempts > attemptsBefore;
      const leftMs = endsAt - clock.monotonicMs();
      if (hasEnded || wasTried || leftMs <= 0) return { delivered: row.state === 'delivered', state: row.state, error: row.lastError };
      await changeOf(id, Math.min(leftMs, 250));
    }
  }

  function changeOf(id: string, ms: number): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        finished.delete(tell);
        done();
      };
      const tell = (changed: string) => {
        if (changed === id) end();
      };
      const timer = setTimeout(end, ms);
      finished.add(tell);
    });
  }

  return { start, stop, wake, deliverNow };
}
