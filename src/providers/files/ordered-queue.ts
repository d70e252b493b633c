import type { BytePath } from './byte-path.ts';

/** Gives out the smallest path first (a binary heap): folders are found in another order than they are wanted. */
export function orderedQueue(first: BytePath): { add(path: BytePath): void; take(): BytePath | undefined } {
  const heap: BytePath[] = [first];
  const at = (index: number): BytePath => heap[index] ?? '';
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    add(path) {
      heap.push(path);
      for (let index = heap.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        if (at(parent) <= at(index)) return;
        swap(parent, index);
        index = parent;
      }
    },
    take() {
      const smallest = heap[0];
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return smallest;
      heap[0] = last;
      for (let index = 0; ; ) {
        const left = 2 * index + 1;
        if (left >= heap.length) return smallest;
        const child = left + 1 < heap.length && at(left + 1) < at(left) ? left + 1 : left;
        if (at(index) <= at(child)) return smallest;
        swap(index, child);
        index = child;
      }
    },
  };
}
