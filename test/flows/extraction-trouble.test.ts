import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { aBucket, anEstate, aVolume } from '../../demo/aws/make.ts';
import { Refusal } from '../../demo/aws/answer.ts';
import type { Answerer } from '../../demo/aws/modelled/answerer.ts';
import type { SimulatedAwsOptions } from '../../demo/aws/server.ts';
import type { Artifact } from '../../src/core/artifact.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type Receiver, startReceiver } from './receivers.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';
import { account } from './world.ts';

interface World extends AsyncDisposable {
  app: StartedApp;
  receiver: Receiver;
  aws: Awaited<ReturnType<typeof startAws>>;
  extract(body?: unknown): Promise<contract.JobDetail>;
  artifacts(): Artifact[];
}

async function begin(options: SimulatedAwsOptions, environment: Record<string, string> = {}): Promise<World> {
  const [aws, receiver] = await Promise.all([startAws(options), startReceiver()]);
  const app = await startApp({ aws, environment: { TRANSPORT_TYPE: 'http', HTTP_ENDPOINT_URL: receiver.url, TRANSPORT_TIMEOUT_SECONDS: '1', ...environment } });
  const job = (id: string): Promise<contract.JobDetail> => app.call(contract.jobDetail, 'GET', `/extraction/jobs/${id}`);
  return {
    app, receiver, aws,
    async extract(body = {}) {
      const { job_id } = (await app.request('POST', '/extraction/extract', { body })).json<{ job_id: string }>();
      return waitFor('the end of the job', async () => {
        const now = await job(job_id);
        return now.completed_at !== null && now.transports.every(({ state, waiting }) => state === 'cut' && waiting === 0) ? now : undefined;
      }, 60_000);
    },
    artifacts: () => receiver.received.flatMap(({ bytes }) => (JSON.parse(gunzipSync(bytes).toString()) as { artifacts: Artifact[] }).artifacts),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await Promise.all([aws.close(), receiver[Symbol.asyncDispose]()]);
    },
  };
}

it('takes a policy of five megabytes, words that nobody knows and fields that are missing', { timeout: 60_000 }, async () => {
  const statement = Array.from({ length: 40_000 }, (_, n) => ({ Sid: `s${n}`, Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::large/${n}/${'x'.repeat(30)}` }));
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statement });
  expect(policy.length).toBeGreaterThan(5_000_000);
  const answers: Record<string, Answerer> = {
    's3.GetBucketPolicy': () => ({ Policy: policy }),
    'ec2.DescribeVpcs': () => ({ Vpcs: [{ VpcId: 'vpc-odd', State: 'a-state-of-tomorrow', Tags: [{ Key: 'n\u0000ull', Value: '\u202e<b>' }] }, { VpcId: 'vpc-bare' }] }),
    'lambda.ListFunctions': () => ({ Functions: [{ FunctionName: 'bare', FunctionArn: `arn:aws:lambda:us-east-1:${account}:function:bare` }] }),
  };
  await using world = await begin({ estate: anEstate({ buckets: [aBucket({ name: 'large', objects: 1 })] }), answers, regions: ['us-east-1'] }, { TRANSPORT_TIMEOUT_SECONDS: '60' });
  const job = await world.extract({ services: ['s3', 'vpc', 'lambda'] });
  expect(job.results.filter(({ status }) => status !== 'complete').map(({ service, message }) => [service, message])).toEqual([]);
  const byId = new Map(world.artifacts().map((one) => [one.id, one]));
  expect(JSON.stringify(byId.get('arn:aws:s3:::large/policy')?.attributes).length).toBeGreaterThan(5_000_000);
  expect(byId.get(`arn:aws:ec2:us-east-1:${account}:vpc/vpc-odd`)?.attributes).toMatchObject({ state: 'a-state-of-tomorrow' });
  expect([...byId.keys()]).toEqual(expect.arrayContaining([`arn:aws:ec2:us-east-1:${account}:vpc/vpc-bare`, `arn:aws:lambda:us-east-1:${account}:function:bare`]));
});

it('stops a listing whose pages never end, says so, and harms nothing else', async () => {
  const volumes = Array.from({ length: 1200 }, (_, n) => aVolume({ id: `vol-${n}` }));
  await using world = await begin({ estate: anEstate({ regions: { 'us-east-1': { volumes } } }), regions: ['us-east-1'], faults: [{ operation: 'DescribeVolumes', kind: 'paging-loop' }] });
  const job = await world.extract({ services: ['ec2'] });
  expect(job).toMatchObject({ status: 'partial', progress: { failed_tasks: 1 } });
  expect(job.errors).toEqual([expect.stringMatching(/repeated its page token/)]);
  expect((await world.extract({ services: ['ec2'] })).progress.failed_tasks).toBe(1);
});

it('names what was denied and what did not answer, with the permission, and reads the rest', async () => {
  await using world = await begin({ resources: 200, seed: 4, accounts: [account], regions: ['us-east-1', 'eu-west-1'], faults: [{ operation: 'DescribeVpcs', kind: 'deny', region: 'eu-west-1' }, { service: 'rds', kind: 'error500', region: 'us-east-1' }, { operation: 'GetPolicy', kind: 'deny' }] });
  const job = await world.extract({ services: ['vpc', 'rds', 'lambda', 'kms'] });
  expect(job.status).toBe('partial');
  const cell = (service: string, region: string) => job.results.find((one) => one.service === service && one.region === region);
  expect(cell('vpc', 'eu-west-1')).toMatchObject({ status: 'partial', permission: 'ec2:DescribeVpcs' });
  expect(cell('vpc', 'us-east-1')).toMatchObject({ status: 'complete', message: null });
  expect(cell('rds', 'us-east-1')).toMatchObject({ status: 'unavailable', resources: 0 });
  expect(cell('rds', 'eu-west-1')?.status).toBe('complete');
  expect(cell('lambda', 'us-east-1')).toMatchObject({ permission: 'lambda:GetPolicy' });
  expect(cell('kms', 'us-east-1')?.resources).toBeGreaterThan(0);
});

it('fails where nothing could be read, also where some of it is not offered at all', async () => {
  const notOffered: Answerer = () => {
    throw new Refusal(400, 'SubscriptionRequiredException', 'The account has no subscription for it.');
  };
  const answers = { 'rds.DescribeDBInstances': notOffered, 'rds.DescribeDBClusters': notOffered };
  const faults = ['DescribeDBSnapshots', 'DescribeDBClusterSnapshots', 'DescribeDBSubnetGroups', 'DescribeDBParameterGroups'].map((operation) => ({ operation, kind: 'deny' }) as const);
  await using world = await begin({ estate: anEstate({}), answers, regions: ['us-east-1'], faults });
  const job = await world.extract({ services: ['rds'] });
  const { targets } = await world.app.call(contract.runDetail, 'GET', `/api/v1/runs/${job.job_id}`);
  expect(new Set(targets.map(({ status }) => status))).toEqual(new Set(['denied', 'not_applicable']));
  expect(job).toMatchObject({ status: 'failed', error: { code: 'AWS_ACCESS_DENIED' } });
});

it('keeps what a receiver does not take, shows it, and sends it when it is asked or answers again', async () => {
  await using world = await begin({ estate: anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-1' })] } } }), regions: ['us-east-1'] }, { TRANSPORT_MAX_RETRIES: '0' });
  const { app, receiver } = world;
  receiver.answers.push({ status: 400, body: 'not like that' });
  const refused = await world.extract({ services: ['ec2'] });
  // A job is done when it is done; what became of its artifacts stands beside it.
  expect(refused).toMatchObject({ status: 'completed', transport: { delivered: 0, failed: refused.resources_extracted, waiting: 0 } });
  const [transport] = (await app.call(contract.transportList, 'GET', '/api/v1/transports')).items;
  expect(transport?.queue).toMatchObject({ failed: 1, failed_artifacts: refused.resources_extracted, last_error: { code: 'TRANSPORT_REFUSED', message: expect.stringContaining('answered 400: not like that') as string } });
  expect((await app.call(contract.transportBatches, 'GET', `/api/v1/transports/${transport!.id}/batches?state=dead`)).items).toMatchObject([{ job_id: refused.job_id, number: 1 }]);
  const again = await app.call(contract.resendAnswer, 'POST', `/api/v1/transports/${transport!.id}/resend`, {});
  expect(again.artifacts).toBe(refused.resources_extracted);
  const delivered = await waitFor('the second try', async () => {
    const job = await app.call(contract.jobDetail, 'GET', `/extraction/jobs/${refused.job_id}`);
    return job.transport?.delivered === refused.resources_extracted ? job : undefined;
  });
  expect(delivered.transport).toMatchObject({ failed: 0 });
  expect(new Set(receiver.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);

  // Nobody answers: it is given up for now, and goes out by itself with the next that is taken.
  receiver.answers.push({ status: 503 });
  const lost = await world.extract({ services: ['ec2'] });
  expect(lost.transport).toMatchObject({ failed: lost.resources_extracted });
  await waitFor('both', async () => ((await app.call(contract.jobDetail, 'GET', `/extraction/jobs/${lost.job_id}`)).transport?.delivered === lost.resources_extracted ? true : undefined), 30_000);
});

it('lets a slow receiver slow the delivery and not the job', async () => {
  await using world = await begin({ resources: 300, seed: 4, accounts: [account], regions: ['us-east-1'] }, { BATCH_SIZE: '20', BATCH_DELAY_SECONDS: '0.3' });
  const { job_id } = (await world.app.request('POST', '/extraction/extract', { body: { services: ['ec2'] } })).json<{ job_id: string }>();
  const atEnd = await waitFor('the end of the job', async () => {
    const job = await world.app.call(contract.jobDetail, 'GET', `/extraction/jobs/${job_id}`);
    return job.completed_at === null ? undefined : job;
  });
  expect(atEnd.status).toBe('completed');
  expect(atEnd.transport?.delivered ?? 0).toBeLessThan(atEnd.resources_extracted);
  await waitFor('all of it', async () => ((await world.app.call(contract.jobDetail, 'GET', `/extraction/jobs/${job_id}`)).transport?.delivered === atEnd.resources_extracted ? true : undefined), 60_000);
});
