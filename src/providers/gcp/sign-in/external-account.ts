import fs from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';
import { ask, checkedUrl, clockError, wordsOf } from './ask.ts';
import { emailOfImpersonation, impersonatedSource } from './impersonate.ts';
import { cloudPlatformScope, tokenOf, type TokenSource } from './token.ts';

/** As `gcloud iam workload-identity-pools create-cred-config` writes it (google.aip.dev/auth/4117). */
export interface ExternalAccountFile {
  audience?: unknown;
  subject_token_type?: unknown;
  token_url?: unknown;
  service_account_impersonation_url?: unknown;
  service_account_impersonation?: { token_lifetime_seconds?: unknown };
  credential_source?: CredentialSource;
  client_id?: unknown;
  client_secret?: unknown;
  workforce_pool_user_project?: unknown;
}

interface CredentialSource {
  file?: unknown;
  url?: unknown;
  headers?: Record<string, unknown>;
  format?: { type?: unknown; subject_token_field_name?: unknown };
  executable?: unknown;
  environment_id?: unknown;
  certificate?: unknown;
}

const rejected = (detail: string): AppError => new AppError('GCP_CREDENTIALS_REJECTED', { detail });

/** Workload identity federation: a token of another platform, exchanged for one of Google (RFC 8693), then perhaps for one of a service account. */
export function externalAccountSource(file: ExternalAccountFile, now: () => number): TokenSource {
  const subject = subjectTokenOf(file.credential_source ?? {});
  const exchanged = exchangedSource(file, subject, now);
  if (file.service_account_impersonation_url === undefined) return exchanged;
  const url = checkedUrl(file.service_account_impersonation_url, 'service_account_impersonation_url');
  const seconds = Number(file.service_account_impersonation?.token_lifetime_seconds ?? 3600);
  return impersonatedSource(exchanged, { url, delegates: [], lifetimeSeconds: seconds >= 600 && seconds <= 43_200 ? seconds : 3600 }, now);
}

function exchangedSource(file: ExternalAccountFile, subject: () => Promise<string>, now: () => number): TokenSource {
  const url = checkedUrl(file.token_url, 'token_url');
  const audience = String(file.audience ?? '');
  const { client_id: id, client_secret: secret, workforce_pool_user_project: project } = file;
  const headers: Record<string, string> = typeof id === 'string' && typeof secret === 'string' ? { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` } : {};
  return async () => {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience,
      scope: cloudPlatformScope,
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token: await subject(),
      subject_token_type: String(file.subject_token_type ?? ''),
      ...(typeof project === 'string' && typeof id !== 'string' ? { options: JSON.stringify({ userProject: project }) } : {}),
    };
    const answer = await ask({ url, form, headers, who: "Google's token exchange" });
    if (answer.status === 200) return tokenOf(answer.body, now(), "Google's token exchange");
    const words = wordsOf(answer.body);
    const clock = clockError(answer, words, now());
    if (clock !== undefined) throw clock;
    if (answer.status >= 500 || answer.status === 429) throw new AppError('GCP_UNAVAILABLE', { detail: `Google's token exchange answered ${answer.status}.` });
    if (/audience|invalid_target/i.test(words)) throw rejected(`The token exchange refused the audience ${audience}: the pool or provider does not exist, is disabled, or takes another audience.`);
    if (/expired|stale/i.test(words)) throw rejected('The token of the other platform has expired. Check that what writes it still runs.');
    throw rejected(`The token exchange refused the token of the other platform: ${words}.`);
  };
}

/** Read again at each exchange: such tokens live for minutes. */
function subjectTokenOf(source: CredentialSource): () => Promise<string> {
  if (source.executable !== undefined) throw rejected('The credential file gets its token from a program. Programs are not run: have it write the token to a file, and name that in `credential_source.file`.');
  if (source.certificate !== undefined) throw rejected('The credential file signs in with a client certificate, which is not supported. Use a file or an address as `credential_source`.');
  if (source.environment_id !== undefined) throw rejected('The credential file signs in with AWS credentials, which is not supported. Use a file or an address as `credential_source`, or a service account key.');
  if (typeof source.file === 'string') {
    const path = source.file;
    return async () => {
      const text = await fs.readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw rejected(`The token of the other platform cannot be read from ${path} (${cause.code ?? 'unreadable'}).`);
      });
      return tokenIn(text, source.format, path);
    };
  }
  const url = checkedUrl(source.url, 'credential_source.url', true);
  const headers = Object.fromEntries(Object.entries(source.headers ?? {}).map(([name, value]) => [name, String(value)]));
  return async () => {
    const answer = await ask({ url, headers, who: 'The address of the credential file' });
    if (answer.status !== 200) throw rejected(`The address in \`credential_source.url\` answered ${answer.status} instead of a token.`);
    return tokenIn(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body), source.format, 'its address');
  };
}

function tokenIn(text: string, format: CredentialSource['format'], where: string): string {
  if (format?.type !== 'json') {
    const token = text.trim();
    if (token === '') throw rejected(`There is no token of the other platform in ${where}.`);
    return token;
  }
  const field = String(format.subject_token_field_name ?? '');
  let token: unknown;
  try {
    token = (JSON.parse(text) as Record<string, unknown>)[field];
  } catch {
    throw rejected(`What is in ${where} is not JSON, as the credential file says it is.`);
  }
  if (typeof token !== 'string' || token === '') throw rejected(`The JSON in ${where} has no token in the field \`${field}\`.`);
  return token;
}

/** The service account that the token ends up being of; undefined where it stays the federated principal. */
export const emailOfExternal = (file: ExternalAccountFile): string | undefined => (typeof file.service_account_impersonation_url === 'string' ? emailOfImpersonation(file.service_account_impersonation_url) : undefined);
