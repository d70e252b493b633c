import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { checkpointText, emptyLedgerHash, ledgerHash } from '../core/ledger.ts';
import { createSigner, isSignedBy } from '../platform/signing.ts';
import { ledgerStore } from './ledger.ts';

const at = new Date('2026-11-20T08:00:00Z');
const signer = createSigner(Buffer.alloc(32, 7), 'ledger');
let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.clear());
afterAll(() => store.close());

it('chains every entry to the one before, also when two writers append at once', async () => {
  const ledger = ledgerStore(store.db, signer);
  await Promise.all([
    ledger.append([{ kind: 'run', status: 'completed', data: { files: 3 } }, { kind: 'file', status: 'tampered', data: { path: 'a\u0000b' } }], at),
    ledger.append([{ kind: 'action', actor: 'local', data: { action: 'start' } }], at),
  ]);
  const rows = await ledger.from(0, 10);
  expect(rows.map(({ position }) => position)).toEqual([1, 2, 3]);
  let previous = emptyLedgerHash;
  for (const { content, hash } of rows) {
    expect(hash).toBe(ledgerHash(previous, content));
    previous = hash;
  }
  expect(JSON.parse(rows[0]?.content ?? '')).toMatchObject({ kind: 'run', position: 1, at: at.toISOString(), files: 3 });
});

it('keeps nothing of a transaction that fails, and goes on without a gap', async () => {
  const ledger = ledgerStore(store.db, signer);
  await ledger.append([{ kind: 'action', data: {} }], at);
  await expect(
    store.db.transaction(async () => {
      await ledger.append([{ kind: 'action', data: {} }], at);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await ledger.append([{ kind: 'action', data: {} }], at)).toBe(2);
});

it('signs its head so that a cut tail shows', async () => {
  const ledger = ledgerStore(store.db, signer);
  await ledger.append([{ kind: 'action', data: { n: 1 } }, { kind: 'action', data: { n: 2 } }], at);
  const checkpoint = await ledger.checkpoint(at);
  expect(checkpoint.position).toBe(2);
  expect(isSignedBy(signer.publicKey, checkpointText(checkpoint), checkpoint.signature)).toBe(true);
  expect(isSignedBy(signer.publicKey, checkpointText({ ...checkpoint, position: 1 }), checkpoint.signature)).toBe(false);
  expect(isSignedBy('bm8=', checkpointText(checkpoint), checkpoint.signature)).toBe(false);
  expect(await ledger.checkpoints(5)).toEqual([checkpoint]);
});

it('answers by file, kind, status and time, newest first, a page at a time', async () => {
  const ledger = ledgerStore(store.db, signer);
  const fileId = '0190f4c8-0000-7000-8000-000000000001';
  await ledger.append([1, 2, 3].map((n) => ({ kind: 'file' as const, status: n === 2 ? 'tampered' : 'verified', fileId, data: { n } })), at);
  await ledger.append([{ kind: 'run', data: {} }], new Date(at.getTime() + 60_000));
  expect((await ledger.list({ fileId }, 2)).map(({ position }) => position)).toEqual([3, 2]);
  expect((await ledger.list({ fileId, before: 2 }, 2)).map(({ position }) => position)).toEqual([1]);
  expect(await ledger.count({ kinds: ['file'], statuses: ['tampered'], before: 1 })).toBe(1);
  expect((await ledger.list({ since: new Date(at.getTime() + 1) }, 9)).map(({ kind }) => kind)).toEqual(['run']);
});
