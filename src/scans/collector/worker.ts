import module from 'node:module';
import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { asAppError } from '../../core/errors.ts';
import type { CallBudget, Collector, KnownResource } from '../../core/collector.ts';
import type { Provider } from '../../core/resource.ts';
import { atMost } from '../../platform/at-most.ts';
import { Pacing } from '../../platform/pacing/pacing.ts';
import { fetchPricesOf, makeCollector, publishedLimitsOf } from '../../providers/make-collector.ts';
import type { CloudSettings } from '../../providers/settings.ts';
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

/** What the main thread takes one after the other: batches and ends. */
class Handed {
  readonly #open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  #next = 1;

  hand(send: (number: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const number = this.#next;
      this.#next += 1;
      this.#open.set(number, { resolve, reject });
      send(number);
    });
  }

  taken(number: number, error: string | undefined): void {
    const waiting = this.#open.get(number);
    this.#open.delete(number);
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(error));
  }
}

/** The collectors of one run, made on first use: a cloud that nothing is asked of costs nothing. */
interface Run {
  settings: CloudSettings;
  budget: CallBudget;
  collectors: Map<Provider, Promise<Collector>>;
}

const runs = new Map<string, Run>();
const cancels = new Map<number, AbortController>();
const questions = new Questions();
const handed = new Handed();
/** Questions of so many pages of resources are under way: an answer holds ten thousands of points, and all accounts ask at once. */
const inMetricTurn = atMost(3);
/** One for all runs of this thread: they use up the same limits. */
let pacing: Pacing | undefined;

const reply = (message: CollectorReply): void => port.postMessage(message);

async function open({ run, settings, learned, maxCalls }: Extract<CollectorRequest, { op: 'open' }>): Promise<void> {
  pacing ??= new Pacing({
    published: publishedLimitsOf(settings),
    learned: new Map(learned),
    maxInFlight: settings.maxInFlight,
    now: () => performance.now(),
  });
  runs.set(run, { settings, budget: { left: maxCalls ?? Infinity }, collectors: new Map() });
}

function runOf(name: string): Run {
  const found = runs.get(name);
  if (found === undefined) throw new Error(`no collector is open for ${name}`);
  return found;
}

function collectorOf(name: string, provider: Provider): Promise<Collector> {
  const run = runOf(name);
  let collector = run.collectors.get(provider);
  if (collector === undefined) {
    collector = makeCollector(provider, run.settings, pacing as Pacing, run.budget);
    run.collectors.set(provider, collector);
  }
  return collector;
}

async function visit({ id, run, targets }: Extract<CollectorRequest, { op: 'visit' }>): Promise<void> {
  const cancel = new AbortController();
  cancels.set(id, cancel);
  try {
    const [first] = targets;
    if (first === undefined) return;
    const collector = await collectorOf(run, first.provider);
    await collector.visit(targets, {
      signal: cancel.signal,
      emit: (target, resources) => handed.hand((number) => reply({ id, kind: 'batch', number, target, resources })),
      end: (target, end) => handed.hand((number) => reply({ id, kind: 'end', number, target, end })),
      known: (target, keys) =>
        new Promise((resolve, reject) => {
          const question = questions.ask({ resolve, reject });
          reply({ id, kind: 'known', target, question, keys });
        }),
    });
  } finally {
    cancels.delete(id);
  }
}

async function answer(request: CollectorRequest): Promise<void> {
  const { id } = request;
  switch (request.op) {
    case 'open':
      await open(request);
      return reply({ id, kind: 'answer', value: null });
    case 'discover':
      return reply({ id, kind: 'answer', value: await (await collectorOf(request.run, request.provider)).discover() });
    case 'enter':
      return reply({ id, kind: 'answer', value: await (await collectorOf(request.run, request.provider)).enter(request.account) });
    case 'forget':
      (await collectorOf(request.run, request.provider)).forget(request.account);
      return reply({ id, kind: 'answer', value: null });
    case 'visit':
      await visit(request);
      return reply({ id, kind: 'answer', value: null });
    case 'taken':
      return handed.taken(request.number, request.error);
    case 'known':
      return questions.answer(request);
    case 'cancel':
      return cancels.get(id)?.abort(new Error('cancelled'));
    case 'metrics': {
      const collector = await collectorOf(request.run, request.provider);
      const cancel = new AbortController();
      cancels.set(id, cancel);
      const asked = inMetricTurn(() => collector.metrics?.(request.account, request.asks, cancel.signal) ?? Promise.resolve({ facts: [] }));
      return reply({ id, kind: 'answer', value: await asked.finally(() => cancels.delete(id)) });
    }
    case 'lessons':
      return reply({ id, kind: 'answer', value: pacing?.lessons() ?? [] });
    case 'prices': {
      const { settings } = runOf(request.run);
      return reply({ id, kind: 'answer', value: await fetchPricesOf(request.provider, settings, pacing as Pacing, request.regions) });
    }
    case 'close':
      runs.delete(request.run);
      return reply({ id, kind: 'answer', value: null });
  }
}

port.on('message', (request: CollectorRequest) => {
  answer(request).catch((error: unknown) => {
    const { code, cause } = asAppError(error);
    reply({ id: request.id, kind: 'error', error: asAppError(error).toStored(), ...(code === 'INTERNAL' && cause instanceof Error ? { cause: cause.stack ?? cause.message } : {}) });
  });
});
