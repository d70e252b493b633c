import type { World } from '../world.ts';
import type { Fields } from './model.ts';

export interface AskedBy {
  account: string;
  region: string;
  /** A fault: every page has the same token. */
  isLooping: boolean;
  world: World;
}

/** What an operation answers, in the fields that the SDK gives out. Throws a Refusal for a no. */
export type Answerer = (input: Fields, asked: AskedBy) => Fields;

/** How an operation pages: the names of its size, its token, the next token in the answer, and the list. */
export interface PageNames {
  size: string;
  token: string;
  next: string;
  list: string;
  /** Where the request names no size. */
  standard?: number;
}

/** One page of the items, as the request asks for it. */
export function pageOfFields(items: readonly unknown[], input: Fields, { size, token, next, list, standard = 100 }: PageNames, { isLooping }: Pick<AskedBy, 'isLooping'>): Fields {
  const from = Number(/^page:(\d+)$/.exec(String(input[token] ?? 'page:0'))?.[1] ?? 0);
  const to = from + Number(input[size] ?? standard);
  return { [list]: items.slice(from, to), ...(isLooping ? { [next]: 'page:0' } : to < items.length ? { [next]: `page:${to}` } : {}) };
}
