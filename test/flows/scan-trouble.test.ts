import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, anEstate, anInstance, aUser, aVolume } from '../../demo/aws/make.ts';
import type { Fault } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { listen } from './events.ts';
import { type StartedApp, startApp, waitFor } from './start-app.ts';
import { begin, channelSettings, deliveriesOf, end, textOf, totalOf, type World } from './world.ts';

describe('trouble in the cloud', () => {
  let world: World;
  beforeAll(async () => {
    const many = anEstate({
      regions: Object.fromEntries(['us-east-1', 'eu-west-1'].map((region) => [region, { instances: [anInstance({ id: `i-${region}` })], volumes: Array.from({ length: 600 }, (_, index) => aVolume({ id: `vol-${region}-${index}` })) }])),
      buckets: [aBucket({ name: 'one' })],
      users: [aUser({ name: 'former' })],
    });
    world = await begin({ estate: many, environment: { AWS_THROTTLE_PATIENCE_SECONDS: '1', AWS_REQUEST_TIMEOUT_SECONDS: '1' } });
    const run = await world.app.scan();
    expect(run.status).toBe('completed');
  });
  afterAll(() => end(world));

  async function scanWith(faults: Fault[]): Promise<{ run: contract.RunDetail; target: (type: string, region: string) => contract.RunDetail['targets'][number] | undefined }> {
    world.aws.setFaults(faults);
    const run = await world.app.scan();
    world.aws.setFaults([]);
    return { run, target: (type, region) => run.targets.find((one) => one.type === type && one.region === region) };
  }

  it('of each kind ends its own targets, in words, and leaves the others whole', async () => {
    const { run, target } = await scanWith([
      { kind: 'hang', service: 'ec2', operation: 'DescribeInstances', region: 'eu-west-1' },
      { kind: 'paging-loop', service: 'ec2', operation: 'DescribeVolumes', region: 'eu-west-1' },
      { kind: 'half-page', service: 'ec2', operation: 'DescribeVolumes', region: 'us-east-1', times: 1 },
      { kind: 'error500', service: 's3', operation: 'ListBuckets', times: 1 },
      { kind: 'close', service: 'ec2', operation: 'DescribeSnapshots', region: 'us-east-1', times: 1 },
      { kind: 'half-page', service: 'ec2', operation: 'DescribeSnapshots', region: 'eu-west-1' },
    ]);
    expect(run.status).toBe('partial');
    expect(target('aws:ec2:instance', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'CLOUD_TIMEOUT', message: expect.stringContaining('ec2:DescribeInstances in eu-west-1') } });
    expect(target('aws:ec2:volume', 'eu-west-1')).toMatchObject({ status: 'partial', gone: 0, error: { code: 'AWS_PAGING_LOOP' } });
    expect(target('aws:ec2:snapshot', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_UNAVAILABLE' } });
    for (const [type, region] of [['aws:ec2:volume', 'us-east-1'], ['aws:ec2:snapshot', 'us-east-1'], ['aws:s3:bucket', 'global'], ['aws:ec2:instance', 'us-east-1'], ['aws:iam:user', 'global']] as const) {
      expect(target(type, region), `${type} ${region}`).toMatchObject({ status: 'complete', error: null });
    }
    expect(run.counts).toMatchObject({ added: 0, changed: 0, gone: 0, findings_resolved: 0, findings_opened: 0 });
    expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources?type=aws:ec2:volume')).total).toBe(1200);
    expect(JSON.stringify(run)).not.toMatch(/node_modules|at .*\.ts:/);
  });

  it('with the credentials fails the run where they open nothing, and says so to people', async () => {
    const { run } = await scanWith([{ kind: 'expired-token' }]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_CREDENTIALS_REJECTED' }, counts: { targets: 0 } });
    const text = await textOf(world, run.id);
    expect(text).toContain('Could not be read in full: 1\n• all types in all regions, account all: AWS refused the credentials');
    expect(totalOf(text)).toBe(1202);
    const { items } = await world.app.call(contract.connectionList, 'GET', '/api/v1/connections');
    expect(items[0]).toMatchObject({ provider: 'aws', state: 'rejected' });
  });

  it('with the credentials in the middle of a run leaves what was read', async () => {
    const { run, target } = await scanWith([{ kind: 'expired-token', service: 'ec2', region: 'eu-west-1' }]);
    expect(run.status).toBe('partial');
    expect(target('aws:ec2:volume', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_CREDENTIALS_REJECTED' } });
    expect(target('aws:ec2:volume', 'us-east-1')).toMatchObject({ status: 'complete' });
  });

  it('over all of it fails the run, and nothing is taken for gone', async () => {
    // Everything that the first scan asked, but for who we are and which regions there are.
    const asked = Object.keys(world.aws.stats.byOperation).map((name) => name.split('.') as [string, string]).filter(([service, operation]) => service !== 'sts' && operation !== 'DescribeRegions');
    const { run } = await scanWith(asked.map(([service, operation]) => ({ kind: 'deny', service, operation }) as const));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_ACCESS_DENIED' }, counts: { gone: 0, findings_resolved: 0 } });
    expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources')).total).toBe(1209);
  });
});

describe('a service that throttles for ever', () => {
  it('ends its target after the patience, and no other', async () => {
    const world = await begin({ environment: { AWS_THROTTLE_PATIENCE_SECONDS: '1' } });
    try {
      await world.app.scan();
      world.aws.setFaults([{ kind: 'throttle', service: 'ec2', operation: 'DescribeAddresses', region: 'us-east-1' }]);
      const run = await world.app.scan();
      expect(run).toMatchObject({ status: 'partial', counts: { not_complete: 1, gone: 0, findings_resolved: 0 } });
      expect(run.counts.throttled_calls).toBeGreaterThan(0);
      expect(run.targets.find(({ status }) => status !== 'complete')).toMatchObject({ type: 'aws:ec2:elastic-ip', region: 'us-east-1', status: 'unavailable', error: { code: 'AWS_THROTTLED', message: expect.stringContaining('ec2:DescribeAddresses in us-east-1') } });
      expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources?type=aws:ec2:elastic-ip')).total).toBe(1);
      expect(await textOf(world, run.id)).toMatch(/^🚨 Found 11 unused/);
    } finally {
      await end(world);
    }
  });
});

describe('a run that does not get to its end at once', () => {
  let world: World;
  beforeAll(async () => {
    world = await begin({ environment: { MAX_CONCURRENT_EXTRACTORS: '1' } });
  });
  afterAll(() => end(world));
  const finished = ({ targets }: contract.RunDetail) => targets.filter(({ status }) => status === 'complete');

  /** A run of which some targets have been collected and some have not. */
  async function half(app: StartedApp): Promise<string> {
    world.aws.setLatency(60);
    const { task_id } = (await app.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
    await waitFor('some targets', async () => {
      const run = await app.call(contract.runDetail, 'GET', `/api/v1/runs/${task_id}`);
      return finished(run).length >= 3 ? run : undefined;
    });
    return task_id;
  }

  // Prices are asked of a day's first run only.
  it.each([
    ['a price', { kind: 'hang', service: 'pricing' }, ['evaluate']],
    ['who we are', { kind: 'hang', service: 'sts' }, ['plan']],
    ['a listing', { kind: 'hang', service: 'ec2', operation: 'DescribeInstances' }, ['collect']],
  ] as const)('is cancelled at once also where the cloud does not answer %s', async (_what, fault, phases) => {
    const { app, aws } = world;
    aws.setFaults([fault]);
    aws.resetStats();
    const { task_id } = (await app.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
    await waitFor('the call that hangs', async () => {
      const run = await app.call(contract.runDetail, 'GET', `/api/v1/runs/${task_id}`);
      return Object.keys(aws.stats.byOperation).some((name) => name.startsWith(`${fault.service}.${'operation' in fault ? fault.operation : ''}`)) && phases.some((phase) => phase === run.phase) ? run : undefined;
    });
    const began = performance.now();
    await app.call(contract.runDetail, 'POST', `/api/v1/runs/${task_id}/cancel`);
    expect(await app.ended(task_id)).toMatchObject({ status: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(10_000);
    aws.setFaults([]);
  });

  it('is cancelled at once, keeps what was read, and tells nobody', async () => {
    const { app, slack, aws } = world;
    await using live = await listen(app.port);
    const id = await half(app);
    const began = performance.now();
    await app.call(contract.runDetail, 'POST', `/api/v1/runs/${id}/cancel`);
    const run = await app.ended(id);
    expect(performance.now() - began).toBeLessThan(10_000);
    aws.setLatency(0);
    expect(run).toMatchObject({ status: 'cancelled', headline: 'Cancelled; what was read until then is kept.' });
    expect(finished(run).length).toBeGreaterThanOrEqual(3);
    expect(run.targets.filter(({ status }) => status === 'cancelled').length).toBe(run.targets.length - finished(run).length);
    expect(await deliveriesOf(app, id)).toEqual([]);
    expect(slack.received).toEqual([]);
    await waitFor('the event', () => live.frames.find(({ type, data }) => type === 'run.finished' && data['status'] === 'cancelled'));
    expect((await app.request('POST', `/api/v1/runs/${id}/cancel`)).status).toBe(400);
    await waitFor('the status', async () => ((await app.request('GET', '/api/schedule/status')).json()['last_status'] === 'cancelled' ? true : undefined));
  });

  it('that waits is cancelled before it begins, and that is told', async () => {
    const { app, aws } = world;
    aws.setLatency(150);
    await using live = await listen(app.port);
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await app.call(contract.runDetail, 'POST', '/api/v1/runs', { services: ['iam'] })).id);
    const last = ids.at(-1) ?? '';
    const answer = await app.call(contract.runDetail, 'POST', `/api/v1/runs/${last}/cancel`);
    expect(answer).toMatchObject({ status: 'cancelled', attempt: 0 });
    await waitFor('the event', () => live.frames.find(({ type, data }) => type === 'run.finished' && data['run_id'] === last));
    for (const id of ids) await app.ended(id);
    aws.setLatency(0);
  });

  it('goes on after a stop without collecting again what it had', async () => {
    const { app, aws, slack } = world;
    const id = await half(app);
    const began = performance.now();
    await app.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    aws.resetStats();
    aws.setLatency(0);
    await using next = await startApp({ aws, dataDir: app.dataDir, environment: channelSettings(world) });
    const before = await next.call(contract.runDetail, 'GET', `/api/v1/runs/${id}`);
    const collected = finished(before);
    expect(collected.length).toBeGreaterThanOrEqual(3);
    const run = await next.ended(id);
    expect(run).toMatchObject({ status: 'completed', attempt: 2, headline: '11 unused resources.' });
    for (const { type, region, finished_at } of collected) expect(run.targets.find((target) => target.type === type && target.region === region)).toMatchObject({ finished_at });
    const operations: Record<string, string> = { 'aws:ec2:volume': 'ec2.DescribeVolumes', 'aws:ec2:instance': 'ec2.DescribeInstances', 'aws:ec2:snapshot': 'ec2.DescribeSnapshots', 'aws:ec2:elastic-ip': 'ec2.DescribeAddresses', 'aws:s3:bucket': 's3.ListBuckets' };
    for (const [type, operation] of Object.entries(operations)) {
      const left = 2 - collected.filter((target) => target.type === type).length - (type === 'aws:s3:bucket' ? 1 : 0);
      expect(aws.stats.byOperation[operation] ?? 0, operation).toBeLessThanOrEqual(Math.max(0, left));
    }
    await waitFor('the message', () => slack.received[0]);
    expect(slack.received).toHaveLength(1);
  });
});
