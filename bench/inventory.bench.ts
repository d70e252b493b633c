import fs from 'node:fs';
import os from 'node:os';
import type { Stats } from '../demo/aws/stats.ts';
import { awsEnvironment, printTable, seconds, type Service, startService, startSimulator, temporaryFolder } from './service.ts';

const latencyMs = 40;
const regions = 17;
/** Token buckets of the simulator's profile `aws`, calls a second and burst; of other services no limit is published. */
const profile: Record<string, [rate: number, burst: number]> = { ec2: [20, 100], iam: [15, 30], s3: [100, 200] };
/** The longest chain of dependent calls: identity, accounts' regions, listing, details, and those of what they name. */
const chain = 6;

interface Job {
  status: string;
  duration_seconds: number;
  resources_extracted: number;
  api_calls: number;
  throttled_calls: number;
  progress: { total_tasks: number; failed_tasks: number };
}

/**
 * A whole extraction of many accounts: every type with its details, recorded and judged, beside the limit as
 * docs/architecture.md defines it. `npm run bench -- inventory [resources] [accounts]`; `npm run bench -- inventory accounts [count]`
 * walks an organisation instead.
 */
export async function bench(args: string[]): Promise<void> {
  if (args[0] === 'accounts') return thousandAccounts(Number(args[1] ?? 1000));
  const resources = Number(args[0] ?? 31_000);
  const accounts = Array.from({ length: Number(args[1] ?? 20) }, (_, n) => String(200_000_000_000 + n));
  const simulator = await startSimulator({ seed: 21, resources, accounts, latencyMs, throttle: 'aws' });
  const perCall = await cpuOfCall(simulator.url);
  const dataDir = temporaryFolder();
  const service = await startService({ ...awsEnvironment(simulator.url), DATA_DIR: dataDir, AWS_PACING: 'published', AWS_ACCOUNTS: accounts.map((id) => `arn:aws:iam::${id}:role/audit`).join(',') });
  const rows: (string | number)[][] = [];
  const calls: number[] = [];
  try {
    for (const which of ['first', 'second']) {
      await simulator.reset();
      const { job, wallMs, changed } = await extract(service);
      const stats = await simulator.stats();
      const limit = limitOf(stats, perCall);
      calls.push(stats.calls);
      rows.push([which, job.resources_extracted, job.progress.total_tasks, seconds(wallMs), limit.all.toFixed(1), (wallMs / 1000 / limit.all).toFixed(2), `${limit.latency.toFixed(1)} / ${limit.bucket.toFixed(1)} / ${limit.cpu.toFixed(1)}`, stats.calls, `${sum(stats.throttled)} (${((100 * sum(stats.throttled)) / stats.calls).toFixed(1)} %)`, changed, job.progress.failed_tasks, service.memory().peak]);
      process.stderr.write(`${which}: ${seconds(wallMs)} s, ${stats.calls} calls, ${job.status}\n`);
      if (process.env['BENCH_CALLS'] === 'true') process.stderr.write(`${JSON.stringify(Object.entries(stats.byOperation).sort((a, b) => b[1] - a[1]).slice(0, 40))}\n`);
    }
  } finally {
    await service.stop();
    await simulator.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(`inventory: ${accounts.length} accounts, ${regions} regions, ${latencyMs} ms a call, throttled as AWS is, ${os.cpus().length} cores, Node ${process.version}; an SDK call takes ${(perCall * 1000).toFixed(2)} ms of CPU here, warm\n\n`);
  printTable(['extraction', 'resources', 'targets', 'wall s', 'limit s', '× limit (≤ 1.5)', 'latency / bucket / CPU s', 'calls', 'throttled', 'rows changed', 'not complete', 'peak MB (≤ 700)'], rows);
  const [first = 1, second = 1] = calls;
  process.stdout.write(`calls of the second extraction: ${(100 - (100 * second) / first).toFixed(1)} % fewer than the first\n`);
}

async function extract(service: Service, body: unknown = {}): Promise<{ job: Job; wallMs: number; changed: number }> {
  const startedAt = performance.now();
  const { job_id: id } = await service.post<{ job_id: string }>('/extraction/extract', body);
  for (;;) {
    const job = await service.get<Job>(`/extraction/jobs/${id}`);
    if (!['queued', 'running'].includes(job.status)) {
      const { counts } = await service.get<{ counts: { added: number; changed: number; gone: number } }>(`/api/v1/runs/${id}`);
      return { job, wallMs: performance.now() - startedAt, changed: counts.added + counts.changed + counts.gone };
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Very many accounts with little in each: memory must not grow with them. Networks and machines of two regions. */
async function thousandAccounts(count: number): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const size of [Math.ceil(count / 10), count]) {
    const accounts = Array.from({ length: size }, (_, n) => String(300_000_000_000 + n));
    const simulator = await startSimulator({ seed: 22, resources: size * 20, accounts, regions: ['us-east-1', 'eu-west-1'], latencyMs: 5, throttle: 'none' });
    const dataDir = temporaryFolder();
    const service = await startService({ ...awsEnvironment(simulator.url), DATA_DIR: dataDir, AWS_PACING: 'published', AWS_ACCOUNTS: accounts.map((id) => `arn:aws:iam::${id}:role/audit`).join(',') });
    const { job, wallMs } = await extract(service, { services: ['ec2', 'vpc'] });
    rows.push([size, job.progress.total_tasks, job.resources_extracted, seconds(wallMs), job.api_calls, job.progress.failed_tasks, service.memory().peak]);
    process.stderr.write(`${size} accounts: ${seconds(wallMs)} s, ${job.status}\n`);
    await service.stop();
    await simulator.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  printTable(['accounts', 'targets', 'resources', 'wall s', 'calls', 'not complete', 'peak MB'], rows);
}

/** Seconds of CPU that one warm call of the SDK takes, with the pages of an empty region: what nothing can be faster than. */
async function cpuOfCall(endpoint: string): Promise<number> {
  const { EC2Client, DescribeVolumesCommand } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client({ endpoint, region: 'eu-north-1', credentials: { accessKeyId: 'AKIABENCH', secretAccessKey: 'x' }, maxAttempts: 3 });
  const ask = (): Promise<unknown> => client.send(new DescribeVolumesCommand({ MaxResults: 5 })).catch(() => undefined);
  const many = async (count: number): Promise<void> => {
    for (let made = 0; made < count; made += 30) await Promise.all(Array.from({ length: 30 }, ask));
  };
  await many(300);
  const before = process.cpuUsage();
  await many(600);
  const { user, system } = process.cpuUsage(before);
  client.destroy();
  return (user + system) / 1e6 / 600;
}

/** The greatest of: the longest chain × latency; (calls − burst) ÷ rate of the fullest bucket; 0.3 s + calls × 1.3 ms, or what a call was measured to take where that is more. */
function limitOf(stats: Stats, perCall: number) {
  const latency = (chain * latencyMs) / 1000;
  const cpu = 0.3 + stats.calls * Math.max(0.0013, perCall);
  const bucket = Math.max(0, ...Object.entries(stats.byBucket).map(([key, asked]) => {
    const limit = profile[key.split('/')[2] ?? ''];
    return limit === undefined ? 0 : (asked - (stats.throttled[key] ?? 0) - limit[1]) / limit[0];
  }));
  return { latency, cpu, bucket, all: Math.max(latency, cpu, bucket) };
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0);
