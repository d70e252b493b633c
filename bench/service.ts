import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import type { Stats } from '../demo/aws/stats.ts';

const root = path.resolve(import.meta.dirname, '..');

export interface Service {
  url: string;
  pid: number;
  readyMs: number;
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  /** Resident memory now and its peak since the start, MB. */
  memory(): { now: number; peak: number };
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
// Whatever ends the benchmark ends what it started: nothing is left that holds its output open.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

function started(child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

export const temporaryFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'roundsman-bench-'));

/** Starts the product as `npm start` does, as a process of its own, and waits until it is ready. */
export async function startService(environment: Record<string, string>): Promise<Service> {
  const startedAt = performance.now();
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  const child = spawn(process.execPath, ['--liftoff-only', '--max-semi-space-size=4', 'src/main.ts'], { cwd: root, env: { ...clean, PORT: '0', EXTRACTION_PORT: 'off', AWS_EC2_METADATA_DISABLED: 'true', ...environment } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'inherit'] });
  started(child);
  const port = await new Promise<number>((resolve, reject) => {
    let found = 0;
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { port?: number; ready_ms?: number };
      if (message.port !== undefined) found = message.port;
      if (message.ready_ms !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
  });
  const readyMs = performance.now() - startedAt;
  const url = `http://127.0.0.1:${port}`;
  const call = async <Answer>(method: string, where: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${url}${where}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  return {
    url,
    pid: child.pid ?? 0,
    readyMs,
    get: (where) => call('GET', where),
    post: (where, body = {}) => call('POST', where, body),
    memory() {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const mb = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
      return { now: mb('VmRSS'), peak: mb('VmHWM') };
    },
    stop: () => end(child),
  };
}

export interface Simulator {
  url: string;
  stats(): Promise<Stats>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** The simulated AWS in a process of its own, so that it does not share the service's event loop. */
export async function startSimulator(options: Record<string, unknown>): Promise<Simulator> {
  const child = spawn(process.execPath, ['demo/aws/main.ts', JSON.stringify(options)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  started(child);
  const url = await new Promise<string>((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  return {
    url,
    stats: async () => (await (await fetch(`${url}/_stats`)).json()) as Stats,
    reset: async () => void (await fetch(`${url}/_reset`, { method: 'POST' })),
    stop: () => end(child),
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

export const awsEnvironment = (url: string): Record<string, string> => ({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'AKIABENCH', AWS_SECRET_ACCESS_KEY: 'bench', AWS_REGION: 'us-east-1' });

interface RunAnswer {
  status: string;
  duration_seconds: number;
  counts: { resources: number; api_calls: number; throttled_calls: number; added: number; changed: number; targets: number; not_complete: number; findings_opened: number };
}

/** Triggers a scan and waits for its end; `wallMs` from the request to the end as seen by a client. */
export async function scan(service: Service): Promise<RunAnswer & { wallMs: number }> {
  const startedAt = performance.now();
  const { task_id } = await service.post<{ task_id: string }>('/api/schedule/trigger', { source: 'bench' });
  for (;;) {
    const run = await service.get<RunAnswer>(`/api/v1/runs/${task_id}`);
    if (!['queued', 'running'].includes(run.status)) return { ...run, wallMs: performance.now() - startedAt };
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export function printTable(head: string[], rows: (string | number)[][]): void {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  process.stdout.write(`${[line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...all.slice(1).map(line)].join('\n')}\n\n`);
}

export const seconds = (ms: number): string => (ms / 1000).toFixed(2);
