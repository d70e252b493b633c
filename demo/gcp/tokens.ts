import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import type { Answer } from './answer.ts';
import { ok, permissionDenied } from './answer.ts';
import type { Faults } from './faults.ts';

const lifetimeMs = 3_600_000;
const mostSkewMs = 5 * 60_000;

const refused = (error: string, description: string): Answer => ({ status: 400, body: { error, error_description: description } });

/** Signs in: key of a service account, refresh token, token exchange, impersonation, and the metadata server. */
export class Tokens {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  readonly #given = new Map<string, number>();
  readonly #faults: Faults;
  readonly #project: string;

  constructor(project: string, faults: Faults) {
    this.#project = project;
    this.#faults = faults;
  }

  get email(): string {
    return `roundsman@${this.#project}.iam.gserviceaccount.com`;
  }

  /** A key file for this simulator. */
  credentials(url: string): Record<string, string> {
    return { type: 'service_account', project_id: this.#project, private_key_id: 'simulated0key', private_key: this.#keys.privateKey, client_email: this.email, client_id: '1', token_uri: `${url}/oauth2.googleapis.com/token` };
  }

  /** Google's clock: ours, unless a fault puts it off. */
  now(): number {
    return Date.now() + (this.#faults.some('clock-off')?.offMs ?? 0);
  }

  isGood(authorization: string | undefined): boolean {
    const until = this.#given.get(authorization?.replace(/^Bearer /, '') ?? '');
    return until !== undefined && until > this.now();
  }

  #give(): { token: string; until: number } {
    const token = `ya29.simulated-${randomUUID()}`;
    const until = this.now() + lifetimeMs;
    this.#given.set(token, until);
    return { token, until };
  }

  #granted(): Answer {
    return ok({ access_token: this.#give().token, expires_in: lifetimeMs / 1000, token_type: 'Bearer' });
  }

  oauth(form: URLSearchParams): Answer {
    if (form.get('grant_type') === 'refresh_token') return form.get('refresh_token') === 'good-refresh-token' ? this.#granted() : refused('invalid_grant', 'Token has been expired or revoked.');
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refused('unsupported_grant_type', 'Invalid grant_type');
    const [header = '', payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string; aud: string; iat: number; exp: number; scope: string };
    const isSigned = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), createPublicKey(this.#keys.publicKey), Buffer.from(signature, 'base64url'));
    if (this.#faults.some('account-disabled') !== undefined || claims.iss !== this.email) return refused('invalid_grant', 'Invalid grant: account not found');
    if (!isSigned || this.#faults.some('key-disabled') !== undefined) return refused('invalid_grant', 'Invalid JWT Signature.');
    if (claims.aud !== 'https://oauth2.googleapis.com/token') return refused('invalid_grant', 'Invalid JWT: Failed audience check.');
    const now = this.now();
    const isInTime = claims.iat * 1000 < now + mostSkewMs && claims.exp * 1000 > now && claims.exp - claims.iat <= 3600;
    if (!isInTime) return refused('invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.');
    return this.#granted();
  }

  exchange(form: URLSearchParams): Answer {
    if (!(form.get('audience') ?? '').includes('/workloadIdentityPools/')) return refused('invalid_target', 'The target service indicated by the "audience" parameters is invalid.');
    if (form.get('subject_token') !== 'good-subject-token') return refused('invalid_grant', 'ID Token issued at 1 is stale to sign-in: the token has expired.');
    return this.#granted();
  }

  impersonate(email: string, authorization: string | undefined): Answer {
    if (!this.isGood(authorization)) return { status: 401, body: { error: { code: 401, message: 'Request had invalid authentication credentials.', status: 'UNAUTHENTICATED' } } };
    if (!email.startsWith('reader@')) return permissionDenied('iam.serviceAccounts.getAccessToken', email);
    const { token, until } = this.#give();
    return ok({ accessToken: token, expireTime: new Date(until).toISOString() });
  }

  /** Of a machine whose service account is the simulator's. */
  metadata(path: string, flavour: string | undefined): Answer {
    const headers = { 'metadata-flavor': 'Google' };
    if (flavour !== 'Google') return { status: 403, body: 'Missing Metadata-Flavor:Google header.' };
    const answers: Readonly<Record<string, () => unknown>> = {
      'computeMetadata/v1/project/project-id': () => this.#project,
      'computeMetadata/v1/instance/service-accounts/default/email': () => this.email,
      'computeMetadata/v1/instance/service-accounts/default/token': () => this.#granted().body,
    };
    const found = answers[path];
    return found === undefined ? { status: 404, body: 'not found', headers } : { status: 200, body: found(), headers };
  }
}
