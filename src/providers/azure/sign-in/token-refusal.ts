import { AppError, type ErrorCode } from '../../../core/errors.ts';
import { listAt, textAt } from '../../fields.ts';

/** Beyond this the cloud refuses what we signed (Entra allows five minutes). */
const mostSkewMs = 5 * 60_000;

/** Numbers of Entra's errors and what a person can do (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const words: Readonly<Record<string, string>> = {
  7000222: 'The client secret has expired. Make a new one for the application and set AZURE_CLIENT_SECRET.',
  7000215: 'The client secret is not right. AZURE_CLIENT_SECRET takes the value of the secret and not its id.',
  7000218: 'The application needs a secret or a certificate, and none was sent.',
  7000112: 'The application is disabled.',
  700016: 'The directory does not know the application. Look at AZURE_CLIENT_ID and AZURE_TENANT_ID.',
  90002: 'There is no such directory. Look at AZURE_TENANT_ID, and at AZURE_AUTHORITY_HOST for a sovereign cloud.',
  900023: 'AZURE_TENANT_ID is neither the id of a directory nor one of its domains.',
  900021: 'AZURE_TENANT_ID is neither the id of a directory nor one of its domains.',
  700027: 'The certificate is not one of the application, or its private key is another. Upload it to the application.',
  70021: 'No federated credential of the application fits the token of the platform: compare issuer, subject and audience.',
  700211: 'No federated credential of the application has this issuer.',
  700212: 'No federated credential of the application has this audience.',
  700213: 'No federated credential of the application has this subject.',
  700024: 'The signed assertion is not valid at this time.',
  50013: 'The signed assertion was refused.',
  50027: 'The token of the platform was refused.',
  53003: 'A conditional access policy refuses the sign-in, e.g. by where this machine is.',
  530003: 'A conditional access policy refuses the sign-in.',
  53000: 'A conditional access policy asks for a compliant device.',
  50076: 'A second factor is asked for. Sign in again with `az login`, or use an application.',
  50079: 'A second factor is asked for. Sign in again with `az login`, or use an application.',
  50158: 'A conditional access policy asks for more. Sign in again with `az login`, or use an application.',
  700082: 'The sign-in of `az` has expired. Run `az login` again.',
  70043: 'The sign-in of `az` has expired. Run `az login` again.',
  50173: 'The sign-in of `az` was revoked. Run `az login` again.',
  50034: 'The directory does not know the user.',
  50105: 'The application is not assigned to who signs in.',
  500011: 'The directory does not know what the token is for. Look at AZURE_RESOURCE_MANAGER_URL and AZURE_AUTHORITY_HOST.',
  65001: 'An administrator has not consented to the permissions of the application.',
};

/** What Entra says of an assertion that was signed too early or too late. */
const byTheClock = new Set(['700024', '50013', '50027', '700027']);

/** A refused token request in the product's words: never what was sent, and of the answer only its number. */
export function refusalOf({ status, headers, body }: { status: number; headers: Headers; body: unknown }, now: number): AppError {
  const number = numberOf(body);
  const clock = number !== undefined && byTheClock.has(number) ? clockError(headers, now) : undefined;
  if (clock !== undefined) return clock;
  const name = number === undefined ? (plainWord(textAt(body, 'error')) ?? String(status)) : `AADSTS${number}`;
  if (status >= 500 || status === 429 || number === '90033') return new AppError('AZURE_UNAVAILABLE', { detail: `Microsoft Entra did not answer the sign-in usefully (${name}).` });
  const code: ErrorCode = 'AZURE_CREDENTIALS_REJECTED';
  const sentence = number === undefined ? undefined : words[number];
  return new AppError(code, { detail: sentence === undefined ? `Microsoft Entra refused the credentials (${name}). Renew them, then trigger the scan again.` : `${sentence} (${name})` });
}

/** That our clock is off, where the answer of the cloud was made at another time than ours. */
export function clockError(headers: Headers, now: number): AppError | undefined {
  const theirs = Date.parse(headers.get('date') ?? '');
  const skewMs = now - theirs;
  if (Number.isNaN(theirs) || Math.abs(skewMs) <= mostSkewMs) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return new AppError('CLOUD_CLOCK_OFF', { detail: `The clock of this machine is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} that of Azure, so the sign-in was refused. Set the clock, e.g. by NTP.` });
}

function numberOf(body: unknown): string | undefined {
  const first = listAt(body, 'error_codes')[0];
  if (typeof first === 'number' || typeof first === 'string') return String(first);
  return numberInText(textAt(body, 'error_description') ?? '');
}

export const numberInText = (text: string): string | undefined => /AADSTS(\d+)/.exec(text)?.[1];

/** `invalid_client`: what is no plain word may hold anything. */
const plainWord = (text: string | null): string | undefined => (text !== null && /^[a-z_]{1,40}$/.test(text) ? text : undefined);

/** The same of an answer of `az`, which writes them as text. */
export const sentenceOf = (text: string): string | undefined => words[numberInText(text) ?? ''];
