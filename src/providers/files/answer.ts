import { canReadExtended, readExtended } from './extended.ts';
import { judgeUnit } from './judge.ts';
import { findRotated, readLarge } from './large.ts';
import type { Pace } from './pace.ts';
import type { FileRequest, RunSpec, Unit, UnitAnswer, WalkAnswer } from './protocol.ts';
import { isCancelled, noteBytes } from './run-memory.ts';
import { createSelection } from './selection.ts';
import { readSmallContent } from './small-content.ts';
import type { JudgeContext, UnitWork } from './unit-work.ts';
import { type Walked, walkFolders } from './walk.ts';

const mostContexts = 16;
/** So long a task keeps the thread before another has its turn. */
const turnMs = 25;

export class Cancelled extends Error {}

/** What a thread for reading files does with its requests. */
export function createAnswerer(pace: Pace): (request: FileRequest) => Promise<unknown> {
  const walks = new Map<number, Generator<Walked>>();
  /** The compiled rules of the last checks; each request names its check. */
  const contexts = new Map<number, JudgeContext>();
  const contextOf = (run: RunSpec): JudgeContext => {
    const known = contexts.get(run.id);
    if (known !== undefined) return known;
    const context = makeContext(run, pace);
    for (const id of contexts.keys()) if (contexts.size >= mostContexts) contexts.delete(id);
    contexts.set(run.id, context);
    return context;
  };
  return async (request) => {
    switch (request.op) {
      case 'walk-open': {
        const { root, selection, checkCancelled } = contextOf(request.run);
        walks.set(request.id, walkFolders({ root: root.path, from: request.from, selection, checkCancelled }));
        return null;
      }
      case 'walk-next': {
        const answer = nextOf(walks.get(request.walk), request.names);
        if (answer.isDone) walks.delete(request.walk);
        return answer;
      }
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
  };
}

function makeContext(run: RunSpec, pace: Pace): JudgeContext {
  const memory = new BigInt64Array(run.memory);
  return {
    root: run.root,
    kind: run.kind,
    selection: createSelection(run.root),
    maxHashBytes: run.maxHashBytes,
    readsExtended: run.readsExtended && canReadExtended(),
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
}

async function judge(context: JudgeContext, units: readonly Unit[]): Promise<UnitAnswer[]> {
  const works: UnitWork[] = [];
  let turnEndsAt = performance.now() + turnMs;
  for (const unit of units) {
    context.checkCancelled();
    works.push(judgeUnit(context, unit));
    if (performance.now() < turnEndsAt) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnEndsAt = performance.now() + turnMs;
  }
  const wanted = works.flatMap((work) => work.wanted());
  const extendedOf = wanted.length === 0 ? undefined : readExtended(wanted);
  return works.map((work) => work.answer(extendedOf));
}

/** The next folders, until they hold about so many names. */
function nextOf(walk: Generator<Walked> | undefined, names: number): WalkAnswer {
  const walked: Walked[] = [];
  for (let weight = 0; weight < names; ) {
    const next = walk?.next();
    if (next === undefined || next.done === true) return { walked, isDone: true };
    walked.push(next.value);
    // About sixteen bytes of names are a name; a folder costs as much as a few.
    weight += 4 + (next.value.kind === 'names' ? next.value.names.length / 16 : 0);
  }
  return { walked, isDone: false };
}
