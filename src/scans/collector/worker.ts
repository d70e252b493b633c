import module from 'node:module';
import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { asAppError } from '../../core/errors.ts';
import type { Collector, KnownResource } from '../../core/collector.ts';
import type { Pacing } from '../../providers/aws/pacing.ts';
import type { CollectorReply, CollectorRequest } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('the collector must run as a worker thread');
// The SDK is most of a first run's start; its compiled code is kept between starts.
module.enableCompileCache?.();
// Parsing pages must not keep an answer waiting. On Linux a priority is that of the calling thread, elsewhere of the whole process.
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

interface Waiting {
  resolve: (known: Map<string, KnownResource>) => void;
  reject: (error: Error) => void;
}

/** What was asked of the main thread and is not answered yet. */
class Questions {
  readonly #open = new Map<number, Waiting>();
  #next = 1;

  ask(waiting: Waiting): number {
    const number = this.#next;
    this.#next += 1;
    this.#open.set(number, waiting);
    return number;
  }

  answer({ question, known, error }: Extract<CollectorRequest, { op: 'known' }>): void {
    const waiting = this.#open.get(question);
    this.#open.delete(question);
    if (error === undefined) waiting?.resolve(new Map(known));
    else waiting?.reject(new Error(error));
  }
}

const collectors = new Map<string, { collector: Collector; prices: (regions: string[]) => Promise<{ region: string; sku: string; usd: number; priceDate: string }[]> }>();
const taken = new Map<number, () => void>();
const cancels = new Map<number, AbortController>();
const questions = new Questions();
/** One for all runs of this thread: they use up the same limits. */
let pacing: Pacing | undefined;

const reply = (message: CollectorReply): void => port.postMessage(message);

async function open(request: Extract<CollectorRequest, { op: 'open' }>): Promise<void> {
  const [{ createAwsCollector }, { Pacing: PacingClass, publishedLimits }, { fetchPrices }] = await Promise.all([
    import('../../providers/aws/collector.ts'),
    import('../../providers/aws/pacing.ts'),
    import('../../providers/aws/price-list.ts'),
  ]);
  pacing ??= new PacingClass({
    published: request.settings.pacing === 'published' ? publishedLimits : {},
    learned: new Map(request.learned),
    maxInFlight: request.settings.maxInFlight,
    now: () => performance.now(),
  });
  const shared = pacing;
  collectors.set(request.run, { collector: createAwsCollector(request.settings, shared, request.maxCalls === null ? undefined : { left: request.maxCalls }), prices: (regions) => fetchPrices(request.settings, shared, regions) });
}

function collectorOf(run: string) {
  const found = collectors.get(run);
  if (found === undefined) throw new Error(`no collector is open for ${run}`);
  return found;
}

async function collect({ id, run, target }: Extract<CollectorRequest, { op: 'collect' }>): Promise<void> {
  const cancel = new AbortController();
  cancels.set(id, cancel);
  try {
    const { collector } = collectorOf(run);
    const end = await collector.collect(target, {
      signal: cancel.signal,
      emit: (resources) =>
        new Promise((resolve) => {
          taken.set(id, resolve);
          reply({ id, kind: 'batch', resources });
        }),
      known: (keys) =>
        new Promise((resolve, reject) => {
          const question = questions.ask({ resolve, reject });
          reply({ id, kind: 'known', question, keys });
        }),
    });
    reply({ id, kind: 'end', end });
  } finally {
    cancels.delete(id);
    taken.delete(id);
  }
}

async function answer(request: CollectorRequest): Promise<void> {
  switch (request.op) {
    case 'open':
      await open(request);
      return reply({ id: request.id, kind: 'answer', value: null });
    case 'discover':
      return reply({ id: request.id, kind: 'answer', value: await collectorOf(request.run).collector.discover() });
    case 'enter':
      return reply({ id: request.id, kind: 'answer', value: await collectorOf(request.run).collector.enter(request.account) });
    case 'forget':
      collectorOf(request.run).collector.forget(request.account);
      return reply({ id: request.id, kind: 'answer', value: null });
    case 'collect':
      return collect(request);
    case 'taken':
      return taken.get(request.id)?.();
    case 'known':
      return questions.answer(request);
    case 'cancel':
      return cancels.get(request.id)?.abort(new Error('cancelled'));
    case 'lessons':
      return reply({ id: request.id, kind: 'answer', value: collectorOf(request.run).collector.lessons() });
    case 'prices':
      return reply({ id: request.id, kind: 'answer', value: await collectorOf(request.run).prices(request.regions) });
    case 'close':
      collectors.delete(request.run);
      return reply({ id: request.id, kind: 'answer', value: null });
  }
}

port.on('message', (request: CollectorRequest) => {
  answer(request).catch((error: unknown) => {
    reply({ id: request.id, kind: 'error', error: asAppError(error).toStored() });
  });
});
