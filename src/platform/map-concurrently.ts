/**
 * Maps with at most `limit` at work and yields in order of arrival. The first failure ends the iteration; what is still
 * at work is waited for, so that nothing fails unseen.
 */
export async function* mapConcurrently<Item, Result>(items: Iterable<Item>, limit: number, work: (item: Item) => Promise<Result>): AsyncGenerator<Result> {
  const iterator = items[Symbol.iterator]();
  const atWork = new Set<Promise<void>>();
  const ready: Result[] = [];
  let failure: { error: unknown } | undefined;
  let wake: () => void = () => undefined;
  try {
    for (let isOver = false; ; ) {
      // What is ready and not yet taken counts: a slow taker slows the work.
      while (!isOver && failure === undefined && atWork.size + ready.length < limit) {
        const step = iterator.next();
        isOver = step.done === true;
        if (step.done === true) break;
        const task: Promise<void> = work(step.value)
          .then((result) => void ready.push(result), (error: unknown) => void (failure ??= { error }))
          .finally(() => {
            atWork.delete(task);
            wake();
          });
        atWork.add(task);
      }
      if (failure !== undefined) throw failure.error;
      if (ready.length > 0) yield ready.shift() as Result;
      else if (atWork.size === 0) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    await Promise.all(atWork);
  }
}
