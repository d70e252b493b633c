import http from 'node:http';
import https from 'node:https';
import { createGzip } from 'node:zlib';
import { once } from 'node:events';
import { AppError } from '../core/errors.ts';
import { timeId } from '../platform/ids.ts';
import { createSafeFetch } from '../delivery/safe-fetch.ts';
import { redact, retryAfterMs } from '../delivery/send/http.ts';
import { plainLine } from '../delivery/messages/plain.ts';
import type { HttpSettings, OpenTransport, Outgoing, Sender } from './define.ts';

/** Posts batches: gzip, an idempotency key that stays the same over all attempts, the token as a bearer. */
export function createHttpSender({ settings, token, allowPrivate, allowInsecureTls }: OpenTransport & { settings: HttpSettings }): Sender {
  const agents = { http: new http.Agent({ keepAlive: true, maxSockets: 2 }), https: new https.Agent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: !allowInsecureTls }) };
  const fetch = createSafeFetch({ allowPrivate, timeoutMs: settings.timeout_seconds * 1000, agents });
  async function send(batch: BatchBody & { key: string }, signal: AbortSignal): Promise<void> {
    const body = await bodyOf(batch);
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'idempotency-key': batch.key,
      'user-agent': 'roundsman',
      ...(token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` }),
    };
    await post(settings.url, body, headers, { fetch, signal, hide: token?.reveal() });
  }
  return {
    deliversFiles: false,
    async send(batch, _open, signal) {
      await send(batch, signal);
      return { files: [] };
    },
    async probe(signal) {
      await send({ key: timeId(), runId: 'test', number: 0, count: 0, artifacts: nothing }, signal);
      return 'The receiver took an empty batch.';
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
      return Promise.resolve();
    },
  };
}

async function* nothing(): AsyncGenerator<never> {
  // An empty batch has no slices.
}

type BatchBody = Pick<Outgoing, 'runId' | 'number' | 'count' | 'artifacts'>;

/** `{batch: {job_id, number, count}, artifacts: [...]}` compressed, artifact by artifact, so that the loop is never held up. */
async function bodyOf({ runId, number, count, artifacts }: BatchBody): Promise<Buffer> {
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(gzip, 'end');
  gzip.write(`{"batch":${JSON.stringify({ job_id: runId, number, count })},"artifacts":[`);
  let separator = '';
  for await (const slice of artifacts()) {
    for (const one of slice) {
      if (!gzip.write(separator + JSON.stringify(one))) await once(gzip, 'drain');
      separator = ',';
    }
  }
  gzip.end(']}');
  await ended;
  return Buffer.concat(chunks);
}

async function post(url: string, body: Buffer, headers: Record<string, string>, { fetch, signal, hide }: { fetch: ReturnType<typeof createSafeFetch>; signal: AbortSignal; hide: string | undefined }): Promise<void> {
  const { host } = new URL(url);
  let status: number;
  let text: string;
  let wait: number | undefined;
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    status = response.status;
    wait = retryAfterMs(response.headers.get('retry-after'));
    text = await response.text();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('TRANSPORT_UNREACHABLE', { detail: `${host} could not be reached (${reasonOf(error)}).` });
  }
  if (status >= 200 && status < 300) return;
  const clean = redact(plainLine(text.trim(), 300), url);
  const said = hide === undefined || hide === '' ? clean : clean.replaceAll(hide, '***');
  const isBusy = status === 429 || status === 408 || status === 425 || status >= 500;
  throw new AppError(isBusy ? 'TRANSPORT_UNREACHABLE' : 'TRANSPORT_REFUSED', { detail: `${host} answered ${status}${said === '' ? '' : `: ${said}`}.`, retryAfterMs: wait });
}

/** The code of a failed connection says more than its sentence: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  // Node's client tells a time limit as an abort.
  if (name === 'TimeoutError' || code === 'ABORT_ERR') return 'no answer in time';
  return typeof code === 'string' ? code : 'the connection broke off';
}
