import type { CallBudget, CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { orAborted } from '../../platform/or-aborted.ts';
import type { AwsClientConfiguration } from './define.ts';
import { kindOf, retryAfterMs, toAppError } from './errors.ts';
import type { Pacing } from '../../platform/pacing/pacing.ts';

/** An AWS account as configured or discovered; without a role the service's own credentials are used. */
export interface AwsAccount {
  id: string;
  name?: string;
  roleArn?: string;
  externalId?: string;
  /** Only these regions, where the account's own list is narrower. */
  regions?: string[];
}

export interface AwsSettings {
  endpointUrl: string | undefined;
  /** Configured accounts; empty: the account of the credentials. */
  accounts: AwsAccount[];
  /** `published`: AWS's own limits as start values; `learn`: a private endpoint, whose limits are unknown. */
  pacing: 'published' | 'learn';
  maxInFlight: number;
  /** How long one call may be throttled before its target is given up. */
  throttlePatienceMs: number;
  requestTimeoutMs: number;
  /** A role of this name in each account of the organisation; undefined: the organisation is not walked. */
  organizationRole?: string | undefined;
  /** What is read through Cloud Control besides the declared types: `default`, `all`, `none`, or CloudFormation's names. */
  genericTypes?: readonly string[];
}

interface ClientLike {
  middlewareStack: { add(middleware: unknown, options: { step: 'initialize'; name: string; priority: 'high' }): void };
}

const transientAttempts = 3;

/**
 * Makes the clients of one worker. Every call of theirs waits for its bucket, is repeated here and nowhere else (the
 * SDK's own retries are off: they give up on throttling and lose reads), and is counted for the target that made it.
 */
export class AwsSession {
  readonly #settings: AwsSettings;
  readonly #pacing: Pacing;
  #handler: Promise<object> | undefined;
  readonly #credentials = new Map<string, Promise<unknown>>();
  readonly #budget: CallBudget;

  constructor(settings: AwsSettings, pacing: Pacing, budget: CallBudget = { left: Infinity }) {
    this.#settings = settings;
    this.#pacing = pacing;
    this.#budget = budget;
  }

  /** Call before `client`: loads what all clients share. */
  async prepare(account: AwsAccount): Promise<PreparedAccount> {
    this.#handler ??= sharedHandler(this.#settings.requestTimeoutMs);
    const [handler, credentials] = await Promise.all([this.#handler, this.#credentialsOf(account)]);
    return { account, configuration: { requestHandler: handler, credentials, ...this.#endpoint() } };
  }

  #endpoint(): AwsClientConfiguration {
    const { endpointUrl } = this.#settings;
    // A bucket's name before a private endpoint's host does not resolve.
    return endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true };
  }

  #credentialsOf(account: AwsAccount): Promise<unknown> {
    const key = account.roleArn ?? '';
    let found = this.#credentials.get(key);
    if (found === undefined) {
      found = this.#makeCredentials(account);
      this.#credentials.set(key, found);
    }
    return found;
  }

  async #makeCredentials({ roleArn, externalId }: AwsAccount): Promise<unknown> {
    const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
    const own = fromNodeProviderChain({ maxRetries: 1, timeout: 2000 });
    if (roleArn === undefined) return own;
    const { endpointUrl } = this.#settings;
    const assumed = fromTemporaryCredentials({
      masterCredentials: own,
      params: { RoleArn: roleArn, RoleSessionName: 'roundsman', ...(externalId === undefined ? {} : { ExternalId: externalId }) },
      clientConfig: { region: defaultRegion(), ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }) },
    });
    return keptUntilExpiry(assumed as CredentialProvider);
  }

  client<Client>(make: new (configuration: AwsClientConfiguration) => Client, prepared: PreparedAccount, region: string, counter: CallCounter, signal: AbortSignal): Client {
    const client = new make({ ...prepared.configuration, region, maxAttempts: 1, followRegionRedirects: true });
    const paced = this.#pacedCalls(prepared.account.id, region, counter, signal);
    (client as ClientLike).middlewareStack.add(paced, { step: 'initialize', name: 'paceAndRepeat', priority: 'high' });
    return client;
  }

  #pacedCalls(account: string, region: string, counter: CallCounter, signal: AbortSignal) {
    const settings = this.#settings;
    const budget = this.#budget;
    return (next: (args: unknown) => Promise<unknown>, context: { clientName?: string; commandName?: string }) => {
      const service = (context.clientName ?? 'aws').replace(/Client$/, '').toLowerCase();
      const call = `${service}:${(context.commandName ?? '').replace(/Command$/, '')}`;
      const bucket = this.#pacing.bucket(account, region, service);
      return async (args: unknown): Promise<unknown> => {
        let throttledSince: number | undefined;
        for (let attempt = 1, isRepeat = false; ; isRepeat = true) {
          signal.throwIfAborted();
          if (budget.left <= 0) throw new AppError('BUDGET_SPENT');
          budget.left -= 1;
          const permit = await bucket.acquire(isRepeat, signal);
          counter.calls += 1;
          try {
            const answer = await orAborted(next(args), signal);
            permit.done('granted');
            return answer;
          } catch (error) {
            if (signal.aborted) {
              permit.done('failed');
              throw error;
            }
            const kind = kindOf(error);
            if (kind === 'throttled') {
              counter.throttled += 1;
              permit.done({ throttled: true, retryAfterMs: retryAfterMs(error, Date.now()) });
              // Counted from the first refusal: time in the queue is not the server's doing.
              throttledSince ??= Date.now();
              if (Date.now() - throttledSince > settings.throttlePatienceMs) throw toAppError(error, call, region);
              continue;
            }
            permit.done('failed');
            if (kind !== 'transient' || attempt >= transientAttempts) throw noteCall(error, call, region);
            attempt += 1;
            await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt * (0.5 + Math.random() / 2)));
          }
        }
      };
    };
  }
}

type CredentialProvider = (options?: unknown) => Promise<{ expiration?: Date }>;

/** Renewed this long before they end, as the SDK itself does. */
const renewBeforeMs = 5 * 60_000;

/** One answer for all clients of an account: each of them would assume the role for itself. */
export function keptUntilExpiry(provider: CredentialProvider): CredentialProvider {
  let current: ReturnType<CredentialProvider> | undefined;
  return async (options) => {
    const asked = current;
    const kept = await asked?.catch(() => undefined);
    const isGood = kept !== undefined && (kept.expiration === undefined || kept.expiration.getTime() - Date.now() > renewBeforeMs);
    if (isGood) return kept;
    // Whoever found it ended first asks again; the others wait for that answer.
    if (current === asked) current = provider(options);
    return current as ReturnType<CredentialProvider>;
  };
}

export interface PreparedAccount {
  account: AwsAccount;
  configuration: AwsClientConfiguration;
}

/** Remembers which call failed: the SDK's error does not say. */
const failedCalls = new WeakMap<object, { call: string; region: string }>();

function noteCall(error: unknown, call: string, region: string): unknown {
  if (typeof error === 'object' && error !== null) failedCalls.set(error, { call, region });
  return error;
}

/** The error of a call in the product's words. */
export function describeFailure(error: unknown, fallbackRegion: string): AppError {
  if (error instanceof AppError) return error;
  if ((error as Error).name === 'CredentialsProviderError') return new AppError('AWS_NO_CREDENTIALS', { cause: error });
  const noted = typeof error === 'object' && error !== null ? failedCalls.get(error) : undefined;
  // What no call threw is our own mistake, and not AWS's.
  if (noted === undefined) return new AppError('INTERNAL', { detail: `Reading ${fallbackRegion} failed inside: ${error instanceof Error ? error.message : String(error)}`, cause: error });
  return toAppError(error, noted.call, noted.region);
}

async function sharedHandler(requestTimeoutMs: number): Promise<object> {
  const [{ NodeHttpHandler }, http, https] = await Promise.all([import('@smithy/node-http-handler'), import('node:http'), import('node:https')]);
  const agent = { keepAlive: true, maxSockets: 100, noDelay: true };
  return new NodeHttpHandler({
    connectionTimeout: 5000,
    requestTimeout: requestTimeoutMs,
    socketTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    httpAgent: new http.Agent(agent),
    httpsAgent: new https.Agent(agent),
  });
}

/** The region for calls that have none, as the SDK would choose it. */
export function defaultRegion(): string {
  return process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
}
