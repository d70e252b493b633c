import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { CollectedResource } from '../core/collector.ts';
import type { Scope } from '../core/resource.ts';
import { canonicalJson } from '../platform/canonical.ts';
import { hashId } from '../platform/ids.ts';
import { inventoryStore, type InventoryStore, type LiveResource, type RecordCounts, scopeIdOf } from './inventory.ts';
import { readStore } from './reads.ts';

const scope: Scope = { provider: 'aws', account: '123456789012', region: 'us-east-1', type: 'aws:ec2:volume' };
const scopeId = scopeIdOf(scope);
const minute = (n: number): Date => new Date(Date.UTC(2026, 10, 22, 2, n));

let store: TestStore;
let inventory: InventoryStore;
beforeAll(async () => {
  store = await openTestStore();
  inventory = inventoryStore(store.db);
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.clear();
  await inventory.ensureScopes([scope, scope]);
});

function aResource(uid: string, parts: Partial<Omit<CollectedResource, 'kh' | 'ch' | 'uid'>> = {}): CollectedResource {
  const content = { name: uid, region: 'us-east-1', tags: {}, attributes: {}, relations: [], ...parts };
  return { kh: hashId(uid), ch: hashId(canonicalJson(content)), uid, createdAt: null, ...content };
}
const sized = (uid: string, size: number): CollectedResource => aResource(uid, { attributes: { size_gib: size } });

/** Records a whole listing (or a part of one) as a scan does. */
async function list(resources: CollectedResource[], at: Date, end: { isListed: boolean } = { isListed: true }, of = scopeId): Promise<RecordCounts> {
  const counts = await inventory.record(resources.map((resource) => ({ scopeId: of, type: scope.type, resource })), at);
  const status = end.isListed ? 'complete' : 'partial';
  const gone = await inventory.finishScopes([{ scopeId: of, status, isListed: end.isListed, seen: resources.map(({ kh }) => kh), error: null }], at);
  return { ...(counts.get(of) ?? { added: 0, changed: 0 }), gone: gone.get(of) ?? 0 };
}

interface Version { size: number | undefined; from: number; to: number | null }
const versions = async (uid: string): Promise<Version[]> => {
  const rows = await readStore(store.db).versions(scopeId, hashId(uid));
  const minuteOf = (at: Date): number => at.getUTCMinutes();
  return rows.reverse().map(({ attributes, valid_from, valid_to }) => ({ size: attributes['size_gib'] as number | undefined, from: minuteOf(valid_from), to: valid_to === null ? null : minuteOf(valid_to) }));
};
async function pagesOf(scopeIds: string[], limit: number): Promise<LiveResource[][]> {
  const pages: LiveResource[][] = [];
  for await (const page of inventory.livePages(scopeIds, limit)) pages.push(page);
  return pages;
}
const allLive = async (scopeIds = [scopeId]): Promise<LiveResource[]> => (await pagesOf(scopeIds, 100)).flat();
const live = async (): Promise<string[]> => (await allLive()).map(({ resource }) => resource.uid).sort();
const scopeRow = async () => (await inventory.scopes()).find(({ id }) => id === scopeId);

describe('two runs on one scope', () => {
  const end = (seen: string[], startedAt: Date, at: Date) => inventory.finishScopes([{ scopeId, status: 'complete', isListed: true, seen: seen.map(hashId), error: null, startedAt }], at);
  const record = (uids: string[], at: Date) => inventory.record(uids.map((uid) => ({ scopeId, type: scope.type, resource: sized(uid, 1) })), at);

  it('the older does not mark as gone what the newer has recorded since it began', async () => {
    await list([sized('old', 1)], minute(0));
    await record(['new'], minute(2));
    expect(await end([], minute(1), minute(3))).toEqual(new Map([[scopeId, 1]]));
    expect(await live()).toEqual(['new']);
    expect(await scopeRow()).toMatchObject({ live: 1 });
  });

  it('the older does not mark as gone what the newer has seen unchanged', async () => {
    await list([sized('a', 1)], minute(0));
    await end(['a'], minute(2), minute(3));
    expect(await end([], minute(1), minute(4))).toEqual(new Map());
    expect(await live()).toEqual(['a']);
  });
});

describe('recording a listing', () => {
  it('counts what is new, changed and gone, and nothing else', async () => {
    expect(await list([sized('a', 1), sized('b', 1), sized('c', 1)], minute(1))).toEqual({ added: 3, changed: 0, gone: 0 });
    expect(await list([sized('a', 1), sized('b', 2), sized('d', 1)], minute(2))).toEqual({ added: 1, changed: 1, gone: 1 });
    expect(await live()).toEqual(['a', 'b', 'd']);
    expect(await scopeRow()).toMatchObject({ live: 3, status: 'complete', last_complete_at: minute(2), last_attempt_at: minute(2) });
  });

  it('opens a version for each change and closes the one before', async () => {
    await list([sized('a', 1)], minute(1));
    await list([sized('a', 1)], minute(2));
    await list([sized('a', 2)], minute(3));
    await list([], minute(4));
    expect(await versions('a')).toEqual([{ size: 1, from: 1, to: 3 }, { size: 2, from: 3, to: 4 }]);
  });

  it('counts what came back as added, keeps when it was first seen, and leaves the gap in its history', async () => {
    await list([sized('a', 1)], minute(1));
    await list([], minute(2));
    expect(await list([sized('a', 1)], minute(3))).toEqual({ added: 1, changed: 0, gone: 0 });
    expect(await versions('a')).toEqual([{ size: 1, from: 1, to: 2 }, { size: 1, from: 3, to: null }]);
    const [resource] = await allLive();
    expect(resource).toMatchObject({ firstSeen: minute(1), resource: { uid: 'a', account: '123456789012', provider: 'aws' } });
  });

  it('writes nothing for what is the same', async () => {
    const listing = Array.from({ length: 40 }, (_, n) => sized(`vol-${n}`, n));
    await list(listing, minute(1));
    const written = () => store.db.query<{ row: string }>(`select kh || ':' || xmin as row from resource union all select kh || ':' || valid_from || ':' || xmin from resource_version order by 1`);
    const before = await written();
    expect(await list(listing.toReversed(), minute(2))).toEqual({ added: 0, changed: 0, gone: 0 });
    expect(await written()).toEqual(before);
    expect(await scopeRow()).toMatchObject({ live: 40, last_complete_at: minute(2) });
  });

  it('takes the later of two answers about one thing in a batch, once', async () => {
    expect(await list([sized('a', 1), sized('b', 1), sized('a', 2)], minute(1))).toEqual({ added: 2, changed: 0, gone: 0 });
    expect(await versions('a')).toEqual([{ size: 2, from: 1, to: null }]);
    expect(await scopeRow()).toMatchObject({ live: 2 });
  });

  it('keeps one version where two batches of one moment differ', async () => {
    await list([sized('a', 1)], minute(1), { isListed: false });
    await list([sized('a', 2)], minute(1));
    expect(await versions('a')).toEqual([{ size: 2, from: 1, to: null }]);
    expect((await inventory.byKeys([hashId('a')])).map(({ resource }) => resource.attributes)).toEqual([{ size_gib: 2 }]);
  });

  it('keeps names, tags and ids that PostgreSQL would refuse, and what only looks like an escape', async () => {
    const tags = { 'nul\0': 'a\0b', half: '\uD83D!', literal: '\\u0000 \\\\u0000 \\ud83d', quote: `'"; drop table x` };
    await list([aResource('vol\0', { name: 'na\0me', tags, attributes: { deep: [{ text: '\uDC00' }] } })], minute(1));
    const [found] = await allLive();
    expect(found?.resource).toMatchObject({
      uid: 'vol\uFFFD', name: 'na\uFFFDme', attributes: { deep: [{ text: '\uFFFD' }] },
      tags: { 'nul\uFFFD': 'a\uFFFDb', half: '\uFFFD!', literal: tags.literal, quote: tags.quote },
    });
  });

  it('leaves nothing behind when the transaction around it fails', async () => {
    await expect(store.db.transaction(async () => {
      await list([sized('a', 1)], minute(1));
      throw new Error('the lease was lost');
    })).rejects.toThrow('lost');
    expect(await live()).toEqual([]);
    expect(await scopeRow()).toMatchObject({ live: 0, status: 'pending', last_complete_at: null });
  });
});

describe('a listing that is not whole', () => {
  it('never marks as gone what it did not name', async () => {
    await list([sized('a', 1), sized('b', 1)], minute(1));
    expect(await list([sized('b', 2), sized('c', 1)], minute(2), { isListed: false })).toEqual({ added: 1, changed: 1, gone: 0 });
    expect(await live()).toEqual(['a', 'b', 'c']);
    expect(await scopeRow()).toMatchObject({ live: 3, status: 'partial', last_complete_at: minute(1), last_attempt_at: minute(2) });
  });

  it('keeps everything where it was denied, with the reason', async () => {
    await list([sized('a', 1)], minute(1));
    const error = { code: 'AWS_ACCESS_DENIED' as const, message: 'Denied.', permission: 'ec2:DescribeVolumes' };
    await inventory.finishScopes([{ scopeId, status: 'denied', isListed: false, seen: [], error }], minute(2));
    expect(await live()).toEqual(['a']);
    expect(await scopeRow()).toMatchObject({ live: 1, status: 'denied', error, last_complete_at: minute(1) });
    await list([sized('a', 1)], minute(3));
    expect(await scopeRow()).toMatchObject({ status: 'complete', error: null });
  });

  it('says nothing about another scope', async () => {
    const other = { ...scope, region: 'eu-west-1' };
    await inventory.ensureScopes([other]);
    await list([sized('a', 1)], minute(1));
    await list([sized('e', 1)], minute(1), { isListed: true }, scopeIdOf(other));
    await list([], minute(2), { isListed: true }, scopeIdOf(other));
    expect(await live()).toEqual(['a']);
  });
});

describe('reading what is live', () => {
  it('pages through small scopes together and large ones in parts, without losing or repeating any', async () => {
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'].map((region) => ({ ...scope, region }));
    await inventory.ensureScopes(regions);
    const here = Array.from({ length: 23 }, (_, n) => sized(`here-${n}`, n));
    await list(here, minute(1));
    await list(here.slice(1), minute(2));
    for (const [n, region] of regions.entries()) {
      await list(Array.from({ length: n * 3 }, (_, at) => sized(`${region.region}-${at}`, at)), minute(1), { isListed: true }, scopeIdOf(region));
    }
    const wanted = [...here.slice(1).map(({ uid }) => uid), ...regions.flatMap(({ region }, n) => Array.from({ length: n * 3 }, (_, at) => `${region}-${at}`))].sort();
    for (const limit of [1, 5, 11, 22, 23, 1000]) {
      const pages = await pagesOf([scopeId, ...regions.map(scopeIdOf)], limit);
      expect(pages.every((page) => page.length > 0 && page.length <= limit), `limit ${limit}`).toBe(true);
      expect(pages.flat().map(({ resource }) => resource.uid).sort(), `limit ${limit}`).toEqual(wanted);
    }
    expect(await allLive([])).toEqual([]);
  });

  it('hands times and contents over as they were recorded', async () => {
    const createdAt = '2026-01-02T03:04:05.678Z';
    const relations = [{ kind: 'attached-to' as const, uid: 'i-1' }];
    await list([aResource('a', { createdAt, relations, tags: { Name: 'disk' }, attributes: { none: null, size_gib: 1.5, list: [] } })], minute(1));
    expect(await allLive()).toEqual([{
      scopeId, kh: hashId('a'), ch: expect.any(String) as string, firstSeen: minute(1),
      resource: {
        uid: 'a', type: scope.type, name: 'a', provider: 'aws', account: scope.account, region: 'us-east-1', createdAt: new Date(createdAt),
        tags: { Name: 'disk' }, attributes: { none: null, size_gib: 1.5, list: [] }, relations,
      },
    }]);
  });

  it('finds by key only what is not gone', async () => {
    await list([sized('a', 1), sized('b', 1)], minute(1));
    await list([sized('a', 1)], minute(2));
    const found = await inventory.byKeys([hashId('a'), hashId('b'), hashId('never')]);
    expect(found.map(({ resource }) => resource.uid)).toEqual(['a']);
    expect(await inventory.byKeys([])).toEqual([]);
  });

  it('names who points to a thing, of the types that are asked for, as long as it is there', async () => {
    const pointing = (uid: string, ...targets: string[]) => aResource(uid, { relations: targets.map((target) => ({ kind: 'uses' as const, uid: target })) });
    await list([pointing('a', 'group', 'key'), pointing('b', 'group'), pointing('c', 'c')], minute(1));
    const users = (uids: string[], types = [scope.type]) => inventory.users(uids, types);
    const used = await users(['group', 'key', 'c', 'never']);
    expect([...used.keys()].sort()).toEqual(['group', 'key']);
    expect(used.get('key')).toEqual({ uid: 'a', type: scope.type });
    expect(await users(['group'], ['aws:ec2:instance'])).toEqual(new Map());
    await list([pointing('c', 'c')], minute(2));
    expect(await users(['group', 'key'])).toEqual(new Map());
    expect(await users([])).toEqual(new Map());
  });
});

describe('the history', () => {
  const listing = fc.record({
    items: fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), size: fc.integer({ min: 1, max: 3 }) }), { maxLength: 7 }),
    isListed: fc.boolean(),
  });
  let runs = 0;

  it('gives at any moment what had been listed by then, whatever came', async () => {
    await fc.assert(fc.asyncProperty(fc.array(listing, { minLength: 1, maxLength: 8 }), async (listings) => {
      runs += 1;
      const own = { ...scope, account: `account-${runs}` };
      await inventory.ensureScopes([own]);
      const model = new Map<string, number>();
      const expected: Record<string, number>[] = [];
      for (const [n, { items, isListed }] of listings.entries()) {
        await list(items.map(({ key, size }) => sized(`${runs}-${key}`, size)), minute(n), { isListed }, scopeIdOf(own));
        if (isListed) for (const key of model.keys()) if (!items.some((item) => item.key === key)) model.delete(key);
        for (const { key, size } of items) model.set(key, size);
        expected.push(Object.fromEntries([...model].sort()));
      }
      for (const [n, state] of expected.entries()) {
        for (const asOf of [minute(n), new Date(minute(n).getTime() + 59_999)]) {
          const { rows } = await readStore(store.db).resources({ account: [own.account], asOf }, undefined, 100);
          expect(Object.fromEntries(rows.map(({ uid, attributes }) => [uid.split('-')[1], attributes['size_gib']]).sort())).toEqual(state);
        }
      }
      const before = await readStore(store.db).resources({ account: [own.account], asOf: new Date(0) }, undefined, 100);
      expect(before.rows).toEqual([]);
      const row = (await inventory.scopes()).find(({ account }) => account === own.account);
      expect(row?.live).toBe(model.size);
    }), { numRuns: 30, interruptAfterTimeLimit: 3000 });
  });
});
