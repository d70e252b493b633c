import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contract from '../../src/api/contract/index.ts';
import { type Artifact, artifact } from '../../src/core/artifact.ts';
import { awsTypesWith } from '../../src/providers/index.ts';
import { type Receiver, startReceiver } from '../flows/receivers.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { lackingInMoto, readInMoto } from './moto-coverage.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';
import { bareEnvironment, root } from './start-process.ts';
import { allResources, type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: set MOTO_PYTHON to a Python that has moto[server], boto3 and freezegun');

/** What changes nothing; asking for the credential report makes AWS write one, and nothing else. */
const isRead = (call: string): boolean => /^[a-z0-9-]+:(Describe|Get|List|Head)\w* /.test(call) || call.startsWith('iam:GenerateCredentialReport ');
/** What moto asks for where AWS asks for s3:GetEncryptionConfiguration, s3:GetReplicationConfiguration and the like. */
const namedByMoto = ['s3:ListBucket'];
const listedRow = z.object({ uid: z.string(), region: z.string(), name: z.string().nullable(), tags: z.record(z.string(), z.string()) });
const types = [...new Set<string>(Object.values(readInMoto).flat())].sort();
const generic = [...awsTypesWith(['default']).values()].filter(({ permissions }) => permissions.includes('cloudformation:ListResources'));
/** moto has no Cloud Control. */
const lacking = new Set([...Object.keys(lackingInMoto), ...generic.map(({ id }) => id)]);

describe.skipIf(python === undefined)(`the whole inventory of moto${python === undefined ? ' (skipped: no Python with moto; set MOTO_PYTHON)' : ''}`, () => {
  let moto: Moto;
  let receiver: Receiver;
  let service: Service;
  let first: contract.JobDetail;
  let resources: contract.Resource[];
  const calls: { total: number; byOperation: Record<string, number> }[] = [];
  const extracted = async (to: Service, body: object = {}): Promise<contract.JobDetail> => {
    const { job_id: id } = await to.call(contract.extractAnswer, 'POST', '/extraction/extract', body);
    return waitFor('the end of the job', async () => {
      const job = await to.call(contract.jobDetail, 'GET', `/extraction/jobs/${id}`);
      const isOver = job.completed_at !== null && job.transports.every(({ state, waiting }) => state === 'cut' && waiting === 0);
      return isOver ? job : undefined;
    }, { timeoutMs: 240_000, everyMs: 300 });
  };
  const targetsOf = async (from: Service, job: contract.JobDetail) => (await from.call(contract.runDetail, 'GET', `/api/v1/runs/${job.job_id}`)).targets;
  const noteCalls = async (): Promise<void> => {
    const byOperation = await moto.calls();
    calls.push({ total: Object.values(byOperation).reduce((sum, count) => sum + count, 0), byOperation });
    await moto.reset();
  };

  beforeAll(async () => {
    [moto, receiver] = await Promise.all([startMoto(python ?? '', 'moto_inventory'), startReceiver()]);
    service = await startService({
      AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGIONS: moto.regions.join(','), DATA_DIR: makeTestFolder('inventory'),
      TRANSPORT_TYPE: 'http', HTTP_ENDPOINT_URL: `${receiver.url}/in`, BATCH_SIZE: '500',
    });
    first = await extracted(service);
    await noteCalls();
    resources = (await allResources(service)).filter(({ provider }) => provider === 'aws');
  }, 400_000);
  afterAll(async () => {
    await service?.stop();
    await Promise.all([moto?.stop(), receiver?.[Symbol.asyncDispose]()]);
  });

  it.each(types)('has every %s that boto3 lists, with its account, region, name and tags', (type) => {
    const listed = z.array(listedRow).parse(moto.listed?.[type] ?? []).toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
    const found = resources.filter((one) => one.type === type).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(listed.length).toBeGreaterThan(0);
    expect(found.map(({ id }) => id)).toEqual(listed.map(({ uid }) => uid));
    const nameOf = new Map(listed.map(({ uid, name }) => [uid, name]));
    const told = found.map(({ id, account, region, name, tags }) => ({ uid: id, account, region, tags, name: nameOf.get(id) === null ? null : name }));
    expect(told).toEqual(listed.map((row) => ({ ...row, account: moto.account })));
  });

  it('has nothing else', () => {
    const byType = Object.fromEntries(types.map((type) => [type, resources.filter((one) => one.type === type).length]));
    console.log(`${resources.length} resources of ${types.length} types: ${Object.entries(byType).map(([type, count]) => `${type.slice(4)} ${count}`).join(', ')}`);
    expect(resources.filter(({ type }) => !types.includes(type)).map(({ id }) => id)).toEqual([]);
    expect(first.resources_extracted).toBe(resources.length);
    expect(resources.length).toBeGreaterThan(3000);
  });

  it('handed every one of them to the receiver, once and in the form of its contract', () => {
    const arrived = receiver.received.flatMap(({ bytes }) => (JSON.parse(gunzipSync(bytes).toString()) as { artifacts: Artifact[] }).artifacts);
    expect(arrived.map(({ id }) => id).sort()).toEqual(resources.map(({ id }) => id).sort());
    expect(arrived.flatMap((one) => artifact.safeParse(one).error ?? [])).toEqual([]);
    expect(first.transport).toMatchObject({ delivered: resources.length, failed: 0, waiting: 0 });
  });

  it('made no call that changes anything', () => {
    expect(Object.keys(calls[0]?.byOperation ?? {}).filter((call) => !isRead(call))).toEqual([]);
  });

  it('says of what moto cannot answer that it was not read, and never that there is none', async () => {
    const targets = await targetsOf(service, first);
    expect(targets.filter(({ type, status }) => !lacking.has(type) && status !== 'complete').map(({ type, region, status, error }) => [type, region, status, error?.message])).toEqual([]);
    const missing = targets.filter(({ type }) => lacking.has(type));
    expect(new Set(missing.map(({ type }) => type))).toEqual(lacking);
    // Where there is nothing to ask about, that is known without the call that moto lacks.
    const sure = missing.filter(({ status, error }) => !['unavailable', 'denied', 'not_applicable'].includes(status) || error === null);
    expect(sure.map(({ type, region, status }) => [type, region, status])).toEqual(sure.map(({ type, region }) => [type, region, 'complete']));
    expect(new Set(sure.map(({ type }) => type))).toEqual(new Set(['aws:eks:addon', 'aws:lambda:function-url-config', 'aws:workspaces:workspace']));
    const hasHolder = (type: string, region: string): boolean => resources.some((one) => one.region === region && one.type === (type === 'aws:eks:addon' ? 'aws:eks:cluster' : 'aws:lambda:function'));
    // A WorkSpace is asked about itself, which another test tries.
    expect(sure.filter(({ type, region }) => type !== 'aws:workspaces:workspace' && hasHolder(type, region)).map(({ type, region }) => [type, region])).toEqual([]);
    const cells = first.results.filter(({ service: name }) => ['apprunner', ...generic.map((type) => type.service)].includes(name));
    expect(cells.filter(({ status, message, resources: count }) => status === 'complete' || message === null || count > 0)).toEqual([]);
    expect(first.status).toBe('partial');
  });

  it('walks from a load balancer to the snapshots of its servers, and back', async () => {
    const graphOf = (id: string) => service.call(contract.relationGraph, 'GET', `/api/v1/relations?id=${encodeURIComponent(id)}&depth=4&limit=1000`);
    const balancer = resources.find(({ type, region }) => type === 'aws:elb:application-load-balancer' && region === 'eu-west-1');
    const there = await graphOf(balancer?.id ?? '');
    const found = new Set(there.nodes.filter(({ external }) => !external).map(({ type }) => type));
    for (const type of ['aws:elb:listener', 'aws:elb:target-group', 'aws:ec2:instance', 'aws:ec2:volume', 'aws:ec2:snapshot', 'aws:ec2:security-group', 'aws:vpc:subnet', 'aws:vpc:vpc']) expect(found).toContain(type);
    const snapshot = there.nodes.find(({ type, name }) => type === 'aws:ec2:snapshot' && name === 'web-root');
    expect(snapshot).toMatchObject({ distance: 4, region: 'eu-west-1', account: moto.account });
    const back = await graphOf(snapshot?.id ?? '');
    expect(back.nodes.find(({ id }) => id === balancer?.id)).toMatchObject({ distance: 4, external: false });
  });

  it('stores nothing in a second job where nothing has changed, and reads less', async () => {
    receiver.received.length = 0;
    const second = await extracted(service);
    await noteCalls();
    const run = await service.call(contract.runDetail, 'GET', `/api/v1/runs/${second.job_id}`);
    // moto moves a task to its next state whenever it is described.
    const changed = run.targets.filter(({ type, added, changed: other, gone }) => added + other + gone > 0 && type !== 'aws:ecs:task');
    expect(changed.map(({ type, region, added, changed: other, gone }) => ({ type, region, added, changed: other, gone }))).toEqual([]);
    expect(second.resources_extracted).toBe(resources.length);
    const hashes = (list: contract.Resource[]) => list.filter(({ type }) => type !== 'aws:ecs:task').map(({ id, hash }) => `${id} ${hash}`).sort();
    expect(hashes((await allResources(service)).filter(({ provider }) => provider === 'aws'))).toEqual(hashes(resources));
    console.log(`calls by service: ${Object.entries(Object.groupBy(Object.entries(calls[0]?.byOperation ?? {}), ([call]) => call.split(':')[0] ?? '')).map(([name, some]) => `${name} ${(some ?? []).reduce((sum, [, count]) => sum + count, 0)}`).join(', ')}`);
    console.log(`calls: first job ${calls[0]?.total} (${first.duration_seconds} s), second ${calls[1]?.total} (${second.duration_seconds} s)`);
    expect(calls[1]?.total).toBeLessThan(calls[0]?.total ?? 0);
  });

  describe('with rights that moto checks', () => {
    const regions = ['eu-west-1', 'us-east-1'];
    const services = ['ec2', 'vpc', 'elb', 'autoscaling', 'kms', 'iam', 'rds', 's3', 'ecs', 'lambda'];
    const denied: Readonly<Record<string, string>> = { 'aws:vpc:nat-gateway': 'ec2:DescribeNatGateways', 'aws:kms:alias': 'kms:ListAliases', 'aws:rds:db-snapshot': 'rds:DescribeDBSnapshots', 'aws:iam:instance-profile': 'iam:ListInstanceProfiles', 'aws:ecs:cluster': 'ecs:DescribeClusters' };
    let limited: Service;
    const allow = async (without: readonly string[]): Promise<void> => {
      const { stdout } = await promisify(execFile)(process.execPath, ['bin/roundsman.js', 'permissions', 'aws'], { cwd: root, env: bareEnvironment({}) });
      const policy = JSON.parse(stdout) as { Statement: { Action: string[] }[] };
      await moto.enforce(false);
      const statements = policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((action) => !without.includes(action)) }));
      await moto.allow({ ...policy, Statement: [...statements, { Effect: 'Allow', Action: namedByMoto, Resource: '*' }] });
      await moto.enforce(true);
    };

    beforeAll(async () => {
      const { scanner } = moto;
      limited = await startService({ AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: scanner.access_key_id, AWS_SECRET_ACCESS_KEY: scanner.secret_access_key, AWS_GENERIC_TYPES: 'none', DATA_DIR: path.join(makeTestFolder('limited'), 'data') });
    });
    afterAll(async () => {
      await limited?.stop();
      await moto?.enforce(false);
    });

    it('names the permission of each cell that was denied, and reads everything else', async () => {
      await allow(Object.values(denied));
      const job = await extracted(limited, { regions, services });
      const targets = (await targetsOf(limited, job)).filter(({ type }) => !lacking.has(type));
      const notRead = targets.filter(({ status }) => status !== 'complete').map(({ type, status, error }) => `${type} ${status} ${error?.permission}`);
      expect([...new Set(notRead)].sort()).toEqual(Object.entries(denied).map(([type, permission]) => `${type} denied ${permission}`).sort());
      const all = (await allResources(limited)).filter(({ provider }) => provider === 'aws');
      const expected = resources.filter(({ type, region }) => services.includes(type.split(':')[1] ?? '') && (regions.includes(region) || region === 'global' || type.startsWith('aws:s3:')) && denied[type] === undefined);
      const gotten = new Set(all.map(({ id }) => id));
      expect(expected.filter(({ id }) => !gotten.has(id)).map(({ id }) => id)).toEqual([]);
      const cell = job.results.find(({ service: name, region }) => name === 'vpc' && region === 'eu-west-1');
      expect(cell).toMatchObject({ status: 'partial', permission: 'ec2:DescribeNatGateways', message: expect.stringContaining('ec2:DescribeNatGateways') as string });
    });
  });
});
