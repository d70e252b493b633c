import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { Scope } from '../core/resource.ts';
import { scopeIdOf } from './inventory.ts';
import { type Lease, type NewRun, runChannel, type RunRow, runsStore, type RunsStore, type TargetUpdate } from './runs.ts';

const start = new Date('2026-11-22T02:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const leaseMs = 9000;

let store: TestStore;
let runs: RunsStore;
beforeAll(async () => {
  store = await openTestStore();
  runs = runsStore(store.db);
});
afterAll(() => store.close());
beforeEach(() => store.clear());

const create = (at = start, parts: Partial<NewRun> = {}): Promise<string> => runs.create({ job: 'scan', origin: 'manual', scope: {}, channels: null, ...parts }, at);
const claim = (worker: string, at = start): Promise<(RunRow & Lease) | undefined> => runs.claim(worker, at, leaseMs, ['scan']);
async function claimed(worker: string, at = start): Promise<RunRow & Lease> {
  const run = await claim(worker, at);
  if (run === undefined) throw new Error('there was nothing to claim');
  return run;
}

describe('claiming a run', () => {
  it('gives it to one of several workers that ask at once', async () => {
    const id = await create();
    const answers = await Promise.all(['one', 'two', 'three'].map((worker) => claim(worker)));
    expect(answers.filter((answer) => answer !== undefined)).toMatchObject([{ id, runId: id, status: 'running', attempt: 1, started_at: start }]);
  });

  it('takes the oldest first, and leaves jobs that this worker does not know', async () => {
    await create(start, { job: 'other' });
    const second = await create(after(2));
    const first = await create(after(1));
    expect((await claim('one', after(3)))?.id).toBe(first);
    expect((await claim('one', after(3)))?.id).toBe(second);
    expect(await claim('one', after(3))).toBeUndefined();
  });

  it('tells listeners of a new run once it is durable', async () => {
    const heard: string[] = [];
    const stop = await store.db.listen(runChannel, (id) => heard.push(id));
    await store.db.transaction(async () => {
      await create();
      throw new Error('undo it');
    }).catch(() => undefined);
    const id = await create();
    await expect.poll(() => heard).toEqual([id]);
    await stop();
  });

  it('keeps scope and channels as they were asked for', async () => {
    const id = await create(start, { scope: { services: ['ec2'], regions: ['eu-west-1'] }, channels: ['slack'], origin: 'schedule', dueAt: after(-1) });
    expect(await runs.get(id)).toMatchObject({ scope: { services: ['ec2'], regions: ['eu-west-1'] }, channels: ['slack'], origin: 'schedule', due_at: after(-1), status: 'queued' });
    expect(await runs.get(await create())).toMatchObject({ channels: null, scope: {} });
  });
});

describe('a lease', () => {
  it('keeps the run while it is renewed and gives it to another when it ran out', async () => {
    await create();
    const first = await claimed('one');
    expect(await claim('two', after(8))).toBeUndefined();
    expect(await runs.renew(first, after(8), leaseMs)).toBe('kept');
    expect(await claim('two', after(16))).toBeUndefined();
    expect(await claim('two', after(18))).toMatchObject({ id: first.id, attempt: 2, worker: 'two', started_at: start });
  });

  it('refuses everything of the attempt before, also of the same worker', async () => {
    await create();
    const old = await claimed('one');
    const now = await claimed('one', after(10));
    expect(now.attempt).toBe(2);
    expect(await runs.renew(old, after(11), leaseMs)).toBe('lost');
    expect(await runs.isHeld(old)).toBe(false);
    expect(await runs.isHeld(now)).toBe(true);
    await runs.setPhase(old, 'notify');
    await runs.release(old);
    await runs.finish(old, { status: 'failed', at: after(11), error: { code: 'INTERNAL', message: 'late' }, summary: null });
    expect(await runs.get(now.id)).toMatchObject({ status: 'running', phase: 'plan', attempt: 2, error: null });
    await runs.finish(now, { status: 'completed', at: after(12), error: null, summary: null });
    expect(await runs.get(now.id)).toMatchObject({ status: 'completed', phase: 'done', finished_at: after(12) });
    expect(await runs.isHeld(now)).toBe(false);
  });

  it('may be given back, for another to go on at once', async () => {
    await create();
    const first = await claimed('one');
    await runs.release(first);
    expect(await runs.renew(first, after(1), leaseMs)).toBe('lost');
    expect(await claim('two', after(1))).toMatchObject({ id: first.id, attempt: 2, started_at: start });
  });

  it('ends with the run: what is finished is never claimed again', async () => {
    await create();
    await runs.finish(await claimed('one'), { status: 'partial', at: after(1), error: null, summary: null });
    expect(await claim('two', after(1000))).toBeUndefined();
  });
});

describe('cancelling', () => {
  it('ends a waiting run at once', async () => {
    const id = await create();
    expect(await runs.cancel(id, after(1))).toBe('queued');
    expect(await runs.get(id)).toMatchObject({ status: 'cancelled', finished_at: after(1), cancel_requested: true });
    expect(await claim('one', after(2))).toBeUndefined();
  });

  it('asks the worker of a running one to stop, and whoever takes it over', async () => {
    const id = await create();
    const first = await claimed('one');
    expect(await runs.cancel(id, after(1))).toBe('running');
    expect(await runs.renew(first, after(1), leaseMs)).toBe('cancel');
    expect(await claimed('two', after(20))).toMatchObject({ cancel_requested: true });
  });

  it('knows what is not there to be cancelled', async () => {
    const id = await create();
    await runs.finish(await claimed('one'), { status: 'completed', at: after(1), error: null, summary: null });
    expect(await runs.cancel(id, after(2))).toBeUndefined();
    expect(await runs.cancel('00000000-0000-0000-0000-000000000000', after(2))).toBeUndefined();
    expect(await runs.get(id)).toMatchObject({ status: 'completed' });
  });
});

describe('the targets of a run', () => {
  const scopes: (Scope & { service: string })[] = ['us-east-1', 'eu-west-1', 'ap-south-1'].map((region) => ({ provider: 'aws', account: '123456789012', region, type: 'aws:ec2:volume', service: 'ec2' }));
  const update = (index: number, parts: Partial<TargetUpdate> = {}): TargetUpdate => ({
    scopeId: scopeIdOf(scopes[index]!), status: 'complete', attempt: 1, resources: 5, added: 2, changed: 1, gone: 1, calls: 3, throttled: 1, startedAt: start, finishedAt: after(1), error: null, ...parts,
  });

  it('are planned once, also when the run is taken over, and add up', async () => {
    await create();
    const lease = await claimed('one');
    await runs.plan(lease, scopes.slice(0, 2));
    await runs.updateTargets(lease.runId, [update(0)]);
    await runs.plan(await claimed('two', after(20)), scopes);
    const error = { code: 'AWS_ACCESS_DENIED' as const, message: 'Denied\0.', permission: 'ec2:DescribeVolumes' };
    await runs.updateTargets(lease.runId, [update(1, { status: 'denied', resources: 0, added: 0, changed: 0, gone: 0, error, finishedAt: null })]);
    const targets = await runs.targets(lease.runId);
    expect(targets.map(({ region, status }) => [region, status])).toEqual([['ap-south-1', 'pending'], ['eu-west-1', 'denied'], ['us-east-1', 'complete']]);
    expect(targets[1]).toMatchObject({ error: { ...error, message: 'Denied\uFFFD.' }, finished_at: null, service: 'ec2' });
    expect((await runs.targetTotals([lease.runId])).get(lease.runId)).toEqual({ targets: 3, finished: 2, complete: 1, not_complete: 1, deferred: 0, resources: 5, matched: 5, added: 2, changed: 1, gone: 1 });
  });
});

describe('lists', () => {
  it('show the newest first, page by page, and count what the filter matches', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await create(after(n)));
    await runs.cancel(ids[1]!, after(10));
    const first = await runs.list({ statuses: undefined, scheduleId: undefined, before: undefined, limit: 2 });
    expect([first.total, first.rows.map(({ id }) => id)]).toEqual([5, [ids[4], ids[3]]]);
    const second = await runs.list({ statuses: ['queued'], scheduleId: undefined, before: ids[3], limit: 2 });
    expect([second.total, second.rows.map(({ id }) => id)]).toEqual([4, [ids[2], ids[0]]]);
    expect((await runs.newest({ statuses: ['queued'] }))?.id).toBe(ids[4]);
    expect(await runs.newest({ job: 'other', statuses: ['queued'] })).toBeUndefined();
  });

  it('forget runs that ended long ago, with their targets, and no others', async () => {
    const old = await create();
    await runs.finish(await claimed('one'), { status: 'completed', at: after(1), error: null, summary: null });
    const waiting = await create(after(2));
    expect(await runs.prune(after(1))).toBe(0);
    expect(await runs.prune(after(5))).toBe(1);
    expect(await runs.get(old)).toBeUndefined();
    expect(await runs.get(waiting)).toBeDefined();
  });

  it('add up calls and findings while the run goes on', async () => {
    const id = await create();
    await runs.addCounts(id, { calls: 10, throttled: 1, opened: 2, resolved: 0 });
    await runs.addCounts(id, { calls: 5, throttled: 0, opened: 1, resolved: 3 });
    expect(await runs.get(id)).toMatchObject({ api_calls: 15, throttled_calls: 1, findings_opened: 3, findings_resolved: 3 });
  });
});
