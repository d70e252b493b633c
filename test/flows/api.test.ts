import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, anEstate, anInstance, attachedTo, aUser, aVolume } from '../../demo/aws/make.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { openEmbedded } from '../../src/store/embedded/embedded-db.ts';
import { eventsStore } from '../../src/store/events.ts';
import { copyDataDir } from '../open-test-store.ts';
import { listen } from './events.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';

const account = '123456789012';
const volumeArn = (id: string): string => `arn:aws:ec2:us-east-1:${account}:volume/${id}`;

let aws: SimulatedAws;
let app: StartedApp;
let run: contract.RunDetail;

beforeAll(async () => {
  const volumes = Array.from({ length: 23 }, (_, index) => aVolume({ id: `vol-${String(index).padStart(4, '0')}`, sizeGib: 10 + (index % 5) * 10, tags: { team: index % 2 === 0 ? 'blue' : 'red', ...(index === 3 ? { Name: '=HYPERLINK("http://evil.example")' } : {}), ...(index === 4 ? { Name: '100%_done' } : {}) } }));
  aws = await startAws({
    estate: anEstate({
      regions: {
        'us-east-1': { volumes: [...volumes, aVolume({ id: 'vol-used', attachments: attachedTo('i-0001') })], instances: [anInstance({ id: 'i-0001', state: 'stopped', blockDevices: [{ device: '/dev/xvda', volumeId: 'vol-used', attachedAt: '2025-01-01T00:00:00.000Z', deleteOnTermination: true }] })] },
        'eu-west-1': { volumes: [aVolume({ id: 'vol-eu', type: 'gp2', sizeGib: 300 })] },
      },
      buckets: [aBucket({ name: 'nothing-in-it' })],
      users: [aUser({ name: '@sum(1)', keys: [{ id: 'AKIAOLD0000000000001', isActive: true, createdAt: '2025-01-01T00:00:00.000Z' }] })],
    }),
  });
  app = await startApp({ aws });
  run = await app.scan();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await aws.close();
});

const findings = (query = '') => app.call(contract.findingPage.strict(), 'GET', `/api/v1/findings?${query}`);
const resources = (query = '') => app.call(contract.resourcePage.strict(), 'GET', `/api/v1/resources?${query}`);
async function problem(method: string, where: string, body?: unknown): Promise<contract.Problem> {
  const answer = await app.request(method, where, { body });
  expect(answer.headers['content-type'], `${method} ${where} ${answer.text}`).toMatch(/^application\/problem\+json/);
  const found = contract.problem.parse(answer.json());
  expect(found.status).toBe(answer.status);
  return found;
}
/** Every page of a list. */
async function pages<Item>(where: string, limit: number): Promise<Item[][]> {
  const all: Item[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: { items: Item[]; next_cursor: string | null } = (await app.request('GET', `${where}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)).json();
    all.push(answer.items);
    cursor = answer.next_cursor;
  }
  return all;
}

describe('findings', () => {
  it('are answered whole, with their evidence and what to do', async () => {
    const page = await findings('type=aws:ec2:volume&region=eu-west-1&rule_id=aws-ebs-unattached');
    expect(page).toMatchObject({ total: 1, next_cursor: null });
    const [finding] = page.items;
    expect(finding).toMatchObject({
      rule_id: 'aws-ebs-unattached', status: 'open', category: 'waste', risk: null, currency: 'USD',
      resource: { id: `arn:aws:ec2:eu-west-1:${account}:volume/vol-eu`, type: 'aws:ec2:volume', name: 'vol-eu', provider: 'aws', account, region: 'eu-west-1' },
      evidence: { fields: { size_gib: 300, volume_type: 'gp2' }, read_by: 'ec2:DescribeVolumes', saving: { monthly: finding?.monthly_saving, source: 'aws-price-list', bound: 'exact', formula: expect.stringContaining('300') } },
    });
    expect(finding?.remediation.steps.length).toBeGreaterThan(0);
  });

  it.each([
    ['', 34], ['status=open', 34], ['status=resolved', 0], ['status=open,resolved', 34], ['type=aws:ec2:volume', 25], ['type=aws:ec2:volume,aws:s3:bucket', 26], ['region=eu-west-1', 2], ['region=global', 7],
    ['rule_id=aws-s3-empty', 1], ['severity=high', 1], ['risk=High', 1], ['category=waste', 34], ['category=posture', 0], ['provider=aws', 34], ['provider=gcp', 0], [`account=${account}`, 34], ['q=vol-00', 23], ['q=VOL-0001', 1],
    ['q=vol-0001%20attached', 1], ['q=100%25_done', 1], ['q=%25', 1], ['headline=true', 28], ['headline=false', 6], ['new_since=2020-01-01T00:00:00Z', 34], ['new_since=2099-01-01T00:00:00Z', 0], ['type=aws:ec2:volume&region=us-east-1&headline=true', 23],
  ])('filtered by %s are %d', async (query, total) => {
    const page = await findings(`${query}&limit=1000`);
    expect(page.total).toBe(total);
    expect(page.items).toHaveLength(total);
  });

  const severities = ['informational', 'low', 'medium', 'high', 'critical'];
  const keys: Record<string, (finding: contract.Finding) => string | number> = {
    saving: ({ monthly_saving }) => monthly_saving,
    severity: ({ severity }) => severities.indexOf(severity),
    first_seen: ({ first_seen }) => first_seen,
    name: ({ resource }) => resource.name.toLowerCase(),
    region: ({ resource }) => resource.region,
  };
  it.each(Object.keys(keys).flatMap((name) => [name, `-${name}`]))('sorted by %s come page by page, each once', async (sort) => {
    const all = (await pages<contract.Finding>(`/api/v1/findings?sort=${sort}&`, 5)).flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(34);
    const values = all.map((finding) => keys[sort.replace('-', '')]?.(finding) ?? '');
    const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (sort === 'name' || sort === '-name') return expect(new Set(values)).toEqual(new Set(sorted));
    return expect(values).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
  });

  it.each([
    ['status=broken', 'status'], ['severity=bad', 'severity'], ['risk=Medium', 'risk'], ['sort=size', 'sort'], ['limit=0', 'limit'], ['limit=1001', 'limit'], ['limit=ten', 'limit'], ['cursor=nonsense', 'cursor'],
    ['cursor=WyJ4IiwieSJd', 'cursor'], ['new_since=yesterday', 'new_since'], ['headline=maybe', 'headline'], ['regions=eu-west-1', 'regions'], [`q=${'x'.repeat(201)}`, 'q'],
  ])('refuse %s and name it', async (query, field) => {
    expect(await problem('GET', `/api/v1/findings?${query}`)).toMatchObject({ status: 422, errors: [{ field }] });
  });

  it('are counted by what they could be filtered by', async () => {
    const facets = await app.call(contract.findingFacets.strict(), 'GET', '/api/v1/findings/facets?status=open&type=aws:ec2:volume');
    expect(facets).toMatchObject({ total: 25, resources: 24, regions: 2 });
    expect(facets.region).toEqual([expect.objectContaining({ value: 'us-east-1', count: 23 }), expect.objectContaining({ value: 'eu-west-1', count: 2 })]);
    // A filter's own values are counted as if it were not set.
    expect(facets.type.map(({ value, count }) => [value, count])).toContainEqual(['aws:s3:bucket', 1]);
    const sum = facets.region.reduce((total, { monthly_saving }) => total + monthly_saving, 0);
    expect(Math.abs(sum - facets.monthly_saving)).toBeLessThan(0.02);
  });

  it('add up to the saving of the overview, each resource once', async () => {
    const { items } = await findings('limit=1000&status=open');
    const counted = items.filter(({ evidence }) => evidence.included_in === null).reduce((sum, { monthly_saving }) => sum + monthly_saving, 0);
    const overview = await app.call(contract.overview, 'GET', '/api/v1/overview');
    expect(Math.abs(overview.saving.monthly - counted)).toBeLessThan(0.02);
    expect(overview.unused.total).toBe(28);
    expect(overview.by_type.reduce((sum, { count }) => sum + count, 0)).toBe(28);
    expect(overview).toMatchObject({ tone: 'bad', open_findings: { total: 34 }, keys: { high: 1, low: 0 }, last_run: { id: run.id } });
  });

  it('are exported as CSV in which no name is a formula', async () => {
    const answer = await app.request('GET', '/api/v1/findings.csv?status=open');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="findings.csv"');
    expect(answer.text.startsWith('\ufeffid,rule_id,title,')).toBe(true);
    expect(answer.text.trim().split('\n')).toHaveLength(35);
    expect(answer.text).toContain(`,"'=HYPERLINK(""http://evil.example"")",`);
    expect(answer.text).toContain(`,'@sum(1),`);
    expect(answer.text).not.toMatch(/(^|,)"?[=@+]/m);
    expect((await app.request('GET', '/api/v1/findings.csv?type=aws:s3:bucket')).text.trim().split('\n')).toHaveLength(2);
    expect((await app.request('GET', '/api/v1/findings.csv?status=broken')).status).toBe(422);
  });

  it('have a page of their own with rule, history and what hangs on them', async () => {
    const [stopped] = (await findings('type=aws:ec2:instance')).items;
    const detail = await app.call(contract.findingDetail, 'GET', `/api/v1/findings/${stopped?.id}`);
    expect(detail).toMatchObject({ rule: { parameters: { stopped_days: 0 } }, note: null, resource_attributes: { state: 'stopped' }, history: [{ kind: 'opened', run_id: run.id }] });
    expect(detail.related).toContainEqual(expect.objectContaining({ id: volumeArn('vol-used'), direction: 'in' }));
    for (const id of ['0197a1b2-0000-7000-8000-000000000001', 'nonsense', '../../etc/passwd', '%00']) expect((await problem('GET', `/api/v1/findings/${encodeURIComponent(id)}`)).status).toBe(404);
  });

  it('change their status with a note, alone and together, and back', async () => {
    const [first, second] = (await findings('type=aws:ec2:volume&region=us-east-1&limit=2')).items;
    const ids = [first?.id ?? '', second?.id ?? ''];
    expect(await app.call(contract.finding, 'PATCH', `/api/v1/findings/${ids[0]}`, { status: 'in_progress', note: 'ticket 12' })).toMatchObject({ status: 'in_progress' });
    const { changed } = await app.call(contract.findingBulkResult.strict(), 'POST', '/api/v1/findings/bulk', { ids, status: 'suppressed', note: 'both' });
    expect(new Map(changed.map(({ id, previous }) => [id, previous]))).toEqual(new Map([[ids[0], 'in_progress'], [ids[1], 'open']]));
    expect((await findings('status=suppressed')).total).toBe(2);
    expect((await app.call(contract.overview, 'GET', '/api/v1/overview')).open_findings.total).toBe(32);
    for (const { id, previous } of changed) await app.call(contract.finding, 'PATCH', `/api/v1/findings/${id}`, { status: previous });
    expect((await findings('status=suppressed')).total).toBe(0);
    const { history, note } = await app.call(contract.findingDetail, 'GET', `/api/v1/findings/${ids[0]}`);
    expect(note).toBe('both');
    expect(history.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual(['status_changed local administrator', 'status_changed local administrator', 'status_changed local administrator', 'opened null']);
    await app.call(contract.finding, 'PATCH', `/api/v1/findings/${ids[0]}`, { status: 'open' });
  });

  it.each([
    ['PATCH', '/api/v1/findings/0197a1b2-0000-7000-8000-000000000001', { status: 'open' }, 404, undefined],
    ['PATCH', '/api/v1/findings/nonsense', { status: 'open' }, 404, undefined],
    ['PATCH', '/api/v1/findings/0197a1b2-0000-7000-8000-000000000001', { status: 'resolved' }, 422, 'status'],
    ['PATCH', '/api/v1/findings/0197a1b2-0000-7000-8000-000000000001', { status: 'open', note: 'x'.repeat(1001) }, 422, 'note'],
    ['POST', '/api/v1/findings/bulk', { ids: [], status: 'open' }, 422, 'ids'],
    ['POST', '/api/v1/findings/bulk', { ids: ['nonsense'], status: 'open' }, 404, undefined],
    ['POST', '/api/v1/findings/bulk', { ids: Array.from({ length: 1001 }, () => 'x'), status: 'open' }, 422, 'ids'],
    ['POST', '/api/v1/findings/bulk', { status: 'open' }, 422, 'ids'],
  ])('%s %s is refused where it cannot be', async (method, where, body, status, field) => {
    const answer = await problem(method, where, body);
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(answer.errors[0]?.field).toBe(field);
  });
});

describe('resources', () => {
  it.each([
    ['', 34], ['type=aws:ec2:volume', 25], ['type=aws:ec2:volume,aws:ec2:instance', 26], ['region=eu-west-1', 1], ['region=global', 7], ['provider=aws', 34], ['provider=azure', 0], ['account=1', 0],
    ['tag=team', 23], ['tag=team=blue', 12], ['tag=team=green', 0], ['tag=Name=100%25_done', 1], ['q=vol-00', 23], ['q=volume%20vol-0001', 1], ['q=_', 1],
  ])('filtered by %s are %d', async (query, total) => {
    const page = await resources(`${query}&limit=1000`);
    expect([page.total, page.items.length]).toEqual([total, total]);
  });

  it('come page by page, each once, in order of type and name', async () => {
    const all = (await pages<contract.Resource>('/api/v1/resources?', 4)).flat();
    expect(all).toHaveLength(34);
    expect(new Set(all.map(({ id }) => id)).size).toBe(34);
    expect(await problem('GET', '/api/v1/resources?cursor=abc')).toMatchObject({ status: 422, errors: [{ field: 'cursor' }] });
    expect(await problem('GET', '/api/v1/resources?cursor=WyJhIiwiYiIsImMiXQ')).toMatchObject({ status: 422, errors: [{ field: 'cursor' }] });
  });

  it('are what they were at any moment', async () => {
    const before = new Date().toISOString();
    aws.mutate(({ accounts }) => {
      const region = accounts[account]?.regions['us-east-1'];
      if (region === undefined) return;
      region.volumes = region.volumes.filter(({ id }) => id !== 'vol-0022');
      const [first] = region.volumes;
      if (first !== undefined) first.tags = { team: 'green' };
    });
    await app.scan();
    expect((await resources('tag=team=green')).total).toBe(1);
    expect((await resources(`tag=team=green&as_of=${before}`)).total).toBe(0);
    expect((await resources('type=aws:ec2:volume')).total).toBe(24);
    expect((await resources(`type=aws:ec2:volume&as_of=${before}`)).total).toBe(25);
    expect((await resources('as_of=2020-01-01T00:00:00Z')).total).toBe(0);
    expect(await problem('GET', '/api/v1/resources?as_of=now')).toMatchObject({ status: 422, errors: [{ field: 'as_of' }] });
    const detail = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${volumeArn('vol-0000')}`);
    expect(detail.versions).toMatchObject([{ valid_to: null, changed: ['tag:team'], changes: [{ field: 'tag:team', before: expect.anything() as unknown, after: 'green' }] }, { changed: [], changes: [] }]);
    const gone = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${volumeArn('vol-0022')}`);
    expect(gone).toMatchObject({ gone_at: expect.any(String), findings: [{ status: 'resolved' }] });
  });

  it('know what they are attached to, both ways', async () => {
    const volume = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${volumeArn('vol-used')}`);
    expect(volume.relations).toContainEqual({ kind: 'attached-to', id: `arn:aws:ec2:us-east-1:${account}:instance/i-0001`, name: 'i-0001', type: 'aws:ec2:instance', direction: 'out' });
    const instance = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=arn:aws:ec2:us-east-1:${account}:instance/i-0001`);
    expect(instance.relations).toContainEqual({ kind: 'attached-to', id: volumeArn('vol-used'), name: 'vol-used', type: 'aws:ec2:volume', direction: 'in' });
    expect((await problem('GET', '/api/v1/resources/detail?id=arn:nothing')).status).toBe(404);
    expect(await problem('GET', '/api/v1/resources/detail')).toMatchObject({ status: 422, errors: [{ field: 'id' }] });
  });

  it('are summed up by scope with their freshness', async () => {
    const { total, scopes } = await app.call(contract.inventorySummary.strict(), 'GET', '/api/v1/resources/summary');
    expect(scopes).toHaveLength(run.counts.targets);
    expect(scopes.reduce((sum, { live }) => sum + live, 0)).toBe(total);
    for (const scope of scopes) expect(scope).toMatchObject({ status: 'complete', last_complete_at: expect.any(String) });
  });
});

describe('runs', () => {
  it('are listed newest first, by state and by schedule', async () => {
    const all = (await pages<contract.Run>('/api/v1/runs?', 1)).flat();
    expect(all.map(({ created_at }) => created_at)).toEqual(all.map(({ created_at }) => created_at).toSorted().toReversed());
    expect(all.at(-1)?.id).toBe(run.id);
    expect((await app.call(contract.runPage.strict(), 'GET', '/api/v1/runs?status=failed,cancelled')).total).toBe(0);
    expect((await app.call(contract.runPage, 'GET', `/api/v1/runs?status=completed&schedule_id=${run.schedule_id}`)).total).toBe(all.length);
    for (const [query, field] of [['status=done', 'status'], ['cursor=x', 'cursor'], ['limit=-1', 'limit'], ['state=failed', 'state']]) expect(await problem('GET', `/api/v1/runs?${query}`)).toMatchObject({ status: 422, errors: [{ field }] });
    expect((await problem('GET', '/api/v1/runs/nonsense')).status).toBe(404);
    expect((await problem('POST', `/api/v1/runs/${run.id}/cancel`)).status).toBe(400);
  });

  it.each([
    [{ regions: ['mars-north-1', 'eu-west-1', 'moon-1'] }, ['regions', 'regions'], /mars-north-1.*moon-1/],
    [{ services: ['ec2', 'quantum'] }, ['services'], /quantum; known are .*ec2/],
    [{ providers: ['aws', 'azure', 'oracle'] }, ['providers', 'providers'], /unknown provider oracle; known are aws, azure, gcp; azure is not connected: no credentials/],
    [{ notify: 'yes' }, ['notify'], /notify/],
    [{ region: 'eu-west-1' }, ['region'], /no such field/],
  ])('of %j are refused by name', async (body, fields, detail) => {
    const answer = await problem('POST', '/api/v1/runs', body);
    expect(answer).toMatchObject({ status: 422, detail: expect.stringMatching(detail) });
    expect(answer.errors.map(({ field }) => field)).toEqual(fields);
  });

  it('that have nothing to visit fail with a sentence', async () => {
    const { id } = await app.call(contract.runDetail, 'POST', '/api/v1/runs', { accounts: ['999999999999'] });
    expect(await app.ended(id)).toMatchObject({ status: 'failed', error: { code: 'NOT_POSSIBLE', message: expect.stringContaining('ENABLED_PROVIDERS') } });
  });
});

describe('schedules', () => {
  const cron = (text: string, timezone = 'UTC') => ({ kind: 'cron', cron: text, timezone });
  const base = { name: 'every night', spec: cron('30 2 * * *', 'Europe/Berlin'), scope: { services: ['ec2'], regions: ['eu-west-1'] }, channels: ['slack'] };

  it('are made, read by id and name, changed, paused, resumed and removed', async () => {
    const made = await app.request('POST', '/api/v1/schedules', { body: base });
    expect(made.status).toBe(201);
    const row = contract.schedule.strict().parse(made.json());
    expect(row).toMatchObject({ ...base, reserved: false, enabled: true, description: 'Every day at 02:30 Europe/Berlin', overlap: 'skip', catch_up_seconds: 3600, paused: false, remaining_runs: null, last_run: null });
    expect(row.next_runs).toHaveLength(10);
    expect(row.next_runs[0]).toBe(row.next_run);
    expect(row.next_runs).toEqual(row.next_runs.toSorted());
    expect(await app.call(contract.schedule, 'GET', '/api/v1/schedules/every%20night')).toEqual(row);
    expect(await problem('POST', '/api/v1/schedules', base)).toMatchObject({ status: 409, errors: [{ field: 'name' }] });
    expect(await problem('PATCH', `/api/v1/schedules/${row.id}`, { name: 'scheduled-scan' })).toMatchObject({ status: 409 });

    const changed = await app.call(contract.schedule, 'PATCH', `/api/v1/schedules/${row.id}`, { name: 'hourly', spec: { kind: 'interval', every_seconds: 3600 }, channels: [], overlap: 'buffer_one', remaining_runs: 5 });
    expect(changed).toMatchObject({ name: 'hourly', spec: { kind: 'interval', every_seconds: 3600 }, scope: base.scope, channels: [], overlap: 'buffer_one', remaining_runs: 5 });
    expect(Math.abs(Date.parse(changed.next_run ?? '') - Date.now() - 3_600_000)).toBeLessThan(3000);
    expect(await app.call(contract.schedule, 'POST', `/api/v1/schedules/${row.id}/pause`, { note: 'holidays' })).toMatchObject({ paused: true, pause_note: 'holidays', next_run: null, next_runs: [] });
    expect(await app.call(contract.schedule, 'POST', `/api/v1/schedules/${row.id}/resume`)).toMatchObject({ paused: false, pause_note: null, next_run: changed.next_run });
    expect(await app.call(contract.schedule, 'PATCH', `/api/v1/schedules/${row.id}`, { enabled: false })).toMatchObject({ enabled: false, next_run: null });
    const list = await app.call(contract.scheduleList.strict(), 'GET', '/api/v1/schedules');
    expect(list.items.map(({ name }) => name)).toEqual(['file-audit', 'scheduled-scan', 'hourly']);
    expect((await app.request('DELETE', `/api/v1/schedules/${row.id}`)).status).toBe(200);
    expect((await problem('GET', `/api/v1/schedules/${row.id}`)).status).toBe(404);
    expect((await problem('DELETE', `/api/v1/schedules/${row.id}`)).status).toBe(404);
  });

  it.each([
    [{ ...base, spec: cron('61 * * * *') }, 'spec.cron'], [{ ...base, spec: cron('0 0 30 2 *') }, 'spec.cron'], [{ ...base, spec: cron('0 0 * * *', 'Mars/Base') }, 'spec.timezone'],
    [{ ...base, spec: { kind: 'interval', every_seconds: 29 } }, 'spec.every_seconds'], [{ ...base, spec: { kind: 'interval', every_seconds: 31_622_401 } }, 'spec.every_seconds'], [{ ...base, spec: { kind: 'moon' } }, 'spec.kind'],
    [{ ...base, name: '' }, 'name'], [{ ...base, channels: ['fax'] }, 'channels.0'], [{ ...base, overlap: 'queue' }, 'overlap'], [{ ...base, scope: { regions: ['mars-1'] } }, 'regions'], [{ ...base, extra: 1 }, 'extra'],
    [{ ...base, start_at: '2027-01-02T00:00:00Z', end_at: '2027-01-01T00:00:00Z' }, 'end_at'], [{ ...base, jitter_seconds: 3601 }, 'jitter_seconds'], [{ ...base, remaining_runs: 0 }, 'remaining_runs'],
  ])('are refused by field %#', async (body, field) => {
    const answer = await problem('POST', '/api/v1/schedules', body);
    expect(answer.status).toBe(422);
    expect(answer.errors.map((error) => error.field)).toContain(field);
  });

  it('show their next runs before they are saved', async () => {
    const answer = await app.call(contract.previewAnswer.strict(), 'POST', '/api/v1/schedules/preview', { spec: cron('0 12 * * 1'), count: 3 });
    expect(answer.description).toBe('Every Monday at 12:00 UTC');
    expect(answer.next_runs.map((at) => new Date(at).getUTCDay())).toEqual([1, 1, 1]);
    expect(await problem('POST', '/api/v1/schedules/preview', { spec: cron('* * *') })).toMatchObject({ status: 422, errors: [{ field: 'spec.cron' }] });
  });

  it('cannot lose the reserved one, nor its name', async () => {
    expect(await problem('DELETE', '/api/v1/schedules/scheduled-scan')).toMatchObject({ status: 400 });
    expect(await problem('PATCH', '/api/v1/schedules/scheduled-scan', { name: 'mine' })).toMatchObject({ status: 400, errors: [{ field: 'name' }] });
  });

  it('run when they are due and by hand, and account for each moment', async () => {
    const spec = { kind: 'cron', cron: '* * * * * *', timezone: 'UTC' };
    const { id } = await app.call(contract.schedule, 'POST', '/api/v1/schedules', { name: 'each second', spec, scope: { services: ['s3'] }, remaining_runs: 2 });
    const ended = await waitFor('two runs', async () => {
      const row = await app.call(contract.schedule, 'GET', `/api/v1/schedules/${id}`);
      return row.remaining_runs === 0 && row.last_status === 'completed' ? row : undefined;
    });
    expect(ended).toMatchObject({ enabled: false, next_run: null });
    const { items, total } = await app.call(contract.page(contract.occurrence), 'GET', `/api/v1/schedules/${id}/occurrences`);
    expect(total).toBe(items.length);
    const made = items.filter(({ decision }) => decision === 'run');
    expect(made).toHaveLength(2);
    for (const { run_id } of made) expect(await app.call(contract.runDetail, 'GET', `/api/v1/runs/${run_id}`)).toMatchObject({ origin: 'schedule', schedule_name: 'each second', counts: { targets: 1 } });
    expect((await pages<contract.Schedule['recent'][number]>(`/api/v1/schedules/${id}/occurrences?`, 1)).flat().map(({ due_at }) => due_at)).toEqual(items.map(({ due_at }) => due_at));
    const { run_id } = await app.call(contract.runDetail.pick({ id: true }).partial().extend({ run_id: contract.run.shape.id }), 'POST', `/api/v1/schedules/${id}/trigger`, { source: 'by hand' });
    expect(await app.ended(run_id)).toMatchObject({ source: 'by hand', origin: 'manual' });
  });
});

describe('the service itself', () => {
  /** Method and path of everything that is routed. */
  const routes = (): [method: string, path: string][] => {
    const lines = app.app.api.printRoutes({ commonPrefix: false }).split('\n');
    const parents: string[] = [];
    return lines.flatMap((line) => {
      const found = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line);
      if (found === null) return [];
      const depth = (found[1]?.length ?? 0) / 4;
      parents.length = depth;
      parents.push(found[2] ?? '');
      return (found[3]?.split(', ') ?? []).map((method) => [method, parents.join('')] as [string, string]);
    });
  };

  it('describes every call in OpenAPI 3.1', async () => {
    const api = (await app.request('GET', '/openapi.json')).json<{ openapi: string; info: { title: string; version: string }; paths: Record<string, Record<string, { summary?: string; tags?: string[]; responses?: Record<string, unknown>; parameters?: { name: string; in: string; schema: unknown }[] }>> }>();
    expect(api.openapi).toBe('3.1.0');
    expect(api.info).toMatchObject({ title: 'Roundsman', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    const listed = routes().filter(([method, where]) => where.startsWith('/api') && method !== 'HEAD' && method !== 'OPTIONS');
    expect(listed.length).toBeGreaterThan(40);
    for (const [method, where] of listed) {
      const operation = api.paths[where.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation, `${method} ${where}`).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
      expect(Object.keys(operation?.responses ?? {}).length, `${method} ${where}`).toBeGreaterThan(0);
      for (const name of where.match(/:\w+/g) ?? []) expect(operation?.parameters, `${method} ${where}`).toContainEqual(expect.objectContaining({ name: name.slice(1), in: 'path' }));
    }
    const references = JSON.stringify(api).match(/"\$ref":"#[^"]+"/g) ?? [];
    for (const reference of references) {
      const target = reference.slice(9, -1).split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], api);
      expect(target, reference).toBeDefined();
    }
  });

  it('has no route that a stranger may call but those of health', async () => {
    const open = new Set(['/health', '/health/live', '/health/ready', '/']);
    const all = routes().filter(([method]) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method));
    for (const [method, where] of all) {
      const answer = await app.request(method, where.replaceAll(/:\w+/g, 'x').replace('*', 'x'), { headers: { host: `evil.example:${app.port}` } });
      if (open.has(where)) expect(answer.status, `${method} ${where}`).toBeLessThan(400);
      else expect(answer.status, `${method} ${where}`).toBe(403);
    }
  });

  it('can be browsed at /docs', async () => {
    const page = await app.request('GET', '/docs/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect((await app.request('GET', '/docs/json')).json()).toMatchObject({ openapi: '3.1.0' });
  });

  it('tells its figures to Prometheus, without names from outside', async () => {
    const answer = await app.request('GET', '/metrics');
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.text).toMatch(/^roundsman_open_findings \d+$/m);
    expect(answer.text).toMatch(/^roundsman_process_resident_bytes \d+$/m);
    expect(answer.text).not.toMatch(/vol-|arn:/);
  });

  it('says how it is from memory, while the store is busy', async () => {
    const busy = Array.from({ length: 300 }, () => app.request('GET', '/api/v1/findings/facets'));
    let ended = 0;
    for (const one of busy) void one.then(() => (ended += 1));
    const health = await app.call(contract.health.strict(), 'GET', '/health');
    const status = await app.request('GET', '/api/schedule/status');
    expect(ended).toBeLessThan(300);
    expect(health.status).not.toBe('unhealthy');
    expect(Object.keys(health.checks)).toEqual(expect.arrayContaining(['store', 'queue', 'scheduler', 'workers']));
    expect(status.status).toBe(200);
    await Promise.all(busy);
    expect((await app.request('GET', '/health/live')).json()).toEqual({ status: 'healthy' });
    expect((await app.request('GET', '/health/ready')).status).toBe(200);
  });

  it('sends security headers, and no hint of what it is made of', async () => {
    for (const where of ['/api/v1/session', '/health', '/api/nothing']) {
      const { headers } = await app.request('GET', where);
      expect(headers['content-security-policy'], where).toContain("script-src 'self'");
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('answers a session of the local administrator, and the clouds it is connected to', async () => {
    expect(await app.call(contract.session.strict(), 'GET', '/api/v1/session')).toMatchObject({ mode: 'local', role: 'administrator', is_demo: false, counts: { running_runs: 0 } });
    const { items } = await app.call(contract.connectionList.strict(), 'POST', '/api/v1/connections/aws/check');
    expect(items[0]).toMatchObject({ provider: 'aws', state: 'connected', accounts: [{ id: account }], regions: ['eu-west-1', 'us-east-1'], source: expect.stringContaining('AWS_ACCESS_KEY_ID') });
  });
});

describe('live events', () => {
  it('come as they happen, and again from where a client left', async () => {
    const first = await listen(app.port);
    const one = await app.scan();
    await waitFor('the end', () => first.frames.find(({ type, data }) => type === 'run.finished' && data['run_id'] === one.id));
    await first[Symbol.asyncDispose]();
    expect(new Set(first.frames.map(({ id }) => id)).size).toBe(first.frames.length);
    for (const frame of first.frames) contract.liveEvent.strict().parse(frame);
    const missed = await app.scan();
    await using second = await listen(app.port, `/ws?since=${first.frames.at(-1)?.id}`);
    const ended = await waitFor('what was missed', () => second.frames.find(({ type, data }) => type === 'run.finished' && data['run_id'] === missed.id));
    expect(ended.data).toMatchObject({ status: 'completed' });
    expect(second.types().filter((type) => type !== 'run.progress')).toEqual(['run.started', 'run.finished']);
  });

  it('of one run are all that its own address tells', async () => {
    const { task_id } = (await app.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
    await using own = await listen(app.port, `/ws/jobs/${task_id}`);
    await using other = await listen(app.port, '/ws/jobs/0197a1b2-0000-7000-8000-000000000001');
    await app.ended(task_id);
    await waitFor('the end', () => own.frames.find(({ type }) => type === 'run.finished'));
    for (const { type, data } of own.frames) if (type !== 'hello') expect(data['run_id']).toBe(task_id);
    expect(other.types()).toEqual([]);
  });

  it('are replayed in full, however many were missed', async () => {
    const dataDir = await copyDataDir();
    const db = await openEmbedded({ path: path.join(dataDir, 'postgres'), onTrouble: () => undefined });
    await eventsStore(db).publish(Array.from({ length: 2500 }, (_, number) => ({ type: 'schedule.changed' as const, data: { number } })), new Date());
    await db.close();
    await using bare = await startApp({ dataDir });
    await using late = await listen(bare.port, '/ws?since=0');
    await waitFor('all of them', () => (late.frames.length >= 2501 ? true : undefined));
    expect(late.frames.slice(1).map(({ data }) => data['number'])).toEqual(Array.from({ length: 2500 }, (_, number) => number));
  });

  it('end with the service, with the code of one that goes away', async () => {
    const bare = await startApp();
    const client = await listen(bare.port);
    await bare[Symbol.asyncDispose]();
    expect(await client.closed).toBe(1001);
  });
});
