import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type Artifact, artifact } from '../../src/core/artifact.ts';
import { startReceiver, type Receiver } from '../flows/receivers.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { allResources, type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

let aws: SimulatedAws;
let receiver: Receiver;
let service: Service;
let folder: string;

const start = (): Promise<Service> =>
  startService({
    AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', DATA_DIR: path.join(folder, 'data'),
    TRANSPORT_TYPE: 'http', HTTP_ENDPOINT_URL: `${receiver.url}/in`, BATCH_SIZE: '50', FILESYSTEM_BASE_DIR: path.join(folder, 'files'), FILESYSTEM_MAX_BYTES: '20000',
  });

beforeAll(async () => {
  folder = makeTestFolder('extraction');
  [aws, receiver] = await Promise.all([startSimulatedAws({ resources: 3000, seed: 5, latencyMs: 15 }), startReceiver()]);
  service = await start();
});
afterAll(async () => {
  await service?.process.stop('SIGKILL');
  await Promise.all([aws?.close(), receiver?.[Symbol.asyncDispose]()]);
});

const jobOf = (id: string): Promise<contract.JobDetail> => service.call(contract.jobDetail, 'GET', `/extraction/jobs/${id}`);

it('goes on after every kill: each artifact arrives at both transports, repeats have the same key, files have each line once', async () => {
  await service.call(contract.transport, 'POST', '/api/v1/transports', { name: 'files', type: 'filesystem', settings: { max_bytes: 20_000 } });
  const { job_id: id } = await service.call(contract.extractAnswer, 'POST', '/extraction/extract');
  // Killed while it lists, while it is sent, and while files are brought to their end.
  let kills = 0;
  for (const lifeMs of [400, 900, 700, 1500, 1100, 600, 2500]) {
    await sleep(lifeMs);
    const job = await jobOf(id).catch(() => undefined);
    if (job?.transports.every(({ state, waiting }) => state === 'cut' && waiting === 0) === true && job.status !== 'running') break;
    await service.process.stop('SIGKILL');
    kills += 1;
    service = await start();
  }
  const job = await waitFor('the job and its deliveries', async () => {
    const now = await jobOf(id);
    return now.status === 'completed' && now.transports.length === 2 && now.transports.every(({ state, waiting, delivered }) => state === 'cut' && waiting === 0 && delivered === now.resources_extracted) ? now : undefined;
  }, { timeoutMs: 120_000 });
  console.log(`${kills} kills, ${job.resources_extracted} artifacts, ${receiver.received.length} deliveries`);
  expect(kills).toBeGreaterThanOrEqual(4);
  expect(job.transports.map(({ failed }) => failed)).toEqual([0, 0]);

  const known = new Set((await allResources(service)).filter(({ provider }) => provider === 'aws').map((one) => one.id));
  expect(known.size).toBe(job.resources_extracted);

  // By HTTP: at least once, and what came twice came under one key with the same content.
  const byKey = new Map<string, string>();
  const overHttp = new Set<string>();
  const numbers = new Set<number>();
  for (const { bytes, headers } of receiver.received) {
    const key = String(headers['idempotency-key']);
    const text = gunzipSync(bytes).toString();
    expect(byKey.get(key) ?? text).toBe(text);
    byKey.set(key, text);
    const { batch, artifacts } = JSON.parse(text) as { batch: { number: number; count: number }; artifacts: Artifact[] };
    numbers.add(batch.number);
    for (const one of artifacts) overHttp.add(one.id);
  }
  expect(overHttp).toEqual(known);
  // One key for each batch: without the repeats nothing came twice.
  expect(byKey.size).toBe(numbers.size);
  const distinct = [...byKey.values()].flatMap((text) => (JSON.parse(text) as { artifacts: Artifact[] }).artifacts.map((one) => one.id));
  expect(distinct.length).toBe(new Set(distinct).size);

  // In files: exactly once, rotated, nothing left half done.
  await waitFor('the files', () => (unfinished().length === 0 ? true : undefined), { timeoutMs: 30_000 });
  const files = fs.readdirSync(path.join(folder, 'files'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl.gz'));
  const lines = files.flatMap((name) => gunzipSync(fs.readFileSync(path.join(folder, 'files', name))).toString().trim().split('\n').map((line) => JSON.parse(line) as Artifact));
  expect(lines.map((one) => one.id).sort()).toEqual([...known].sort());
  for (const one of lines.slice(0, 300)) expect(artifact.safeParse(one).error).toBeUndefined();
  expect(files.some((name) => name.endsWith('-2.jsonl.gz'))).toBe(true);
  const manifest = z.array(z.object({ path: z.string(), artifacts: z.int() })).parse(fs.readFileSync(path.join(folder, 'files', '.roundsman-manifest.jsonl'), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown));
  expect(manifest.map((entry) => entry.path).sort()).toEqual(files.map((name) => name.replaceAll(path.sep, '/')).sort());
  expect(manifest.reduce((sum, { artifacts }) => sum + artifacts, 0)).toBe(lines.length);
});

const unfinished = (): string[] => fs.readdirSync(path.join(folder, 'files'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
