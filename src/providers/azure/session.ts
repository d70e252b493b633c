import type { CallBudget, CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import type { Pacing } from '../../platform/pacing/pacing.ts';
import { CloudFailure, CloudHttp, type CloudAnswer } from '../cloud-http.ts';
import { at, listAt, textAt } from '../fields.ts';
import { type AzureCloud, azureCloudOf } from './cloud.ts';
import { kindOf, pauseAfterMs } from './errors.ts';
import type { AzureSettings } from './settings.ts';
import { AzureSignIn } from './sign-in/sign-in.ts';

/** Who asks: whose calls are counted, what stops them, and in which words they are told of. */
export interface Asking {
  account: string;
  call: string;
  counter: CallCounter;
  signal: AbortSignal;
}

const services = { arm: 'azure-arm', graph: 'azure-resource-graph', directory: 'azure-directory' } as const;
type Service = keyof typeof services;

/** The calls of one collector: signed in, paced for each subscription, repeated and counted. */
export class AzureSession {
  readonly settings: AzureSettings;
  readonly cloud: AzureCloud;
  readonly signIn: AzureSignIn;
  readonly #http: CloudHttp;

  constructor(settings: AzureSettings, pacing: Pacing, budget: CallBudget, environment: Readonly<Record<string, string | undefined>>) {
    this.settings = settings;
    this.cloud = azureCloudOf(settings);
    this.signIn = new AzureSignIn(settings, this.cloud, environment);
    const { requestTimeoutMs, throttlePatienceMs } = settings;
    this.#http = new CloudHttp({
      pacing, budget, requestTimeoutMs, throttlePatienceMs, kindOf, pauseAfterMs,
      authorize: async ({ bucket }, isRenewed) => {
        const scope = bucket.service === services.directory ? this.cloud.directoryScope : this.cloud.resourceManagerScope;
        return { authorization: `Bearer ${await this.signIn.token(scope, isRenewed)}` };
      },
    });
  }

  #send<Body>(service: Service, url: string, { account, call, counter, signal }: Asking, body?: unknown): Promise<CloudAnswer<Body>> {
    return this.#http.send<Body>({ url, call, counter, signal, bucket: { account, region: 'global', service: services[service] }, ...(body === undefined ? {} : { body }) });
  }

  /** The one question of ours that is sent by POST: it reads, as a query is longer than an address may be. */
  query<Body>(body: unknown, asking: Asking): Promise<CloudAnswer<Body>> {
    return this.#send('graph', `${this.cloud.resourceManager}/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01`, asking, body);
  }

  /** One answer of Resource Manager; undefined where there is none. */
  async get<Body>(path: string, apiVersion: string, asking: Asking, query: Record<string, string> = {}): Promise<Body | undefined> {
    try {
      return (await this.#send<Body>('arm', this.armUrl(path, apiVersion, query), asking)).body;
    } catch (error) {
      if (error instanceof CloudFailure && error.kind === 'missing') return undefined;
      throw error;
    }
  }

  armUrl(path: string, apiVersion: string, query: Record<string, string> = {}): string {
    return withQuery(`${this.cloud.resourceManager}/${path.replace(/^\/+/, '')}`, { 'api-version': apiVersion, ...query });
  }

  /** The pages of a list of Resource Manager; an answer without `value` is a page of nothing, or of the one thing that it is. */
  pages(path: string, apiVersion: string, asking: Asking, query: Record<string, string> = {}): AsyncGenerator<unknown[]> {
    return this.#pages('arm', this.armUrl(path, apiVersion, query), 'nextLink', asking);
  }

  /** The pages of a list of Microsoft Graph. */
  directoryPages(path: string, asking: Asking, query: Record<string, string> = {}): AsyncGenerator<unknown[]> {
    return this.#pages('directory', withQuery(`${this.cloud.directory}/v1.0/${path}`, query), '@odata.nextLink', asking);
  }

  async *#pages(service: Service, first: string, linkField: string, asking: Asking): AsyncGenerator<unknown[]> {
    const seen = new Set<string>();
    for (let url: string | undefined = first; url !== undefined; ) {
      seen.add(url);
      const { body } = await this.#send<unknown>(service, url, asking);
      yield rowsOf(body);
      const next = linkIn(body, linkField);
      if (next === undefined) return;
      url = this.#checkedLink(next, first, asking.call);
      if (seen.has(url)) throw new AppError('CLOUD_PAGING_LOOP', { detail: `The list of ${asking.call} repeated a page and was stopped.` });
    }
  }

  /** A token goes to the host that it is for, wherever an answer points. */
  #checkedLink(link: string, first: string, call: string): string {
    const url = URL.canParse(link, first) ? new URL(link, first) : undefined;
    if (url?.origin !== new URL(first).origin) throw new AppError('AZURE_UNAVAILABLE', { detail: `The list of ${call} goes on at another host, which was not asked.` });
    return url.href;
  }
}

/** A link in a field whose name may hold dots. */
function linkIn(body: unknown, field: string): string | undefined {
  const link = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return typeof link === 'string' && link !== '' ? link : undefined;
}

function rowsOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  return at(body, 'value') === undefined && textAt(body, 'id') !== null ? [body] : listAt(body, 'value');
}

function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
