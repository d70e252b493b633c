import fs from 'node:fs';
import os from 'node:os';
import type { Stats } from '../demo/aws/stats.ts';
import { awsEnvironment, printTable, scan, seconds, type Service, type Simulator, startService, startSimulator, temporaryFolder } from './service.ts';

const latencyMs = 40;
const regions = 17;

/** Token buckets of the simulator, calls a second and burst. */
const profiles: Record<string, Record<string, [rate: number, burst: number]>> = {
  none: {},
  aws: { ec2: [20, 100], iam: [15, 30], s3: [100, 200] },
  tight: { ec2: [5, 10], iam: [5, 10], s3: [20, 40] },
};

const cases: { size: number; throttle: string; pacing: string }[] = [
  { size: 500, throttle: 'none', pacing: 'auto' },
  { size: 6000, throttle: 'none', pacing: 'auto' },
  { size: 6000, throttle: 'aws', pacing: 'published' },
  { size: 6000, throttle: 'aws', pacing: 'learn' },
  { size: 500, throttle: 'tight', pacing: 'learn' },
  { size: 6000, throttle: 'tight', pacing: 'learn' },
];

/** A whole scan, from the request to the end with record, rules and outbox, beside the limit measured for the same calls. */
export async function bench(args: string[]): Promise<void> {
  const only = args[0];
  const rows: (string | number)[][] = [];
  for (const { size, throttle, pacing } of cases.filter((entry) => only === undefined || `${entry.size}-${entry.throttle}`.startsWith(only))) {
    const simulator = await startSimulator({ seed: 11, resources: size, latencyMs, throttle });
    const dataDir = temporaryFolder();
    const service = await startService({ ...awsEnvironment(simulator.url), DATA_DIR: dataDir, AWS_PACING: pacing });
    try {
      for (const which of ['first', 'second', 'third']) {
        if (which === 'third' && throttle === 'tight') continue;
        // A rest refills the buckets, as the time between two rounds does.
        await simulator.reset();
        rows.push(await measure(service, simulator, { size, throttle, pacing, which }));
      }
    } finally {
      await service.stop();
      await simulator.stop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    }
  }
  process.stdout.write(`scan-aws: ${regions} regions, ${latencyMs} ms a call, ${os.cpus().length} cores, Node ${process.version}\n\n`);
  printTable(['resources', 'throttle', 'pacing', 'scan', 'wall s', 'limit s', '× limit', 'latency / bucket / CPU s', 'calls', '× fewest', 'throttled', 'most a bucket', 'not complete', 'peak MB'], rows);
  if (only === undefined || only === 'memory') await memoryRatio();
}

async function measure(service: Service, simulator: Simulator, { size, throttle, pacing, which }: { size: number; throttle: string; pacing: string; which: string }): Promise<(string | number)[]> {
  const run = await scan(service);
  const stats = await simulator.stats();
  const calls = countCalls(stats.byOperation);
  const priced = Object.entries(stats.byOperation).filter(([name]) => name.startsWith('pricing')).reduce((sum, [, count]) => sum + count, 0);
  const limit = limitOf(stats, throttle, calls);
  const fewest = fewestCalls(stats.byOperation);
  const throttled = Object.values(stats.throttled).reduce((sum, count) => sum + count, 0);
  const most = Math.max(0, ...Object.values(stats.throttled));
  return [
    size,
    throttle,
    pacing,
    which,
    seconds(run.wallMs),
    limit.all.toFixed(2),
    (run.wallMs / 1000 / limit.all).toFixed(2),
    `${limit.latency.toFixed(2)} / ${limit.bucket.toFixed(2)} / ${limit.cpu.toFixed(2)}`,
    calls,
    ((calls - throttled - priced) / fewest).toFixed(2),
    `${throttled} (${((100 * throttled) / Math.max(1, calls)).toFixed(1)} %)`,
    most,
    run.counts.not_complete,
    service.memory().peak,
  ];
}

const countCalls = (operations: Record<string, number>): number => Object.values(operations).reduce((sum, count) => sum + count, 0);

/**
 * The fewest calls for what is asked: one identity, one region list, one page of each regional type a region (images
 * only where there are snapshots), bucket pages and one content question a bucket, user and role pages, two or three for
 * the credential report, and one key list for each user with a key. Counted from the answers: nothing is asked twice.
 */
function fewestCalls(operations: Record<string, number>): number {
  const of = (name: string): number => operations[name] ?? 0;
  const regional = 4 * regions + Math.min(regions, of('ec2.DescribeImages'));
  const more = ['ec2.DescribeInstances', 'ec2.DescribeVolumes', 'ec2.DescribeSnapshots'].reduce((sum, name) => sum + Math.max(0, of(name) - regions), 0);
  return 1 + 1 + regional + more + of('s3.ListBuckets') + of('s3.ListObjectVersions') + of('iam.GetAccountAuthorizationDetails') + 3 + of('iam.ListAccessKeys');
}

/** The greatest of: the longest chain × latency; (calls − burst) ÷ rate of the fullest bucket; 0.3 s + calls × 1.3 ms. */
function limitOf(stats: Stats, throttle: string, calls: number) {
  const latency = (6 * latencyMs) / 1000;
  const cpu = 0.3 + calls * 0.0013;
  const bucket = Math.max(
    0,
    ...Object.entries(stats.byBucket).map(([key, asked]) => {
      const granted = asked - (stats.throttled[key] ?? 0);
      const service = key.split('/')[2] ?? '';
      const limit = profiles[throttle]?.[service];
      return limit === undefined ? 0 : (granted - limit[1]) / limit[0];
    }),
  );
  return { latency, cpu, bucket, all: Math.max(latency, cpu, bucket) };
}

/** Peak memory of the service after 5,000 and after 50,000 resources. */
async function memoryRatio(): Promise<void> {
  const peaks: { size: number; peak: number; wall: string; resources: number }[] = [];
  for (const size of [5000, 50_000]) {
    const simulator = await startSimulator({ seed: 12, resources: size, latencyMs: 5, throttle: 'none' });
    const dataDir = temporaryFolder();
    const service = await startService({ ...awsEnvironment(simulator.url), DATA_DIR: dataDir });
    const run = await scan(service);
    peaks.push({ size, peak: service.memory().peak, wall: seconds(run.wallMs), resources: run.counts.resources });
    await service.stop();
    await simulator.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  const [small, large] = peaks;
  printTable(['resources', 'wall s', 'peak MB', '× the smaller'], peaks.map(({ resources, wall, peak }) => [resources, wall, peak, (peak / (small?.peak ?? peak)).toFixed(2)]));
  if (small !== undefined && large !== undefined) process.stdout.write(`memory from 5,000 to 50,000 resources: × ${(large.peak / small.peak).toFixed(2)} (target 1.3)\n`);
}
