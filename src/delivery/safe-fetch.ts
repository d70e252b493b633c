import type { Agent as HttpAgent, IncomingMessage, RequestOptions } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ChannelFetch } from './define.ts';
import type { Resolver } from './safe-address.ts';
import { resolveDestination } from './safe-address.ts';

const maxBodyBytes = 64 * 1024;

export interface SafeFetchOptions {
  /** For destinations fixed by flag, environment or file; those entered in the application are checked. */
  allowPrivate: boolean;
  /** For the whole exchange, name resolution included. */
  timeoutMs?: number;
  resolver?: Resolver;
  /** Keeps connections, or sees TLS differently; a connection of its own for each request where left out. */
  agents?: { http: HttpAgent; https: HttpsAgent };
}

/**
 * A fetch for addresses that people entered: the name is resolved once, the addresses are checked, and the connection
 * goes to what was checked, so a name that changes in between gains nothing. Redirects are not followed.
 * At most 64 KiB of the answer are read.
 */
export function createSafeFetch({ allowPrivate, timeoutMs = 15_000, resolver, agents }: SafeFetchOptions): ChannelFetch {
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const addresses = await abortable(resolveDestination(url.hostname, { allowPrivate, resolver }), limit);
    const lookup: LookupFunction = (_host, options, done) => {
      const [first] = addresses;
      // Node asks for all when it may try several families in turn, for one otherwise.
      if (options.all === true) done(null, addresses);
      else if (first !== undefined) done(null, first.address, first.family);
    };
    const length = String(Buffer.byteLength(body));
    const options: RequestOptions = { method, headers: { ...headers, 'content-length': length }, lookup, signal: limit, agent: agents === undefined ? false : url.protocol === 'https:' ? agents.https : agents.http };
    const response = await answer(url, options, body);
    const text = await readCapped(response);
    return {
      status: response.statusCode ?? 0,
      headers: { get: (name) => [response.headers[name.toLowerCase()]].flat().at(0) ?? null },
      text: () => Promise.resolve(text),
    };
  };
}

function answer(url: URL, options: RequestOptions, body: string | Uint8Array): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, done);
    request.on('error', fail);
    request.end(body);
  });
}

async function readCapped(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBodyBytes) break;
  }
  // Leaving the loop early destroys the response and closes the connection.
  return Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8');
}

function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}
