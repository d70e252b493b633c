import type { Refusal } from './answer.ts';
import type { Listing } from './estate.ts';

/** What a paged listing wants to know of the request. */
export interface PageRequest {
  token: string | null;
  size: number;
  /** A fault: every page has the same token. */
  isLooping: boolean;
}

const loopToken = Buffer.from('page:0').toString('base64url');

function offsetOf(token: string | null, refuse: () => Refusal): number {
  if (token === null || token === '') return 0;
  const match = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw refuse();
  return Number(match[1]);
}

/** A page of a listing and the token of the next one. With a filter a page ends when it is full or the list is at its end. */
export function pageOf<T>(
  list: Listing<T>, request: PageRequest, refuse: () => Refusal, keep?: (item: T) => boolean,
): { items: T[]; next: string | undefined } {
  let offset = offsetOf(request.token, refuse);
  let items: T[] = [];
  if (keep === undefined) {
    items = list.slice(offset, offset + request.size);
    offset += items.length;
  } else {
    for (; offset < list.length && items.length < request.size; offset++) {
      const [item] = list.slice(offset, offset + 1);
      if (item !== undefined && keep(item)) items.push(item);
    }
  }
  if (request.isLooping) return { items, next: loopToken };
  return { items, next: offset < list.length ? Buffer.from(`page:${offset}`).toString('base64url') : undefined };
}
