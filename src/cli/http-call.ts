import { health } from '../api/contract/index.ts';
import type { ApiCall } from './api-call.ts';
import { couldNotRun, wrongUsage } from './fault.ts';

const callTimeoutMs = 60_000;
const probeTimeoutMs = 3000;

/** The address of a service as given by a person. */
export function serviceUrl(text: string, from: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrongUsage(`${from} is ${JSON.stringify(text)}; it must be an address like http://localhost:8084.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrongUsage(`${from} must begin with http:// or https://.`);
  if (url.username !== '' || url.password !== '') throw wrongUsage(`${from} must not hold a password. Set ROUNDSMAN_TOKEN instead.`);
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

export const isLoopback = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

const addressOf = (base: URL, path: string): URL => new URL(path.replace(/^\//, ''), base);

export function httpCall(base: URL, token: string | undefined): ApiCall {
  return async (method, path, body) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(addressOf(base, path), {
        method,
        headers: headersOf(token, body),
        // A redirect could carry the token to another host.
        redirect: 'error',
        signal: AbortSignal.timeout(callTimeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      throw couldNotRun(`The service at ${base.origin} ${whyUnreachable(cause)}. Check that it runs with \`roundsman doctor\`.`, cause);
    }
    return { status: response.status, body: parsed(text) };
  };
}

function headersOf(token: string | undefined, body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `ours`: a Roundsman answered, healthy or not. `other`: some other program did. */
export type Probe = { state: 'ours'; health: (typeof health)['_output'] } | { state: 'other' } | { state: 'none' | 'silent'; why: string };

export async function probeService(base: URL): Promise<Probe> {
  try {
    const response = await fetch(addressOf(base, 'health'), { redirect: 'error', signal: AbortSignal.timeout(probeTimeoutMs) });
    const answer = health.safeParse(parsed(await response.text()));
    return answer.success ? { state: 'ours', health: answer.data } : { state: 'other' };
  } catch (error) {
    const why = whyUnreachable(error);
    return { state: why === 'refuses connections' ? 'none' : 'silent', why };
  }
}

/** The error of `fetch` in words: its message is only "fetch failed". */
export function whyUnreachable(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string; errors?: { code?: string }[] } };
  const code = cause?.code ?? cause?.errors?.[0]?.code;
  if (name === 'TimeoutError') return 'does not answer in time';
  if (code === 'ECONNREFUSED') return 'refuses connections';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'has a host name that is not known';
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') return 'broke the connection off';
  return `cannot be reached (${code ?? cause?.message ?? (error as Error).message})`;
}
