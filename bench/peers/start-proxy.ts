import fs from 'node:fs';
import path from 'node:path';
import type { Stats } from '../../demo/aws/stats.ts';
import { startChild } from './process-tree.ts';

export interface ProxyOptions {
  motoUrl: string;
  account: string;
  regions: readonly string[];
  /** The file that the estate was described in. */
  truth: string;
}

export interface ProxyStats extends Stats {
  /** What moto has no answer for, by `service.Operation`. */
  lacking: Record<string, number>;
  /** Calls that had to ask moto. */
  misses: number;
  /** Time that calls were at work, added up. */
  inFlightMs: number;
}

/** moto's own account. */
export const account = '123456789012';
export const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'];

/** What was planted: every id by the question it is an answer to, and the sets that explain a difference. */
export interface Planted {
  truth: Record<string, string[]>;
  facts: Record<string, string[]>;
  /** The keys of a user, in the order of the credential report. */
  keys_of: Record<string, string[]>;
  made: Record<string, number>;
  bucket_regions: Record<string, string>;
}

export interface Cloud {
  url: string;
  planted: Planted;
  stats(): Promise<ProxyStats>;
  /** Empties the counts and fills the token buckets, as a rest between two rounds does. */
  reset(): Promise<void>;
  set(options: { latencyMs: number; throttle: 'none' | 'aws' }): Promise<void>;
  stop(): Promise<void>;
}

export async function startCloud(python: string, folder: string, options: { seed: number; resources: number }): Promise<Cloud> {
  const truth = path.join(folder, 'truth.json');
  const moto = await startChild(python, [path.join(import.meta.dirname, 'serve_estate.py')], { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }, JSON.stringify({ ...options, regions, truth }));
  const proxyOptions: ProxyOptions = { motoUrl: (JSON.parse(moto.line) as { url: string }).url, account, regions, truth };
  const proxy = await startChild(process.execPath, [path.join(import.meta.dirname, 'proxy.ts'), JSON.stringify(proxyOptions)], process.env);
  const { url } = JSON.parse(proxy.line) as { url: string };
  const post = async (where: string, body?: unknown): Promise<void> => void (await fetch(`${url}/${where}`, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
  return {
    url,
    planted: JSON.parse(fs.readFileSync(truth, 'utf8')) as Planted,
    stats: async () => (await (await fetch(`${url}/_stats`)).json()) as ProxyStats,
    reset: () => post('_reset'),
    set: (wanted) => post('_set', wanted),
    stop: async () => void (await Promise.all([proxy.stop(), moto.stop()])),
  };
}
