import { asAppError } from '../core/errors.ts';
import { retryDelayMs } from '../delivery/retry.ts';
import { hashId } from '../platform/ids.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import type { RunsStore } from '../store/runs.ts';
import { type BatchRow, transportChannel, type TransportRow, type TransportsStore } from '../store/transports.ts';
import { cutRun } from './cut.ts';
import type { OpenTransport, Outgoing, Sender } from './define.ts';

/** A transport whose worker was killed is served by another after this long. */
const leaseMs = 9000;
const longestSleepMs = 2000;
/** While a run goes on; with nothing to do a notification wakes the loop, and this is for one that was lost. */
const cutEveryMs = 500;
const idleMs = leaseMs / 3;
const sliceSize = 500;
/** A receiver that cannot be reached at all is asked again at most so often; what was given up meanwhile is put back once it answers. */
const pause = { firstMs: 5000, mostMs: 15 * 60_000 };

export interface ServeParts {
  db: Db;
  transports: TransportsStore;
  runs: RunsStore;
  events: EventsStore;
  clock: Clock;
  logger: Logger;
  worker: string;
  /** A transport with its settings in force; undefined where it is off or its settings are missing. */
  open(row: TransportRow): OpenTransport | undefined;
  senderOf(transport: OpenTransport): Sender;
  /** Between two deliveries, in milliseconds. */
  delayMs(): number;
}

/** Serves the transports: cuts what runs recorded into batches and sends them, each transport at its own pace. */
export function createTransportService(parts: ServeParts) {
  const { db, transports, logger } = parts;
  const loops = new Map<string, { done: Promise<void> }>();
  const stopping = new AbortController();
  let wakeUps = new Set<() => void>();
  let stopListening: () => Promise<void> = () => Promise.resolve();
  let looking: NodeJS.Timeout | undefined;

  function wake(): void {
    const asleep = wakeUps;
    wakeUps = new Set();
    for (const wakeUp of asleep) wakeUp();
  }

  function sleep(ms: number): Promise<void> {
    if (stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUps.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** A loop for each transport that is on. */
  async function look(): Promise<void> {
    for (const { id, enabled } of await transports.transports()) {
      if (!enabled || loops.has(id) || stopping.signal.aborted) continue;
      const loop = { done: new Serving(id, parts, { signal: stopping.signal, sleep }).run().catch((error: unknown) => logger.error({ err: error, transport: id }, 'A transport stopped; it is taken up again')).finally(() => loops.delete(id)) };
      loops.set(id, loop);
    }
  }

  const looked = (): void => void look().catch((error: unknown) => logger.warn({ err: error }, 'The transports could not be read; trying again'));
  return {
    async start(): Promise<void> {
      stopListening = await db.listen(transportChannel, () => {
        looked();
        wake();
      });
      looked();
      looking = setInterval(looked, 5000);
      looking.unref();
    },
    /** Something was recorded or a run has ended. */
    wake,
    async stop(limitMs: number): Promise<void> {
      clearInterval(looking);
      await stopListening();
      stopping.abort(new Error('the service stops'));
      wake();
      await Promise.race([Promise.all([...loops.values()].map(({ done }) => done)), new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref())]);
    },
  };
}
export type TransportService = ReturnType<typeof createTransportService>;

class Serving {
  readonly #id: string;
  readonly #parts: ServeParts;
  readonly #flow: { signal: AbortSignal; sleep(ms: number): Promise<void> };
  #sender: { key: string; sender: Sender } | undefined;
  /** Pauses in a row. One at the start: what an earlier worker gave up is tried again. */
  #unreachable = 1;
  #pausedUntil = 0;

  constructor(id: string, parts: ServeParts, flow: { signal: AbortSignal; sleep(ms: number): Promise<void> }) {
    this.#id = id;
    this.#parts = parts;
    this.#flow = flow;
  }

  async run(): Promise<void> {
    const { transports, clock, worker, open } = this.#parts;
    const renewing = setInterval(() => void transports.leaseTransport(this.#id, worker, clock.now(), leaseMs).catch(() => undefined), leaseMs / 3);
    try {
      while (!this.#flow.signal.aborted) {
        const row = await transports.transport(this.#id);
        const transport = row?.enabled === true ? open(row) : undefined;
        if (row === undefined || !row.enabled) return;
        const isOurs = await transports.leaseTransport(this.#id, worker, clock.now(), leaseMs);
        const isBusy = isOurs && transport !== undefined && (await this.#step(row, transport));
        if (!isBusy) await this.#flow.sleep(isOurs ? await this.#untilDueMs() : longestSleepMs);
      }
    } finally {
      clearInterval(renewing);
      await this.#sender?.sender.close();
      await transports.releaseTransport(this.#id, worker).catch(() => undefined);
    }
  }

  /** Cuts, sends one batch, or ends files. Answers whether there may be more to do at once. */
  async #step(row: TransportRow, transport: OpenTransport): Promise<boolean> {
    const { transports, clock, delayMs } = this.#parts;
    let hasCut = false;
    for (const { run_id } of await transports.openRuns(this.#id)) hasCut = (await cutRun(row, run_id, this.#parts)) || hasCut;
    if (clock.monotonicMs() < this.#pausedUntil) return false;
    const sender = await this.#senderOf(transport);
    const batch = await transports.nextBatch(this.#id, clock.now());
    if (batch !== undefined) {
      await this.#deliver(batch, sender, transport);
      if (delayMs() > 0) await this.#flow.sleep(delayMs());
      return true;
    }
    return (await this.#finishFiles(sender)) || hasCut || (await this.#probe());
  }

  /** After a pause one of the batches that nobody took is tried again: it shows whether somebody answers now. */
  async #probe(): Promise<boolean> {
    if (this.#unreachable === 0) return false;
    return this.#parts.transports.resendOneUnreachable(this.#id, this.#parts.clock.now());
  }

  async #deliver(batch: BatchRow, sender: Sender, transport: OpenTransport): Promise<void> {
    const { db, transports, clock, logger } = this.#parts;
    try {
      const files = await transports.filesOf(this.#id, batch.run_id);
      const sent = await sender.send(await this.#outgoing(batch), files, this.#flow.signal);
      await db.transaction(async () => {
        // Another worker that had this transport meanwhile knows better how long its files are.
        if (!(await transports.endBatch(batch, { state: 'delivered', counts: !sender.deliversFiles }, clock.now()))) return;
        for (const file of sent.files) await transports.putFile(file);
      });
    } catch (error) {
      if (this.#flow.signal.aborted) return;
      await this.#failed(batch, error, 'max_retries' in transport.settings ? transport.settings.max_retries : 3);
      logger.warn({ transport: this.#id, run: batch.run_id, batch: batch.number }, `A batch was not taken: ${(error as Error).message}`);
      return;
    }
    // Somebody answers again; where nothing was given up there is nothing to put back.
    if (this.#unreachable === 0) return;
    await transports.resendUnreachable(this.#id, clock.now());
    this.#unreachable = 0;
  }

  async #failed(batch: BatchRow, error: unknown, mostRetries: number): Promise<void> {
    const { transports, clock, events } = this.#parts;
    const described = asAppError(error);
    const stored = described.toStored();
    const isRefused = described.code === 'TRANSPORT_REFUSED' || described.code === 'DESTINATION_NOT_ALLOWED';
    if (!isRefused && batch.attempts < mostRetries) {
      await transports.retryBatch(batch, new Date(clock.now().getTime() + retryDelayMs(batch.attempts + 1, described.retryAfterMs)), stored);
      return;
    }
    if (!(await transports.endBatch(batch, { state: 'dead', error: stored }, clock.now()))) return;
    await events.publish([{ type: 'delivery.failed', data: { transport_id: this.#id, job_id: batch.run_id, batch: batch.number, message: stored.message } }], clock.now());
    if (isRefused) return;
    this.#pausedUntil = clock.monotonicMs() + Math.min(pause.mostMs, pause.firstMs * 2 ** this.#unreachable);
    this.#unreachable += 1;
  }

  async #outgoing(batch: BatchRow): Promise<Outgoing> {
    const { transports, runs } = this.#parts;
    const run = await runs.get(batch.run_id);
    return {
      key: hashId(`${this.#id}/${batch.run_id}/${batch.number}`),
      runId: batch.run_id,
      runAt: run?.created_at ?? batch.created_at,
      number: batch.number,
      count: batch.count,
      async *artifacts() {
        for (const part of slices(batch)) yield await transports.artifacts({ run_id: batch.run_id, parts: [part] });
      },
    };
  }

  /** Files of runs that are handed on in full, and those that are full. */
  async #finishFiles(sender: Sender): Promise<boolean> {
    const { db, transports, clock, logger } = this.#parts;
    if (sender.finish === undefined) return false;
    const ready = [];
    for (const file of await transports.unfinishedFiles(this.#id)) if (file.state === 'closed' || (await transports.isRunDone(this.#id, file.run_id))) ready.push(file);
    if (ready.length === 0) return false;
    try {
      const ended = await sender.finish(ready, this.#flow.signal);
      await db.transaction(async () => {
        for (const file of ended) {
          await transports.putFile(file);
          if (sender.deliversFiles) await transports.addDelivered(this.#id, file.run_id, file.artifacts);
        }
      });
      return true;
    } catch (error) {
      if (this.#flow.signal.aborted) return false;
      this.#pausedUntil = clock.monotonicMs() + pause.firstMs;
      logger.warn({ transport: this.#id }, `Files could not be finished: ${(error as Error).message}`);
      return false;
    }
  }

  async #senderOf(transport: OpenTransport): Promise<Sender> {
    const key = JSON.stringify({ ...transport, token: transport.token?.reveal() });
    if (this.#sender?.key !== key) {
      await this.#sender?.sender.close();
      this.#sender = { key, sender: this.#parts.senderOf(transport) };
    }
    return this.#sender.sender;
  }

  async #untilDueMs(): Promise<number> {
    const { transports, clock } = this.#parts;
    const pausedMs = this.#pausedUntil - clock.monotonicMs();
    const due = await transports.nextDue(this.#id);
    if (due !== undefined) return Math.max(50, Math.min(longestSleepMs, due.getTime() - clock.now().getTime()), Math.min(longestSleepMs, pausedMs));
    if (pausedMs > 0) return Math.max(50, Math.min(longestSleepMs, pausedMs));
    return (await transports.openRuns(this.#id)).length > 0 ? cutEveryMs : idleMs;
  }
}

/** One part at a time, and of a large one some hundred things. */
function* slices({ parts }: BatchRow): Generator<BatchRow['parts'][number]> {
  for (const { keys, ...part } of parts) for (let from = 0; from < keys.length; from += sliceSize) yield { ...part, keys: keys.slice(from, from + sliceSize) };
}
