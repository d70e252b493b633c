import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors.ts';
import type { FileReply, FileRequest, ThreadData } from './protocol.ts';

type Ask = FileRequest extends infer Request ? (Request extends { id: number } ? Omit<Request, 'id'> : never) : never;
type Lane = 'judge' | 'large';

/** One thread, for requests that must follow each other on it; it stays until it is released. */
export interface PoolThread {
  ask<Answer>(request: Ask): Promise<Answer>;
  /** With the id that later requests name. */
  open(request: Ask): Promise<number>;
  release(): void;
}

export interface Pool {
  readonly threads: number;
  /** On any thread; of the large lane the largest first, and at most one a thread, so that others have room beside it. */
  run<Answer>(request: Ask, lane: Lane, size: number): Promise<Answer>;
  thread(): PoolThread;
  close(): Promise<void>;
}

interface Waiting {
  request: Ask;
  lane: Lane;
  size: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A second unit waits at each thread, so that none idles while the main thread looks elsewhere. */
const mostAtOnce: Readonly<Record<Lane, number>> = { judge: 2, large: 1 };

/** Threads for reading files: started when there is work, ended when there has been none for a while. */
export function createPool(options: { threads: number; idleMs: number; data: ThreadData }): Pool {
  const { threads, idleMs, data } = options;
  const started: Thread[] = [];
  const queues: Record<Lane, Waiting[]> = { judge: [], large: [] };
  let idle: NodeJS.Timeout | undefined;
  let held = 0;
  let isClosed = false;

  const start = (): Thread => {
    if (isClosed) throw new AppError('TARGET_INTERRUPTED');
    const thread = createThread(data, () => {
      const place = started.indexOf(thread);
      if (place >= 0) started.splice(place, 1);
      pump();
    });
    started.push(thread);
    return thread;
  };
  const leastBusy = (candidates: readonly Thread[]): Thread | undefined => candidates.reduce<Thread | undefined>((best, each) => (best === undefined || each.busy() < best.busy() ? each : best), undefined);
  const threadFor = (lane: Lane): Thread | undefined => {
    const free = leastBusy(started.filter((thread) => thread.busy(lane) < mostAtOnce[lane]));
    if (free?.busy() === 0 || started.length >= threads) return free;
    return start();
  };
  const pump = (): void => {
    clearTimeout(idle);
    for (const lane of ['judge', 'large'] as const) {
      for (let thread = queues[lane].length > 0 ? threadFor(lane) : undefined; thread !== undefined; thread = queues[lane].length > 0 ? threadFor(lane) : undefined) {
        const next = queues[lane].shift();
        if (next === undefined) break;
        thread.ask(next.request, lane).finally(pump).then(next.resolve, next.reject);
      }
    }
    if (started.length > 0 && isIdle()) idle = setTimeout(() => (isIdle() ? void endThreads() : undefined), idleMs).unref();
  };
  const isIdle = (): boolean => held === 0 && started.every((thread) => thread.busy() === 0);
  const endThreads = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((thread) => thread.stop()));
  };

  return {
    threads,
    run: (request, lane, size) =>
      new Promise((resolve, reject) => {
        const queue = queues[lane];
        const waiting: Waiting = { request, lane, size, resolve: resolve as (value: unknown) => void, reject };
        const place = lane === 'large' ? queue.findIndex((each) => each.size < size) : -1;
        if (place < 0) queue.push(waiting);
        else queue.splice(place, 0, waiting);
        pump();
      }),
    thread() {
      const used = leastBusy(started) ?? start();
      held += 1;
      return {
        ask: <Answer>(request: Ask) => used.ask(request).finally(pump) as Promise<Answer>,
        open: (request) => used.open(request).finally(pump),
        release: () => {
          held -= 1;
          pump();
        },
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(idle);
      for (const { reject } of Object.values(queues).flatMap((queue) => queue.splice(0))) reject(new AppError('TARGET_INTERRUPTED'));
      await endThreads();
    },
  };
}

type Thread = ReturnType<typeof createThread>;

function createThread(data: ThreadData, onEnd: () => void) {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'files', workerData: data, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const asked = new Map<number, { lane: Lane | undefined; resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = 1;
  let isAlive = true;

  const end = (cause: unknown): void => {
    if (!isAlive) return;
    isAlive = false;
    for (const { reject } of asked.values()) reject(new AppError('TARGET_INTERRUPTED', { cause }));
    asked.clear();
    onEnd();
  };
  worker.on('message', (reply: FileReply) => {
    const waiting = asked.get(reply.id);
    asked.delete(reply.id);
    if (asked.size === 0) worker.unref();
    if (reply.kind === 'answer') waiting?.resolve(reply.value);
    else waiting?.reject(reply.isCancelled ? new AppError('TARGET_CANCELLED') : new AppError(reply.error.code, { detail: reply.error.message }));
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the thread ended')));
  worker.unref();

  const send = (request: Ask, lane?: Lane): { id: number; answered: Promise<unknown> } => {
    const id = nextId;
    nextId += 1;
    if (!isAlive) return { id, answered: Promise.reject(new AppError('TARGET_INTERRUPTED')) };
    const answered = new Promise((resolve, reject) => asked.set(id, { lane, resolve, reject }));
    worker.ref();
    worker.postMessage({ ...request, id });
    return { id, answered };
  };
  return {
    ask: (request: Ask, lane?: Lane): Promise<unknown> => send(request, lane).answered,
    async open(request: Ask): Promise<number> {
      const { id, answered } = send(request);
      await answered;
      return id;
    },
    busy: (lane?: Lane): number => (lane === undefined ? asked.size : [...asked.values()].filter((each) => each.lane === lane).length),
    async stop(): Promise<void> {
      end(new Error('the thread was ended'));
      await worker.terminate();
    },
  };
}
