import fs from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { z } from 'zod';
import { startSimulatedAws, type SimulatedAws, type SimulatedAwsOptions } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type App, createApp, readConfig, type Role } from '../../src/app.ts';
import { copyDataDir } from '../open-test-store.ts';

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The body as JSON; throws where it is none. */
  json<Body = Record<string, unknown>>(): Body;
}

export interface RequestOptions {
  body?: unknown;
  /** Sent as it stands, without a content type of its own. */
  raw?: string;
  headers?: Record<string, string>;
  port?: number;
}

export interface LogLine {
  level: string;
  msg: string;
  [field: string]: unknown;
}

export interface StartedApp extends AsyncDisposable {
  app: App;
  url: string;
  port: number;
  extractionPort: number | undefined;
  dataDir: string;
  /** All that was logged, as it would stand on stdout. */
  log: LogLine[];
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** A call that must succeed; its answer is checked against the contract. */
  call<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown): Promise<z.infer<Schema>>;
  /** What was answered between opening the listeners and starting the parts. */
  early: Answer[];
  /** Waits for a run to end. */
  ended(runId: string, timeoutMs?: number): Promise<contract.RunDetail>;
  /** Triggers the scheduled scan and waits for its end. */
  scan(): Promise<contract.RunDetail>;
  /** Stops the service and keeps its data directory. */
  stop(limitMs?: number): Promise<void>;
}

export interface StartOptions {
  aws?: Pick<SimulatedAws, 'url'>;
  environment?: Record<string, string>;
  /** Of an earlier start; it is kept when this one ends. */
  dataDir?: string;
  role?: Role;
  /** Asked as soon as the listeners are open. */
  answersBeforeStart?: string[];
}

const credentials = { AWS_ACCESS_KEY_ID: 'AKIAFLOWTEST', AWS_SECRET_ACCESS_KEY: 'flow-test-secret-key', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };

/** Takes what signs in to a cloud out of the environment, and answers what it was. */
function forgetClouds(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter((name) => /^(AWS|AZURE|GOOGLE|GCP)_/.test(name));
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  for (const name of names) delete process.env[name];
  return before;
}

/** The product as `main.ts` composes it, in this process, on ports of its own and a data directory that goes with it. */
export async function startApp({ aws, environment = {}, dataDir, role = 'all', answersBeforeStart = [] }: StartOptions = {}): Promise<StartedApp> {
  // The SDK of the collector thread reads the environment of the process; the settings are given as they are.
  const before = forgetClouds();
  if (aws !== undefined) Object.assign(process.env, credentials);
  const folder = dataDir ?? (await copyDataDir());
  const log: LogLine[] = [];
  const logger = pino(
    { level: 'debug', base: undefined, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => void log.push(JSON.parse(line) as LogLine) },
  );
  const config = readConfig({}, { PORT: '0', EXTRACTION_PORT: 'off', DATA_DIR: folder, ...(aws === undefined ? {} : { AWS_ENDPOINT_URL: aws.url }), ...environment });
  const app = await createApp({ config, logger, role, isDemo: false });
  const { port, extractionPort } = await app.listen();
  const early: Answer[] = [];
  for (const path of answersBeforeStart) early.push(await request('GET', path, { port }));
  await app.start();
  let isStopped = false;

  const started: StartedApp = {
    app,
    url: `http://127.0.0.1:${port}`,
    port,
    extractionPort,
    dataDir: folder,
    log,
    early,
    request: (method, path, options) => request(method, path, { port, ...options }),
    async call(schema, method, path, body) {
      const answer = await started.request(method, path, { body });
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      return schema.parse(answer.json());
    },
    ended: (runId, timeoutMs) =>
      waitFor(`the end of run ${runId}`, async () => {
        const run = await started.call(contract.runDetail, 'GET', `/api/v1/runs/${runId}`);
        return run.finished_at === null ? undefined : run;
      }, timeoutMs),
    async scan() {
      const { task_id } = (await started.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
      return started.ended(task_id);
    },
    async stop(limitMs = 10_000) {
      if (isStopped) return;
      isStopped = true;
      await app.stop(limitMs);
    },
    async [Symbol.asyncDispose]() {
      await started.stop();
      // Another one in this process may start its collector anew.
      forgetClouds();
      Object.assign(process.env, before);
      if (dataDir === undefined) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return started;
}

/** Two regions are enough to tell them apart, and keep a scan under a second. */
export const testRegions = ['us-east-1', 'eu-west-1'];

export const startAws = (options: SimulatedAwsOptions): Promise<SimulatedAws> => startSimulatedAws({ regions: testRegions, ...options });

/** One call over a connection of its own, with any header a stranger could send. */
export function request(method: string, path: string, { port = 80, body, raw, headers = {} }: RequestOptions): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const sent = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) }), ...headers };
  return new Promise((resolve, reject) => {
    const call = http.request({ host: '127.0.0.1', port, method, path, headers: sent, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: <Body>() => JSON.parse(text) as Body });
      });
    });
    call.on('error', reject);
    call.end(payload);
  });
}

/** Asks until there is an answer; the error names what was waited for. */
export async function waitFor<Found>(what: string, look: () => Promise<Found | undefined> | Found | undefined, timeoutMs = 45_000): Promise<Found> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > endsAt) throw new Error(`${what} did not come within ${timeoutMs / 1000} s`);
    await sleep(20);
  }
}
