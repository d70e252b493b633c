import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AzureUnderTest, type Collected, startAzureUnderTest, tenantAccount } from '../../../test/collect-azure.ts';
import type { AzureFault } from '../../../demo/azure/server.ts';
import type { TargetEnd } from '../../core/collector.ts';
import { azureResourceTypes } from '../index.ts';

const machine = 'azure:compute:virtual-machine';
const disk = 'azure:compute:disk';
const database = 'azure:sql:sql-database';
const other = 'azure:resources:other';
const inSweep = [...azureResourceTypes.values()].filter(({ source }) => source.from === 'graph' || source.from === 'body').map(({ id }) => id);

const isOfTable = (id: string): boolean => {
  const source = azureResourceTypes.get(id)?.source;
  return source?.from === 'graph' && source.table === 'Resources';
};

let under: AzureUnderTest;
let [first, second, third] = ['', '', ''];
beforeAll(async () => {
  under = await startAzureUnderTest({ resources: 3600, subscriptions: 3, seed: 5, now: new Date('2026-07-01T00:00:00Z') });
  [first, second, third] = under.azure.truth.subscriptions as [string, string, string];
});
afterAll(() => under[Symbol.asyncDispose]());
beforeEach(() => {
  under.azure.setFaults([]);
  under.azure.log.length = 0;
});

const withFaults = (...faults: AzureFault[]): void => under.azure.setFaults(faults);
const graphQueries = () => under.azure.log.filter(({ path }) => path.endsWith('/Microsoft.ResourceGraph/resources'));
const complete = (path: TargetEnd['path'] = 'resource-graph') => ({ result: { status: 'complete', isListed: true }, path });
const withoutRaw = ({ resources }: Collected) => resources.map(({ kh, ch, uid }) => ({ kh, ch, uid })).sort((a, b) => a.uid.localeCompare(b.uid));

describe('a visit to several targets', () => {
  it('asks Resource Graph once for each page of each table, over all subscriptions, and finds all there is', async () => {
    const collected = await under.collect([machine, disk, 'azure:network:vnet', 'azure:network:subnet', 'azure:resources:resource-group'], { accounts: [first, second, third] });
    for (const { end } of collected.values()) expect(end).toMatchObject(complete());
    const { truth } = under.azure;
    for (const account of [first, second, third]) {
      expect(collected.get(`${account}/${disk}`)?.resources).toHaveLength(truth.countOf('Microsoft.Compute/disks', account));
      const subnets = [...truth.rowsOf('Microsoft.Network/virtualNetworks', account)].flatMap(({ properties }) => properties['subnets'] as { id: string }[]);
      expect(collected.get(`${account}/azure:network:subnet`)?.resources.map(({ uid }) => uid).sort()).toEqual(subnets.map(({ id }) => id.toLowerCase()).sort());
    }
    const rows = truth.countOf('Microsoft.Compute/disks') + truth.countOf('Microsoft.Compute/virtualMachines') + truth.countOf('Microsoft.Network/virtualNetworks');
    expect(graphQueries()).toHaveLength(Math.ceil(rows / 1000) + 1);
    expect([...collected.values()].reduce((calls, { end }) => calls + end.calls, 0)).toBe(under.azure.log.filter(({ path }) => !path.endsWith('/token')).length);
  });

  it('hands everything that no type is declared for to the one for the rest, each thing once', async () => {
    const collected = await under.collect(inSweep);
    const { resources } = collected.get(other)!;
    const declared = new Set([...azureResourceTypes.values()].map(({ nativeType }) => nativeType.toLowerCase()));
    expect(resources.some(({ attributes }) => attributes['native_type'] === 'microsoft.maps/accounts')).toBe(true);
    expect(resources.filter(({ attributes }) => declared.has(String(attributes['native_type'])))).toEqual([]);
    const ofTable = [...collected].flatMap(([id, { resources: found }]) => (isOfTable(id) ? found.map(({ uid }) => uid) : []));
    expect(new Set(ofTable).size).toBe(ofTable.length);
    const { truth } = under.azure;
    expect(ofTable.length).toBe(Math.round(truth.total / 3));
  });

  it('finds the same by the lists of Resource Manager, for ids in any casing and numbers as text', async () => {
    const byGraph = await under.collect(inSweep.filter((id) => id !== other));
    withFaults({ kind: 'graph-denied' });
    const byLists = await under.collect(inSweep.filter((id) => id !== other));
    for (const [id, collected] of byLists) {
      expect([id, collected.end]).toMatchObject([id, complete('arm')]);
      expect(withoutRaw(collected)).toEqual(withoutRaw(byGraph.get(id)!));
    }
    expect(new Set(byLists.get(machine)?.resources.map(({ attributes }) => attributes['power_state']))).toEqual(new Set(['running', 'deallocated', 'stopped']));
    // One list for the networks and their subnets.
    expect(under.azure.log.filter(({ path, query }) => path.endsWith('/virtualNetworks') && !query.includes('skiptoken'))).toHaveLength(1);
  });

  it('finds the rest by lists as well, without its properties', async () => {
    const byGraph = (await under.collect(inSweep)).get(other)!;
    withFaults({ kind: 'graph-denied' });
    const byLists = await under.collectOne(other);
    expect(byLists.end).toMatchObject(complete('arm'));
    expect(byLists.resources.map(({ uid }) => uid).sort()).toEqual(byGraph.resources.map(({ uid }) => uid).sort());
    expect(byLists.resources.every(({ attributes }) => attributes['properties'] === null)).toBe(true);
  });

  it('reads lists below each parent, and what lies in a directory', async () => {
    const containers = await under.collectOne('azure:storage:blob-container');
    const accounts = [...under.azure.truth.rowsOf('Microsoft.Storage/storageAccounts', first)].filter(({ kind }) => kind !== 'FileStorage');
    expect(containers.end).toMatchObject(complete('arm'));
    expect(containers.resources).toHaveLength(accounts.length * 3);
    expect(containers.resources[0]?.relations).toEqual([{ kind: 'member-of', uid: containers.resources[0]?.attributes['account_id'] }]);
    const principals = await under.collectOne('azure:entra:service-principal', { accounts: [tenantAccount] });
    expect(principals.end).toMatchObject(complete('directory'));
    expect(principals.resources).toHaveLength(120);
  });

  it('asks for nothing but to read', async () => {
    withFaults({ kind: 'graph-denied' });
    const collector = under.collector();
    await collector.discover();
    await under.collect([...azureResourceTypes.values()].filter(({ accountKind }) => accountKind === undefined).map(({ id }) => id), { collector });
    const changing = under.azure.log.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/token') && !path.endsWith('/Microsoft.ResourceGraph/resources'));
    expect(changing).toEqual([]);
    expect(under.azure.log.filter(({ path }) => /listkeys|listsecrets|listconnectionstrings/i.test(path))).toEqual([]);
  });
});

describe('a target that cannot be read', () => {
  it('is denied with the permission named where Resource Graph would leave it out, and holds up no other', async () => {
    withFaults({ kind: 'deny-read', type: 'Microsoft.Compute/disks', subscription: first });
    const collected = await under.collect([disk, machine], { accounts: [first, second] });
    expect(collected.get(`${first}/${disk}`)).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { code: 'AZURE_ACCESS_DENIED', permission: 'Microsoft.Compute/disks/read' } } } });
    for (const key of [`${second}/${disk}`, `${first}/${machine}`, `${second}/${machine}`]) expect(collected.get(key)?.end).toMatchObject(complete());
  });

  it('is denied in the words of the list, where permissions cannot be asked for', async () => {
    withFaults({ kind: 'deny-permissions' }, { kind: 'graph-denied' }, { kind: 'deny-read', type: 'Microsoft.Compute/disks' });
    const collected = await under.collect([disk, machine]);
    expect(collected.get(disk)?.end.result).toMatchObject({ status: 'denied', error: { permission: 'Microsoft.Compute/disks/read' } });
    expect(collected.get(machine)?.end).toMatchObject(complete('arm'));
  });

  it('is read by lists where permissions cannot be asked for: the sweep would be silent on what is denied', async () => {
    withFaults({ kind: 'deny-permissions' }, { kind: 'deny-read', type: 'Microsoft.Compute/disks' });
    const collected = await under.collect([disk, machine, other]);
    expect(collected.get(disk)?.end.result).toMatchObject({ status: 'denied', error: { permission: 'Microsoft.Compute/disks/read' } });
    expect(collected.get(machine)?.end).toMatchObject(complete('arm'));
    expect(collected.get(other)?.end.result).toMatchObject({ status: 'partial', isListed: false, error: { permission: '*/read' } });
    expect(graphQueries()).toEqual([]);
  });

  it('does not take the rest for whole where a part of it may not be read', async () => {
    withFaults({ kind: 'deny-read', type: 'Microsoft.Maps/accounts' });
    const { resources, end } = await under.collectOne(other);
    expect(resources.length).toBeGreaterThan(0);
    expect(end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'AZURE_ACCESS_DENIED', permission: '*/read' } });
  });

  it('is not applicable where its resource provider is not registered', async () => {
    withFaults({ kind: 'unregistered', namespace: 'Microsoft.Sql', subscription: first });
    const collected = await under.collect([database, disk]);
    expect(collected.get(database)?.end.result).toMatchObject({ status: 'not_applicable', error: { code: 'CLOUD_SERVICE_OFF', message: expect.stringContaining('Microsoft.Sql') as string } });
    expect(collected.get(disk)?.end).toMatchObject(complete());
  });

  it.each(['Disabled', 'Deleted'] as const)('says of a subscription that is %s what it is, and of the others what they have', async (state) => {
    withFaults({ kind: 'disable-subscription', subscription: second, state }, { kind: 'graph-denied' });
    const collected = await under.collect(disk, { accounts: [first, second] });
    expect(collected.get(`${second}/${disk}`)?.end.result).toMatchObject({ status: 'unavailable', isListed: false, error: { code: 'CLOUD_ACCOUNT_DISABLED' } });
    expect(collected.get(`${first}/${disk}`)?.end).toMatchObject(complete('arm'));
  });

  it('keeps what other parents have where one may not be read, and says that there is more', async () => {
    withFaults({ kind: 'deny', path: `/storageaccounts/`, times: 1 });
    const { resources, end } = await under.collectOne('azure:storage:blob-container');
    expect(resources.length).toBeGreaterThan(0);
    expect(end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'AZURE_ACCESS_DENIED' } });
  });

  it('takes a parent that went away for one without children', async () => {
    withFaults({ kind: 'error', status: 404, path: '/blobServices/', times: 1 });
    const { end } = await under.collectOne('azure:storage:blob-container');
    expect(end).toMatchObject(complete('arm'));
  });
});

describe('an answer of Resource Graph that is not whole', () => {
  it.each([['graph-truncated'], ['graph-limit-hit']] as const)('(%s) is not taken for one: the lists are read', async (kind) => {
    withFaults({ kind });
    const { resources, end } = await under.collectOne(database);
    expect(end.path === 'arm' ? end.result : undefined).toEqual({ status: 'complete', isListed: true });
    expect(resources).toHaveLength(under.azure.truth.countOf('Microsoft.Sql/servers/databases', first));
  });

  it('that repeats its pages is stopped, and what came is kept as a part', async () => {
    withFaults({ kind: 'graph-repeats-token' });
    const { resources, end } = [...(await under.collect(other, { accounts: [first, second, third] })).values()][0]!;
    expect(end).toMatchObject({ result: { status: 'partial', isListed: false, error: { code: 'CLOUD_PAGING_LOOP' } }, path: 'resource-graph' });
    expect(resources.length).toBeGreaterThan(0);
    expect(graphQueries()).toHaveLength(2);
  });

  it('that fails for good leaves everything to the lists', async () => {
    withFaults({ kind: 'error', status: 503, path: 'Microsoft.ResourceGraph' });
    expect((await under.collectOne(disk)).end).toMatchObject(complete('arm'));
    expect(graphQueries()).toHaveLength(3);
  });
});

describe('a call that fails', () => {
  it.each([
    ['a refusal for too many calls', { kind: 'throttle', path: 'ResourceGraph', times: 2 }, 2], ['one that says when to come back', { kind: 'throttle', path: 'ResourceGraph', times: 1, retryAfterSeconds: 1 }, 1],
    ['an error of the server', { kind: 'error', status: 503, path: 'ResourceGraph', times: 2 }, 0], ['a token that ended', { kind: 'expired-token', times: 1 }, 0],
  ] satisfies [string, AzureFault, number][])('for a while, with %s, is repeated, and nothing is missing', async (_what, fault, throttled) => {
    withFaults(fault);
    const { resources, end } = await under.collectOne(disk);
    expect(end).toMatchObject({ ...complete(), throttled });
    expect(resources).toHaveLength(under.azure.truth.countOf('Microsoft.Compute/disks', first));
  });

  it('for longer than it may be throttled makes the target unavailable', async () => {
    withFaults({ kind: 'throttle', path: '/providers/Microsoft' });
    const { end } = await under.collectOne(disk, { settings: { throttlePatienceMs: 600 } });
    expect(end.result).toMatchObject({ status: 'unavailable', isListed: false, error: { code: 'AZURE_THROTTLED' } });
  });

  it('for good as the credentials ended says so, and asks no other way', async () => {
    withFaults({ kind: 'expired-token' });
    const { end } = await under.collectOne(disk);
    expect(end.result).toMatchObject({ status: 'unavailable', error: { code: 'AZURE_CREDENTIALS_REJECTED' } });
  });

  it('because of our clock says by how much it is off', async () => {
    withFaults({ kind: 'expired-token' }, { kind: 'clock-off', minutes: 17 });
    const { end } = await under.collectOne(disk);
    expect(end.result).toMatchObject({ status: 'unavailable', error: { code: 'CLOUD_CLOCK_OFF', message: expect.stringContaining('17 minutes behind') as string } });
  });
});

describe('a list of Resource Manager', () => {
  it('that repeats its page is stopped, and is never whole', async () => {
    withFaults({ kind: 'graph-denied' }, { kind: 'paging-loop', path: '/disks' });
    const collected = await under.collect([disk, machine]);
    expect(collected.get(disk)?.end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'CLOUD_PAGING_LOOP' } });
    expect(collected.get(machine)?.end).toMatchObject(complete('arm'));
  });

  it('that goes on at another host is not followed', async () => {
    withFaults({ kind: 'graph-denied' }, { kind: 'other-host', path: '/disks' });
    const { end } = await under.collectOne(disk);
    expect(end.result).toMatchObject({ isListed: false, error: { code: 'AZURE_UNAVAILABLE', message: expect.stringContaining('another host') as string } });
  });

  it('is read as far as the budget goes', async () => {
    const { createAzureCollector } = await import('./collector.ts');
    const { Pacing } = await import('../../platform/pacing/pacing.ts');
    const collector = createAzureCollector(under.settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 10, now: () => performance.now() }), { left: 4 }, {});
    const collected = await under.collect([disk, 'azure:resources:resource-group', 'azure:storage:blob-container'], { collector });
    const states = [...collected.values()].map(({ end }) => end.result.status);
    expect(states).toContain('deferred');
    expect(states.every((state) => state === 'deferred' || state === 'complete' || state === 'partial')).toBe(true);
  });
});

it('ends every target of a cancelled visit once', async () => {
  const controller = new AbortController();
  await using slow = await startAzureUnderTest({ resources: 400, latencyMs: 50 });
  setTimeout(() => controller.abort(new Error('cancelled')), 120);
  const collected = await slow.collect([...inSweep, 'azure:storage:blob-container'], { signal: controller.signal });
  for (const { end } of collected.values()) expect(['cancelled', 'complete', 'partial']).toContain(end.result.status);
  expect([...collected.values()].some(({ end }) => end.result.status === 'cancelled')).toBe(true);
});

describe('a discovery', () => {
  it('names every subscription and the directory, and how it signed in, without a secret', async () => {
    const found = await under.collector().discover();
    expect(found).toMatchObject({ state: 'connected', message: '4 accounts.' });
    expect(found.accounts.map(({ id }) => id)).toEqual([first, second, third, tenantAccount]);
    expect(found.source).toContain('application');
    expect(JSON.stringify(found)).not.toContain(under.settings.clientSecret);
  });

  it('says of a subscription that was asked for and is not there that it is not seen', async () => {
    const { accounts } = await under.collector({ subscriptions: [first.toUpperCase(), '99999999-0000-4000-8000-000000000000'] }).discover();
    expect(accounts).toMatchObject([{ id: first, error: null }, { error: { code: 'AZURE_ACCESS_DENIED' } }, { id: tenantAccount }]);
  });

  it.each([['Disabled', 'CLOUD_ACCOUNT_DISABLED'], ['Expired', 'CLOUD_ACCOUNT_DISABLED'], ['Warned', undefined], ['PastDue', undefined]] as const)('enters a subscription in the state %s as far as it can be read', async (state, code) => {
    withFaults({ kind: 'disable-subscription', subscription: second, state });
    const collector = under.collector();
    const { accounts } = await collector.discover();
    expect(accounts.map(({ error }) => error?.code)).toEqual([undefined, code, undefined, undefined]);
    expect((await collector.enter({ ...accounts[1]!, error: null })).error?.code).toBe(code);
    expect(await collector.enter(accounts[0]!)).toMatchObject({ regions: [], error: null });
  });

  it('says what is wrong with the credentials', async () => {
    withFaults({ kind: 'expired-secret' });
    expect(await under.collector().discover()).toMatchObject({ state: 'rejected', code: 'AZURE_CREDENTIALS_REJECTED', accounts: [], message: expect.stringContaining('expired') as string });
    withFaults();
    expect(await under.collector({ tenantId: undefined, clientId: undefined }).discover()).toMatchObject({ state: 'no_credentials' });
  });
});
