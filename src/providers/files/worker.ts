import { parentPort, workerData } from 'node:worker_threads';
import { asAppError } from '../../core/errors.ts';
import { judgeUnit, type JudgeContext } from './judge.ts';
import { findRotated, readLarge } from './large.ts';
import { createPace } from './pace.ts';
import type { FileReply, FileRequest, RunSpec, Unit, UnitAnswer, WalkAnswer } from './protocol.ts';
import { isCancelled, noteBytes } from './run-memory.ts';
import { createSelection } from './selection.ts';
import { readSmallContent } from './small-content.ts';
import { type Walked, walkFolders } from './walk.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');

const pace = createPace((workerData as { pace: SharedArrayBuffer }).pace);
const walks = new Map<number, Generator<Walked>>();
/** The compiled rules of the last checks; each message names its check. */
const contexts = new Map<number, JudgeContext>();
const mostContexts = 16;
/** So long a task keeps the thread before another has its turn. */
const turnMs = 25;

class Cancelled extends Error {}

function contextOf(run: RunSpec): JudgeContext {
  const known = contexts.get(run.id);
  if (known !== undefined) return known;
  const memory = new BigInt64Array(run.memory);
  const context: JudgeContext = {
    root: run.root,
    kind: run.kind,
    selection: createSelection(run.root),
    maxHashBytes: run.maxHashBytes,
    pace: {
      take(bytes, checkCancelled) {
        noteBytes(memory, bytes);
        pace.take(bytes, checkCancelled);
      },
    },
    unsureDevices: new Map(),
    checkCancelled: () => {
      if (isCancelled(memory)) throw new Cancelled('cancelled');
    },
  };
  for (const id of contexts.keys()) if (contexts.size >= mostContexts) contexts.delete(id);
  contexts.set(run.id, context);
  return context;
}

async function judge(context: JudgeContext, units: readonly Unit[]): Promise<UnitAnswer[]> {
  const answers: UnitAnswer[] = [];
  let turnEndsAt = performance.now() + turnMs;
  for (const unit of units) {
    context.checkCancelled();
    answers.push(judgeUnit(context, unit));
    if (performance.now() < turnEndsAt) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnEndsAt = performance.now() + turnMs;
  }
  return answers;
}

/** The next folders, until they hold about so many names. */
function walkNext(id: number, names: number): WalkAnswer {
  const walk = walks.get(id);
  const walked: Walked[] = [];
  for (let weight = 0; weight < names; ) {
    const next = walk?.next();
    if (next === undefined || next.done === true) {
      walks.delete(id);
      return { walked, isDone: true };
    }
    walked.push(next.value);
    // About sixteen bytes of names are a name; a folder costs as much as a few.
    weight += 4 + (next.value.kind === 'names' ? next.value.names.length / 16 : 0);
  }
  return { walked, isDone: false };
}

async function answer(request: FileRequest): Promise<unknown> {
  switch (request.op) {
    case 'walk-open': {
      const { root, selection, checkCancelled } = contextOf(request.run);
      walks.set(request.id, walkFolders({ root: root.path, from: request.from, selection, checkCancelled }));
      return null;
    }
    case 'walk-next':
      return walkNext(request.walk, request.names);
    case 'walk-close':
      walks.get(request.walk)?.return(undefined);
      walks.delete(request.walk);
      return null;
    case 'judge':
      return judge(contextOf(request.run), request.units);
    case 'large':
      return readLarge(contextOf(request.run), request.folder, request.name, request.before);
    case 'rotated':
      return findRotated(contextOf(request.run), request.folder, request.before);
    case 'small-content':
      return readSmallContent(request.path, request.maxBytes);
  }
}

/** What is given away rather than copied: blocks of answers. */
function memoryOf(value: unknown): ArrayBuffer[] {
  if (!Array.isArray(value)) return [];
  return (value as UnitAnswer[]).flatMap(({ block, found }) => [block, found?.before, found?.after].flatMap((each) => (each == null ? [] : [each.buffer as ArrayBuffer])));
}

port.on('message', (request: FileRequest) => {
  answer(request).then(
    (value) => port.postMessage({ id: request.id, kind: 'answer', value } satisfies FileReply, memoryOf(value)),
    (error: unknown) => port.postMessage({ id: request.id, kind: 'error', error: asAppError(error).toStored(), isCancelled: error instanceof Cancelled } satisfies FileReply),
  );
});
