import { AppError } from '../../../core/errors.ts';
import { ask, checkedUrl, clockError, wordsOf } from './ask.ts';
import { tokenOf, type TokenSource } from './token.ts';

export interface AuthorizedUserFile {
  client_id?: unknown;
  client_secret?: unknown;
  refresh_token?: unknown;
  token_uri?: unknown;
}

/** What `gcloud auth application-default login` leaves: a refresh token of a person (RFC 6749, section 6). */
export function authorizedUserSource(file: AuthorizedUserFile, now: () => number): TokenSource {
  const url = checkedUrl(file.token_uri ?? 'https://oauth2.googleapis.com/token', 'token_uri');
  const form = { grant_type: 'refresh_token', client_id: String(file.client_id ?? ''), client_secret: String(file.client_secret ?? ''), refresh_token: String(file.refresh_token ?? '') };
  return async () => {
    const answer = await ask({ url, form, who: 'The token endpoint' });
    if (answer.status === 200) return tokenOf(answer.body, now(), 'The token endpoint');
    const words = wordsOf(answer.body);
    const clock = clockError(answer, words, now());
    if (clock !== undefined) throw clock;
    if (answer.status >= 500 || answer.status === 429) throw new AppError('GCP_UNAVAILABLE', { detail: `The token endpoint answered ${answer.status}.` });
    if (/invalid_grant|invalid_rapt/.test(words)) throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: 'The refresh token has expired or was revoked. Run `gcloud auth application-default login` again.' });
    if (/client/.test(words)) throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: 'The OAuth client of the credential file was deleted or disabled. Run `gcloud auth application-default login` again.' });
    throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `Google refused the refresh token: ${words}.` });
  };
}
