import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDb } from '../delivery/test-db.ts';
import type { Db } from './db.ts';
import type { NewDelivery } from './deliveries.ts';
import { deliveriesStore } from './deliveries.ts';

let db: Db;
let deliveries: ReturnType<typeof deliveriesStore>;
const start = new Date('2026-11-22T02:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const hour = 3_600_000;

const entry = (key: string, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  dedupKey: key, channel: 'slack', runId: null, subject: 'Test', createdAt: start, expiresAt: after(72 * hour),
  notification: { kind: 'test', channel: 'slack', publicUrl: 'http://localhost:8084', isDemo: false }, ...changes,
});

beforeAll(async () => {
  db = await createTestDb();
  deliveries = deliveriesStore(db);
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from delivery'));

describe('the outbox', () => {
  it('takes a message once for each key, also when asked twice in one transaction', async () => {
    const [first, second] = await db.transaction(async () => [await deliveries.enqueue(entry('a')), await deliveries.enqueue(entry('a'))]);
    expect([first?.isNew, second?.isNew]).toEqual([true, false]);
    expect(second?.id).toBe(first?.id);
    expect((await deliveries.list({}, 10)).total).toBe(1);
  });

  it('forgets what a transaction that failed had put in', async () => {
    await expect(db.transaction(async () => {
      await deliveries.enqueue(entry('a'));
      throw new Error('no');
    })).rejects.toThrow('no');
    expect((await deliveries.list({}, 10)).total).toBe(0);
  });

  it('keeps names with NUL and halves of surrogate pairs, which PostgreSQL refuses', async () => {
    const subject = 'a\0b\uD83D';
    const { id } = await deliveries.enqueue(entry('a', { subject, notification: { kind: 'test', channel: subject, publicUrl: '', isDemo: false } }));
    expect(await deliveries.get(id)).toMatchObject({ subject: 'a\uFFFDb\uFFFD', notification: { channel: 'a\uFFFDb\uFFFD' } });
  });

  it('gives a due row to one worker, and to another only when the lease ran out', async () => {
    const { id } = await deliveries.enqueue(entry('a'));
    const [claimed] = await deliveries.claimDue(start, 'one', 15_000, 10, 'slack');
    expect(claimed).toMatchObject({ id, state: 'sending', attempts: 1, mayRepeat: false });
    expect(await deliveries.claimDue(after(14_999), 'two', 15_000, 10, 'slack')).toEqual([]);
    expect(await deliveries.nextDueAt(['slack'])).toEqual(after(15_000));
    const [taken] = await deliveries.claimDue(after(15_000), 'two', 15_000, 10, 'slack');
    expect(taken).toMatchObject({ id, attempts: 2, mayRepeat: true });
    expect(await deliveries.markDelivered(id, 'one', after(16_000))).toBe(false);
    expect(await deliveries.renewLease(id, 'one', after(60_000))).toBe(false);
    expect(await deliveries.markDelivered(id, 'two', after(16_000))).toBe(true);
    expect(await deliveries.get(id)).toMatchObject({ state: 'delivered', deliveredAt: after(16_000), nextAttemptAt: null });
    expect(await deliveries.nextDueAt(['slack'])).toBeUndefined();
  });

  it('keeps channels apart and goes by age', async () => {
    await deliveries.enqueue(entry('later', { createdAt: after(10) }));
    await deliveries.enqueue(entry('mail', { channel: 'email' }));
    await deliveries.enqueue(entry('first'));
    const rows = await deliveries.claimDue(after(20), 'one', 15_000, 10, 'slack');
    expect(rows.map(({ dedupKey }) => dedupKey)).toEqual(['first', 'later']);
    expect(await deliveries.claimDue(after(20), 'one', 15_000, 10, 'email')).toHaveLength(1);
  });

  it('comes back at the time that was noted', async () => {
    const { id } = await deliveries.enqueue(entry('a'));
    await deliveries.claimDue(start, 'one', 15_000, 1, 'slack');
    await deliveries.markRetry(id, 'one', after(5000), 'no\0pe');
    expect(await deliveries.get(id)).toMatchObject({ state: 'pending', lastError: 'no\uFFFDpe', nextAttemptAt: after(5000) });
    expect(await deliveries.claimDue(after(4999), 'one', 15_000, 1, 'slack')).toEqual([]);
    expect(await deliveries.claimDue(after(5000), 'one', 15_000, 1, 'slack')).toHaveLength(1);
  });

  it('is tried again when a person asks, unless it was delivered', async () => {
    const { id } = await deliveries.enqueue(entry('a'));
    await deliveries.claimDue(start, 'one', 15_000, 1, 'slack');
    await deliveries.markNotConfigured(id, 'one', { text: 'x' }, 'SLACK_WEBHOOK_URL is not set');
    expect(await deliveries.get(id)).toMatchObject({ state: 'not_configured', message: { text: 'x' } });
    expect(await deliveries.retry(id, after(1), after(hour))).toBe(true);
    expect(await deliveries.claimDue(after(1), 'one', 15_000, 1, 'slack')).toHaveLength(1);
    await deliveries.markFailed(id, 'one', 'gone');
    expect(await deliveries.countFailed()).toEqual([{ channel: 'slack', count: 1 }]);
    expect(await deliveries.retry(id, after(2), after(hour))).toBe(true);
    await deliveries.claimDue(after(2), 'one', 15_000, 1, 'slack');
    await deliveries.markDelivered(id, 'one', after(3), 'one recipient was refused');
    expect(await deliveries.retry(id, after(4), after(hour))).toBe(false);
    expect((await deliveries.get(id))?.lastError).toBe('one recipient was refused');
  });

  it('lists newest first, page by page, each row once, by filter', async () => {
    const runId = '019ac0de-0000-7000-8000-000000000001';
    for (let index = 0; index < 7; index += 1) {
      await deliveries.enqueue(entry(`k${index}`, { createdAt: after(Math.floor(index / 3)), channel: index % 2 === 0 ? 'slack' : 'email', runId: index === 6 ? runId : null }));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deliveries.list({}, 3, cursor);
      expect(page.total).toBe(7);
      expect(page.items[0]).not.toHaveProperty('message');
      seen.push(...page.items.map(({ dedupKey }) => dedupKey));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(seen[0]).toBe('k6');
    expect((await deliveries.list({ channel: 'email', state: 'pending' }, 10)).total).toBe(3);
    expect((await deliveries.list({ runId }, 10)).items.map(({ dedupKey }) => dedupKey)).toEqual(['k6']);
    expect((await deliveries.list({ runId: 'no-uuid' }, 10)).total).toBe(0);
    expect((await deliveries.newestByChannel()).map(({ channel, dedupKey }) => [channel, dedupKey])).toEqual([['email', expect.any(String)], ['slack', 'k6']]);
    await expect(deliveries.list({}, 10, 'nonsense')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(await deliveries.get('no-uuid')).toBeUndefined();
  });

  it('removes what is old and over, and nothing that still waits', async () => {
    await deliveries.enqueue(entry('waiting'));
    const { id } = await deliveries.enqueue(entry('done', { channel: 'email' }));
    await deliveries.claimDue(start, 'one', 15_000, 1, 'email');
    await deliveries.markDelivered(id, 'one', start);
    expect(await deliveries.prune(start)).toBe(0);
    expect(await deliveries.prune(after(1))).toBe(1);
    expect((await deliveries.list({}, 10)).items.map(({ dedupKey }) => dedupKey)).toEqual(['waiting']);
  });

  it('wakes listeners after the commit', async () => {
    let woken = 0;
    const stop = await deliveries.onEnqueued(() => (woken += 1));
    await db.transaction(() => deliveries.enqueue(entry('a')));
    await expect.poll(() => woken).toBe(1);
    await deliveries.enqueue(entry('a'));
    await stop();
    expect(woken).toBe(1);
  });
});
