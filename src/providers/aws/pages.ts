import { AppError } from '../../core/errors.ts';

/**
 * The pages of a listing, stopped when the server gives a token again that it gave before: such a listing never ends.
 * Throws AWS_PAGING_LOOP after the pages that were new.
 */
export async function* pages<Page>(listing: AsyncIterable<Page>, tokenOf: (page: Page) => string | undefined): AsyncGenerator<Page> {
  const seen = new Set<string>();
  for await (const page of listing) {
    yield page;
    const token = tokenOf(page);
    if (token === undefined || token === '') continue;
    if (seen.has(token)) throw new AppError('AWS_PAGING_LOOP');
    seen.add(token);
  }
}
