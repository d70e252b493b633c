import type { KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenBuckets } from '../aws/throttle.ts';
import { answerDirectory } from './directory.ts';
import { type AzureFault, AzureFaults } from './faults.ts';
import { Plan } from './plan.ts';
import { ResourceGraph } from './resource-graph.ts';
import { answerArm } from './resource-manager.ts';
import type { Row } from './row.ts';
import { Tokens } from './tokens.ts';
import { type AzureAnswer, makeRow, refusal, type World } from './world.ts';

export * from './identity.ts';
export type { AzureFault } from './faults.ts';

export interface SimulatedAzureOptions {
  seed?: number;
  /** About how many resources in all subscriptions together, up to a million: a row is made when it is asked for. */
  resources?: number;
  /** How many subscriptions, or their ids. */
  subscriptions?: number | readonly string[];
  latencyMs?: number;
  /** `real`: the published limits of Resource Manager and Resource Graph. */
  throttle?: 'none' | 'real';
  faults?: readonly AzureFault[];
  now?: Date;
  /** Of the certificate that signs assertions. */
  publicKey?: KeyObject;
  port?: number;
  host?: string;
}

export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  status: number;
}

export interface AzureTruth {
  subscriptions: readonly string[];
  /** Rows of the table Resources. */
  total: number;
  countOf(nativeType: string, subscription?: string): number;
  /** The rows of a type, made one by one. */
  rowsOf(nativeType: string, subscription: string): Iterable<Row>;
}

export interface SimulatedAzure {
  url: string;
  /** Where Microsoft Graph is. */
  directoryUrl: string;
  truth: AzureTruth;
  log: LoggedRequest[];
  setFaults(faults: readonly AzureFault[]): void;
  /** A token for Resource Manager, as another sign-in would bring it. */
  issueToken(resource?: string): string;
  tokensIssued(): number;
  close(): Promise<void>;
}

const directoryRoot = '/directory';
const mostLogged = 50_000;

export async function startSimulatedAzure(options: SimulatedAzureOptions = {}): Promise<SimulatedAzure> {
  const { seed = 1, resources = 200, subscriptions = 1, now = new Date(), faults: atStart = [] } = options;
  const ids = typeof subscriptions === 'number' ? Array.from({ length: subscriptions }, (_, place) => `${String(place + 1).padStart(8, '0')}-0000-4000-8000-000000000000`) : subscriptions.map((id) => id.toLowerCase());
  const plan = new Plan({ seed, resources, subscriptions: ids, now });
  const faults = new AzureFaults(atStart);
  const world: World = { plan, faults, url: '' };
  const simulation = new Simulation(world, options);
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    simulation.serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: world.url,
    directoryUrl: world.url + directoryRoot,
    truth: truthOf(plan),
    log: simulation.log,
    setFaults: (next) => faults.set(next),
    issueToken: (resource = world.url) => simulation.tokens.issueFor(resource),
    tokensIssued: () => simulation.tokens.issuedCount,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function truthOf(plan: Plan): AzureTruth {
  const { subscriptions } = plan;
  const countOf = (nativeType: string, only?: string): number => subscriptions.filter((id) => only === undefined || id === only).reduce((sum, id) => sum + plan.countOf(nativeType, id), 0);
  return {
    subscriptions,
    total: subscriptions.reduce((sum, id) => sum + [...plan.typesOf(id).values()].reduce((all, count) => all + count, 0), 0),
    countOf,
    * rowsOf(nativeType, subscription) {
      for (let index = 0; index < plan.countOf(nativeType, subscription); index += 1) yield makeRow(plan, subscription, nativeType, index);
    },
  };
}

class Simulation {
  readonly log: LoggedRequest[] = [];
  readonly tokens: Tokens;
  readonly #world: World;
  readonly #graph: ResourceGraph;
  readonly #latencyMs: number;
  readonly #buckets: TokenBuckets;

  constructor(world: World, { latencyMs = 0, throttle = 'none', publicKey }: SimulatedAzureOptions) {
    this.#world = world;
    this.#latencyMs = latencyMs;
    this.tokens = new Tokens(world.faults, publicKey);
    this.#graph = new ResourceGraph(world, throttle === 'real');
    this.#buckets = new TokenBuckets(throttle === 'real' ? { arm: { ratePerSecond: 25, burst: 250 } } : 'none');
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.#world.url);
    const answer = this.#answer(request, url, body);
    this.log.push({ method: request.method ?? '', path: url.pathname, query: url.search, body: url.pathname.endsWith('/token') ? '' : body, status: answer.status });
    // Of a long demo the latest.
    if (this.log.length > mostLogged) this.log.splice(0, mostLogged / 2);
    if (this.#latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#latencyMs));
    const date = new Date(Date.now() + this.#world.faults.skewMs).toUTCString();
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', date, 'x-ms-request-id': '00000000-0000-4000-8000-00000000feed', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #answer(request: IncomingMessage, url: URL, body: string): AzureAnswer {
    const { faults, url: own } = this.#world;
    const isPost = request.method === 'POST';
    const path = url.pathname;
    const error = faults.hit('error', path);
    if (error !== undefined) return refusal(error.status, error.status === 404 ? 'NotFound' : 'ServerTimeout', 'The simulated cloud fails as it was told.');
    if (isPost && path.endsWith('/oauth2/v2.0/token')) return this.tokens.answer(url, body);
    if (path === '/metadata/identity/oauth2/token' || path === '/msi/token') return this.tokens.managedIdentity(url, request.headers);
    const isDirectory = path.startsWith(`${directoryRoot}/`);
    const unknown = this.tokens.refusalOf(request.headers.authorization, isDirectory ? own + directoryRoot : own, path);
    if (unknown !== undefined) return unknown;
    const throttled = faults.hit('throttle', path);
    if (throttled !== undefined) return refusal(429, 'TooManyRequests', 'The request is being throttled.', throttled.retryAfterSeconds === undefined ? {} : { 'retry-after': String(throttled.retryAfterSeconds) });
    const isGraph = isPost && path.toLowerCase() === '/providers/microsoft.resourcegraph/resources';
    if (request.method !== 'GET' && !isGraph) return refusal(403, 'AuthorizationFailed', 'The simulated cloud is read-only.');
    if (!isDirectory && faults.hit('deny', path) !== undefined) return refusal(403, 'AuthorizationFailed', 'The client does not have authorization.');
    if (isGraph) return this.#graph.answer(JSON.parse(body));
    if (isDirectory) return answerDirectory(this.#world, url, directoryRoot);
    const account = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1] ?? 'tenant';
    if (!this.#buckets.take(account, 'arm', performance.now())) return refusal(429, 'SubscriptionRequestsThrottled', 'Number of requests exceeded the limit.', { 'retry-after': '1' });
    return answerArm(this.#world, url);
  }
}
