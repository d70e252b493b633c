import { mapConcurrently } from '../../platform/map-concurrently.ts';
import type { AwsListContext } from './define.ts';
import { kindOf } from './errors.ts';

interface Reading<Item, Answer> {
  limit?: number;
  read(item: Item): Promise<Answer>;
  /** What AWS answers where there is none, or where it went away since it was listed. */
  absent?: readonly string[];
}

/**
 * What each item answers, in order of arrival. One that cannot be read holds up no other; but the listing then fails at
 * its end: in a list with holes nothing may look as if it were gone.
 */
export async function* readEach<Item, Answer>(items: Iterable<Item>, context: AwsListContext, { limit = 50, read, absent = [] }: Reading<Item, Answer>): AsyncGenerator<Answer> {
  let failure: { error: unknown } | undefined;
  const answers = mapConcurrently(items, limit, async (item) => {
    try {
      return { answer: await read(item) };
    } catch (error) {
      if (context.signal.aborted || kindOf(error) === 'credentials') throw error;
      const { name = '', Code = name } = error as { name?: string; Code?: string };
      if (!absent.includes(name) && !absent.includes(Code)) failure ??= { error };
      return undefined;
    }
  });
  for await (const read of answers) if (read !== undefined) yield read.answer;
  if (failure !== undefined) throw failure.error;
}

/** Lists of at most `size`, for calls that take so many names at once. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, number) => items.slice(number * size, (number + 1) * size));
}
