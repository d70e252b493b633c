import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { AppError } from '../../../core/errors.ts';
import { ask, checkedUrl, clockError, wordsOf, type TokenAnswer } from './ask.ts';
import { cloudPlatformScope, tokenOf, type TokenSource } from './token.ts';

export interface ServiceAccountFile {
  client_email?: unknown;
  private_key?: unknown;
  private_key_id?: unknown;
  token_uri?: unknown;
}

/** Whom the JWT is for, wherever it is sent: a private endpoint hands it on to this one. */
const audience = 'https://oauth2.googleapis.com/token';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The grant of RFC 7523: a JWT signed with the key, for an hour (developers.google.com/identity/protocols/oauth2/service-account). */
export function serviceAccountSource(file: ServiceAccountFile, now: () => number): TokenSource {
  const email = String(file.client_email ?? '');
  const keyId = String(file.private_key_id ?? '');
  const tokenUri = checkedUrl(file.token_uri ?? audience, 'token_uri');
  const key = keyOf(file.private_key);
  return async () => {
    const issuedAt = Math.floor(now() / 1000);
    const unsigned = `${base64({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${base64({ iss: email, scope: cloudPlatformScope, aud: audience, iat: issuedAt, exp: issuedAt + 3600 })}`;
    const assertion = `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), key).toString('base64url')}`;
    const answer = await ask({ url: tokenUri, form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }, who: 'The token endpoint' });
    if (answer.status !== 200) throw refused(answer, { email, keyId }, now());
    return tokenOf(answer.body, now(), 'The token endpoint');
  };
}

function keyOf(pem: unknown): KeyObject {
  try {
    return createPrivateKey(String(pem));
  } catch {
    // The cause may quote the key.
    throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: 'The private key in the credential file cannot be read: it is not PEM of an RSA key.' });
  }
}

function refused(answer: TokenAnswer, { email, keyId }: { email: string; keyId: string }, now: number): AppError {
  const words = wordsOf(answer.body);
  const clock = clockError(answer, words, now);
  if (clock !== undefined) return clock;
  if (answer.status >= 500 || answer.status === 429) return new AppError('GCP_UNAVAILABLE', { detail: `The token endpoint answered ${answer.status}.` });
  const make = (detail: string): AppError => new AppError('GCP_CREDENTIALS_REJECTED', { detail });
  if (/account not found|invalid_grant: .*not a valid email|account .*(deleted|disabled)|disabled_client|unauthorized_client/i.test(words)) return make(`The service account ${email} was deleted or disabled. Enable it, or sign in with another.`);
  if (/signature|key/i.test(words)) return make(`The key ${keyId} of ${email} was deleted or disabled. Make a new one, or enable it.`);
  if (/audience|\baud\b/i.test(words)) return make(`The sign-in of ${email} was refused: the token endpoint takes another audience than Google's. Check \`token_uri\` in the credential file.`);
  return make(`Google refused the key of ${email}: ${words}.`);
}
