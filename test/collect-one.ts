import type { CollectedResource, Collector, CollectTarget, Known, TargetEnd } from '../src/core/collector.ts';

/** Visits one target alone and answers how it ended. */
export async function collectOne(collector: Collector, target: CollectTarget, parts: { emit(batch: CollectedResource[]): Promise<void>; known: Known; signal: AbortSignal }): Promise<TargetEnd> {
  let ended: TargetEnd | undefined;
  await collector.visit([target], {
    emit: (_, batch) => parts.emit(batch),
    known: (_, keys) => parts.known(keys),
    signal: parts.signal,
    end: async (_, end) => {
      ended = end;
    },
  });
  if (ended === undefined) throw new Error('the target was not ended');
  return ended;
}
