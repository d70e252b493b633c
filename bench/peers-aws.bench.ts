import fs from 'node:fs';
import os from 'node:os';
import { differences, foundTable, lostFindings } from './peers/compare.ts';
import { custodian } from './peers/custodian.ts';
import { environment } from './peers/environments.ts';
import { limitSeconds, measure, type Measured, throttledCalls, warm } from './peers/measure.ts';
import { prowler } from './peers/prowler.ts';
import { scoutSuite } from './peers/scoutsuite.ts';
import { type Cloud, regions, startCloud } from './peers/start-proxy.ts';
import type { Outcome, Tool } from './peers/tool.ts';
import { printTable, seconds, temporaryFolder } from './service.ts';

const sizes = { small: 500, medium: 6000 };
const seed = 11;
const targets: { of: string; wall: number; calls?: Record<keyof typeof sizes, number>; memory?: number }[] = [
  { of: 'Prowler', wall: 0.03, calls: { small: 0.25, medium: 0.2 }, memory: 1 },
  { of: 'Cloud Custodian', wall: 0.03 },
  { of: 'ScoutSuite', wall: 0.12 },
];

/** The product beside three tools that ask the same account the same kind of questions, unthrottled and throttled. */
export async function bench(args: string[]): Promise<void> {
  const wanted = args.length === 0 ? ['small', 'medium', 'throttled'] : args;
  const moto = await environment('moto');
  const tools = [prowler(await environment('prowler')), custodian(await environment('c7n')), scoutSuite(await environment('scoutsuite'))];
  process.stdout.write(`peers-aws: EC2, S3 and IAM in ${regions.length} regions, ${os.cpus().length} cores, Node ${process.version}, moto ${moto.version} recorded and replayed at 40 ms a call\n`);
  process.stdout.write(`${tools.map(({ name, version }) => `${name} ${version}`).join(', ')}\n\n`);
  for (const size of ['small', 'medium'] as const) {
    const isThrottled = size === 'medium' && wanted.includes('throttled');
    if (!wanted.includes(size) && !isThrottled) continue;
    const folder = temporaryFolder();
    const cloud = await startCloud(moto.python, folder, { seed, resources: sizes[size] });
    try {
      await compare(cloud, tools, size, { isMeasured: wanted.includes(size), isThrottled });
    } finally {
      await cloud.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function compare(cloud: Cloud, tools: Tool[], size: keyof typeof sizes, { isMeasured, isThrottled }: { isMeasured: boolean; isThrottled: boolean }): Promise<void> {
  const { made } = cloud.planted;
  process.stdout.write(`${size}: ${Object.values(made).reduce((sum, count) => sum + count, 0)} resources (${Object.entries(made).map(([kind, count]) => `${count} ${kind}`).join(', ')})\n\n`);
  await warm(cloud, tools);
  const plain = isMeasured ? await measure(cloud, tools, 'none') : undefined;
  if (plain !== undefined) {
    printMeasured(plain, 'none');
    printRatios(plain, size, 'none');
    printFindings(cloud, plain, new Map());
  }
  if (!isThrottled) return;
  process.stdout.write(`${size}, throttled: EC2 20/s burst 100, IAM 15/s burst 30, S3 100/s burst 200\n\n`);
  const throttled = await measure(cloud, tools, 'aws');
  printMeasured(throttled, 'aws', plain);
  printRatios(throttled, size, 'aws');
  printFindings(cloud, throttled, plain ?? new Map());
}

function printMeasured(measured: Map<string, Measured>, throttle: 'none' | 'aws', before?: Map<string, Measured>): void {
  const rows = [...measured].map(([name, { outcome, stats }]) => {
    const limit = limitSeconds(stats, throttle);
    const throttled = throttledCalls(stats);
    const earlier = before?.get(name)?.outcome;
    return [
      name,
      seconds(outcome.wallMs),
      name.startsWith('Roundsman') ? `${limit.toFixed(2)} (× ${(outcome.wallMs / 1000 / limit).toFixed(2)})` : '–',
      stats.calls,
      outcome.peakMb,
      `${stats.peakInFlight} / ${(stats.inFlightMs / outcome.wallMs).toFixed(1)}`,
      `${throttled} (${((100 * throttled) / Math.max(1, stats.calls)).toFixed(1)} %)`,
      outcome.exit,
      outcome.lost,
      before === undefined ? '–' : lostFindings(earlier, outcome),
      stats.misses,
    ];
  });
  printTable(['tool', 'wall s', 'limit s (× limit)', 'calls', 'peak MB', 'in flight peak / mean', 'throttled', 'exit', 'lost, as it says', 'findings lost', 'asked of moto'], rows);
  const ready = Math.max(...[...measured.values()].map(({ own }) => own?.readyMs ?? 0));
  process.stdout.write(`The peers' time is that of their process; the service runs already when it is asked (ready after ${seconds(ready)} s).\n\n`);
  const lacking = Object.keys(Object.assign({}, ...[...measured.values()].map(({ stats }) => stats.lacking)) as Record<string, number>);
  if (lacking.length > 0) process.stdout.write(`moto lacks: ${lacking.join(', ')}\n\n`);
}

function printRatios(measured: Map<string, Measured>, size: keyof typeof sizes, throttle: 'none' | 'aws'): void {
  const rows: (string | number)[][] = [];
  const judged = (ratio: number, target: number | undefined): string => `${ratio.toFixed(3)}${target === undefined ? '' : ` (≤ ${target}: ${ratio <= target ? 'met' : 'missed'})`}`;
  for (const [name, own] of measured) {
    if (!name.startsWith('Roundsman')) continue;
    for (const target of targets) {
      const peer = measured.get(target.of);
      if (peer === undefined) continue;
      const isWhole = peer.outcome.exit !== 'stopped';
      const wall = own.outcome.wallMs / peer.outcome.wallMs;
      rows.push([
        name,
        target.of,
        `${isWhole ? '' : 'less than '}${judged(wall, throttle === 'none' ? target.wall : undefined)}`,
        judged(own.stats.calls / peer.stats.calls, throttle === 'none' ? target.calls?.[size] : undefined),
        judged(own.outcome.peakMb / peer.outcome.peakMb, target.memory),
      ]);
    }
    const limit = limitSeconds(own.stats, throttle);
    if (throttle === 'aws') rows.push([name, 'the limit', judged(own.outcome.wallMs / 1000 / limit, 1.3), `${own.own?.notComplete ?? 0} targets not complete`, '–']);
  }
  printTable(['scan', 'beside', 'wall ÷ its', 'calls ÷ its', 'memory ÷ its'], rows);
}

/** Of several scans the last one; all of them are in one row of the tools. */
const byTool = (measured: Map<string, Measured>): Map<string, Outcome> => new Map([...measured].map(([name, { outcome }]) => [name.replace(/,.*/, ''), outcome]));

function printFindings({ planted }: Cloud, measured: Map<string, Measured>, before: Map<string, Measured>): void {
  const outcomes = byTool(measured);
  printTable(['found / planted', ...outcomes.keys()], foundTable(planted, outcomes));
  const rows = differences(planted, outcomes, byTool(before));
  if (rows.length === 0) process.stdout.write('no differences\n\n');
  else printTable(['differences explained', 'tool', 'number', 'because'], rows);
}
