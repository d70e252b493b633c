import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { CollectedResource, TargetEnd } from '../core/collector.ts';
import { systemClock } from '../platform/clock.ts';
import { hashId } from '../platform/ids.ts';
import { type InventoryStore, inventoryStore, scopeIdOf } from '../store/inventory.ts';
import { type Lease, type RunsStore, runsStore, type TargetUpdate } from '../store/runs.ts';
import { type OpenTarget, Recorder } from './recorder.ts';

let store: TestStore;
let runs: RunsStore;
let inventory: InventoryStore;
let lease: Lease;
let ended: TargetUpdate[];

beforeAll(async () => {
  store = await openTestStore();
  runs = runsStore(store.db);
  inventory = inventoryStore(store.db);
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.clear();
  ended = [];
  await runs.create({ job: 'scan', origin: 'manual', scope: {}, channels: null }, new Date());
  lease = await claimed('one');
  await inventory.ensureScopes(regions.map(scopeOf));
  await runs.plan(lease, regions.map((region) => ({ ...scopeOf(region), service: 'ec2' })));
});

const regions = ['us-east-1', 'eu-west-1'];
const scopeOf = (region: string) => ({ provider: 'aws', account: '123456789012', region, type: 'aws:ec2:volume' }) as const;
const targetOf = (region: string): OpenTarget => ({ scopeId: scopeIdOf(scopeOf(region)), type: 'aws:ec2:volume', startedAt: new Date(), attempt: lease.attempt, counts: { added: 0, changed: 0, gone: 0 }, seen: [] });
const volume = (id: string, content = id): CollectedResource => ({ kh: hashId(id), ch: hashId(content), uid: id, name: id, region: 'us-east-1', createdAt: null, tags: {}, attributes: { size_gib: 1 }, relations: [] });
const whole: TargetEnd = { result: { status: 'complete', isListed: true }, calls: 3, throttled: 1 };
const recorder = (held: Lease = lease): Recorder => new Recorder({ db: store.db, inventory, runs, clock: systemClock, lease: held, handsOn: false, onCommitted: (updates) => void ended.push(...updates) });

async function claimed(worker: string, aheadMs = 0): Promise<Lease> {
  const run = await runs.claim(worker, new Date(Date.now() + aheadMs), 9000, ['scan']);
  if (run === undefined) throw new Error('nothing to claim');
  return { runId: run.id, attempt: run.attempt, worker };
}
async function count(table: string): Promise<number> {
  const [row] = await store.db.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row?.n ?? 0;
}

describe('what targets bring', () => {
  it('is durable when it is resolved, counted by target, and ends with its run\'s counts', async () => {
    const [us, eu] = regions.map(targetOf) as [OpenTarget, OpenTarget];
    const one = recorder();
    await Promise.all([one.rows(us, [volume('a'), volume('b')]), one.rows(eu, [volume('c')])]);
    expect(await count('resource')).toBe(3);
    await Promise.all([one.end(us, whole), one.end(eu, { result: { status: 'denied', isListed: false, error: { code: 'AWS_ACCESS_DENIED', message: 'no' } }, calls: 1, throttled: 0 })]);
    const targets = new Map((await runs.targets(lease.runId)).map((target) => [target.region, target]));
    expect(targets.get('us-east-1')).toMatchObject({ status: 'complete', resources: 2, added: 2, changed: 0, gone: 0, api_calls: 3, throttled_calls: 1, error: null });
    expect(targets.get('eu-west-1')).toMatchObject({ status: 'denied', error: { code: 'AWS_ACCESS_DENIED' } });
    expect(await runs.get(lease.runId)).toMatchObject({ api_calls: 4, throttled_calls: 1 });
    expect(ended.map(({ status }) => status).sort()).toEqual(['complete', 'denied']);
  });

  it('marks as gone only what a whole listing did not name', async () => {
    const first = targetOf('us-east-1');
    const one = recorder();
    await one.rows(first, [volume('a'), volume('b'), volume('c')]);
    await one.end(first, whole);
    const cut = targetOf('us-east-1');
    await one.rows(cut, [volume('a')]);
    await one.end(cut, { ...whole, result: { status: 'partial', isListed: false, error: { code: 'AWS_THROTTLED', message: 'no' } } });
    expect(ended.at(-1)).toMatchObject({ status: 'partial', gone: 0 });
    const full = targetOf('us-east-1');
    await one.rows(full, [volume('a', 'changed'), volume('b')]);
    await one.end(full, whole);
    expect(ended.at(-1)).toMatchObject({ status: 'complete', resources: 2, added: 0, changed: 1, gone: 1 });
  });

  it('goes into few commits, whoever brings it, none of them much over five hundred rows', async () => {
    const sizes: number[] = [];
    const counting: InventoryStore = { ...inventory, record: (rows, at) => (sizes.push(rows.length), inventory.record(rows, at)) };
    const one = new Recorder({ db: store.db, inventory: counting, runs, clock: systemClock, lease, handsOn: false, onCommitted: () => undefined });
    const target = targetOf('us-east-1');
    await Promise.all(Array.from({ length: 12 }, (_, batch) => one.rows(target, Array.from({ length: 250 }, (_unused, index) => volume(`${batch}-${index}`)))));
    expect(sizes).toEqual([500, 500, 500, 500, 500, 500]);
    expect(await count('resource')).toBe(3000);
  });
});

describe('a worker that lost its run', () => {
  it('writes nothing, and is told', async () => {
    const target = targetOf('us-east-1');
    const one = recorder();
    await one.rows(target, [volume('a')]);
    const next = await claimed('two', 60_000);
    await expect(one.rows(target, [volume('b')])).rejects.toMatchObject({ code: 'TARGET_INTERRUPTED' });
    await expect(one.end(target, whole)).rejects.toMatchObject({ code: 'TARGET_INTERRUPTED' });
    expect(await count('resource')).toBe(1);
    expect((await runs.targets(lease.runId)).map(({ status }) => status)).toEqual(['pending', 'pending']);
    const again = targetOf('us-east-1');
    const two = recorder(next);
    await two.rows(again, [volume('a'), volume('b')]);
    await two.end(again, whole);
    expect(ended).toMatchObject([{ status: 'complete', resources: 2, added: 1, gone: 0 }]);
  });

  it('writes nothing either once the run has ended', async () => {
    const target = targetOf('us-east-1');
    await runs.finish(lease, { status: 'cancelled', at: new Date(), error: null, summary: null });
    await expect(recorder().rows(target, [volume('a')])).rejects.toMatchObject({ code: 'TARGET_INTERRUPTED' });
    expect(await count('resource')).toBe(0);
  });
});
