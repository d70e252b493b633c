import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Stats } from '../demo/aws/stats.ts';
import { simulatedClientId, simulatedClientSecret, simulatedTenantId, startSimulatedAzure } from '../demo/azure/server.ts';
import { startSimulatedGcp } from '../demo/gcp/server.ts';
import { awsEnvironment, printTable, seconds, type Service, startService, startSimulator, temporaryFolder } from './service.ts';

const latencyMs = 40;
/** Calls a second and burst that each cloud grants: what the simulators keep to. */
const granted = {
  aws: { ec2: [20, 100], iam: [15, 30], s3: [100, 200] } as Record<string, [rate: number, burst: number]>,
  graph: [3, 15] as const,
  arm: [25, 250] as const,
  asset: [100 / 60, 100] as const,
};
/** The simulated AWS makes so many things around each instance, volume, bucket and identity that it is asked for. */
const awsThingsForOne = 7.4;
/** The longest chain of dependent calls besides pages: signing in, accounts, what holds for them, a list, what lies below. */
const chain = 6;

interface Job {
  status: string;
  api_calls: number;
  throttled_calls: number;
  resources_extracted: number;
  progress: { total_tasks: number; failed_tasks: number };
}

interface Asked {
  calls: number;
  throttled: number;
  /** Seconds that its quotas and its chains of pages take at the least. */
  limit: number;
  words: string;
}

/** An extraction of all three clouds at once: `npm run bench -- multi-cloud [resources in each] [azure|gcp|all …]`. */
export async function bench(args: string[]): Promise<void> {
  const resources = Number(args[0] ?? 30_000);
  const accounts = Array.from({ length: 10 }, (_, n) => String(200_000_000_000 + n));
  const aws = await startSimulator({ seed: 31, resources: Math.round(resources / awsThingsForOne), accounts, latencyMs, throttle: 'aws' });
  const azure = await startSimulatedAzure({ seed: 31, resources, subscriptions: 10, latencyMs, throttle: 'real' });
  const gcp = await startSimulatedGcp({ seed: 31, resources, projects: 10, latencyMs, throttle: 'real' });
  const dataDir = temporaryFolder();
  const keyFile = path.join(dataDir, 'key.json');
  fs.writeFileSync(keyFile, JSON.stringify(gcp.credentials), { mode: 0o600 });
  const service = await startService({
    ...awsEnvironment(aws.url), DATA_DIR: path.join(dataDir, 'data'), AWS_PACING: 'published', AWS_ACCOUNTS: accounts.map((id) => `arn:aws:iam::${id}:role/audit`).join(','), ENABLED_PROVIDERS: 'aws,azure,gcp',
    AZURE_AUTHORITY_HOST: azure.url, AZURE_RESOURCE_MANAGER_URL: azure.url, AZURE_GRAPH_URL: azure.directoryUrl, AZURE_METRICS_URL: azure.metricsUrl, AZURE_TENANT_ID: simulatedTenantId, AZURE_CLIENT_ID: simulatedClientId, AZURE_CLIENT_SECRET: simulatedClientSecret, AZURE_PACING: 'published',
    GOOGLE_APPLICATION_CREDENTIALS: keyFile, GCP_ENDPOINT_URL: gcp.url, GCP_PACING: 'published',
  });
  const totals: (string | number)[][] = [];
  const clouds: (string | number)[][] = [];
  try {
    // Two of them alone at first: what their quotas allow, without the processor that AWS takes.
    for (const which of args.length > 1 ? args.slice(1) : ['azure', 'gcp', 'all', 'all again']) {
      await aws.reset();
      const before = { azure: azure.log.length, gcp: gcp.log.length };
      const only = which === 'azure' || which === 'gcp' ? which : undefined;
      const { job, wallMs } = await extract(service, only);
      if (process.env['BENCH_CALLS'] === 'true') process.stderr.write(`${which}: ${JSON.stringify(commonest([...azure.log.slice(before.azure).map((one) => one.path.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, 'ID').replace(/\d+/g, 'N')), ...gcp.log.slice(before.gcp).map((one) => `${one.host}/${one.path.replace(/\d+/g, 'N')}`)]))}\n`);
      const counts = await countsOf(service);
      const all: Record<string, Asked> = { aws: ofAws(await aws.stats()), azure: ofAzure(azure.log.slice(before.azure)), gcp: ofGcp(gcp.log.slice(before.gcp)) };
      const asked = Object.fromEntries(Object.entries(all).filter(([cloud]) => only === undefined || cloud === only));
      const limit = Math.max(...Object.values(asked).map((one) => one.limit), 0.3 + job.api_calls * 0.0013);
      totals.push([which, job.resources_extracted, job.progress.total_tasks, seconds(wallMs), limit.toFixed(1), (wallMs / 1000 / limit).toFixed(2), job.api_calls, job.throttled_calls, job.progress.failed_tasks, service.memory().peak]);
      for (const [cloud, one] of Object.entries(asked)) clouds.push([which, cloud, counts[cloud] ?? 0, one.calls, (one.calls / ((counts[cloud] ?? 1) / 1000)).toFixed(2), one.throttled, one.limit.toFixed(1), one.words]);
      process.stderr.write(`${which}: ${seconds(wallMs)} s, ${job.status}\n`);
    }
  } finally {
    await service.stop();
    await Promise.all([aws.stop(), azure.close(), gcp.close()]);
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(`multi-cloud: about ${resources} resources in each cloud, 10 accounts each, ${latencyMs} ms a call, quotas as published, ${os.cpus().length} cores, Node ${process.version}\n\n`);
  printTable(['extraction', 'resources', 'targets', 'wall s', 'limit s', '× limit (≤ 1.5)', 'calls', 'throttled', 'not complete', 'peak MB (≤ 700)'], totals);
  printTable(['extraction', 'cloud', 'resources', 'calls', 'calls per 1,000', 'throttled', 'limit s', 'what limits'], clouds);
}

async function extract(service: Service, provider: string | undefined): Promise<{ job: Job; wallMs: number }> {
  const startedAt = performance.now();
  const { job_id: id } = await service.post<{ job_id: string }>('/extraction/extract', provider === undefined ? {} : { provider });
  for (;;) {
    const job = await service.get<Job>(`/extraction/jobs/${id}`);
    if (!['queued', 'running'].includes(job.status)) return { job, wallMs: performance.now() - startedAt };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The paths that were asked for most, for whoever wants to know where calls go. */
function commonest(paths: readonly string[]): [string, number][] {
  return [...Map.groupBy(paths, (one) => one)].map(([name, all]): [string, number] => [name, all.length]).sort((a, b) => b[1] - a[1]).slice(0, 25);
}

async function countsOf(service: Service): Promise<Record<string, number>> {
  const { provider } = await service.get<{ provider: { value: string; count: number }[] }>('/api/v1/resources/facets');
  return Object.fromEntries(provider.map(({ value, count }) => [value, count]));
}

/** Seconds for so many calls of a bucket. */
const bucketSeconds = (calls: number, [rate, burst]: readonly [number, number]): number => Math.max(0, (calls - burst) / rate);

/** The greatest of the buckets, the chain, and the pages one after the other. */
function asked(calls: number, throttled: number, parts: Record<string, number>): Asked {
  const all = Object.entries({ chain: (chain * latencyMs) / 1000, ...parts }).sort((a, b) => b[1] - a[1]);
  return { calls, throttled, limit: all[0]?.[1] ?? 0, words: all.slice(0, 3).map(([name, value]) => `${name} ${value.toFixed(1)}`).join(', ') };
}

function ofAws(stats: Stats): Asked {
  const buckets = Object.entries(stats.byBucket).map(([key, calls]) => {
    const limit = granted.aws[key.split('/')[2] ?? ''];
    return limit === undefined ? 0 : bucketSeconds(calls - (stats.throttled[key] ?? 0), limit);
  });
  return asked(stats.calls, Object.values(stats.throttled).reduce((sum, count) => sum + count, 0), { bucket: Math.max(0, ...buckets), CPU: 0.3 + stats.calls * 0.0013 });
}

interface Logged {
  path: string;
  status: number;
}

function ofAzure(log: readonly Logged[]): Asked {
  const good = log.filter(({ status }) => status !== 429);
  const graph = good.filter(({ path: where }) => /resourcegraph/i.test(where)).length;
  const bySubscription = Map.groupBy(good, ({ path: where }) => /^\/subscriptions\/([^/]+)/i.exec(where)?.[1] ?? '');
  const arm = Math.max(0, ...[...bySubscription].map(([id, calls]) => (id === '' ? 0 : bucketSeconds(calls.length, granted.arm))));
  return asked(log.length, log.length - good.length, { 'Resource Graph': bucketSeconds(graph, granted.graph), 'Resource Manager': arm });
}

function ofGcp(log: readonly (Logged & { host: string })[]): Asked {
  const good = log.filter(({ status }) => status !== 429);
  const assets = good.filter(({ host }) => host === 'cloudasset.googleapis.com').length;
  return asked(log.length, log.length - good.length, { 'Cloud Asset': bucketSeconds(assets, granted.asset) });
}
