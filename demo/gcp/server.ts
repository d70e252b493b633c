import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, invalid, notFound, ok, permissionDenied, refusal } from './answer.ts';
import { aboveProjects } from './above-projects.ts';
import { listAssets } from './assets.ts';
import { GcpEstate, type GcpEstateOptions } from './estate.ts';
import { type Fault, Faults, type FaultScope, throttled } from './faults.ts';
import { ServiceLists } from './lists.ts';
import { listTimeSeries } from './metrics.ts';
import { masked, maskOf } from './partial.ts';
import { TokenBuckets } from './throttle.ts';
import { Tokens } from './tokens.ts';

export type { Fault } from './faults.ts';
export type { GcpEstate } from './estate.ts';

export interface SimulatedGcpOptions extends GcpEstateOptions {
  latencyMs?: number;
  throttle?: 'none' | 'real';
  faults?: Fault[];
  port?: number;
  host?: string;
  /** Points that a page of time series holds at the most; left out: 100,000. */
  pointsAPage?: number;
  /** What is asked besides the lists, e.g. for details, by `host/path`; undefined goes on. */
  answer?(question: { host: string; path: string; query: URLSearchParams }): unknown;
}

export interface LoggedRequest {
  method: string;
  host: string;
  path: string;
  query: string;
  /** What was answered; 0 while it is not. */
  status: number;
}

export interface SimulatedGcp {
  url: string;
  /** A key file that signs in here. */
  credentials: Record<string, string>;
  estate: GcpEstate;
  /** How many of each Cloud Asset type there are in each project. */
  truth: Record<string, number>;
  log: LoggedRequest[];
  /** What was asked for that changes something, or reads a secret; always to be empty. */
  refusedChanges: LoggedRequest[];
  setFaults(faults: Fault[]): void;
  close(): Promise<void>;
}

/** Google's REST interface on loopback, with every host as the first part of the path. */
export async function startSimulatedGcp(options: SimulatedGcpOptions = {}): Promise<SimulatedGcp> {
  const simulation = new Simulation(options);
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    simulation.serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  const url = `http://${address}:${port}`;
  simulation.url = url;
  return {
    url,
    credentials: simulation.tokens.credentials(url),
    estate: simulation.estate,
    truth: simulation.estate.truth(),
    log: simulation.log,
    refusedChanges: simulation.refusedChanges,
    setFaults: (faults) => simulation.faults.set(faults),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function partial(answer: Answer, fields: string | null): Answer {
  if (fields === null || answer.status !== 200) return answer;
  const mask = maskOf(fields);
  return mask === undefined ? invalid(`Invalid field selection ${fields}`) : { ...answer, body: masked(answer.body, mask) };
}

const secretReads = /:(accessSecretVersion|access|getKeyString|decrypt|export|signBlob|signJwt)$|\/keyString$|\/getKey$|\/versions\/[^/]+:access/;

class Simulation {
  url = '';
  readonly estate: GcpEstate;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly log: LoggedRequest[] = [];
  readonly refusedChanges: LoggedRequest[] = [];
  readonly #lists: ServiceLists;
  readonly #buckets: TokenBuckets;
  readonly #options: SimulatedGcpOptions;

  constructor(options: SimulatedGcpOptions) {
    this.#options = options;
    this.estate = new GcpEstate(options);
    this.faults = new Faults(options.faults ?? []);
    this.tokens = new Tokens(this.estate.projects[0]?.id ?? 'acme-project-1', this.faults);
    this.#lists = new ServiceLists(this.estate, this.faults);
    this.#buckets = new TokenBuckets(options.throttle === 'real');
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === 'GET' ? '' : await bodyOf(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulated');
    const [host = '', ...rest] = pathname.slice(1).split('/');
    const isMetadata = host === 'computeMetadata';
    const asked: LoggedRequest = { method: request.method ?? 'GET', host: isMetadata ? 'metadata' : host, path: isMetadata ? pathname.slice(1) : rest.join('/'), query: searchParams.toString(), status: 0 };
    this.log.push(asked);
    const { latencyMs = 0 } = this.#options;
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const scope = { host: asked.host, path: asked.path, project: this.#projectOf(asked.path, searchParams) };
    const answer = partial(this.#answer(asked, searchParams, { request, body, scope }), searchParams.get('fields'));
    asked.status = answer.status;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const isHalf = answer.status === 200 && this.faults.next(['half-page'], scope) !== undefined;
    response.writeHead(answer.status, { 'content-type': typeof answer.body === 'string' ? 'text/plain' : 'application/json; charset=UTF-8', date: new Date(this.tokens.now()).toUTCString(), ...answer.headers });
    if (!isHalf) return void response.end(text);
    response.write(text.slice(0, Math.ceil(text.length / 2)), () => request.socket.destroy());
  }

  #projectOf(path: string, query: URLSearchParams): string {
    const found = /(?:^|\/)projects\/([^/:]+)/.exec(path)?.[1] ?? query.get('project') ?? '';
    return this.estate.project(found)?.id ?? found;
  }

  #answer(asked: LoggedRequest, query: URLSearchParams, { request, body, scope }: { request: IncomingMessage; body: string; scope: FaultScope }): Answer {
    const { method, host, path } = asked;
    const signIn = this.#signIn(asked, body, request);
    if (signIn !== undefined) return signIn;
    const isRead = (method === 'GET' || (method === 'POST' && path.endsWith(':getIamPolicy'))) && !secretReads.test(path);
    if (!isRead) {
      this.refusedChanges.push(asked);
      return permissionDenied('nothing.but.reads', path);
    }
    if (!this.tokens.isGood(request.headers.authorization)) return refusal(401, { status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials. Expected OAuth 2 access token.', reason: 'ACCESS_TOKEN_EXPIRED' });
    const refused = this.faults.refuse(scope);
    if (refused !== undefined) return refused;
    if (!this.#buckets.take(host, scope.project)) return throttled({ status: host === 'compute.googleapis.com' ? 403 : 429 });
    const own = this.#options.answer?.({ host, path, query });
    if (own !== undefined) return ok(own);
    return aboveProjects(host, path) ?? this.#known(path, query, scope) ?? this.#lists.answer(path, query, scope) ?? notFound(`${host}/${path}`);
  }

  #signIn({ method, host, path }: LoggedRequest, body: string, { headers }: IncomingMessage): Answer | undefined {
    if (host === 'metadata') return this.tokens.metadata(path, headers['metadata-flavor'] as string | undefined);
    if (method !== 'POST') return undefined;
    if (host === 'oauth2.googleapis.com' && path === 'token') return this.tokens.oauth(new URLSearchParams(body));
    if (host === 'sts.googleapis.com' && path === 'v1/token') return this.tokens.exchange(new URLSearchParams(body));
    const email = /^v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(path)?.[1];
    return host === 'iamcredentials.googleapis.com' && email !== undefined ? this.tokens.impersonate(decodeURIComponent(email), headers.authorization) : undefined;
  }

  /** When accounts and keys last authenticated; each third never did as far back as it is known. */
  #activities(path: string, query: URLSearchParams, projectId: string | undefined): Answer {
    const project = this.estate.project(projectId ?? '');
    const isKey = path.includes('/serviceAccountKeyLastAuthentication/');
    const kind = this.estate.kinds.find(({ assetType }) => assetType === `iam.googleapis.com/ServiceAccount${isKey ? 'Key' : ''}`);
    if (project === undefined || kind === undefined) return ok({});
    const all = [...this.estate.things(kind, project)].filter(({ i }) => i % 3 !== 2);
    const [offset, size] = [Number(query.get('pageToken') ?? 0), Math.min(1000, Number(query.get('pageSize') ?? 10))];
    const activities = all.slice(offset, offset + size).map((thing) => ({
      fullResourceName: `//iam.googleapis.com/${thing.path.replace(`projects/${project.id}/`, `projects/${project.number}/`)}`,
      activityType: path.split('/').at(-2), observationPeriod: { startTime: '2026-01-01T07:00:00Z', endTime: '2026-06-29T07:00:00Z' }, activity: { lastAuthenticatedTime: '2026-06-20T07:00:00Z' },
    }));
    return ok({ activities, ...(offset + size < all.length ? { nextPageToken: String(offset + size) } : {}) });
  }

  /** What every project answers, whichever resource types there are. */
  #known(path: string, query: URLSearchParams, scope: FaultScope): Answer | undefined {
    const { host } = scope;
    if (host === 'cloudasset.googleapis.com' && /^v1\/(projects|folders|organizations)\/[^/]+\/assets$/.test(path)) return listAssets(this.estate, this.faults, query, scope);
    if (host === 'serviceusage.googleapis.com' && /^v1\/projects\/[^/]+\/services$/.test(path)) return this.#services(query, scope.project);
    if (host === 'monitoring.googleapis.com' && /^v3\/projects\/[^/]+\/timeSeries$/.test(path)) return listTimeSeries(query, this.#options.pointsAPage);
    if (host === 'policyanalyzer.googleapis.com') return this.#activities(path, query, scope.project);
    if (host === 'bigquery.googleapis.com') return this.#dataset(path, scope.project);
    if (host === 'cloudbilling.googleapis.com' && path === 'v1/billingAccounts') return ok({ billingAccounts: [{ name: 'billingAccounts/0A0A0A-1B1B1B-2C2C2C', displayName: 'Acme', open: true }] });
    if (host !== 'cloudresourcemanager.googleapis.com') return undefined;
    if (path === 'v3/projects:search') return this.#search(query, scope);
    if (path === 'v3/organizations:search') return ok({ organizations: [{ name: 'organizations/1000001', displayName: 'acme.example', state: 'ACTIVE' }] });
    if (path === 'v3/folders:search') return ok({ folders: [{ name: 'folders/2000001', displayName: 'Shop', state: 'ACTIVE', parent: 'organizations/1000001' }] });
    const id = /^v3\/projects\/([^/:]+)$/.exec(path)?.[1];
    if (id === undefined) return undefined;
    const project = this.estate.project(id);
    return project === undefined ? permissionDenied('resourcemanager.projects.get', id) : ok(this.#projectBody(project.id));
  }

  #projectBody(id: string): unknown {
    const kind = this.estate.kindOf('cloudresourcemanager.googleapis.com/Project');
    const project = this.estate.project(id);
    if (kind === undefined || project === undefined) return {};
    const thing = this.estate.thing(kind, project, 0);
    const isGoing = this.faults.some('project-deleting', (fault) => fault.project === id) !== undefined;
    return { ...kind.listed?.(kind.data(thing), thing), ...(isGoing ? { state: 'DELETE_REQUESTED' } : {}) };
  }

  #search(query: URLSearchParams, scope: FaultScope): Answer {
    const pageSize = Math.min(Number(query.get('pageSize') ?? 50), 50);
    const offset = Number(query.get('pageToken') ?? 0);
    if (!Number.isInteger(offset)) return invalid('page token');
    const trap = this.faults.next(['paging-loop', 'empty-page'], scope)?.kind;
    if (trap === 'empty-page') return ok({ nextPageToken: String(offset) });
    const projects = this.estate.projects.slice(offset, offset + pageSize).map(({ id }) => this.#projectBody(id));
    const isMore = offset + pageSize < this.estate.projects.length;
    return ok({ projects, ...(trap === 'paging-loop' ? { nextPageToken: '0' } : isMore ? { nextPageToken: String(offset + pageSize) } : {}) });
  }

  #services(query: URLSearchParams, project: string): Answer {
    if (query.get('filter') !== 'state:ENABLED') return invalid('this simulator lists enabled services');
    const hosts = new Set([...this.estate.kinds.map(({ assetType }) => assetType.split('/')[0] ?? ''), 'cloudbilling.googleapis.com', 'cloudbuild.googleapis.com', 'iap.googleapis.com', 'sqladmin.googleapis.com']);
    const names = [...hosts].filter((name) => this.faults.some('api-off', (fault) => fault.host === name && (fault.project === undefined || fault.project === project)) === undefined).sort();
    const pageSize = Number(query.get('pageSize') ?? 50);
    const offset = Number(query.get('pageToken') ?? 0);
    return ok({ services: names.slice(offset, offset + pageSize).map((name) => ({ config: { name } })), ...(offset + pageSize < names.length ? { nextPageToken: String(offset + pageSize) } : {}) });
  }

  #dataset(path: string, id: string): Answer | undefined {
    const name = /^bigquery\/v2\/projects\/[^/]+\/datasets\/dataset_(\d+)$/.exec(path)?.[1];
    const kind = this.estate.kindOf('bigquery.googleapis.com/Dataset');
    const project = this.estate.project(id);
    return name === undefined || kind === undefined || project === undefined ? undefined : ok(kind.data(this.estate.thing(kind, project, Number(name))));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
