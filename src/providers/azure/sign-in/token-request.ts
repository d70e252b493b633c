import { AppError } from '../../../core/errors.ts';
import { at, numberAt, textAt } from '../../fields.ts';
import { refusalOf } from './token-refusal.ts';
import type { AccessToken } from './token-source.ts';

const attempts = 3;
const timeLimitMs = 15_000;

export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** One request to who gives out tokens, repeated while it does not answer usefully. Throws what fetch throws. */
export async function askForToken(url: string, init: RequestInit = {}, { tries = attempts, timeoutMs = timeLimitMs } = {}): Promise<TokenAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      const answer = { status: response.status, headers: response.headers, body: parsed(await response.text()) };
      if (attempt >= tries || (answer.status < 500 && answer.status !== 429)) return answer;
    } catch (error) {
      if (attempt >= tries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt * (0.5 + Math.random() / 2)));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface TokenEndpoint {
  authority: string;
  tenantId: string;
}

export const tokenUrlOf = ({ authority, tenantId }: TokenEndpoint): string => `${authority}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;

/** A token for an application, by the client credentials grant (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). */
export async function requestToken(endpoint: TokenEndpoint, form: Record<string, string>): Promise<AccessToken> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  let answer: TokenAnswer;
  try {
    answer = await askForToken(tokenUrlOf(endpoint), { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body });
  } catch (cause) {
    throw new AppError('AZURE_UNAVAILABLE', { detail: `Microsoft Entra at ${new URL(endpoint.authority).host} could not be reached.`, cause });
  }
  return tokenIn(answer) ?? Promise.reject(refusalOf(answer, Date.now()));
}

/** The token of an answer; undefined where there is none. Managed identities answer numbers as text, and `expires_on` instead. */
export function tokenIn({ status, body }: TokenAnswer): AccessToken | undefined {
  const token = textAt(body, 'access_token');
  if (status !== 200 || token === null) return undefined;
  const seconds = numberAt(body, 'expires_in');
  const until = at(body, 'expires_on') === undefined ? null : numberAt(body, 'expires_on');
  return { token, expiresAt: seconds !== null ? Date.now() + seconds * 1000 : until !== null ? until * 1000 : Date.now() + 3_600_000 };
}
