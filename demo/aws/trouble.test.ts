import { DescribeVolumesCommand, EC2Client, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accountOf, listing } from './estate.ts';
import { type SimulatedAws, startSimulatedAws } from './server.ts';

let aws: SimulatedAws;
const config = (region = 'us-east-1') =>
  ({ endpoint: aws.url, region, credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }, maxAttempts: 1, forcePathStyle: true });
const volumes = (region?: string) => new EC2Client(config(region)).send(new DescribeVolumesCommand({ MaxResults: 5 }));
const users = () => new IAMClient(config()).send(new ListUsersCommand({}));
const buckets = () => new S3Client(config()).send(new ListBucketsCommand({}));

beforeAll(async () => {
  aws = await startSimulatedAws({ resources: 500 });
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.setFaults([]);
  aws.setThrottle('none');
  aws.setLatency(0);
  aws.resetStats();
});

it('denies in the words of each service', async () => {
  aws.setFaults([{ kind: 'deny' }]);
  const sentence = 'because no identity-based policy allows the ec2:DescribeVolumes action';
  await expect(volumes()).rejects.toMatchObject({ name: 'UnauthorizedOperation', message: expect.stringContaining(sentence) });
  await expect(users()).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('iam:ListUsers') });
  await expect(buckets()).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('s3:ListAllMyBuckets') });
});

it('denies one region only', async () => {
  aws.setFaults([{ kind: 'deny', service: 'ec2', region: 'eu-west-1' }]);
  await expect(volumes('eu-west-1')).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  expect((await volumes()).Volumes).toHaveLength(5);
});

it('throttles as often as told, with the time to wait', async () => {
  aws.setFaults([{ kind: 'throttle', times: 3, retryAfterSeconds: 7 }]);
  await expect(volumes()).rejects.toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 }, $response: { headers: { 'retry-after': '7' } } });
  await expect(users()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } });
  await expect(buckets()).rejects.toMatchObject({ name: 'SlowDown' });
  expect((await volumes()).Volumes).toHaveLength(5);
  expect(aws.stats.throttled).toEqual({ '123456789012/us-east-1/ec2': 1, '123456789012/global/iam': 1, '123456789012/us-east-1/s3': 1 });
});

it('has a token bucket per region and service, a bucket of S3 in its own region', async () => {
  aws.setThrottle({ ec2: { ratePerSecond: 20, burst: 3 }, s3: { ratePerSecond: 0.001, burst: 1 } });
  const outcomes = await Promise.allSettled([...Array.from({ length: 5 }, () => volumes()), volumes('eu-west-1')]);
  expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(2);
  expect(outcomes.at(-1)?.status).toBe('fulfilled');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await volumes()).Volumes).toHaveLength(5);
  const all = listing(accountOf(aws.estate, '123456789012'), 'buckets');
  const abroad = all.slice(0, all.length).find((bucket) => bucket.region !== 'us-east-1')!;
  const read = () => new S3Client(config(abroad.region)).send(new ListObjectVersionsCommand({ Bucket: abroad.name, MaxKeys: 1 }));
  await buckets();
  await read();
  await expect(read()).rejects.toMatchObject({ name: 'SlowDown' });
  expect(aws.stats.throttled).toEqual({ '123456789012/us-east-1/ec2': 2, [`123456789012/${abroad.region}/s3`]: 1 });
});

it('breaks off, hangs, fails and expires', async () => {
  aws.setFaults([{ kind: 'close', times: 1 }, { kind: 'half-page', times: 1 }, { kind: 'error500', times: 1 }, { kind: 'expired-token', times: 1 }, { kind: 'hang' }]);
  await expect(volumes()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(volumes()).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
  await expect(volumes()).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  await expect(volumes()).rejects.toMatchObject({ name: 'RequestExpired' });
  const abortSignal = AbortSignal.timeout(50);
  await expect(new EC2Client(config()).send(new DescribeVolumesCommand({}), { abortSignal })).rejects.toMatchObject({ name: 'AbortError' });
});

it('repeats one page token for ever', async () => {
  aws.setFaults([{ kind: 'paging-loop', operation: 'DescribeVolumes' }]);
  const tokens: (string | undefined)[] = [];
  for await (const page of paginateDescribeVolumes({ client: new EC2Client(config()), pageSize: 5 }, {})) if (tokens.push(page.NextToken) === 4) break;
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).toBeDefined();
});

it('adds latency to every call and knows how many were in flight', async () => {
  aws.setLatency(40);
  const start = performance.now();
  await Promise.all([volumes(), volumes(), volumes()]);
  expect(performance.now() - start).toBeGreaterThan(39);
  expect(aws.stats).toMatchObject({ calls: 3, peakInFlight: 3, byRegion: { 'us-east-1': 3 }, byOperation: { 'ec2.DescribeVolumes': 3 } });
});

it('runs as a process of its own that can be asked and told', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), '{"resources":100}'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  const post = (path: string, body: unknown) => fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  await post('/_control', { faults: [{ kind: 'deny' }], latency: 1 });
  const ec2 = new EC2Client({ ...config(), endpoint: url });
  await expect(ec2.send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  expect(await (await fetch(`${url}/_stats`)).json()).toMatchObject({ calls: 1 });
  expect(await (await post('/_reset', {})).json()).toMatchObject({ calls: 0 });
  child.kill();
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
});
