import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { printTable, seconds, type Service, startService, temporaryFolder } from './service.ts';

interface RunView {
  status: string;
  duration_seconds: number | null;
}

const writes = 200;
const sweeps = 5;
const ask = { health: '/health', status: '/api/audit/scheduler/status', files: '/api/audit/files?limit=50' };

/** What the whole service needs for the same files, stored durably: beside it the peers that the caller measured. */
export async function measureService(folder: string, peers: { aideInit: number | undefined; aideCheck: number | undefined; openssl: number }): Promise<void> {
  const dataDir = temporaryFolder();
  const service = await startService({ DATA_DIR: dataDir, INTEGRITY_ROOTS: path.dirname(folder) });
  try {
    await sleep(5000);
    const idle = service.memory().now;
    const rows: (string | number)[][] = [];
    const times = (name: string, ms: number, more: string): void => void rows.push([name, (ms / 1000).toFixed(2), ratio(ms, peers.aideInit), ratio(ms, peers.aideCheck), ratio(ms, peers.openssl), service.memory().peak - idle, more]);
    const baseline = await timed(service, () => service.post<{ run_id: string }>('/api/audit/verify-path', { path: folder }));
    times('first baseline, stored', baseline.ms, '');
    times('every byte again', Math.min((await fullCheck(service)).ms, (await fullCheck(service)).ms), 'best of 2');
    const latencies = new Map<string, number[]>(Object.values(ask).map((url) => [url, []]));
    const stopAsking = keepAsking(service, latencies);
    times('every byte again, while the API is asked', (await fullCheck(service)).ms, '');
    await stopAsking();
    await sleep(Number(process.env["BENCH_REST_MS"] ?? 61_000));
    const sweep = async () => timed(service, () => service.post<{ run_id: string }>('/api/v1/schedules/file-audit/trigger'));
    await sweep();
    const cpuBefore = cpuSeconds(service.pid);
    const measured: number[] = [];
    for (let round = 0; round < sweeps; round += 1) measured.push((await sweep()).ms);
    const cpu = (cpuSeconds(service.pid) - cpuBefore) / sweeps;
    times('sweep, nothing changed (median)', measured.sort((a, b) => a - b)[Math.floor(sweeps / 2)] ?? 0, `${((cpu / 60) * 100).toFixed(1)} % of a core at one a minute`);
    printTable(['whole service', 'wall s', '× aide --init', '× aide --check', '× openssl -P2', 'peak MB above idle', ''], rows);
    printTable(['answers meanwhile', 'asked', 'p50 ms', 'p99 ms'], [...latencies].map(([url, all]) => [url, all.length, at(all, 0.5).toFixed(1), at(all, 0.99).toFixed(1)]));
    await measureWatching(service, folder);
  } finally {
    await service.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

const fullCheck = (service: Service) => timed(service, () => service.post<{ run_id: string }>('/api/audit/scheduler/run-now'));
const ratio = (ms: number, peer: number | undefined): string => (peer === undefined ? '–' : (ms / peer).toFixed(3));
const at = (all: readonly number[], share: number): number => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;

/** Runs until the check has ended; the time is that of the run itself. */
async function timed(service: Service, start: () => Promise<{ run_id: string } | { id: string }>): Promise<{ ms: number; id: string }> {
  const startedAt = performance.now();
  const answer = (await start()) as { run_id?: string; id?: string };
  const id = answer.run_id ?? answer.id ?? '';
  for (;;) {
    const run = id === '' ? { status: 'completed', duration_seconds: null } : await service.get<RunView>(`/api/v1/runs/${id}`);
    if (!['queued', 'running'].includes(run.status)) return { ms: run.duration_seconds === null ? performance.now() - startedAt : run.duration_seconds * 1000, id };
    await sleep(100);
  }
}

function keepAsking(service: Service, latencies: ReadonlyMap<string, number[]>): () => Promise<void> {
  let isOver = false;
  const loops = [...latencies].map(async ([url, all]) => {
    while (!isOver) {
      const startedAt = performance.now();
      await service.get(url);
      all.push(performance.now() - startedAt);
      await sleep(100);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
  };
}

const ticksPerSecond = 100;
function cpuSeconds(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** From the write to the event on a WebSocket, one at a time; then a burst of touches and whether the next sweep saw all. */
async function measureWatching(service: Service, folder: string): Promise<void> {
  await service.post('/api/audit/scheduler/start', { interval_seconds: 3600 });
  for (let left = 100; left > 0 && !(await service.get<{ watching: { active: boolean } }>('/api/audit/scheduler/status')).watching.active; left -= 1) await sleep(100);
  await sleep(2000);
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/ws`);
  const heard = new Map<string, number>();
  socket.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString()) as { type: string; data: { path?: string } };
    if (event.type === 'file.tampered' && event.data.path !== undefined) heard.set(event.data.path, performance.now());
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const files = someFiles(folder, writes);
  const kept = new Map(files.map((file) => [file, fs.readFileSync(file)]));
  const delays: number[] = [];
  for (const file of files) {
    const startedAt = performance.now();
    fs.appendFileSync(file, 'x');
    for (let waited = 0; !heard.has(file) && waited < 5000; waited += 1) await sleep(1);
    const told = heard.get(file);
    if (told !== undefined) delays.push(told - startedAt);
  }
  socket.close();
  for (const [file, content] of kept) fs.writeFileSync(file, content);
  printTable(['write to event', 'writes', 'told', 'p50 ms', 'p95 ms', 'p99 ms'], [['one after another', writes, delays.length, at(delays, 0.5).toFixed(1), at(delays, 0.95).toFixed(1), at(delays, 0.99).toFixed(1)]]);
  await measureBurst(service, folder);
}

async function measureBurst(service: Service, folder: string): Promise<void> {
  const all = someFiles(folder, Infinity);
  const now = new Date();
  const startedAt = performance.now();
  for (const file of all) fs.utimesSync(file, now, now);
  const burst = performance.now() - startedAt;
  await sleep(1000);
  const { id } = await timed(service, () => service.post<{ run_id: string }>('/api/v1/schedules/file-audit/trigger'));
  const { history } = await service.get<{ history: { run_id: string; counts?: Record<string, number> }[] }>('/api/audit/history?kind=run&limit=20');
  const seen = history.find((row) => row.run_id === id)?.counts?.['touched'] ?? 0;
  printTable(['burst', 'touches', 'in s', 'seen by the next sweep', 'lost'], [['every file', all.length, seconds(burst), seen, all.length - seen]]);
}

function someFiles(folder: string, most: number): string[] {
  const found: string[] = [];
  const walk = (place: string): void => {
    for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
      if (found.length >= most) return;
      const full = path.join(place, entry.name);
      if (entry.isDirectory()) walk(full);
      else found.push(full);
    }
  };
  walk(folder);
  return found;
}
