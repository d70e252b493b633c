import { Worker } from 'node:worker_threads';
import type { CollectTarget, DiscoveredAccount, Discovery, EnteredAccount, MetricAnswers, MetricAsk, VisitParts } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import type { Provider } from '../../core/resource.ts';
import type { CloudSettings } from '../../providers/settings.ts';
import type { CollectorReply, CollectorRequest } from './protocol.ts';

export type Lessons = [key: string, lesson: { rate: number; burst: number }][];
export interface FetchedPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

/** The collectors of one run, on their thread. */
export interface OpenCollector {
  discover(provider: Provider): Promise<Discovery>;
  enter(provider: Provider, account: DiscoveredAccount): Promise<EnteredAccount>;
  forget(provider: Provider, account: string): Promise<void>;
  /** Targets of one provider that are read together; resolves when each of them has been ended. */
  visit(targets: readonly CollectTarget[], parts: VisitParts): Promise<void>;
  metrics(provider: Provider, account: Pick<DiscoveredAccount, 'id' | 'roleArn' | 'externalId'>, asks: readonly MetricAsk[]): Promise<MetricAnswers>;
  lessons(): Promise<Lessons>;
  prices(provider: Provider, regions: string[]): Promise<FetchedPrice[]>;
  close(): Promise<void>;
}

export interface CollectorHost {
  /** `maxCalls`: what is left of the run's budget; null is no limit. */
  open(run: string, settings: CloudSettings, learned: Lessons, maxCalls: number | null): Promise<OpenCollector>;
  /** Ends the thread; what is collected at that moment ends as interrupted. */
  stop(): Promise<void>;
}

interface Asked {
  onReply: (reply: CollectorReply) => void;
  fail: (error: Error) => void;
}

type Ask = CollectorRequest extends infer Request ? (Request extends { id: number } ? Omit<Request, 'id'> : never) : never;

/** An idle thread is ended after this long: the SDK holds over 100 MB. */
const idleMs = 30_000;

/** Runs collectors in a thread of its own: parsing a page of a thousand instances blocks for 150 ms. */
export function createCollectorHost(options: { idleMs?: number } = {}): CollectorHost {
  let thread: Thread | undefined;
  let openRuns = 0;
  let idle: NodeJS.Timeout | undefined;

  return {
    async open(run, settings, learned, maxCalls) {
      clearTimeout(idle);
      thread = thread?.isAlive() === true ? thread : createThread();
      const used = thread;
      openRuns += 1;
      await used.ask({ op: 'open', run, settings, learned, maxCalls }).catch((error: unknown) => {
        openRuns -= 1;
        throw error;
      });
      let isClosed = false;
      return {
        discover: (provider) => used.ask({ op: 'discover', run, provider }) as Promise<Discovery>,
        enter: (provider, account) => used.ask({ op: 'enter', run, provider, account }) as Promise<EnteredAccount>,
        forget: async (provider, account) => void (await used.ask({ op: 'forget', run, provider, account })),
        visit: (targets, parts) => used.visit(run, targets, parts),
        metrics: (provider, account, asks) => used.ask({ op: 'metrics', run, provider, account, asks }) as Promise<MetricAnswers>,
        lessons: () => used.ask({ op: 'lessons', run }) as Promise<Lessons>,
        prices: (provider, regions) => used.ask({ op: 'prices', run, provider, regions }) as Promise<FetchedPrice[]>,
        async close() {
          if (isClosed) return;
          isClosed = true;
          openRuns -= 1;
          if (used.isAlive()) await used.ask({ op: 'close', run }).catch(() => undefined);
          if (openRuns > 0) return;
          idle = setTimeout(() => {
            thread = undefined;
            void used.stop();
          }, options.idleMs ?? idleMs);
          idle.unref();
        },
      };
    },
    async stop() {
      clearTimeout(idle);
      await thread?.stop();
      thread = undefined;
    },
  };
}

function failureOf({ error, cause }: Extract<CollectorReply, { kind: 'error' }>): AppError {
  return new AppError(error.code, { detail: error.message, permission: error.permission, cause: cause === undefined ? undefined : new Error(cause) });
}

type Thread = ReturnType<typeof createThread>;

function createThread() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'collector', resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 } });
  const asked = new Map<number, Asked>();
  let nextId = 1;
  let isAlive = true;

  worker.on('message', (reply: CollectorReply) => asked.get(reply.id)?.onReply(reply));
  const end = (cause: unknown): void => {
    isAlive = false;
    for (const { fail } of asked.values()) fail(new AppError('TARGET_INTERRUPTED', { cause }));
    asked.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the collector thread ended')));

  function ask(request: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = send(request, {
        fail: reject,
        onReply(reply) {
          asked.delete(id);
          if (reply.kind === 'answer') resolve(reply.value);
          else if (reply.kind === 'error') reject(failureOf(reply));
        },
      });
    });
  }

  function send(request: Ask, waiting: Asked): number {
    const id = nextId;
    nextId += 1;
    if (!isAlive) {
      queueMicrotask(() => waiting.fail(new AppError('TARGET_INTERRUPTED')));
      return id;
    }
    asked.set(id, waiting);
    worker.postMessage({ ...request, id });
    return id;
  }

  function visit(run: string, targets: readonly CollectTarget[], { emit, end: onEnd, known, signal }: VisitParts): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        asked.delete(id);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        if (isAlive) worker.postMessage({ op: 'cancel', id });
      };
      /** What cannot be taken ends the visit: the collector is told, so that it stops. */
      const take = (number: number, work: Promise<void>): void => {
        work.then(
          () => isAlive && worker.postMessage({ op: 'taken', id, number }),
          (error: unknown) => {
            if (isAlive) worker.postMessage({ op: 'taken', id, number, error: String(error) });
            onAbort();
            finish();
            reject(error as Error);
          },
        );
      };
      const id = send(
        { op: 'visit', run, targets: [...targets] },
        {
          fail(error) {
            finish();
            reject(error);
          },
          onReply(reply) {
            if (reply.kind === 'batch') return take(reply.number, emit(reply.target, reply.resources));
            if (reply.kind === 'end') return take(reply.number, onEnd(reply.target, reply.end));
            if (reply.kind === 'known') {
              const { question } = reply;
              known(reply.target, reply.keys).then(
                (answer) => isAlive && worker.postMessage({ op: 'known', id, question, known: [...answer] }),
                (error: unknown) => isAlive && worker.postMessage({ op: 'known', id, question, known: [], error: String(error) }),
              );
              return;
            }
            finish();
            if (reply.kind === 'error') reject(failureOf(reply));
            else resolve();
          },
        },
      );
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }

  return {
    ask,
    visit,
    isAlive: () => isAlive,
    async stop() {
      isAlive = false;
      await worker.terminate();
    },
  };
}
