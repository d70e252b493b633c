import { AppError } from '../../core/errors.ts';
import type { GcpApi, GcpCall } from './api.ts';

interface Page {
  nextPageToken?: unknown;
}

/** Pages of a list, in their order; an empty page with a token goes on. Throws CLOUD_PAGING_LOOP where a token comes again. */
export async function* pagesOf<Body extends Page>(api: GcpApi, call: GcpCall): AsyncGenerator<Body> {
  const seen = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page = await api.read<Body>(token === undefined ? call : { ...call, query: { ...call.query, pageToken: token } });
    yield page;
    const { nextPageToken: next } = page;
    if (typeof next !== 'string' || next === '') return;
    if (seen.has(next)) throw new AppError('CLOUD_PAGING_LOOP', { detail: `${call.call} in ${call.account} repeated its page token and was stopped.` });
    seen.add(next);
    token = next;
  }
}
