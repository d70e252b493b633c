import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Notification } from '../core/summary.ts';
import type { Db } from '../store/db.ts';
import { type DeliveriesStore, deliveriesStore } from '../store/deliveries.ts';
import { channelIds, preview } from './index.ts';
import { enqueueNotification } from './notify.ts';
import { createTestDb } from './test-db.ts';
import { exampleChange } from './test-files.ts';
import { fullSummary } from './test-summary.ts';

let db: Db;
let deliveries: DeliveriesStore;
beforeAll(async () => {
  db = await createTestDb();
  deliveries = deliveriesStore(db);
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from delivery'));

const now = new Date('2026-11-22T02:04:02Z');
const late: Notification = { kind: 'check-late', audit: 'file-audit', dueAt: '2026-11-22T02:00:00Z', lastAt: '2026-11-21T02:00:00Z', publicUrl: 'http://localhost:8084', isDemo: false };
const changed = (changes: Parameters<typeof exampleChange>[0] = {}): Notification => ({ kind: 'files-changed', change: exampleChange(changes) });
const enqueue = async (notification: Notification): Promise<boolean[]> => (await db.transaction(() => enqueueNotification(deliveries, { notification, channels: ['slack', 'email'], now }))).map(({ isNew }) => isNew);

it('tells of changed files once at the first, and once at the end', async () => {
  expect(await enqueue(changed())).toEqual([true, true]);
  expect(await enqueue(changed({ count: 9 }))).toEqual([false, false]);
  expect(await enqueue(changed({ isUpdate: true }))).toEqual([true, true]);
  expect(await enqueue(changed({ isUpdate: true }))).toEqual([false, false]);
  expect(await enqueue(changed({ alertId: 'another' }))).toEqual([true, true]);
  const rows = await db.query<{ dedup_key: string; subject: string }>('select dedup_key, subject from delivery');
  expect(rows.map(({ dedup_key: key }) => key)).toContain('files:019ac0de-0000-7000-8000-00000000000f:end:email');
  expect(rows[0]?.subject).toBe('🔴 3 files changed below /etc (file-audit on web-1)');
});

it('tells of a late check once for each time it was due', async () => {
  expect(await enqueue(late)).toEqual([true, true]);
  expect(await enqueue(late)).toEqual([false, false]);
  expect(await enqueue({ ...late, dueAt: '2026-11-23T02:00:00Z' } as Notification)).toEqual([true, true]);
  expect(await enqueue({ ...late, audit: 'other' } as Notification)).toEqual([true, true]);
});

it('has a message of every kind for every channel', async () => {
  const notifications: Notification[] = [
    changed(), late, { ...late, lastAt: null } as Notification, { kind: 'scan-summary', summary: fullSummary() }, { kind: 'test', channel: 'slack', publicUrl: 'http://localhost:8084', isDemo: false },
    { kind: 'schedule-late', schedule: 'night', dueAt: '2026-11-22T02:00:00Z', reason: 'Stopped.', publicUrl: 'http://localhost:8084', isDemo: false },
  ];
  for (const notification of notifications) {
    for (const channel of channelIds) expect(JSON.stringify(await preview(channel, notification, { now }))).not.toMatch(/undefined|NaN|\[object/);
  }
  const text = async (notification: Notification): Promise<string> => JSON.stringify(await preview('slack', notification, { now }));
  expect(await text(late)).toContain('The file audit file-audit did not finish a check since 21 Nov 2026, 02:00 UTC; it was due at 22 Nov 2026, 02:00 UTC.');
  expect(await text({ ...late, lastAt: null } as Notification)).toContain('The file audit file-audit has not finished a check yet; it was due at 22 Nov 2026, 02:00 UTC.');
});

it('gives a webhook the whole checkpoint, and no names of ours', async () => {
  const { checkpoint } = exampleChange();
  const view = await preview('webhook', changed(), { now });
  expect(view).toMatchObject({
    body: {
      type: 'files.changed', timestamp: now.toISOString(),
      data: { alert_id: exampleChange().alertId, is_update: false, count: 3, statuses: { tampered: 1 }, files: [{ path: '/etc/passwd', previous_sha256: 'fedcba987654'.padEnd(64, '0') }, {}, {}], checkpoint: { position: 1204, hash: checkpoint.hash, signature: checkpoint.signature, public_key: checkpoint.publicKey } },
    },
  });
  expect(JSON.stringify(view)).not.toMatch(/"[a-z]+[A-Z][A-Za-z]*":/);
  expect(await preview('webhook', late, { now })).toMatchObject({ body: { type: 'check.late', data: { audit: 'file-audit', due_at: '2026-11-22T02:00:00Z', last_at: '2026-11-21T02:00:00Z' } } });
});
