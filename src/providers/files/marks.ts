import type { BytePath } from './byte-path.ts';

/** Collects marked paths and sends them off a few times a second, one parcel at a time. */
export interface Marks {
  add(rootId: string, path: BytePath): void;
  /** The last parcel was taken. */
  taken(): void;
}

const batchMs = 5;

export function createMarks(options: { mostAtOnce: number; send(marks: [rootId: string, paths: string][]): void; onOverflow(detail: string): void }): Marks {
  const { mostAtOnce, send, onOverflow } = options;
  const waiting = new Map<string, Set<BytePath>>();
  let count = 0;
  let inTurn = 0;
  let isTold = false;
  let isUnderWay = false;
  let timer: NodeJS.Timeout | undefined;

  const overflow = (detail: string): void => {
    if (!isTold) onOverflow(detail);
    isTold = true;
  };
  const flush = (): void => {
    timer = undefined;
    if (isUnderWay || count === 0) return;
    isUnderWay = true;
    const parcel = [...waiting].map(([rootId, paths]): [string, string] => [rootId, [...paths].join('\0')]);
    waiting.clear();
    count = 0;
    isTold = false;
    send(parcel);
  };
  const endTurn = (): void => {
    inTurn = 0;
  };
  return {
    add(rootId, path) {
      // All that the kernel had for us comes in one turn of the loop; as much as its queue holds means that more was lost.
      if (inTurn === 0) setImmediate(endTurn);
      inTurn += 1;
      if (inTurn >= mostAtOnce) overflow('more happened at once than the queue of the kernel holds');
      const paths = waiting.get(rootId) ?? new Set();
      waiting.set(rootId, paths);
      if (!paths.has(path)) {
        if (count >= mostAtOnce) return overflow(`more than ${mostAtOnce} paths wait to be looked at`);
        paths.add(path);
        count += 1;
      }
      if (!isUnderWay) timer ??= setTimeout(flush, batchMs);
    },
    taken() {
      isUnderWay = false;
      if (count > 0) timer ??= setTimeout(flush, batchMs);
    },
  };
}
