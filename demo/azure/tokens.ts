import { constants, type KeyObject, randomUUID, verify } from 'node:crypto';
import type { AzureFaults } from './faults.ts';
import { simulatedClientId, simulatedClientSecret, simulatedIdentityHeader, simulatedPlatformToken, simulatedTenantDomain, simulatedTenantId } from './identity.ts';
import type { AzureAnswer } from './world.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Gives out tokens with the checks of the real one, and knows its own again. */
export class Tokens {
  readonly #faults: AzureFaults;
  readonly #publicKey: KeyObject | undefined;
  /** The resource that a token is for. */
  readonly #issued = new Map<string, string>();
  issuedCount = 0;

  constructor(faults: AzureFaults, publicKey: KeyObject | undefined) {
    this.#faults = faults;
    this.#publicKey = publicKey;
  }

  #issue(resource: string): string {
    this.issuedCount += 1;
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const token = `${encode({ typ: 'JWT', alg: 'none' })}.${encode({ tid: simulatedTenantId, aud: resource, jti: randomUUID() })}.simulated`;
    this.#issued.set(token, resource);
    return token;
  }

  /** POST /{tenant}/oauth2/v2.0/token */
  answer(url: URL, body: string): AzureAnswer {
    const tenant = url.pathname.split('/')[1] ?? '';
    const form = new URLSearchParams(body);
    const no = (status: number, error: string, number: number, text: string): AzureAnswer => ({ status, body: { error, error_description: `AADSTS${number}: ${text} Trace ID: 0 Correlation ID: 0 Timestamp: 2026-01-01 00:00:00Z`, error_codes: [number] } });
    if (tenant !== simulatedTenantId && tenant !== simulatedTenantDomain) return no(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
    if (form.get('client_id') !== simulatedClientId) return no(400, 'unauthorized_client', 700016, `Application with identifier '${form.get('client_id')}' was not found in the directory.`);
    if (form.get('grant_type') !== 'client_credentials') return no(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    if (form.get('scope')?.endsWith('/.default') !== true) return no(400, 'invalid_scope', 1002012, 'The provided value for scope is not valid.');
    const assertion = form.get('client_assertion');
    if (assertion !== null) {
      const wrong = form.get('client_assertion_type') === assertionType ? this.#wrongWith(assertion, url) : ([50027, 'Invalid assertion type.'] as const);
      if (wrong !== undefined) return no(401, 'invalid_client', ...wrong);
    } else {
      if (this.#faults.has('expired-secret')) return no(401, 'invalid_client', 7000222, `The provided client secret keys for app '${simulatedClientId}' are expired.`);
      if (form.get('client_secret') !== simulatedClientSecret) return no(401, 'invalid_client', 7000215, `Invalid client secret provided.`);
    }
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: this.#issue((form.get('scope') ?? '').replace(/\/\.default$/, '')) } };
  }

  #wrongWith(assertion: string, url: URL): readonly [number, string] | undefined {
    if (assertion === simulatedPlatformToken) return undefined;
    const [header = '', payload = '', signature = ''] = assertion.split('.');
    const read = (part: string): Record<string, unknown> => {
      try {
        return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
      } catch {
        return {};
      }
    };
    const { alg, 'x5t#S256': thumbprint } = read(header);
    const { aud, iss, sub, nbf, exp } = read(payload);
    if (alg === undefined) return [70021, 'No matching federated identity record found for presented assertion.'];
    const isSigned = this.#publicKey !== undefined && verify('sha256', Buffer.from(`${header}.${payload}`), { key: this.#publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, Buffer.from(signature, 'base64url'));
    if (alg !== 'PS256' || typeof thumbprint !== 'string' || !isSigned) return [700027, 'The certificate with identifier used to sign the client assertion is not registered on application.'];
    const now = (Date.now() + this.#faults.skewMs) / 1000;
    if (Number(nbf) > now + 300 || Number(exp) < now - 300) return [700024, 'Client assertion is not within its valid time range.'];
    return iss === simulatedClientId && sub === simulatedClientId && String(aud).endsWith(url.pathname) ? undefined : [50027, 'JWT token is invalid or malformed.'];
  }

  /** GET /metadata/identity/oauth2/token and /msi/token */
  managedIdentity(url: URL, headers: Readonly<Record<string, string | string[] | undefined>>): AzureAnswer {
    const isAppService = url.pathname === '/msi/token';
    if (isAppService && headers['x-identity-header'] !== simulatedIdentityHeader) return { status: 401, body: { error: 'unauthorized' } };
    if (!isAppService && headers['metadata'] !== 'true') return { status: 400, body: { error: 'invalid_request', error_description: 'Required metadata header not specified' } };
    const clientId = url.searchParams.get('client_id');
    if (clientId !== null && clientId !== simulatedClientId) return { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
    const until = String(Math.floor(Date.now() / 1000) + 86_000);
    return { status: 200, body: { access_token: this.#issue(url.searchParams.get('resource') ?? ''), expires_in: '86000', expires_on: until, resource: url.searchParams.get('resource'), token_type: 'Bearer' } };
  }

  /** A token of another sign-in, e.g. of the command line. */
  issueFor(resource: string): string {
    return this.#issue(resource);
  }

  /** Why a call may not pass; undefined: it may. */
  refusalOf(authorization: string | undefined, resource: string, path: string): AzureAnswer | undefined {
    const token = authorization?.replace(/^Bearer /, '');
    const no = (code: string): AzureAnswer => ({ status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, body: { error: { code, message: 'The access token is not valid.' } } });
    if (token === undefined || this.#issued.get(token) !== resource) return no(token === undefined ? 'AuthenticationFailed' : 'InvalidAuthenticationToken');
    return this.#faults.hit('expired-token', path) === undefined ? undefined : no('ExpiredAuthenticationToken');
  }
}
