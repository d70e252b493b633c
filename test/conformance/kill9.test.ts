import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { Journal } from './kill9-journal.ts';
import { startSlack } from './receivers.ts';
import { bareEnvironment, startProcess, type StartedProcess } from './start-process.ts';
import { allFindings, type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

const rounds = 40;
/** How long work may lie after a kill. */
const takeoverMs = 20_000;

describe('kill -9 of a process that writes into the embedded store', () => {
  const start = (dataDir: string, seed: number): StartedProcess => startProcess(process.execPath, [path.join(import.meta.dirname, 'kill9-child.ts'), dataDir, 'load', String(seed)], { environment: bareEnvironment({}) });
  const foundBy = async (child: StartedProcess): Promise<[number, number, number, boolean][]> => JSON.parse((await child.line((line) => line.startsWith('found '), 30_000)).slice('found '.length)) as [number, number, number, boolean][];

  it(`loses nothing acknowledged in ${rounds} rounds, and every open succeeds`, { timeout: 300_000 }, async () => {
    const dataDir = path.join(makeTestFolder('kill9'), 'data');
    const journal = new Journal();
    for (let round = 0; round <= rounds; round += 1) {
      // Every fifth is killed while it recovers from the kill before.
      if (round % 5 === 4) {
        const early = start(dataDir, round);
        await sleep(250 + 40 * round);
        await early.stop('SIGKILL');
        for (const line of early.lines) {
          if (line.startsWith('found ')) expect(journal.compare(JSON.parse(line.slice('found '.length)) as [number, number, number, boolean][])).toEqual([]);
          journal.hear(line);
        }
      }
      const child = start(dataDir, 1000 + round);
      const found = await foundBy(child);
      expect({ round, wrong: journal.compare(found) }).toEqual({ round, wrong: [] });
      await child.line((line) => line.startsWith('ack '), 30_000);
      await sleep(50 + ((round * 137) % 900));
      await child.stop('SIGKILL');
      for (const line of child.lines) journal.hear(line);
      expect(child.lines.filter((line) => line.startsWith('trouble '))).toEqual([]);
    }
    console.log(`${rounds} kills, ${journal.acknowledgements} acknowledged transactions, none lost`);
    expect(journal.acknowledgements).toBeGreaterThan(rounds * 5);
  });
});

describe('kill -9 of the whole service on its embedded store', () => {
  let aws: SimulatedAws;
  let slack: Awaited<ReturnType<typeof startSlack>>;
  let service: Service;
  const dataDir = (): string => path.join(folder, 'data');
  let folder: string;
  const restart = async (): Promise<Service> => startService({ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', DATA_DIR: dataDir(), SLACK_WEBHOOK_URL: slack.url });

  beforeAll(async () => {
    folder = makeTestFolder('kill9-service');
    [aws, slack] = await Promise.all([startSimulatedAws({ resources: 600, seed: 5, latencyMs: 20 }), startSlack(2500)]);
    service = await restart();
  });
  afterAll(async () => {
    await service?.process.stop('SIGKILL');
    await Promise.all([aws?.close(), slack?.close()]);
  });

  it('goes on with the scan and with the message after each start', async () => {
    aws.setLatency(1200);
    const { task_id: id } = await service.call(z.object({ task_id: z.string() }), 'POST', '/api/schedule/trigger');
    const middle = await waitFor('a run in the middle of its targets', async () => {
      const { counts } = await service.call(contract.runDetail, 'GET', `/api/v1/runs/${id}`);
      return counts.finished > 0 && counts.finished < counts.targets ? counts : undefined;
    });
    await service.process.stop('SIGKILL');
    aws.setLatency(20);

    service = await restart();
    const readyAt = performance.now();
    await waitFor('the run to go on', async () => ((await service.call(contract.runDetail, 'GET', `/api/v1/runs/${id}`)).attempt === 2 ? true : undefined), { timeoutMs: takeoverMs });
    const wentOnMs = performance.now() - readyAt;
    const run = await service.ended(id, 30_000);
    expect(run).toMatchObject({ status: 'completed', attempt: 2 });
    expect(run.counts.targets).toBe(middle.targets);
    const found = (await allFindings(service, 'status=open')).map(({ rule_id: rule, resource }) => `${rule} ${resource.id}`);
    expect(new Set(found).size).toBe(found.length);

    // Slack takes its time: the kill comes between the sending and its answer.
    await waitFor('the message on its way', async () => ((await deliveries()).some(({ state }) => state === 'sending') ? true : undefined), { everyMs: 20 });
    await service.process.stop('SIGKILL');
    service = await restart();
    const backAt = performance.now();
    const [delivery] = await waitFor('the delivery', async () => {
      const all = await deliveries();
      return all.every(({ state }) => state === 'delivered') ? all : undefined;
    });
    console.log(`after the start: the scan went on in ${(wentOnMs / 1000).toFixed(1)} s, the message was out in ${((performance.now() - backAt) / 1000).toFixed(1)} s`);
    expect(delivery).toMatchObject({ run_id: id, channel: 'slack' });
    // A webhook knows no idempotency key: what may have arrived before comes again and says so.
    const repeats = slack.messages.filter(({ blocks }) => /repeat/i.test(JSON.stringify(blocks)));
    expect(slack.messages.length - repeats.length).toBeLessThanOrEqual(1);
    expect(slack.messages.length).toBeGreaterThanOrEqual(1);
    expect(new Set(slack.messages.map(({ text }) => text)).size).toBe(1);
  });

  const deliveries = async (): Promise<contract.Delivery[]> => (await service.call(contract.deliveryPage, 'GET', '/api/v1/deliveries')).items.filter(({ channel }) => channel === 'slack');
});
