import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Artifact, artifact } from '../../src/core/artifact.ts';
import * as contract from '../../src/api/contract/index.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import os from 'node:os';
import { type Receiver, startReceiver } from './receivers.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';
import { account, elevenUnused } from './world.ts';

let aws: SimulatedAws;
let receiver: Receiver;
let app: StartedApp;
let folder: string;

interface Batch {
  key: string;
  batch: { job_id: string; number: number; count: number };
  artifacts: Artifact[];
}

const batchesOf = ({ received }: Receiver, jobId?: string): Batch[] =>
  received.map(({ bytes, headers }) => ({ key: String(headers['idempotency-key']), ...(JSON.parse(gunzipSync(bytes).toString()) as Omit<Batch, 'key'>) })).filter(({ batch }) => jobId === undefined || batch.job_id === jobId);

async function start(body: unknown = {}, query = ''): Promise<string> {
  const { job_id } = (await app.request('POST', `/extraction/extract${query}`, { body })).json<{ job_id: string }>();
  return job_id;
}
const jobOf = (id: string): Promise<contract.JobDetail> => app.call(contract.jobDetail, 'GET', `/extraction/jobs/${id}`);
/** Waits until the job has ended and all of it is handed on. */
const ended = (id: string): Promise<contract.JobDetail> =>
  waitFor('the end of the job', async () => {
    const job = await jobOf(id);
    const isOver = ['completed', 'partial', 'failed', 'cancelled'].includes(job.status);
    return isOver && job.transports.every(({ state, waiting }) => state === 'cut' && waiting === 0) ? job : undefined;
  }, 30_000);

beforeAll(async () => {
  [aws, receiver] = await Promise.all([startAws({ estate: elevenUnused() }), startReceiver()]);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'transport-'));
  app = await startApp({ aws, environment: { TRANSPORT_TYPE: 'http', HTTP_ENDPOINT_URL: `${receiver.url}/in`, SCANNER_API_KEY: 'scanner-key-1', FILESYSTEM_BASE_DIR: folder, BATCH_SIZE: '7' } });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await Promise.all([aws.close(), receiver[Symbol.asyncDispose]()]);
});

describe('an extraction', () => {
  let job: contract.JobDetail;
  it('collects everything and hands it on, each thing once, in batches of the wished size', async () => {
    job = await ended(await start());
    expect(job).toMatchObject({ status: 'completed', batch_size: 7, errors: [], throttled_calls: 0, progress: { failed_tasks: 0, accounts: 1, finished_accounts: 1 }, transport: { type: 'http', destination: `${receiver.url}/in`, failed: 0, waiting: 0 } });
    expect(job.progress.finished_tasks).toBe(job.progress.total_tasks);
    const batches = batchesOf(receiver, job.job_id);
    const artifacts = batches.flatMap((batch) => batch.artifacts);
    expect(artifacts.length).toBe(job.resources_extracted);
    expect(job.transport?.delivered).toBe(job.resources_extracted);
    expect((await app.call(contract.jobList, 'GET', '/extraction/jobs')).jobs.find(({ job_id }) => job_id === job.job_id)?.delivery).toEqual({ transports: 1, delivered: job.resources_extracted, failed: 0, waiting: 0 });
    expect(new Set(artifacts.map(({ id }) => id)).size).toBe(artifacts.length);
    expect(new Set(batches.map(({ key }) => key)).size).toBe(batches.length);
    expect(batches.map(({ batch }) => batch.number).sort((a, b) => a - b)).toEqual(batches.map((_, index) => index + 1));
    for (const { batch, artifacts: own } of batches) expect(batch.count).toBe(own.length);
    expect(Math.max(...batches.map(({ batch }) => batch.count))).toBeLessThanOrEqual(7);
    expect(receiver.received[0]?.headers).toMatchObject({ authorization: 'Bearer scanner-key-1', 'content-encoding': 'gzip', 'content-type': 'application/json' });
  });

  it('hands on what the schema says', async () => {
    const all = batchesOf(receiver, job.job_id).flatMap(({ artifacts }) => artifacts);
    for (const one of all) expect(artifact.safeParse(one).error).toBeUndefined();
    expect(all.find(({ id }) => id === `arn:aws:ec2:us-east-1:${account}:volume/vol-0003`)).toMatchObject({
      schema: 'roundsman.artifact/v1', job_id: job.job_id, provider: 'aws', account, region: 'us-east-1', service: 'ec2', type: 'aws:ec2:volume', tags: {}, attributes: { state: 'in-use', size_gib: 8 },
      relations: [{ kind: 'attached-to', id: `arn:aws:ec2:us-east-1:${account}:instance/i-0002` }],
    });
    const schema = (await app.request('GET', '/api/v1/schemas/artifact')).json<{ required: string[] }>();
    expect(schema.required).toContain('hash');
  });

  it('finds what rules find, as a scan does', async () => {
    const { total } = await app.call(contract.findingPage, 'GET', '/api/v1/findings?limit=1');
    expect(total).toBeGreaterThan(10);
  });

  it('takes part of it by service and region, and counts that alone', async () => {
    const part = await ended(await start({ regions: ['eu-west-1'] }, '?services=ec2'));
    expect(part).toMatchObject({ status: 'completed', services: ['ec2'], regions: ['eu-west-1'] });
    expect(new Set(part.results.map(({ service, region }) => `${service} ${region}`))).toEqual(new Set(['ec2 eu-west-1']));
    expect(batchesOf(receiver, part.job_id).flatMap(({ artifacts }) => artifacts).every(({ region, service }) => region === 'eu-west-1' && service === 'ec2')).toBe(true);
  });

  it('hands on only what the filters take, and records everything', async () => {
    const filtered = await ended(await start({ services: ['ec2'], filters: { instance_state: 'stopped' } }));
    const own = batchesOf(receiver, filtered.job_id).flatMap(({ artifacts }) => artifacts);
    expect(own.filter(({ type }) => type === 'aws:ec2:instance').map(({ id }) => id.split('/').at(-1)).sort()).toEqual(['i-0001', 'i-0003']);
    const named = await ended(await start({ services: 'ec2', filters: { name: 'VOL-*' } }));
    expect(batchesOf(receiver, named.job_id).flatMap(({ artifacts }) => artifacts).map(({ name }) => name).sort()).toEqual(['vol-0001', 'vol-0002', 'vol-0003', 'vol-0004']);
    expect(named).toMatchObject({ resources_extracted: 4, filters: { name: ['VOL-*'] } });
    const { total } = await app.call(contract.resourcePage, 'GET', '/api/v1/resources?type=aws:ec2:instance');
    expect(total).toBe(3);
  });

  it('says of services whose cloud is not connected that they were left out', async () => {
    const answer = await app.request('POST', '/extraction/extract?services=ec2,s3,compute,storage');
    expect([answer.status, answer.json<{ message: string }>().message]).toEqual([202, 'The extraction has been queued. Left out: compute (azure, gcp is not connected); storage (azure, gcp is not connected).']);
    const both = await ended(answer.json<{ job_id: string }>().job_id);
    expect(both.services).toEqual(['ec2', 's3']);
  });
});

describe('what cannot be extracted', () => {
  const refused = async (body: unknown, query = '') => {
    const answer = await app.request('POST', `/extraction/extract${query}`, { body });
    const problem = answer.json<z.infer<typeof contract.problem>>();
    return [answer.status, problem.errors.map(({ field }) => field), problem.detail] as const;
  };

  it('is named, each of it', async () => {
    expect(await refused({ provider: 'ibm', services: ['ec2', 'ec3'], regions: ['mars-1'], accounts: ['12'] })).toEqual([
      422, ['provider', 'services', 'regions', 'accounts'], expect.stringMatching(/unknown provider ibm.*unknown service ec3.*unknown region mars-1.*unknown account 12/) as string,
    ]);
    expect((await refused({ accounts: ['999999999999'] }))[1]).toEqual(['accounts']);
    expect((await refused({ filters: { colour: 'red' } })).slice(0, 2)).toEqual([422, ['filters.colour']]);
    for (const batch_size of [0, 1_000_000]) expect((await refused({ batch_size })).slice(0, 2)).toEqual([422, ['batch_size']]);
    expect((await refused({ colour: 'red' }))[0]).toBe(422);
    expect((await refused({}, '?services=compute')).slice(0, 1)).toEqual([400]);
    expect((await refused({ services: ['ec2'] }, '?services=s3')).slice(0, 2)).toEqual([422, ['services']]);
    expect((await app.request('GET', '/extraction/jobs/0198aaaa-0000-7000-8000-000000000000')).status).toBe(404);
  });
});

describe('a job', () => {
  it('is listed newest first, and only by the states there are', async () => {
    const { jobs, total } = await app.call(contract.jobList, 'GET', '/extraction/jobs?limit=2');
    expect(jobs).toHaveLength(2);
    expect(total).toBeGreaterThanOrEqual(5);
    expect(jobs[0]!.created_at >= jobs[1]!.created_at).toBe(true);
    expect((await app.call(contract.jobList, 'GET', '/extraction/jobs?status=failed')).total).toBe(0);
    expect((await app.request('GET', '/extraction/jobs?status=lost')).status).toBe(422);
  });

  it('is cancelled while it runs, and what was read stays', async () => {
    aws.setFaults([{ operation: 'DescribeVolumes', kind: 'hang' }]);
    try {
      const id = await start({ services: ['ec2'] });
      await waitFor('a target under way', async () => ((await jobOf(id)).progress.current.some((words) => words.startsWith('aws:ec2:volume')) ? true : undefined));
      expect((await app.request('DELETE', `/extraction/jobs/${id}`)).status).toBe(200);
      const cancelled = await ended(id);
      expect(cancelled.status).toBe('cancelled');
      expect((await app.request('DELETE', `/extraction/jobs/${id}`)).status).toBe(400);
    } finally {
      aws.setFaults([]);
    }
  });

  it('stays within its budget, and the next one reads first what was left', async () => {
    const limited = () => start({ services: ['ec2'], max_calls: 10 });
    const targetsOf = async (id: string) => (await app.call(contract.runDetail, 'GET', `/api/v1/runs/${id}`)).targets;
    const namesOf = (targets: contract.RunDetail['targets'], ...statuses: string[]) => targets.filter(({ status }) => statuses.includes(status)).map(({ type, region }) => `${type} ${region}`);
    const spent = await ended(await limited());
    expect(spent.status).toBe('partial');
    expect(spent.api_calls).toBeLessThanOrEqual(10);
    expect(spent.results.some(({ status, message, last_read }) => (status === 'deferred' || status === 'partial') && message?.includes('budget of 10 calls') === true && last_read !== null)).toBe(true);
    const targets = await targetsOf(spent.job_id);
    const [readFirst, left] = [namesOf(targets, 'complete'), namesOf(targets, 'deferred')];
    expect(readFirst).not.toEqual([]);
    expect(left.length).toBeGreaterThan(readFirst.length);
    expect(spent.progress).toMatchObject({ total_tasks: targets.length, deferred_tasks: left.length, failed_tasks: namesOf(targets, 'partial').length });
    const again = namesOf(await targetsOf((await ended(await limited())).job_id), 'complete');
    expect(again).not.toEqual([]);
    expect(again.filter((name) => readFirst.includes(name))).toEqual([]);
  });

  it('is listed among the runs where those of its kind are asked for', async () => {
    const runsOf = (query: string) => app.call(contract.runPage, 'GET', `/api/v1/runs?${query}`);
    const { jobs, total } = await app.call(contract.jobList, 'GET', '/extraction/jobs?limit=100');
    const extractions = await runsOf('job=extract&limit=100');
    expect([extractions.items.map(({ id }) => id), extractions.total]).toEqual([jobs.map(({ job_id }) => job_id), total]);
    expect((await runsOf('job=scan')).total).toBe(0);
    expect((await runsOf('limit=100')).total).toBe(0);
    expect((await app.request('GET', '/api/v1/runs?job=extraction')).status).toBe(422);
  });

  it('tells its cost before the start', async () => {
    const estimate = (await app.request('POST', '/extraction/estimate?services=ec2')).json<z.infer<typeof contract.estimateAnswer>>();
    expect(estimate).toMatchObject({ unknown_targets: 0, billed_calls: 0 });
    expect(estimate.calls).toBeGreaterThanOrEqual(estimate.targets);
    expect((await app.request('POST', '/extraction/estimate?services=s3')).json<z.infer<typeof contract.estimateAnswer>>().billed_calls).toBeGreaterThan(0);
  });
});

describe('further transports', () => {
  it('get everything too, into files that other programs read', async () => {
    const made = await app.call(contract.transport, 'POST', '/api/v1/transports', { name: 'archive', type: 'filesystem', settings: { folder: 'all' } });
    const job = await ended(await start({ services: ['ec2', 's3'] }));
    expect(job.transports.map(({ type, delivered }) => [type, delivered])).toEqual([['http', job.resources_extracted], ['filesystem', job.resources_extracted]]);
    const day = job.created_at.slice(0, 10).replaceAll('-', '/');
    const file = path.join(folder, 'all', day, job.job_id, 'ec2.jsonl.gz');
    await waitFor('the files', () => (fs.existsSync(file) && fs.existsSync(file.replace('ec2', 's3')) ? true : undefined));
    const lines = gunzipSync(fs.readFileSync(file)).toString().trim().split('\n').map((line) => JSON.parse(line) as Artifact);
    expect(lines.every((line) => artifact.safeParse(line).success && line.service === 'ec2')).toBe(true);
    const fromHttp = batchesOf(receiver, job.job_id).flatMap(({ artifacts }) => artifacts).filter(({ service }) => service === 'ec2');
    expect(lines.map(({ id, hash }) => `${id} ${hash}`).sort()).toEqual(fromHttp.map(({ id, hash }) => `${id} ${hash}`).sort());
    expect(fs.readdirSync(path.dirname(file)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect((await app.request('DELETE', `/api/v1/transports/${made.id}`)).status).toBe(200);
  });

  it('are tried before anything is handed on, as it would be handed on', async () => {
    fs.writeFileSync(path.join(folder, 'blocked'), 'of somebody else');
    const tried = async (type: string, settings: object): Promise<z.infer<typeof contract.transportTest>> => {
      // Off: a test is asked for before a transport takes part in anything.
      const { id } = await app.call(contract.transport, 'POST', '/api/v1/transports', { name: 'tried', type, settings, enabled: false });
      const answer = await app.call(contract.transportTest, 'POST', `/api/v1/transports/${id}/test`);
      expect((await app.request('DELETE', `/api/v1/transports/${id}`)).status).toBe(200);
      return answer;
    };
    expect(await tried('filesystem', { folder: 'tried' })).toEqual({ delivered: true, message: 'The folder tried was made. A file was written, brought to disk and removed.' });
    expect(fs.readdirSync(path.join(folder, 'tried'))).toEqual([]);
    expect(await tried('filesystem', { folder: 'blocked' })).toEqual({ delivered: false, message: expect.stringContaining('blocked cannot be written (EEXIST)') as string });
    // The simulated cloud takes no objects: what it answers is told.
    expect(await tried('s3', { bucket: 'nobodys-bucket' })).toEqual({ delivered: false, message: expect.stringMatching(/^The bucket nobodys-bucket did not take \.roundsman-test-/) as string });
  });

  it('send only what changed where that is asked for, what is gone included', async () => {
    await using changes = await startReceiver();
    const cloud = await startAws({ estate: elevenUnused() });
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => cloud.close());
    await using own = await startApp({ aws: cloud, environment: { TRANSPORT_TYPE: 'http', TRANSPORT_ONLY_CHANGES: 'true', HTTP_ENDPOINT_URL: changes.url } });
    const extract = async (): Promise<Artifact[]> => {
      const { job_id } = (await own.request('POST', '/extraction/extract?services=ec2')).json<{ job_id: string }>();
      await waitFor('the end of the job', async () => {
        const job = await own.call(contract.jobDetail, 'GET', `/extraction/jobs/${job_id}`);
        return job.status === 'completed' && job.transports.every(({ state, waiting }) => state === 'cut' && waiting === 0) ? true : undefined;
      });
      return batchesOf(changes, job_id).flatMap(({ artifacts }) => artifacts);
    };
    // A scan has seen everything before: nothing of it was handed on, and no answer of the provider kept.
    await own.scan();
    const first = await extract();
    expect(first.length).toBeGreaterThan(5);
    const id = encodeURIComponent(`arn:aws:ec2:us-east-1:${account}:volume/vol-0003`);
    expect((await own.request('GET', `/api/v1/resources/raw?id=${id}`)).json<{ raw: { VolumeId: string } }>().raw.VolumeId).toBe('vol-0003');
    expect(await extract()).toEqual([]);
    // What another kind of run saw first is a change for the receiver all the same.
    cloud.mutate((estate) => {
      const { volumes } = estate.accounts[account]!.regions['us-east-1']!;
      volumes[0]!.tags['owner'] = 'shop';
      volumes.splice(1, 1);
    });
    await own.scan();
    const third = await extract();
    expect(third.map(({ name, tags, gone_at }) => [name, tags, gone_at !== undefined]).sort()).toEqual([['vol-0001', { owner: 'shop' }, false], ['vol-0002', {}, true]]);
    expect(third.every((one) => artifact.safeParse(one).success)).toBe(true);
  });

  it('cannot be pointed anywhere by who may only use the dashboard', async () => {
    const put = async (settings: unknown, type: string) => (await app.request('POST', '/api/v1/transports', { body: { name: 'x', type, settings } })).status;
    expect(await Promise.all([put({ url: 'ftp://example.com' }, 'http'), put({ folder: '../etc' }, 'filesystem'), put({ folder: '/etc' }, 'filesystem'), put({ bucket: 'B' }, 's3'), put({ colour: 1 }, 's3')])).toEqual([422, 422, 422, 422, 422]);
    const near = await app.call(contract.transport, 'POST', '/api/v1/transports', { name: 'near', type: 'http', settings: { url: `${receiver.url}/near` }, token: 'secret-of-near' });
    expect(near).toMatchObject({ has_token: true, destination: `${receiver.url}/near` });
    expect(JSON.stringify(near)).not.toContain('secret-of-near');
    const test = (await app.request('POST', `/api/v1/transports/${near.id}/test`)).json<{ delivered: boolean; message: string }>();
    expect(test).toMatchObject({ delivered: false, message: expect.stringContaining('not a public address') as string });
    // The key was for another host.
    expect(await app.call(contract.transport, 'PATCH', `/api/v1/transports/${near.id}`, { settings: { url: 'https://elsewhere.example/in' } })).toMatchObject({ has_token: false });
    expect((await app.request('DELETE', `/api/v1/transports/${near.id}`)).status).toBe(200);
    const [configured] = (await app.call(contract.transportList, 'GET', '/api/v1/transports')).items;
    expect(configured).toMatchObject({ name: 'configured', type: 'http', locked: expect.any(String) as string, has_token: true });
    expect((await app.request('DELETE', `/api/v1/transports/${configured!.id}`)).status).toBe(400);
  });
});

describe('schedules of extractions', () => {
  const cron = { name: 'daily-full-scan', cron_expression: '0 2 * * *', batch_size: 200 };

  it('are made as the guide says, changed, paused, run and deleted', async () => {
    const made = await app.request('POST', '/schedules/', { body: cron });
    expect(made.status).toBe(201);
    const schedule = made.json<z.infer<typeof contract.extractionSchedule>>();
    expect(schedule).toMatchObject({ ...cron, timezone: 'UTC', status: 'active', enabled: true, last_run: null });
    expect(schedule.next_runs).toHaveLength(10);
    expect(schedule.next_run).toMatch(/T02:00:00\.000Z$/);
    expect((await app.request('POST', '/schedules/', { body: cron })).status).toBe(409);
    const url = `/schedules/${schedule.schedule_id}`;
    const changed = await app.call(contract.extractionSchedule, 'PUT', url, { cron_expression: '30 4 * * 1', timezone: 'Europe/Berlin', services: ['s3'], filters: { name: 'a*' } });
    expect(changed).toMatchObject({ cron_expression: '30 4 * * 1', timezone: 'Europe/Berlin', services: ['s3'], filters: { name: ['a*'] }, batch_size: 200 });
    expect(await app.call(contract.extractionSchedule, 'PUT', url, { services: null })).toMatchObject({ services: [], batch_size: 200, filters: { name: ['a*'] } });
    expect(await app.call(contract.extractionSchedule, 'POST', `${url}/pause`, { note: 'holiday' })).toMatchObject({ status: 'paused', pause_note: 'holiday', next_run: null });
    expect(await app.call(contract.extractionSchedule, 'POST', `${url}/resume`)).toMatchObject({ status: 'active' });
    const run = await app.request('POST', `${url}/run`);
    expect(run.status).toBe(202);
    const job = await ended(run.json<{ job_id: string }>().job_id);
    expect(job).toMatchObject({ status: 'completed', schedule_name: 'daily-full-scan', batch_size: 200 });
    expect(await app.call(contract.extractionScheduleList, 'GET', '/schedules/')).toMatchObject({ total: 1, schedules: [{ name: 'daily-full-scan' }] });
    expect((await app.request('DELETE', url)).status).toBe(200);
    expect((await app.request('GET', url)).status).toBe(404);
  });

  it('with an expression that is wrong or never fires are refused with the reason', async () => {
    for (const [cron_expression, reason] of [['0 0 30 2 *', /never fires/], ['61 * * * *', /not understood/], ['* * *', /five fields/]] as const) {
      const answer = await app.request('POST', '/schedules/', { body: { name: 'odd', cron_expression } });
      expect([answer.status, answer.json<z.infer<typeof contract.problem>>().errors[0]?.field]).toEqual([422, 'cron_expression']);
      expect(answer.json<z.infer<typeof contract.problem>>().detail).toMatch(reason);
    }
    expect((await app.request('POST', '/schedules/', { body: { name: 'odd', cron_expression: '0 2 * * *', services: ['ec9'] } })).status).toBe(422);
  });
});

it('lists providers and services with what they need', async () => {
  const { providers } = await app.call(contract.providerList, 'GET', '/extraction/providers');
  expect(providers.map(({ name, enabled }) => [name, enabled])).toEqual([['aws', true], ['azure', false], ['gcp', false]]);
  const { services } = await app.call(contract.serviceList, 'GET', '/extraction/services?provider=aws');
  expect(services.find(({ name }) => name === 's3')?.permissions).toContain('s3:ListAllMyBuckets');
});

describe('the inventory', () => {
  const facetsOf = (query = '') => app.call(contract.resourceFacets, 'GET', `/api/v1/resources/facets${query}`);
  const totalOf = async (query: string) => (await app.call(contract.resourcePage, 'GET', `/api/v1/resources?limit=1&${query}`)).total;

  it('can be narrowed down by what its facets count', async () => {
    const facets = await facetsOf();
    expect(facets.total).toBe(await totalOf(''));
    for (const name of ['account', 'region', 'service', 'type', 'tag'] as const) {
      expect(facets[name].length).toBeGreaterThan(0);
      for (const { value, count } of facets[name]) expect([name, value, await totalOf(`${name}=${encodeURIComponent(value)}`)]).toEqual([name, value, count]);
    }
    // A bucket lies in its region, though all are listed at once.
    expect((await facetsOf('?type=aws:s3:bucket')).region).toEqual([{ value: 'us-east-1', count: 2 }, { value: 'eu-west-1', count: 1 }]);
    const narrowed = await facetsOf('?q=vol&region=us-east-1');
    expect(narrowed).toMatchObject({ total: 3, type: [{ value: 'aws:ec2:volume', title: 'EBS volumes', count: 3 }], region: [{ value: 'us-east-1', count: 3 }] });
  });

  it('follows somebody typing a name, a short id or a full one', async () => {
    const found = async (q: string) => (await app.call(contract.searchAnswer, 'GET', `/api/v1/resources/search?q=${encodeURIComponent(q)}`)).items.map(({ name }) => name);
    expect(await found('VOL-000')).toEqual(['vol-0001', 'vol-0002', 'vol-0003', 'vol-0004']);
    expect(await found('i-0001')).toEqual(['<!channel> web']);
    expect(await found(`arn:aws:iam::${account}:user/former`)).toEqual(['former']);
    expect(await found('nothing of that')).toEqual([]);
  });

  it("keeps the provider's answer, and shows relations both ways", async () => {
    const id = encodeURIComponent(`arn:aws:ec2:us-east-1:${account}:volume/vol-0003`);
    const volume = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${id}`);
    expect(volume).toMatchObject({ has_raw: true, type_title: 'EBS volume' });
    const raw = (await app.request('GET', `/api/v1/resources/raw?id=${id}`)).json<{ raw: { VolumeId: string } }>();
    expect(raw.raw.VolumeId).toBe('vol-0003');
    const instance = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${encodeURIComponent(`arn:aws:ec2:us-east-1:${account}:instance/i-0002`)}`);
    expect(instance.relations.filter(({ direction }) => direction === 'in').map(({ name, kind }) => [name, kind])).toContainEqual(['vol-0003', 'attached-to']);
    expect((await app.request('GET', '/api/v1/resources/raw?id=arn:none')).status).toBe(404);
  });
});
