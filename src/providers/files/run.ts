import type { BaselineCache } from './baseline-cache.ts';
import { type BytePath, bytePathOf, bytePathOfText, isAtOrBelow, nameOf, parentOf } from './byte-path.ts';
import type { WatchedRoot } from './interface.ts';
import type { Pool } from './pool.ts';
import type { CheckKind, RootSpec, RunSpec } from './protocol.ts';
import { cancelRun, createRunMemory } from './run-memory.ts';
import type { SeenCache } from './seen-cache.ts';
import type { Walked } from './walk.ts';

/** What the parts of an engine share. */
export interface EngineParts {
  pool: Pool;
  cache: BaselineCache;
  seen: SeenCache;
  maxHashBytes: number;
  readsExtended: boolean;
  applyPace(): void;
}

/** A check under way. */
export interface Run {
  spec: RunSpec;
  /** Makes the threads stop. */
  cancel(): void;
  /** To be called at its end. */
  end(): void;
}

let nextRun = 1;

export function startRun({ maxHashBytes, readsExtended, applyPace }: EngineParts, root: WatchedRoot, kind: CheckKind, signal: AbortSignal): Run {
  signal.throwIfAborted();
  applyPace();
  const memory = createRunMemory();
  const stop = (): void => cancelRun(memory);
  signal.addEventListener('abort', stop, { once: true });
  const spec: RunSpec = { id: nextRun, root: specOf(root), kind, maxHashBytes, readsExtended, memory };
  nextRun += 1;
  return { spec, cancel: stop, end: () => signal.removeEventListener('abort', stop) };
}

export function specOf(root: WatchedRoot): RootSpec {
  const whole = bytePathOf(root.path);
  const isFile = root.kind === 'file';
  const path = isFile ? (parentOf(whole) === '' ? '/' : parentOf(whole)) : whole;
  const { recursive, include, exclude, mode } = root;
  return { path, file: isFile ? nameOf(whole) : null, recursive, include, exclude, mode, never: isFile ? [] : root.never.flatMap((each) => belowRoot(path, bytePathOfText(each))) };
}

/** Relative to the root; a root that itself lies in such a place has nothing to watch. */
function belowRoot(root: BytePath, place: BytePath): BytePath[] {
  if (isAtOrBelow(root, place)) return [''];
  return isAtOrBelow(place, root) ? [place.slice(root === '/' ? 1 : root.length + 1)] : [];
}

/** Each answer holds about so many names; the next ones are made while these are judged. */
const namesAtOnce = 2000;
const asksAhead = 2;

/** The folders below `from`, as a thread of the pool walks them. */
export async function* walkStream(pool: Pool, run: RunSpec, from: BytePath): AsyncGenerator<Walked> {
  const thread = pool.thread();
  const walk = await thread.open({ op: 'walk-open', run, from }).catch((error: unknown) => {
    thread.release();
    throw error;
  });
  const asked: Promise<{ walked: Walked[]; isDone: boolean }>[] = [];
  const ask = (): void => {
    const answer = thread.ask<{ walked: Walked[]; isDone: boolean }>({ op: 'walk-next', walk, names: namesAtOnce });
    // Looked at in its turn; a failure of one that is never looked at is not news.
    answer.catch(() => undefined);
    asked.push(answer);
  };
  try {
    for (let ahead = 0; ahead < asksAhead; ahead += 1) ask();
    for (;;) {
      const { walked, isDone } = (await asked.shift()) ?? { walked: [], isDone: true };
      if (!isDone) ask();
      yield* walked;
      if (isDone) return;
    }
  } finally {
    await thread.ask({ op: 'walk-close', walk }).catch(() => undefined);
    thread.release();
  }
}
