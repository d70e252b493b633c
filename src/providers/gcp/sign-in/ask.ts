import { AppError } from '../../../core/errors.ts';

const timeoutMs = 20_000;
const attempts = 3;
/** Google takes a token request whose clock is off by this much at the most. */
const mostSkewMs = 5 * 60_000;

export interface TokenRequest {
  url: string;
  method?: 'GET' | 'POST' | 'PUT';
  form?: Readonly<Record<string, string>>;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** How it is named in errors: `the token endpoint of …`. */
  who: string;
}

export interface TokenAnswer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else text. */
  body: unknown;
}

/** One request of the sign-in, repeated where no usable answer came. Throws where none does; a refusal is an answer. */
export async function ask(request: TokenRequest): Promise<TokenAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await askOnce(request);
      if ((answer.status < 500 && answer.status !== 429) || attempt >= attempts) return answer;
    } catch (cause) {
      if (attempt >= attempts) throw new AppError('GCP_UNAVAILABLE', { detail: `${request.who} at ${hostOf(request.url)} did not answer${causeWords(cause)}.`, cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 150 * 2 ** attempt));
  }
}

async function askOnce({ url, method, form, json, headers }: TokenRequest): Promise<TokenAnswer> {
  const body = form === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function causeWords(cause: unknown): string {
  const code = ((cause as { cause?: { code?: unknown } } | null)?.cause ?? {}).code;
  return typeof code === 'string' ? ` (${code})` : '';
}

export const hostOf = (url: string): string => new URL(url).host;

/** A host of a credential file: any by https, as the file is the operator's; plain http on this machine alone. */
export function checkedUrl(text: unknown, field: string, mayBeLinkLocal = false): string {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (url === null) throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The credential file has no address in \`${field}\`.` });
  const isLocal = ['127.0.0.1', 'localhost', '[::1]', ...(mayBeLinkLocal ? ['169.254.169.254', 'metadata.google.internal', '[fd00:ec2::254]'] : [])].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) return url.href;
  throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The address in \`${field}\` of the credential file is not https.` });
}

/** Set where the refusal is one of time: what is said of `iat` and `exp`, or a Date that is minutes away from ours. */
export function clockError({ headers }: TokenAnswer, words: string, now: number): AppError | undefined {
  const theirs = Date.parse(headers.get('date') ?? '');
  const offMs = Number.isNaN(theirs) ? 0 : now - theirs;
  const isSaid = /short-lived token|\biat\b.*\bexp\b|in a reasonable timeframe|issued (?:in the future|too)|not yet valid/i.test(words);
  if (Math.abs(offMs) <= mostSkewMs && !isSaid) return undefined;
  const by = Math.abs(offMs) <= 60_000 ? 'is off' : `is ${duration(Math.abs(offMs))} ${offMs > 0 ? 'ahead of' : 'behind'} Google's`;
  return new AppError('CLOUD_CLOCK_OFF', { detail: `The clock of this machine ${by}, so Google refused the sign-in. Set the clock, e.g. by NTP.` });
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

/** What a refusal says, without anything as long as a token. */
export function wordsOf(body: unknown): string {
  if (typeof body === 'string') return shortened(body);
  const { error, error_description: description } = (body ?? {}) as { error?: unknown; error_description?: unknown };
  if (typeof error === 'object' && error !== null) return shortened(String((error as { message?: unknown }).message ?? ''));
  return shortened([error, description].filter((part) => typeof part === 'string').join(': '));
}

const shortened = (text: string): string => text.replace(/[\w+/=.~-]{60,}/g, '…').replace(/\s+/g, ' ').trim().slice(0, 300);
