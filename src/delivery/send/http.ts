import { AppError } from '../../core/errors.ts';
import type { SendContext } from '../define.ts';
import { plainLine } from '../messages/plain.ts';

const dayMs = 86_400_000;

/**
 * One POST. Whatever goes wrong becomes an error without the address: the path of a webhook is a secret,
 * and servers like to repeat it in their answers.
 */
export async function post(url: string, body: string, headers: Record<string, string>, { fetch, signal }: SendContext): Promise<void> {
  const { host } = new URL(url);
  let status: number;
  let retryAfter: string | null;
  let text: string;
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, signal });
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    text = await response.text();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('CHANNEL_UNREACHABLE', { detail: `${host} could not be reached (${reasonOf(error, signal)}).` });
  }
  if (status >= 200 && status < 300) return;
  const said = redact(plainLine(text.trim(), 300), url);
  const detail = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
  const isBusy = status === 429 || status === 408 || status >= 500;
  throw new AppError(isBusy ? 'CHANNEL_UNREACHABLE' : 'CHANNEL_REFUSED', { detail, retryAfterMs: retryAfterMs(retryAfter) });
}

/** Seconds or an HTTP date, at most a day: a server must not be able to silence a channel for good. */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), dayMs);
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time';
  const codes = [error, (error as { cause?: unknown } | null)?.cause].map((value) => (value as { code?: unknown } | null | undefined)?.code);
  const code = codes.find((value) => typeof value === 'string');
  return code ?? 'the connection failed';
}

/** Takes the address and every part of its path or query that could be a token out of a text. */
export function redact(text: string, url: string): string {
  const { href, pathname, search } = new URL(url);
  const parts = [...pathname.split('/'), ...search.slice(1).split(/[&=]/)].filter((part) => part.length >= 6);
  const secrets = [url, href, pathname + search, pathname, ...parts].filter((part) => part.length > 1);
  return secrets.reduce((clean, part) => clean.replaceAll(part, '***'), text);
}
