import type { QueryClient } from '@tanstack/react-query';

/** Somebody else looks from now on: nothing that was read before may stay. */
export async function forgetAll(client: QueryClient): Promise<void> {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  await client.invalidateQueries({ queryKey: ['me'] });
}
