import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import * as contract from '../api/contract/index.ts';
import type { Host } from './context.ts';
import { runCommandLine } from './main.ts';
import { portInForce } from './settings.ts';

/** What a call answers; with a schema the answer is held to the contract. */
export interface Answer {
  status?: number;
  body: unknown;
  schema?: z.ZodType;
}
export interface Asked {
  method: string;
  path: string;
  search: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}
export type Routes = Record<string, (asked: Asked) => Answer>;

const now = '2026-11-22T02:04:02.000Z';
export const health: z.infer<typeof contract.health> = {
  status: 'healthy',
  timestamp: now,
  version: '0.1.0',
  checks: { store: { status: 'healthy', message: 'embedded' } },
};

export interface TestService {
  server: Server;
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/** A service that says what the test wants, over real HTTP. */
export async function startTestService(routes: Routes): Promise<TestService> {
  const all: Routes = { 'GET /health': () => ({ body: health, schema: contract.health }), ...routes };
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const one: Asked = { method: request.method ?? '', path: url.pathname, search: url.searchParams, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
      asked.push(one);
      const route = all[`${one.method} ${one.path}`];
      const answer: Answer = route === undefined ? problem(404, `There is no ${one.path}.`) : route(one);
      answer.schema?.parse(answer.body);
      response.writeHead(answer.status ?? 200, { 'content-type': (answer.status ?? 200) < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const problem = (status: number, detail: string, errors: { field: string; message: string }[] = []): Answer => ({
  status,
  body: { type: 'about:blank', title: 'Problem', status, detail, errors },
  schema: contract.problem,
});

export interface Screen {
  out: string;
  err: string;
}

export interface RunOptions {
  environment?: NodeJS.ProcessEnv;
  isTerminal?: boolean;
  columns?: number;
  interrupted?: AbortSignal;
  openLocalApi?: Host['openLocalApi'];
}

/** One command line with a screen of its own. */
export async function runHere(words: readonly string[], options: RunOptions = {}): Promise<Screen & { exitCode: number }> {
  const screen: Screen = { out: '', err: '' };
  const isTerminal = options.isTerminal === true;
  const exitCode = await runCommandLine(words, {
    terminal: {
      out: (text) => {
        screen.out += text;
      },
      err: (text) => {
        screen.err += text;
      },
      isOutTerminal: isTerminal,
      isErrTerminal: false,
      columns: () => options.columns ?? 100,
      errColumns: () => 80,
      hasColor: false,
    },
    environment: options.environment ?? {},
    interrupted: options.interrupted ?? new AbortController().signal,
    openLocalApi: options.openLocalApi ?? (() => Promise.reject(new Error('no store here'))),
    readConfig: async (sources) => {
      const { loadConfig } = await import('../config/config.ts');
      const { baseSettings } = await import('../config/declare.ts');
      await portInForce(sources, () => Promise.reject(new Error('not asked')));
      return loadConfig(baseSettings, sources);
    },
  });
  return { ...screen, exitCode };
}

export function aFinding(changes: Partial<Omit<contract.Finding, 'resource'>> & { resource?: Partial<contract.Finding['resource']> } = {}): contract.Finding {
  return {
    id: 'f-1',
    rule_id: 'aws-ebs-unattached',
    title: 'Volume is attached to nothing',
    category: 'waste',
    severity: 'medium',
    risk: null,
    status: 'open',
    monthly_saving: 8,
    currency: 'USD',
    first_seen: now,
    last_seen: now,
    evidence: { summary: '100 GiB of gp3 attached to nothing.', fields: {}, read_at: now, read_by: 'ec2:DescribeVolumes', resource_hash: 'h', saving: null, included_in: null },
    remediation: { steps: [], advice: null },
    ...changes,
    resource: { id: 'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1', type: 'aws:ec2:volume', name: 'scratch', provider: 'aws', account: '123456789012', region: 'eu-west-1', ...changes.resource },
  };
}

export function aRun(changes: Partial<contract.RunDetail> = {}): contract.RunDetail {
  return {
    id: '01a203a3-dcb9-7000-a17f-ea748504a57c',
    origin: 'manual',
    source: 'roundsman scan',
    schedule_id: null,
    schedule_name: null,
    status: 'completed',
    phase: 'done',
    created_at: now,
    started_at: now,
    finished_at: now,
    duration_seconds: 1.4,
    attempt: 1,
    counts: { targets: 2, finished: 2, complete: 2, not_complete: 0, resources: 510, added: 0, changed: 0, gone: 0, api_calls: 9, throttled_calls: 0, findings_opened: 3, findings_resolved: 1 },
    headline: '78 unused.',
    error: null,
    targets: [],
    ...changes,
  };
}
