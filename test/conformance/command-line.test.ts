import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import type * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { startSlack } from './receivers.ts';
import { bareEnvironment, root } from './start-process.ts';
import { freePort, type Service, startService } from './start-service.ts';

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

const bin = path.join(root, 'bin/roundsman.js');

/** The command as a person starts it, with the Node that is given. */
function roundsman(words: readonly string[], environment: NodeJS.ProcessEnv, options: { node?: string; killAfter?: (out: string) => NodeJS.Signals | undefined } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(options.node ?? process.execPath, [bin, ...words], { env: bareEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    let isKilled = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const signal = isKilled ? undefined : options.killAfter?.(out);
      if (signal === undefined) return;
      isKilled = true;
      child.kill(signal);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

/** A Node of this machine that is too old for the product itself. */
const oldNode = (process.env['PATH'] ?? '')
  .split(':')
  .map((folder) => path.join(folder, 'node'))
  .find((file) => fs.existsSync(file) && Number.parseInt(execFileSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10) < 24);

describe('the command line as a process', () => {
  let aws: SimulatedAws;
  let slack: Awaited<ReturnType<typeof startSlack>>;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    [aws, slack] = await Promise.all([startSimulatedAws({ resources: 300, seed: 7 }), startSlack()]);
    environment = { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', PORT: String(await freePort()), EXTRACTION_PORT: 'off', DATA_DIR: path.join(makeTestFolder('cli'), 'data'), SLACK_WEBHOOK_URL: slack.url };
  });
  afterAll(async () => {
    await Promise.all([aws?.close(), slack?.close()]);
  });

  describe('without a service', () => {
    it('scans, keeps what it found and tells the channels', async () => {
      const scan = await roundsman(['scan', '--json', '--notify', '--fail-on', 'low'], environment);
      expect({ code: scan.code, err: scan.err }).toEqual({ code: 1, err: expect.stringMatching(/^\d+ open findings of severity low or higher\.\n$/) });
      const { run, fail_on: failOn } = JSON.parse(scan.out) as { run: contract.RunDetail; fail_on: { findings: number } };
      expect(run.status).toBe('completed');
      const list = await roundsman(['findings', '--all'], environment);
      expect(list.code).toBe(0);
      expect(list.out.trimEnd().split('\n').length - 1).toBeGreaterThanOrEqual(failOn.findings);
      expect(slack.messages).toHaveLength(1);
    });

    it('says in one line why a scan failed, and keeps its JSON clean', async () => {
      const scan = await roundsman(['scan', '--json'], { ...environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
      expect(scan.code).toBe(3);
      expect(scan.err).toMatch(/^roundsman: [^\n]+\n$/);
      expect((JSON.parse(scan.out) as { run: contract.RunDetail }).run.status).toBe('failed');
    });

    it('cancels its scan on Ctrl-C', async () => {
      aws.setLatency(3000);
      const child = spawn(process.execPath, [bin, 'scan'], { env: bareEnvironment(environment), stdio: ['ignore', 'ignore', 'pipe'] });
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString();
      });
      setTimeout(() => child.kill('SIGINT'), 6000);
      const code = await new Promise((resolve) => child.once('close', resolve));
      aws.setLatency(0);
      expect({ code, err }).toEqual({ code: 130, err: 'roundsman: Interrupted: the scan was cancelled; what it had read is kept.\n' });
      const [latest] = (JSON.parse((await roundsman(['runs', '--json', '--limit', '1'], environment)).out) as { items: contract.Run[] }).items;
      expect(latest?.status).toBe('cancelled');
    });
  });

  describe('with a service', () => {
    let service: Service;
    beforeAll(async () => {
      service = await startService(environment);
    });
    afterAll(async () => {
      await service?.stop();
    });

    it('finds it by itself, and it is well', async () => {
      const doctor = await roundsman(['doctor', '--json'], environment);
      const { checks } = JSON.parse(doctor.out) as { checks: { name: string; status: string }[] };
      expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
      expect(doctor.code).toBe(0);
    });

    it('says who holds the data directory where it is looked for at another port', async () => {
      const other = await roundsman(['findings'], { ...environment, PORT: String(await freePort()) });
      expect(other.code).toBe(3);
      expect(other.err).toMatch(/^roundsman: DATA_DIR .+ is in use by process \d+ on [^\n]+\n$/);
    });

    it.skipIf(oldNode === undefined)('hands over from an old Node: output, exit code and signals', async () => {
      const node = oldNode ?? '';
      const [old, own] = await Promise.all([roundsman(['findings', '--json', '--fail-on', 'high'], environment, { node }), roundsman(['findings', '--json', '--fail-on', 'high'], environment)]);
      expect(old).toEqual(own);
      expect(await roundsman(['nonsense'], environment, { node })).toMatchObject({ code: 2, out: '' });
      const followed = await roundsman(['runs', '--follow', '--json'], environment, { node, killAfter: (out) => (out.includes('"hello"') ? 'SIGTERM' : undefined) });
      expect(followed).toMatchObject({ code: 0, signal: null });
    });

    it('stops quietly when its reader has seen enough', () => {
      const text = execFileSync('bash', ['-c', `"${process.execPath}" "${bin}" findings --all | head -2`], { env: bareEnvironment(environment), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      expect(text.split('\n')).toHaveLength(3);
    });
  });
});
