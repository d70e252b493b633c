import { AppError } from '../../../core/errors.ts';
import { ask, clockError, wordsOf } from './ask.ts';
import { cloudPlatformScope, type TokenSource } from './token.ts';

const defaultHost = 'https://iamcredentials.googleapis.com';

/** Where a service account is impersonated; with a private endpoint below that. */
export function impersonationUrl(email: string, endpointUrl: string | undefined): string {
  const base = endpointUrl === undefined ? defaultHost : `${endpointUrl.replace(/\/$/, '')}/iamcredentials.googleapis.com`;
  return `${base}/v1/projects/-/serviceAccounts/${encodeURIComponent(email)}:generateAccessToken`;
}

export const emailOfImpersonation = (url: string): string | undefined => {
  const found = /\/serviceAccounts\/([^/:]+):generateAccessToken/.exec(url)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
};

/** A token of another service account, for an hour (iamcredentials.v1 projects.serviceAccounts.generateAccessToken). */
export function impersonatedSource(own: TokenSource, { url, delegates, lifetimeSeconds = 3600 }: { url: string; delegates: readonly string[]; lifetimeSeconds?: number }, now: () => number): TokenSource {
  const email = emailOfImpersonation(url) ?? 'the service account';
  return async () => {
    const { token } = await own();
    const json = { scope: [cloudPlatformScope], lifetime: `${lifetimeSeconds}s`, ...(delegates.length === 0 ? {} : { delegates }) };
    const answer = await ask({ url, json, headers: { authorization: `Bearer ${token}` }, who: 'IAM' });
    if (answer.status === 200) {
      const { accessToken, expireTime } = (answer.body ?? {}) as { accessToken?: unknown; expireTime?: unknown };
      if (typeof accessToken !== 'string') throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `IAM answered without an access token for ${email}.` });
      const expiresAt = Date.parse(String(expireTime));
      return { token: accessToken, expiresAt: Number.isNaN(expiresAt) ? now() + lifetimeSeconds * 1000 : expiresAt };
    }
    const words = wordsOf(answer.body);
    if (answer.status === 403) throw new AppError('GCP_ACCESS_DENIED', { detail: `${email} may not be impersonated: the credentials lack \`iam.serviceAccounts.getAccessToken\` on it (Service Account Token Creator), or the IAM Credentials API is off.`, permission: 'iam.serviceAccounts.getAccessToken' });
    if (answer.status === 404) throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The service account ${email} to impersonate does not exist.` });
    if (answer.status >= 500 || answer.status === 429) throw new AppError('GCP_UNAVAILABLE', { detail: `IAM answered ${answer.status} when asked for a token of ${email}.` });
    throw clockError(answer, '', now()) ?? new AppError('GCP_CREDENTIALS_REJECTED', { detail: `${email} could not be impersonated: ${words}.` });
  };
}
