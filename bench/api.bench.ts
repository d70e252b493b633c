import fs from 'node:fs';
import http from 'node:http';
import { awsEnvironment, printTable, seconds, type Service, startService, startSimulator, temporaryFolder } from './service.ts';

/** Calls a second for each address, made whether or not the answer before has come. */
const questions: { path: string; everyMs: number; target: number }[] = [
  { path: '/health', everyMs: 25, target: 50 },
  { path: '/api/schedule/status', everyMs: 25, target: 50 },
  { path: '/api/v1/findings?limit=50', everyMs: 250, target: 250 },
  { path: '/api/v1/resources?limit=50', everyMs: 250, target: 250 },
  { path: '/api/v1/runs?limit=20', everyMs: 250, target: 250 },
];

/** Latencies while a scan of 50,000 resources is recorded, first and again. `npm run bench -- api [resources]` */
export async function bench(args: string[]): Promise<void> {
  const resources = Number(args[0] ?? 50_000);
  const simulator = await startSimulator({ seed: 13, resources, latencyMs: 5, throttle: 'none' });
  const dataDir = temporaryFolder();
  const service = await startService({ ...awsEnvironment(simulator.url), DATA_DIR: dataDir });
  const rows: (string | number)[][] = [];
  try {
    for (const which of ['first', 'second']) {
      const { task_id } = await service.post<{ task_id: string }>('/api/schedule/trigger');
      const startedAt = performance.now();
      const latencies = await askDuring(service, task_id);
      const wall = performance.now() - startedAt;
      for (const { path, target } of questions) {
        const sorted = (latencies.get(path) ?? []).sort((a, b) => a - b);
        const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
        rows.push([which, seconds(wall), path, sorted.length, at(0.5).toFixed(1), at(0.99).toFixed(1), (sorted.at(-1) ?? 0).toFixed(1), target, (at(0.99) / target).toFixed(2)]);
      }
    }
  } finally {
    await service.stop();
    await simulator.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(`api: answers while ${resources.toLocaleString('en-US')} resources are collected and recorded, embedded store\n\n`);
  printTable(['scan', 'scan s', 'call', 'answers', 'p50 ms', 'p99 ms', 'max ms', 'target p99', '× target'], rows);
}

async function askDuring(service: Service, run: string): Promise<Map<string, number[]>> {
  const latencies = new Map<string, number[]>(questions.map(({ path }) => [path, []]));
  const agent = new http.Agent({ keepAlive: true });
  const open = new Set<Promise<void>>();
  const begin = (path: string): void => {
    const asked = ask(agent, `${service.url}${path}`).then((ms) => void latencies.get(path)?.push(ms));
    open.add(asked);
    void asked.finally(() => open.delete(asked));
  };
  const timers = questions.map(({ path, everyMs }) => setInterval(() => begin(path), everyMs));
  for (;;) {
    const { status } = await service.get<{ status: string }>(`/api/v1/runs/${run}`);
    if (!['queued', 'running'].includes(status)) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  for (const timer of timers) clearInterval(timer);
  await Promise.all(open);
  agent.destroy();
  return latencies;
}

function ask(agent: http.Agent, url: string): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 200 ? resolve(performance.now() - startedAt) : reject(new Error(`${url}: ${response.statusCode}`))));
    }).on('error', reject);
  });
}
