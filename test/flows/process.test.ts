import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, anEstate, aVolume } from '../../demo/aws/make.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { bareEnvironment, startProcess, type StartedProcess } from '../conformance/start-process.ts';
import { copyDataDir, makeTestFolder } from '../open-test-store.ts';
import { type Receiver, startReceiver } from './receivers.ts';
import { request, startAws, waitFor } from './start-app.ts';

/** Every secret that any start here was given; none of them may come out again. */
const secrets = { AWS_SECRET_ACCESS_KEY: 'process-test-aws-secret', SLACK_PATH: 'process-test-slack-secret', SMTP_PASSWORD: 'process-test-smtp-secret', ROUNDSMAN_MASTER_KEY: 'ab'.repeat(32) };
const said: string[] = [];
const started = new Set<StartedProcess>();

afterEach(async () => {
  for (const one of started) {
    if (one.child.exitCode === null) await one.stop('SIGKILL');
    said.push(...one.lines);
  }
  started.clear();
});
afterAll(() => {
  const text = said.join('\n');
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/AKIAPROCESSTEST/);
});

function start(environment: Record<string, string>, words: readonly string[] = []): StartedProcess {
  const one = startProcess(process.execPath, ['src/main.ts', ...words], { environment: bareEnvironment({ PORT: '0', EXTRACTION_PORT: 'off', ...environment }) });
  started.add(one);
  return one;
}

interface Line {
  level: string;
  msg: string;
  port?: number;
  ready_ms?: number;
}
const parsed = (line: string): Line | undefined => {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
};

/** Waits until it says that it is ready; answers its port. */
async function ready(one: StartedProcess): Promise<number> {
  await one.line((line) => parsed(line)?.ready_ms !== undefined, 30_000);
  return one.lines.map(parsed).find((line) => line?.msg.startsWith('Roundsman listens') === true)?.port ?? 0;
}

/** What a start that fails says and how it ends. */
async function failure(environment: Record<string, string>, words: readonly string[] = []): Promise<{ code: number | null; lines: string[] }> {
  const one = start({ DATA_DIR: path.join(makeTestFolder(), 'data'), ...environment }, words);
  const { code } = await one.ended;
  // What was written last arrives after the end.
  await waitFor('its last words', () => one.lines.some((line) => line.startsWith('roundsman:')) || undefined, 2000).catch(() => undefined);
  return { code, lines: one.lines };
}

async function occupy(): Promise<{ port: number; close(): void }> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe('a start that cannot be', () => {
  it.each([
    ['PORT', { PORT: 'eighty' }, [], /^roundsman: PORT is "eighty"; allowed is a number from 0 to 65535\.$/],
    ['a flag', {}, ['--port', 'x'], /^roundsman: PORT is "x"; allowed is/],
    ['an unknown flag', {}, ['--prot', '1'], /^roundsman: .*--prot/],
    ['the role', {}, ['--role', 'boss'], /^roundsman: --role is "boss"; allowed is all, api or worker$/],
    ['a secret', { DATABASE_URL: `mysql://u:${secrets.SMTP_PASSWORD}@h/d` }, [], /DATABASE_URL is \*\*\*; allowed is postgres:\/\//],
    ['a channel\'s address', { SLACK_WEBHOOK_URL: secrets.SLACK_PATH }, [], /SLACK_WEBHOOK_URL is \*\*\*; allowed is an http or https address/],
    ['a channel\'s list', { NOTIFICATION_EMAIL_RECIPIENTS: 'ops@example.com, nobody' }, [], /NOTIFICATION_EMAIL_RECIPIENTS is .*nobody.*; allowed is a comma-separated list of e-mail addresses/],
    ['a file that is not there', { CONFIG_FILE: '/nonexistent.yaml' }, [], /CONFIG_FILE \/nonexistent\.yaml cannot be read/],
    ['DATA_DIR', { DATA_DIR: `${process.execPath}/data` }, [], /DATA_DIR .*node\/data cannot be written \(ENOTDIR\)/],
  ])('for %s says so in one line that names it, and ends with 3', async (_what, environment, words, line) => {
    const { code, lines } = await failure(environment as Record<string, string>, words);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(3);
  });

  it('because the port is taken names the port', async () => {
    const other = await occupy();
    const { code, lines } = await failure({ PORT: String(other.port), DATA_DIR: await copyDataDir() });
    other.close();
    expect(lines).toEqual([`roundsman: Port ${other.port} is in use by another program. Stop that one, or set PORT to another one.`]);
    expect(code).toBe(3);
  });
});

describe('a start', () => {
  let aws: SimulatedAws;
  let slack: Receiver;
  beforeAll(async () => {
    aws = await startAws({ estate: anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-1' })] } }, buckets: [aBucket({ name: 'nothing' })] }) });
    slack = await startReceiver();
  });
  afterAll(async () => {
    await aws.close();
    await slack[Symbol.asyncDispose]();
  });
  const environment = (dataDir: string, more: Record<string, string> = {}): Record<string, string> => ({
    DATA_DIR: dataDir, AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'AKIAPROCESSTEST', AWS_SECRET_ACCESS_KEY: secrets.AWS_SECRET_ACCESS_KEY, AWS_REGION: 'us-east-1', LOG_LEVEL: 'DEBUG',
    SLACK_WEBHOOK_URL: `${slack.url}/${secrets.SLACK_PATH}`, ...more,
  });

  it('on a data directory in use names who holds it, which goes on undisturbed', async () => {
    const dataDir = await copyDataDir();
    const first = start({ DATA_DIR: dataDir });
    const port = await ready(first);
    const { code, lines } = await failure({ DATA_DIR: dataDir });
    expect(code).toBe(3);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^roundsman: DATA_DIR ${dataDir} is in use by process ${first.child.pid} on .*, started .*\\. Stop that one first, or set DATA_DIR to another directory\\.$`))]);
    expect((await request('GET', '/health/ready', { port })).status).toBe(200);
    expect(await first.stop()).toMatchObject({ code: 0 });
  });

  it('goes on without its second listener where that port is taken, and without credentials says what to do', async () => {
    const other = await occupy();
    const one = start({ DATA_DIR: path.join(makeTestFolder(), 'new'), EXTRACTION_PORT: String(other.port), ROUNDSMAN_MASTER_KEY: secrets.ROUNDSMAN_MASTER_KEY });
    const port = await ready(one);
    other.close();
    expect(one.lines.map(parsed).find((line) => line?.level === 'warn')).toMatchObject({ msg: expect.stringContaining('EXTRACTION_PORT is in use'), port: other.port });
    expect((await request('GET', '/api/schedule/status', { port })).status).toBe(200);
    expect((await fetch(`http://[::1]:${port}/health/live`)).status).toBe(200);
    await one.line((line) => line.includes('Three ways on'), 2000);
    expect(await one.stop('SIGINT')).toMatchObject({ code: 0 });
    // Every line of the log is JSON with a level and a sentence.
    for (const line of one.lines) expect(parsed(line), line).toMatchObject({ level: expect.any(String), msg: expect.any(String) });
  });

  it('that is told to stop before it is ready ends soon and harms nothing', async () => {
    const dataDir = path.join(makeTestFolder(), 'new');
    for (const delayMs of [200, 700]) {
      const one = start({ DATA_DIR: dataDir });
      await sleep(delayMs);
      one.child.kill('SIGTERM');
      const { code, signal } = await one.ended;
      expect(code === 0 || signal === 'SIGTERM', `${delayMs} ms: ${code} ${signal} ${one.lines.join(' ')}`).toBe(true);
    }
    const last = start({ DATA_DIR: dataDir });
    await ready(last);
    expect(await last.stop()).toMatchObject({ code: 0 });
  });

  it('finishes what a stop and a kill cut off, each target once, and tells it once', async () => {
    const dataDir = await copyDataDir();
    const slow = environment(dataDir, { MAX_CONCURRENT_EXTRACTORS: '1' });
    const finished = (run: contract.RunDetail) => run.targets.filter(({ status }) => status === 'complete').length;
    const runAt = async (port: number, id: string): Promise<contract.RunDetail> => contract.runDetail.parse((await request('GET', `/api/v1/runs/${id}`, { port })).json());
    const until = (port: number, id: string, targets: number) => waitFor(`${targets} targets`, async () => {
      const run = await runAt(port, id);
      return finished(run) >= targets ? run : undefined;
    });
    aws.setLatency(120);

    const first = start(slow);
    const port = await ready(first);
    const { task_id } = (await request('POST', '/api/schedule/trigger', { port })).json<{ task_id: string }>();
    const stopped = await until(port, task_id, 2);
    const atStop = finished(stopped);
    const targets = stopped.targets.length;
    expect(atStop).toBeLessThan(targets);
    const stopping = performance.now();
    expect(await first.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - stopping).toBeLessThan(10_000);

    const second = start(slow);
    const secondPort = await ready(second);
    expect(await runAt(secondPort, task_id)).toMatchObject({ attempt: expect.any(Number), status: expect.stringMatching(/queued|running/) });
    const killed = await until(secondPort, task_id, atStop + 8);
    const left = targets - finished(killed);
    expect(left).toBeGreaterThan(0);
    expect(await second.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });

    aws.setLatency(0);
    aws.resetStats();
    const began = performance.now();
    const third = start(environment(dataDir));
    const thirdPort = await ready(third);
    const run = await waitFor('the end', async () => {
      const found = await runAt(thirdPort, task_id);
      return found.finished_at === null ? undefined : found;
    });
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(run).toMatchObject({ status: 'completed', attempt: 3, headline: '2 unused resources.', counts: { complete: targets, added: 7 } });
    // What had been read is not asked for again: at most one listing of each target that was left.
    const listings = Object.entries(aws.stats.byOperation).filter(([name]) => /\.(Describe(?!Regions|Images)|List)/.test(name)).reduce((sum, [, calls]) => sum + calls, 0);
    expect(listings).toBeLessThanOrEqual(left);
    await waitFor('the message', () => slack.received[0]);
    await sleep(1200);
    expect(slack.received).toHaveLength(1);
    expect(await third.stop()).toMatchObject({ code: 0 });
    expect(fs.existsSync(path.join(dataDir, 'holder.json'))).toBe(false);
    expect(aws.stats.mutations).toEqual([]);
  }, 60_000);
});
