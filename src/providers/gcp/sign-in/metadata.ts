import { AppError } from '../../../core/errors.ts';
import { ask } from './ask.ts';
import { cloudPlatformScope, tokenOf, type TokenSource } from './token.ts';

/** The server that machines of Google Cloud ask for who they are (cloud.google.com/compute/docs/metadata/overview). */
const defaultHost = '169.254.169.254';
const probeTimeoutMs = 2000;

export const metadataUrl = (environment: Readonly<Record<string, string | undefined>>): string => `http://${environment['GCE_METADATA_HOST'] ?? defaultHost}/computeMetadata/v1`;

const flavour = { 'metadata-flavor': 'Google' };

/** One value as text; undefined where there is no such server, or it is not Google's. */
export async function metadataText(base: string, path: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${base}/${path}`, { headers: flavour, redirect: 'error', signal: AbortSignal.timeout(probeTimeoutMs) });
    if (!response.ok || response.headers.get('metadata-flavor') !== 'Google') return undefined;
    return (await response.text()).trim();
  } catch {
    return undefined;
  }
}

export function metadataSource(base: string, now: () => number): TokenSource {
  return async () => {
    const answer = await ask({ url: `${base}/instance/service-accounts/default/token?scopes=${encodeURIComponent(cloudPlatformScope)}`, headers: flavour, who: 'The metadata server' });
    if (answer.status === 200) return tokenOf(answer.body, now(), 'The metadata server');
    if (answer.status === 404) throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: 'No service account is attached to this machine. Attach one, or name a credential file.' });
    throw new AppError(answer.status >= 500 ? 'GCP_UNAVAILABLE' : 'GCP_CREDENTIALS_REJECTED', { detail: `The metadata server answered ${answer.status} when asked for a token.` });
  };
}
