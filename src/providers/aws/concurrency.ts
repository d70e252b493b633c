/**
 * Maps with at most `limit` at work and yields in order of arrival. The first failure ends the iteration; what is still
 * at work is waited for, so that nothing fails unseen.
 */
export async function* mapConcurrently<Item, Result>(items: Iterable<Item>, limit: number, work: (item: Item) => Promise<Result>): AsyncGenerator<Result> {
  const running = new Map<number, Promise<{ key: number; result: Result }>>();
  let next = 0;
  const iterator = items[Symbol.iterator]();
  try {
    for (;;) {
      while (running.size < limit) {
        const step = iterator.next();
        if (step.done === true) break;
        const key = next;
        next += 1;
        running.set(
          key,
          work(step.value).then((result) => ({ key, result })),
        );
      }
      if (running.size === 0) return;
      const { key, result } = await Promise.race(running.values());
      running.delete(key);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
