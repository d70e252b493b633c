import { AppError } from '../../../core/errors.ts';
import type { AzureCloud } from '../cloud.ts';
import type { AzureSettings } from '../settings.ts';
import { azureCliSource } from './azure-cli.ts';
import { clientCertificateSource } from './client-certificate.ts';
import { clientSecretSource } from './client-secret.ts';
import { managedIdentitySource } from './managed-identity.ts';
import type { TokenEndpoint } from './token-request.ts';
import { type AccessToken, NotHere, type TokenSource } from './token-source.ts';
import { workloadIdentitySource } from './workload-identity.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A token is renewed so long before it ends. */
const renewBeforeMs = 5 * 60_000;
/** A token younger than this was not refused for its age: those who waited behind a renewal take what it brought. */
const freshMs = 5000;

interface Kept {
  token: AccessToken | undefined;
  obtainedAt: number;
  pending: Promise<AccessToken> | undefined;
}

/** Signs in the way that the vendor's DefaultAzureCredential would, and keeps the tokens by their scopes. */
export class AzureSignIn {
  readonly #sources: TokenSource[];
  #chosen: TokenSource | undefined;
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(settings: AzureSettings, cloud: AzureCloud, environment: Environment, now: () => number = Date.now) {
    this.#sources = sourcesOf(settings, cloud, environment);
    this.#now = now;
  }

  /** In words, for people; never a secret. */
  get words(): string {
    return this.#chosen?.words ?? this.#sources[0]?.words ?? 'the default chain (environment, workload identity, managed identity, Azure CLI)';
  }

  /** A token that is good for minutes; one request for all who wait. `isRenewed`: the one before was refused. */
  async token(scope: string, isRenewed = false): Promise<string> {
    const kept = this.#kept.get(scope) ?? { token: undefined, obtainedAt: 0, pending: undefined };
    this.#kept.set(scope, kept);
    const now = this.#now();
    const { token } = kept;
    const isGood = token !== undefined && token.expiresAt - now > renewBeforeMs;
    if (isGood && (!isRenewed || now - kept.obtainedAt < freshMs)) return token.token;
    kept.pending ??= this.#renew(scope, kept).finally(() => (kept.pending = undefined));
    try {
      return (await kept.pending).token;
    } catch (error) {
      // One that still holds is better than none while Entra does not answer.
      if (!isRenewed && token !== undefined && token.expiresAt > now && error instanceof AppError && error.code === 'AZURE_UNAVAILABLE') return token.token;
      throw error;
    }
  }

  async #renew(scope: string, kept: Kept): Promise<AccessToken> {
    const token = await this.#request(scope);
    kept.token = token;
    kept.obtainedAt = this.#now();
    return token;
  }

  async #request(scope: string): Promise<AccessToken> {
    if (this.#chosen !== undefined) return this.#chosen.request(scope).catch((error: unknown) => Promise.reject(asRefusal(error)));
    const reasons: string[] = [];
    for (const source of this.#sources) {
      try {
        const token = await source.request(scope);
        this.#chosen = source;
        return token;
      } catch (error) {
        if (!(error instanceof NotHere)) throw error;
        reasons.push(`${source.words}: ${error.message}`);
      }
    }
    throw new AppError('AZURE_NO_CREDENTIALS', reasons.length === 0 ? {} : { detail: `No Azure credentials were found (${reasons.join('; ')}). Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or run \`az login\`.` });
  }
}

const asRefusal = (error: unknown): unknown => (error instanceof NotHere ? new AppError('AZURE_NO_CREDENTIALS', { detail: `The sign-in that worked before is gone: ${error.message}.`, cause: error }) : error);

/** In the order of the vendor: environment, workload identity, managed identity, `az`. */
function sourcesOf(settings: AzureSettings, { authority }: AzureCloud, environment: Environment): TokenSource[] {
  const { tenantId, clientId, clientSecret, clientCertificatePath, clientCertificatePassword, federatedTokenFile } = settings;
  const sources: (TokenSource | undefined)[] = [];
  if (tenantId !== undefined && clientId !== undefined) {
    const endpoint: TokenEndpoint = { authority, tenantId };
    if (clientSecret !== undefined) sources.push(clientSecretSource(endpoint, { clientId, clientSecret }));
    else if (clientCertificatePath !== undefined) sources.push(clientCertificateSource(endpoint, { clientId, path: clientCertificatePath, password: clientCertificatePassword }));
    if (federatedTokenFile !== undefined) sources.push(workloadIdentitySource(endpoint, { clientId, tokenFile: federatedTokenFile }));
  }
  sources.push(managedIdentitySource(environment, clientId), azureCliSource(environment, tenantId));
  return sources.filter((source) => source !== undefined);
}
