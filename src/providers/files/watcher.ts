import { Worker } from 'node:worker_threads';
import { bytesOf } from './byte-path.ts';
import type { WatchedRoot } from './interface.ts';
import { specOf } from './run.ts';
import type { TroubleKind, WatchReply, WatchRequest, WatchSpec } from './watch-protocol.ts';

export type { TroubleKind } from './watch-protocol.ts';

/** Something that may have hidden events: a sweep tells what there was. */
export interface WatchTrouble {
  rootId: string;
  kind: TroubleKind;
  detail: string;
}

export interface WatcherOptions {
  /** Paths below the root at which something happened; what it was, only a look at them tells. */
  onMarked(rootId: string, paths: Buffer[]): void;
  onTrouble(trouble: WatchTrouble): void;
}

export interface Watcher {
  /** Watches these roots and no others; comes back when all their folders are watched. */
  set(roots: readonly WatchedRoot[]): Promise<void>;
  close(): Promise<void>;
}

const restartMs = 1000;

/** Watches every folder by itself, on a thread that does nothing else: the kernel's queue is short. */
export function createWatcher({ onMarked, onTrouble }: WatcherOptions): Watcher {
  let worker: Worker | undefined;
  let roots: WatchSpec[] = [];
  let nextId = 1;
  let restart: NodeJS.Timeout | undefined;
  let isClosed = false;
  const armed = new Map<number, () => void>();

  const send = (request: WatchRequest): void => worker?.postMessage(request);
  const receive = (reply: WatchReply): void => {
    if (reply.kind === 'armed') {
      armed.get(reply.id)?.();
      armed.delete(reply.id);
    } else if (reply.kind === 'trouble') onTrouble({ rootId: reply.rootId, kind: reply.trouble, detail: reply.detail });
    else {
      for (const [rootId, paths] of reply.marks) onMarked(rootId, paths.split('\0').map(bytesOf));
      send({ op: 'taken' });
    }
  };
  const apply = (): Promise<void> => {
    worker ??= start();
    const id = nextId;
    nextId += 1;
    const answered = new Promise<void>((resolve) => armed.set(id, resolve));
    send({ op: 'set', id, roots });
    return answered;
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./watch-worker.ts', import.meta.url), { name: 'files-watch', resourceLimits: { maxYoungGenerationSizeMb: 16 } });
    started.unref();
    started.on('message', receive);
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (worker !== started) return;
      worker = undefined;
      for (const done of armed.values()) done();
      armed.clear();
      if (isClosed) return;
      for (const { id } of roots) onTrouble({ rootId: id, kind: 'gone', detail: 'the thread that watches ended and is started again' });
      restart = setTimeout(() => void apply(), restartMs).unref();
    });
    return started;
  };
  const stop = async (): Promise<void> => {
    clearTimeout(restart);
    const stopped = worker;
    worker = undefined;
    for (const done of armed.values()) done();
    armed.clear();
    await stopped?.terminate();
  };

  return {
    async set(given) {
      roots = given.map((root) => ({ ...specOf(root), id: root.id }));
      clearTimeout(restart);
      if (isClosed) return;
      if (roots.length === 0) await stop();
      else await apply();
    },
    async close() {
      isClosed = true;
      await stop();
    },
  };
}
