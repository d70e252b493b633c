import fs from 'node:fs';
import path from 'node:path';
import { seconds, temporaryFolder } from '../service.ts';
import { scanTimes } from './roundsman.ts';
import type { Cloud, ProxyStats } from './start-proxy.ts';
import type { Outcome, Tool } from './tool.ts';

export interface Measured {
  outcome: Outcome;
  stats: ProxyStats;
  /** Of the product's own scans. */
  own?: { notComplete: number; readyMs: number };
}

const latencyMs = 40;
const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** Fills the record: each tool once, without latency, as fast as moto can. */
export async function warm(cloud: Cloud, tools: Tool[]): Promise<void> {
  await cloud.set({ latencyMs: 0, throttle: 'none' });
  say('recording: Roundsman');
  await scanTimes(cloud, 1, {}, () => cloud.reset(), async () => undefined);
  for (const tool of tools) await runPeer(cloud, tool, 'recording');
}

/** One tool after the other, against the record. */
export async function measure(cloud: Cloud, tools: Tool[], throttle: 'none' | 'aws'): Promise<Map<string, Measured>> {
  const measured = new Map<string, Measured>();
  await cloud.set({ latencyMs, throttle });
  // As on AWS itself, and as at an endpoint whose limits are unknown.
  for (const pacing of ['published', 'learn']) {
    const name = `Roundsman, ${pacing}`;
    say(name);
    await scanTimes(cloud, 2, { AWS_PACING: pacing }, () => cloud.reset(), async ({ notComplete, readyMs, ...outcome }, index) => {
      measured.set(`${name}, ${['first', 'second'][index]} scan`, { outcome, stats: await cloud.stats(), own: { notComplete, readyMs } });
    });
  }
  for (const tool of tools) measured.set(tool.name, await runPeer(cloud, tool, `throttle ${throttle}`));
  return measured;
}

async function runPeer(cloud: Cloud, tool: Tool, what: string): Promise<Measured> {
  const folder = temporaryFolder();
  await cloud.reset();
  say(`${what}: ${tool.name}`);
  try {
    const outcome = await tool.run({ url: cloud.url, folder, planted: cloud.planted });
    const stats = await cloud.stats();
    say(`${tool.name}: ${seconds(outcome.wallMs)} s, ${stats.calls} calls, ${throttledCalls(stats)} throttled, ${outcome.peakMb} MB, exit ${outcome.exit}, ${outcome.lost}`);
    // To look into a difference that is not explained.
    const kept = process.env['PEERS_KEEP'];
    if (kept !== undefined) fs.cpSync(folder, path.join(kept, tool.name.replaceAll(' ', '-')), { recursive: true });
    return { outcome, stats };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export const throttledCalls = ({ throttled }: ProxyStats): number => Object.values(throttled).reduce((sum, count) => sum + count, 0);

/** Token buckets of the throttle `aws`, calls a second and burst. */
const rates: Record<string, [rate: number, burst: number]> = { ec2: [20, 100], iam: [15, 30], s3: [100, 200] };

/** The greatest of: the longest chain × latency; (calls − burst) ÷ rate of the fullest bucket; 0.3 s + calls × 1.3 ms. */
export function limitSeconds(stats: ProxyStats, throttle: 'none' | 'aws'): number {
  const buckets = Object.entries(throttle === 'none' ? {} : stats.byBucket).map(([key, asked]) => {
    const rate = rates[key.split('/')[2] ?? ''];
    return rate === undefined ? 0 : (asked - (stats.throttled[key] ?? 0) - rate[1]) / rate[0];
  });
  return Math.max((6 * latencyMs) / 1000, 0.3 + stats.calls * 0.0013, ...buckets);
}
