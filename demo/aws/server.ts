import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, contentTypes, Refusal, refusalAnswer, requestId } from './answer.ts';
import { accountOf, type Estate } from './estate.ts';
import { denied, expiredToken, type Fault, Faults, internalError, throttled } from './faults.ts';
import { generateEstate } from './generate/estate.ts';
import { Identities } from './identity.ts';
import { Lookup } from './lookup.ts';
import { defaultRegions } from './regions.ts';
import { absentAnswer } from './modelled/absent.ts';
import { generatedAnswers } from './modelled/estate.ts';
import { modelledService, type ModelledService } from './modelled/model.ts';
import type { Answerer } from './modelled/answerer.ts';
import { isReadName, type Parsed, parseRequest, scopeOf } from './request.ts';
import { ec2Operations } from './services/ec2.ts';
import { iamOperations } from './services/iam.ts';
import { pricingOperations } from './services/pricing.ts';
import { s3Operations } from './services/s3.ts';
import { stsOperations } from './services/sts.ts';
import { countUp, emptyStats, type Stats } from './stats.ts';
import { type Throttle, TokenBuckets } from './throttle.ts';
import type { Call, World } from './world.ts';

export { generateEstate } from './generate/estate.ts';
export { plantedTruth } from './truth.ts';
export type { Estate } from './estate.ts';
export type { Fault } from './faults.ts';
export type { Stats } from './stats.ts';
export type { Throttle } from './throttle.ts';

export interface SimulatedAwsOptions {
  /** Of the generated estate: which one, and about how many resources in all accounts together. */
  seed?: number;
  resources?: number;
  regions?: string[];
  accounts?: string[];
  latencyMs?: number;
  throttle?: Throttle;
  faults?: Fault[];
  port?: number;
  host?: string;
  /** The day the estate is of; the real now where left out. */
  now?: Date;
  /** An estate made by hand; wins over seed and resources. */
  estate?: Estate;
  /** What operations answer that are written from AWS's model, by `service.Operation`, e.g. `rds.DescribeDBInstances`. */
  answers?: Readonly<Record<string, Answerer>>;
}

export interface SimulatedAws {
  url: string;
  stats: Stats;
  /** For the truth about it; change it with `mutate`. */
  estate: Estate;
  setFaults(faults: Fault[]): void;
  setThrottle(throttle: Throttle): void;
  setLatency(ms: number): void;
  mutate(change: (estate: Estate) => void): void;
  resetStats(): void;
  close(): Promise<void>;
}

const operations: Readonly<Record<string, Record<string, (call: Call) => Answer>>> = {
  ec2: ec2Operations, iam: iamOperations, sts: stsOperations, s3: s3Operations, pricing: pricingOperations,
};

/** Answers that depend on what was asked before. */
const neverKept = new Set(['GenerateCredentialReport', 'GetCredentialReport', 'AssumeRole', 'GetCallerIdentity']);
const mostKeptBytes = 128 * 1024 * 1024;

export async function startSimulatedAws(options: SimulatedAwsOptions = {}): Promise<SimulatedAws> {
  const simulation = new Simulation(options);
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, (request, response) => {
    simulation.serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    stats: simulation.stats,
    estate: simulation.world.estate,
    setFaults: (faults) => simulation.faults.set(faults),
    setThrottle: (throttle) => simulation.buckets.set(throttle),
    setLatency: (ms) => { simulation.latencyMs = ms; },
    mutate: (change) => simulation.mutate(change),
    resetStats: () => simulation.resetStats(),
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

interface Made { answer: Omit<Answer, 'body'>; body: Buffer }
type Outcome = ({ kind: 'answer' | 'half'; service: string } & Made) | { kind: 'hang' } | { kind: 'close' };

class Simulation {
  readonly stats = emptyStats();
  readonly faults: Faults;
  readonly buckets: TokenBuckets;
  readonly world: World;
  latencyMs: number;
  readonly #kept = new Map<string, Made>();
  readonly #answers: Readonly<Record<string, Answerer>>;
  #keptBytes = 0;

  constructor(options: SimulatedAwsOptions) {
    const { now } = options;
    this.#answers = { ...(options.estate === undefined ? generatedAnswers(options) : {}), ...options.answers };
    const estate = options.estate ?? generateEstate(options);
    const regions = options.regions ?? defaultRegions;
    const accounts = options.accounts ?? Object.keys(estate.accounts);
    this.world = {
      estate, regions, identities: new Identities(accounts), lookup: new Lookup(), reports: new Map(), now: () => now ?? new Date(),
    };
    this.faults = new Faults(options.faults ?? []);
    this.buckets = new TokenBuckets(options.throttle ?? 'none');
    this.latencyMs = options.latencyMs ?? 0;
  }

  mutate(change: (estate: Estate) => void): void {
    change(this.world.estate);
    this.world.lookup.forget();
    this.world.reports.clear();
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  resetStats(): void {
    const { inFlight } = this.stats;
    Object.assign(this.stats, emptyStats(), { inFlight, peakInFlight: inFlight });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await bodyOf(request);
    if (request.url?.startsWith('/_') === true) return this.#control(request.url, body, response);
    this.stats.inFlight++;
    this.stats.peakInFlight = Math.max(this.stats.peakInFlight, this.stats.inFlight);
    response.once('close', () => this.stats.inFlight--);
    const outcome = await this.#answer(request, body);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    send(outcome, request, response);
  }

  async #answer(request: IncomingMessage, body: string): Promise<Outcome> {
    let service = request.headers['content-type']?.includes('x-www-form-urlencoded') === true ? 'ec2' : 's3';
    let isJson: boolean | undefined;
    try {
      const parsed = parseRequest(request, body);
      const isByHand = operations[parsed.service]?.[parsed.operation] !== undefined && this.#answers[`${parsed.service}.${parsed.operation}`] === undefined;
      const modelled = !isByHand ? await this.#modelled(request, body, parsed) : undefined;
      if (modelled !== undefined) isJson = modelled.service.wire === 'json' || modelled.service.wire === 'rest-json';
      const call = this.#callOf(modelled?.parsed ?? parsed);
      service = call.service;
      return this.#answerCall(call, `${request.method} ${request.headers.host} ${request.url} ${body}`, modelled);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'InternalError', `The simulator failed: ${String(error)}`);
      return outcomeOf(service, refusalAnswer(service, refusal, isJson));
    }
  }

  /** An operation that is not written by hand is read and answered by AWS's description of it; undefined for a change, which is refused anyway. */
  async #modelled(request: IncomingMessage, body: string, parsed: Parsed): Promise<Modelled | undefined> {
    if (parsed.service === 'pricing' || parsed.service === 'sts' || (parsed.service === 's3' && !parsed.isRead)) return undefined;
    const url = new URL(request.url ?? '/', 'http://simulated');
    // S3's addresses are written without the bucket, which stands before them.
    if (parsed.bucket !== undefined && url.pathname.startsWith(`/${parsed.bucket}`)) url.pathname = url.pathname.slice(parsed.bucket.length + 1);
    const target = request.headers['x-amz-target'];
    const service = await modelledService(scopeOf(request, url.searchParams)?.service ?? '', new URLSearchParams(body));
    const { operation, input } = service.route({ method: request.method ?? 'GET', url, body, target: typeof target === 'string' ? target.split('.').at(-1) : undefined });
    const isRead = isReadName(operation) && (service.wire !== 'rest-xml' || request.method === 'GET' || request.method === 'HEAD');
    return { service, input: parsed.bucket === undefined ? input : { ...input, Bucket: parsed.bucket }, parsed: { ...parsed, service: service.key, operation, isRead } };
  }

  #callOf(parsed: Parsed): Call {
    const identity = this.world.identities.of(parsed.accessKey);
    const { account } = identity;
    const foundBucket = parsed.bucket === undefined ? undefined : this.world.lookup.bucket(accountOf(this.world.estate, account), parsed.bucket);
    return { ...parsed, world: this.world, identity, account, foundBucket, isLooping: false };
  }

  /** Faults first, then the token bucket, then the answer: from what was kept of the same question, or made. */
  #answerCall(call: Call, question: string, modelled: Modelled | undefined): Outcome {
    const { service, operation, account } = call;
    const region = service === 'iam' ? 'global' : (call.foundBucket?.region ?? call.region);
    const bucketKey = `${account}/${region}/${service}`;
    this.stats.calls++;
    countUp(this.stats.byOperation, `${service}.${operation}`);
    countUp(this.stats.byRegion, region);
    countUp(this.stats.byBucket, bucketKey);
    const scope = { service, operation, region, account, arn: call.identity.arn };
    const fault = this.faults.next(scope);
    if (fault?.kind === 'hang' || fault?.kind === 'close') return { kind: fault.kind };
    if (fault?.kind === 'deny') throw denied(scope);
    if (fault?.kind === 'expired-token') throw expiredToken(service);
    if (fault?.kind === 'error500') throw internalError(service);
    if (fault?.kind === 'throttle' || !this.buckets.take(bucketKey, service, performance.now())) {
      countUp(this.stats.throttled, bucketKey);
      throw throttled(service, fault?.retryAfterSeconds);
    }
    if (fault?.kind === 'paging-loop') return outcomeOf(service, this.#run({ ...call, isLooping: true }, modelled));
    const made = this.#made(call, modelled, `${account} ${call.region} ${service}.${operation} ${question}`);
    return { kind: fault?.kind === 'half-page' ? 'half' : 'answer', service, ...made };
  }

  #made(call: Call, modelled: Modelled | undefined, key: string): Made {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const { body, ...answer } = this.#run(call, modelled);
    const made = { answer, body: Buffer.from(body) };
    if (!neverKept.has(call.operation) && this.#keptBytes + made.body.length < mostKeptBytes) {
      this.#keptBytes += made.body.length;
      this.#kept.set(key, made);
    }
    return made;
  }

  #run(call: Call, modelled: Modelled | undefined): Answer {
    refuseChanges(call, this.stats);
    if (modelled === undefined) return run(call);
    const { service, operation, account, region, isLooping } = call;
    const answerer = this.#answers[`${service}.${operation}`];
    return modelled.service.encode(operation, answerer?.(modelled.input, { account, region, isLooping, world: this.world }) ?? absentAnswer(service, operation));
  }

  /** `/_stats`, `/_reset` and `/_control` for those who run it as a process of its own. */
  #control(url: string, body: string, response: ServerResponse): void {
    if (url === '/_reset') {
      this.resetStats();
      this.buckets.refill();
    }
    if (url === '/_control') {
      const { faults, throttle, latencyMs, latency = latencyMs } = JSON.parse(body) as { faults?: Fault[]; throttle?: Throttle; latency?: number; latencyMs?: number };
      if (faults !== undefined) this.faults.set(faults);
      if (throttle !== undefined) this.buckets.set(throttle);
      if (latency !== undefined) this.latencyMs = latency;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.stats));
  }
}

interface Modelled { service: ModelledService; input: Record<string, unknown>; parsed: Parsed }

function refuseChanges(call: Call, stats: Stats): void {
  if (!call.isRead) {
    stats.mutations.push(`${call.service}.${call.operation}`);
    throw new Refusal(400, 'UnsupportedOperation', 'The simulated cloud is read-only.');
  }
  if (call.service === 'ec2' && !call.world.regions.includes(call.region)) {
    throw new Refusal(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials');
  }
}

function run(call: Call): Answer {
  const operation = operations[call.service]?.[call.operation];
  if (operation !== undefined) return operation(call);
  if (call.service === 's3') throw new Refusal(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented');
  if (call.service === 'pricing') throw new Refusal(400, 'UnknownOperationException', `Unknown operation ${call.operation}`);
  throw new Refusal(400, 'InvalidAction', `The action ${call.operation} is not valid for this web service.`);
}

function outcomeOf(service: string, { body, ...answer }: Answer): Outcome {
  return { kind: 'answer', service, answer, body: Buffer.from(body) };
}

function send(outcome: Outcome, request: IncomingMessage, response: ServerResponse): void {
  if (outcome.kind === 'hang') return;
  if (outcome.kind === 'close') return void request.socket.destroy();
  const { service, answer, body } = outcome;
  response.writeHead(answer.status, {
    'content-type': contentTypes[service] ?? 'text/xml', 'content-length': body.length, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId, ...answer.headers,
  });
  if (outcome.kind === 'answer') return void response.end(body);
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => request.socket.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
