import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../demo/gcp/server.ts';
import { type CollectedTarget, type GcpUnderTest, startGcpUnderTest } from '../../../test/collect-gcp.ts';
import { gcpResourceTypes } from '../index.ts';

let under: GcpUnderTest;
const start = async (...[options]: Parameters<typeof startGcpUnderTest>): Promise<GcpUnderTest> => (under = await startGcpUnderTest({ resources: 900, seed: 5, ...options }));
afterEach(async () => {
  expect(under.gcp.refusedChanges).toEqual([]);
  await under.close();
});

const swept = ['gcp:compute:instance', 'gcp:compute:disk', 'gcp:networking:network', 'gcp:networking:vpc-peering', 'gcp:storage:bucket', 'gcp:iam:service-account', 'gcp:iam:key', 'gcp:sql:instance', 'gcp:dns:managedzone', 'gcp:dns:recordset', 'gcp:resourcemanager:project', 'gcp:bigquery:dataset', 'gcp:bigquery:table'];
const ordinary = [...gcpResourceTypes.values()].filter(({ accountKind = 'ordinary' }) => accountKind === 'ordinary').map(({ id }) => id);
const statuses = (ended: Map<string, CollectedTarget>): Record<string, string> => Object.fromEntries([...ended].map(([type, { end }]) => [type, end.result.status]));
const allAre = (types: readonly string[], status: string): Record<string, string> => Object.fromEntries(types.map((type) => [type, status]));
const errorOf = (ended: Map<string, CollectedTarget>, type: string) => {
  const result = ended.get(type)?.end.result;
  return result !== undefined && 'error' in result ? result.error : undefined;
};
const uids = (ended: Map<string, CollectedTarget>, type: string): string[] => (ended.get(type)?.resources ?? []).map(({ uid }) => uid).sort();
const assetCalls = () => under.gcp.log.filter(({ host, path }) => host === 'cloudasset.googleapis.com' && path.endsWith('/assets'));
const assetOff: Fault = { kind: 'api-off', host: 'cloudasset.googleapis.com' };

describe('a project read through Cloud Asset', () => {
  it('is one sweep for all types, and one more for policies', async () => {
    await start();
    const ended = await under.collect([...swept, 'gcp:iam:iam-policy']);
    expect(statuses(ended)).toEqual(allAre([...swept, 'gcp:iam:iam-policy'], 'complete'));
    expect([...ended.values()].map(({ end }) => end.path)).toEqual([...swept, 'gcp:iam:iam-policy'].map(() => 'cloud-asset'));
    expect(assetCalls().filter(({ query }) => query.includes('RESOURCE')).length).toBe(1);
    expect(under.gcp.log.filter(({ host }) => ['compute.googleapis.com', 'iam.googleapis.com', 'bigquery.googleapis.com'].includes(host))).toEqual([]);
    const { truth } = under.gcp;
    expect(ended.get('gcp:compute:instance')?.resources.length).toBe(truth['compute.googleapis.com/Instance']);
    expect(ended.get('gcp:compute:disk')?.resources.length).toBe((truth['compute.googleapis.com/Disk'] ?? 0) + (truth['compute.googleapis.com/RegionDisk'] ?? 0));
    expect(ended.get('gcp:dns:recordset')?.resources.length).toBe(truth['dns.googleapis.com/ResourceRecordSet']);
    expect([...ended.values()].reduce((sum, { end }) => sum + end.calls, 0)).toBeGreaterThanOrEqual(2);
  });

  it('brings every asset once: what no type has is among the others, keys of Google nowhere', async () => {
    await start();
    const types = ordinary.filter((type) => gcpResourceTypes.get(type)?.source.from !== 'list');
    const ended = await under.collect(types);
    expect(statuses(ended)).toEqual(allAre(types, 'complete'));
    const found = types.filter((type) => !['body', 'policy'].includes(gcpResourceTypes.get(type)?.source.from ?? '')).flatMap((type) => uids(ended, type));
    const assets = under.gcp.estate.kinds.reduce((sum, { assetType }) => sum + under.gcp.estate.countOf(assetType), 0);
    const ofGoogle = Math.floor(under.gcp.estate.countOf('iam.googleapis.com/ServiceAccountKey') / 4);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBe(assets - ofGoogle);
    const others = ended.get('gcp:cloudasset:asset')?.resources ?? [];
    expect(new Set(others.map(({ attributes }) => attributes['native_type']))).toContain('networkservices.googleapis.com/Mesh');
    expect(JSON.stringify(others)).not.toContain('hunter2');
  });

  it('lists by itself a type that Cloud Asset does not know, and loses no other', async () => {
    await start({ faults: [{ kind: 'unknown-type', assetType: 'bigquery.googleapis.com/Table' }] });
    for (const types of [swept, [...swept, 'gcp:cloudasset:asset']]) {
      const ended = await under.collect(types);
      expect(statuses(ended)).toEqual(allAre(types, 'complete'));
      expect(types.filter((type) => ended.get(type)?.end.path === 'list')).toEqual(['gcp:bigquery:table']);
      expect(ended.get('gcp:bigquery:table')?.resources.length).toBe(under.gcp.truth['bigquery.googleapis.com/Table']);
    }
  });

  it('goes on after an empty page, and stops at a page token that comes again', async () => {
    await start({ resources: 3000, faults: [{ kind: 'empty-page', host: 'cloudasset.googleapis.com', times: 1 }] });
    expect(statuses(await under.collect(['gcp:compute:disk']))).toEqual({ 'gcp:compute:disk': 'complete' });
    under.gcp.setFaults([{ kind: 'paging-loop', host: 'cloudasset.googleapis.com' }]);
    const ended = await under.collect(['gcp:compute:disk', 'gcp:sql:instance']);
    expect(errorOf(ended, 'gcp:compute:disk')).toMatchObject({ code: 'CLOUD_PAGING_LOOP' });
    expect(ended.get('gcp:compute:disk')?.end.result).toMatchObject({ status: 'partial', isListed: false });
  });

  it('takes a broken sweep for no empty project: what had begun is partial, the rest is listed', async () => {
    await start({ resources: 6000, faults: [{ kind: 'deny', host: 'cloudasset.googleapis.com', after: 1 }] });
    const ended = await under.collect(['gcp:compute:instance', 'gcp:sql:instance', 'gcp:cloudasset:asset']);
    expect(ended.get('gcp:compute:instance')?.end.result).toMatchObject({ status: 'complete' });
    expect(ended.get('gcp:cloudasset:asset')?.end.result).toMatchObject({ status: 'denied', isListed: false });
    under.gcp.setFaults([{ kind: 'deny', host: 'cloudasset.googleapis.com', after: 2 }]);
    const later = await under.collect(['gcp:compute:instance', 'gcp:cloudasset:asset']);
    expect(later.get('gcp:compute:instance')?.end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'GCP_ACCESS_DENIED' } });
  });
});

describe('a project read through the lists of its services', () => {
  it('has the same resources as through Cloud Asset', async () => {
    await start();
    const byAsset = await under.collect(swept);
    under.gcp.setFaults([assetOff]);
    const byList = await under.collect(swept);
    expect(statuses(byList)).toEqual(allAre(swept, 'complete'));
    expect(new Set([...byList.values()].map(({ end }) => end.path))).toEqual(new Set(['list']));
    for (const type of swept) expect(uids(byList, type), type).toEqual(uids(byAsset, type));
    const contents = (ended: Map<string, CollectedTarget>, type: string): string[] => (ended.get(type)?.resources ?? []).map(({ ch }) => ch).sort();
    for (const type of swept.filter((type) => type !== 'gcp:bigquery:table')) expect(contents(byList, type), type).toEqual(contents(byAsset, type));
  });

  it('says of policies that only the one of the project was read, and of the others that nothing was', async () => {
    await start({ faults: [{ kind: 'deny', host: 'cloudasset.googleapis.com', permission: 'cloudasset.assets.listResource' }] });
    const ended = await under.collect(['gcp:iam:iam-policy', 'gcp:cloudasset:asset', 'gcp:compute:disk']);
    expect(ended.get('gcp:iam:iam-policy')?.end).toMatchObject({ path: 'list', result: { status: 'partial', isListed: false } });
    expect(ended.get('gcp:iam:iam-policy')?.resources.map(({ uid }) => uid)).toEqual([`//cloudresourcemanager.googleapis.com/projects/${under.project}/iamPolicy`]);
    expect(ended.get('gcp:cloudasset:asset')?.end.result).toMatchObject({ status: 'denied', error: { permission: 'cloudasset.assets.listResource' } });
    expect(ended.get('gcp:compute:disk')?.end.result).toEqual({ status: 'complete', isListed: true });
  });

  it('names a zone that could not be reached, and takes nothing in it for gone', async () => {
    await start({ faults: [assetOff, { kind: 'unreachable', scope: 'zones/us-central1-b' }] });
    const ended = await under.collect(['gcp:compute:instance', 'gcp:storage:bucket']);
    expect(ended.get('gcp:compute:instance')?.end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'GCP_UNAVAILABLE' } });
    expect(errorOf(ended, 'gcp:compute:instance')?.message).toContain('zones/us-central1-b');
    expect(ended.get('gcp:storage:bucket')?.end.result.status).toBe('complete');
  });

  it.each([
    ['a permission is missing', { kind: 'deny', host: 'compute.googleapis.com', path: '/disks', permission: 'compute.disks.list' }, { status: 'denied', error: { code: 'GCP_ACCESS_DENIED', permission: 'compute.disks.list' } }],
    ['a denial names no permission', { kind: 'deny', host: 'compute.googleapis.com', path: '/disks' }, { status: 'denied', error: { code: 'GCP_ACCESS_DENIED', permission: 'compute.disks.list' } }],
    ['a perimeter refuses', { kind: 'perimeter', path: '/disks' }, { status: 'denied', error: { message: expect.stringContaining('perimeter-7f3a') } }],
    ['billing is off', { kind: 'billing-off', path: '/disks' }, { status: 'not_applicable', error: { message: expect.stringContaining('billing') } }],
    ['it was never set up', { kind: 'never-set-up', path: '/disks' }, { status: 'not_applicable', error: { code: 'CLOUD_SERVICE_OFF' } }],
    ['the service does not answer', { kind: 'unavailable', path: '/disks' }, { status: 'unavailable', error: { code: 'GCP_UNAVAILABLE' } }],
    ['it is throttled for too long', { kind: 'throttle', path: '/disks', status: 403 }, { status: 'unavailable', error: { code: 'GCP_THROTTLED' } }],
    ['its pages go in a circle', { kind: 'paging-loop', path: '/disks' }, { status: 'partial', error: { code: 'CLOUD_PAGING_LOOP' } }],
    ['a page breaks off', { kind: 'half-page', path: '/disks' }, { status: 'unavailable', error: { code: 'GCP_UNAVAILABLE' } }],
  ] as [string, Fault, unknown][])('ends one type alone where %s', async (_, fault, result) => {
    await start({ faults: [assetOff, fault] });
    const ended = await under.collect(swept, { settings: { throttlePatienceMs: 300, requestTimeoutMs: 2000 } });
    expect(ended.get('gcp:compute:disk')?.end.result).toMatchObject({ isListed: false, ...(result as object) });
    expect(statuses(ended)).toMatchObject(allAre(swept.filter((type) => type !== 'gcp:compute:disk'), 'complete'));
  });

  it('is partial where one parent of several is denied', async () => {
    await start({ faults: [assetOff, { kind: 'deny', path: '/zone-0/rrsets', permission: 'dns.resourceRecordSets.list' }] });
    const ended = await under.collect(['gcp:dns:recordset', 'gcp:dns:managedzone']);
    expect(ended.get('gcp:dns:recordset')?.end.result).toMatchObject({ status: 'partial', isListed: false, error: { permission: 'dns.resourceRecordSets.list' } });
    expect(ended.get('gcp:dns:recordset')?.resources.length).toBeGreaterThan(0);
    expect(under.gcp.log.filter(({ path }) => path.endsWith('/managedZones')).length).toBe(1);
  });

  it('keeps what was listed where details of it are denied', async () => {
    await start({ faults: [assetOff, { kind: 'deny', path: '/datasets/dataset_1', permission: 'bigquery.datasets.get' }] });
    const ended = await under.collect(['gcp:bigquery:dataset']);
    expect(ended.get('gcp:bigquery:dataset')?.end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'bigquery.datasets.get' } });
    const access = ended.get('gcp:bigquery:dataset')?.resources.map(({ attributes }) => attributes['access'] === null);
    expect([access?.length, access?.filter((isNull) => isNull).length]).toEqual([under.gcp.truth['bigquery.googleapis.com/Dataset'], 1]);
  });

  it('waits as long as it is told to, and comes through', async () => {
    await start({ faults: [assetOff, { kind: 'throttle', host: 'storage.googleapis.com', times: 1, retryAfterSeconds: 1 }, { kind: 'throttle', host: 'dns.googleapis.com', times: 2 }, { kind: 'unavailable', host: 'iam.googleapis.com', times: 1 }] });
    const ended = await under.collect(['gcp:storage:bucket', 'gcp:dns:managedzone', 'gcp:iam:service-account']);
    expect(new Set(Object.values(statuses(ended)))).toEqual(new Set(['complete']));
    expect(ended.get('gcp:storage:bucket')?.end.throttled).toBe(1);
  });
});

describe('a project', () => {
  it('whose API is off has nothing of it, and asks nobody', async () => {
    await start({ faults: [{ kind: 'api-off', host: 'sqladmin.googleapis.com' }] });
    const ended = await under.collect(['gcp:sql:instance', 'gcp:compute:disk']);
    expect(ended.get('gcp:sql:instance')?.end).toMatchObject({ calls: 0, result: { status: 'not_applicable', error: { code: 'CLOUD_SERVICE_OFF' } } });
    expect(ended.get('gcp:compute:disk')?.end.result.status).toBe('complete');
  });

  it('whose list of APIs may not be read finds out at the lists', async () => {
    await start({ faults: [assetOff, { kind: 'deny', host: 'serviceusage.googleapis.com' }, { kind: 'api-off', host: 'sqladmin.googleapis.com' }] });
    const ended = await under.collect(['gcp:sql:instance', 'gcp:compute:disk']);
    expect(statuses(ended)).toEqual({ 'gcp:sql:instance': 'not_applicable', 'gcp:compute:disk': 'complete' });
  });

  it('that is pending deletion is an account with an error, beside others that are read', async () => {
    await start({ projects: 3, resources: 1500, faults: [{ kind: 'project-deleting', project: 'acme-project-2' }] });
    const collector = under.collector();
    const discovery = await collector.discover();
    expect(discovery).toMatchObject({ state: 'connected' });
    expect(discovery.accounts.find(({ id }) => id === 'acme-project-2')?.error).toMatchObject({ code: 'CLOUD_ACCOUNT_DISABLED', message: expect.stringContaining('pending deletion') });
    const again = under.collector();
    const entered = await again.enter({ id: 'acme-project-2', name: null, roleArn: null, externalId: null, regions: [], error: null });
    expect(entered.error?.code).toBe('CLOUD_ACCOUNT_DISABLED');
    expect((await collector.enter({ id: 'acme-project-3', name: null, roleArn: null, externalId: null, regions: [], error: null })).error).toBeNull();
  });

  it('that cannot be asked at all ends every target with the reason', async () => {
    await start({ faults: [{ kind: 'project-off', project: 'acme-project-1' }] });
    const ended = await under.collect(['gcp:compute:disk', 'gcp:storage:bucket']);
    expect(statuses(ended)).toEqual({ 'gcp:compute:disk': 'unavailable', 'gcp:storage:bucket': 'unavailable' });
    expect(errorOf(ended, 'gcp:compute:disk')?.code).toBe('CLOUD_ACCOUNT_DISABLED');
  });

  it('has its last fifty builds', async () => {
    await start({ resources: 12_000 });
    const ended = await under.collect(['gcp:cloudbuild:build']);
    expect(ended.get('gcp:cloudbuild:build')).toMatchObject({ end: { path: 'list', calls: 1, result: { status: 'complete' } } });
    expect(ended.get('gcp:cloudbuild:build')?.resources.length).toBe(50);
  });
});

describe('a visit', () => {
  it('renews a refused token once, then says that it is refused', async () => {
    await start({ faults: [{ kind: 'refuse-token', host: 'cloudasset.googleapis.com', times: 1 }] });
    expect(statuses(await under.collect(['gcp:compute:disk']))).toEqual({ 'gcp:compute:disk': 'complete' });
    under.gcp.setFaults([{ kind: 'refuse-token' }]);
    const ended = await under.collect(['gcp:compute:disk']);
    expect(errorOf(ended, 'gcp:compute:disk')?.code).toBe('GCP_CREDENTIALS_REJECTED');
  });

  it('of many projects stays below what Cloud Asset grants, as its limits are published', async () => {
    await start({ projects: 40, resources: 5000, throttle: 'real' });
    const collector = under.collector();
    for (const { id } of under.gcp.estate.projects) {
      const ended = await under.collect(['gcp:compute:disk', 'gcp:storage:bucket'], { collector, account: id });
      expect(new Set(Object.values(statuses(ended)))).toEqual(new Set(['complete']));
    }
    expect(assetCalls().length).toBe(40);
  });

  it('that is cancelled ends all of its targets as cancelled', async () => {
    await start({ resources: 5000 });
    const stop = new AbortController();
    const ended = await under.collect(swept, { signal: stop.signal, emit: async () => stop.abort() });
    expect(new Set(Object.values(statuses(ended)))).toEqual(new Set(['cancelled']));
  });

  it('without a budget is deferred', async () => {
    await start();
    const collector = under.collector({}, { left: 3 });
    await collector.visit([], { signal: new AbortController().signal, emit: async () => undefined, end: async () => undefined, known: async () => new Map() });
    const ended = await under.collect(swept, { collector: under.collector({}, { left: 2 }) });
    expect(new Set(Object.values(statuses(ended)))).toEqual(new Set(['deferred']));
  });

  it('throws where the store cannot take what it brings, and lists nothing again', async () => {
    await start();
    await expect(under.collect(['gcp:compute:disk', 'gcp:storage:bucket'], { emit: () => Promise.reject(new Error('the disk is full')) })).rejects.toThrow('the disk is full');
    expect(under.gcp.log.filter(({ host }) => host === 'storage.googleapis.com')).toEqual([]);
  });

  it('reads an organisation itself, and not the projects below it', async () => {
    await start();
    const ended = await under.collect(['gcp:resourcemanager:project'], { account: 'organizations/1000001' });
    expect(ended.get('gcp:resourcemanager:project')).toMatchObject({ resources: [], end: { result: { status: 'complete' } } });
  });

  it('keeps no script of an instance, not even in the answer as it came', async () => {
    await start();
    const ended = await under.collect(['gcp:compute:instance'], { keepsRaw: true });
    const { inflateRawSync } = await import('node:zlib');
    const raws = (ended.get('gcp:compute:instance')?.resources ?? []).map(({ raw }) => inflateRawSync(raw ?? new Uint8Array()).toString());
    expect(raws.join()).toContain('startup-script');
    expect(raws.join()).not.toContain('hunter2');
  });
});

describe('discovery', () => {
  it('finds projects, and what stands above them', async () => {
    await start({ projects: 120 });
    const { state, accounts, message, source } = await under.collector().discover();
    expect({ state, message }).toEqual({ state: 'connected', message: '123 accounts.' });
    expect(source).toContain('service account roundsman@acme-project-1.iam.gserviceaccount.com');
    expect(accounts.slice(-3).map(({ id }) => id)).toEqual(['organizations/1000001', 'folders/2000001', 'billingAccounts/0A0A0A-1B1B1B-2C2C2C']);
    expect(accounts[0]).toEqual({ id: 'acme-project-1', name: 'Project 1', roleArn: null, externalId: null, regions: [], error: null });
  });

  it('is narrowed to the projects that are named, of which one may be unknown', async () => {
    await start({ projects: 5 });
    const { accounts } = await under.collector({ projects: ['acme-project-4', 'elsewhere'] }).discover();
    expect(accounts.map(({ id, error }) => [id, error?.code])).toEqual([['acme-project-4', undefined], ['elsewhere', 'GCP_ACCESS_DENIED']]);
  });

  it.each([
    [{ kind: 'clock-off', offMs: -1_200_000 }, { state: 'rejected', code: 'CLOUD_CLOCK_OFF', message: expect.stringContaining('20 minutes ahead') }],
    [{ kind: 'key-disabled' }, { state: 'rejected', code: 'GCP_CREDENTIALS_REJECTED', message: expect.stringContaining('deleted or disabled') }],
  ] as [Fault, unknown][])('says why it is refused: %j', async (fault, told) => {
    await start({ faults: [fault] });
    expect(await under.collector().discover()).toMatchObject({ accounts: [], ...(told as object) });
  });

  it('is left with the project of the credentials where nothing may be searched', async () => {
    await start({ projects: 2, faults: [{ kind: 'deny', host: 'cloudresourcemanager.googleapis.com' }] });
    const collector = under.collector();
    const { accounts, message } = await collector.discover();
    expect(accounts.map(({ id, error }) => [id, error])).toEqual([['acme-project-1', null], ['billingAccounts/0A0A0A-1B1B1B-2C2C2C', null]]);
    expect(message).toContain('could not be searched');
    expect((await collector.enter(accounts[0]!)).error).toBeNull();
  });

  it('stops at a page token that comes again and goes on after an empty page', async () => {
    await start({ projects: 60, faults: [{ kind: 'empty-page', path: 'v3/projects:search', times: 1 }] });
    expect((await under.collector().discover()).message).toBe('63 accounts.');
    under.gcp.setFaults([{ kind: 'paging-loop', path: 'v3/projects:search' }]);
    expect((await under.collector().discover()).message).toContain('repeated its page token');
  });
});
