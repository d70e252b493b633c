import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { AppError } from '../core/errors.ts';
import { runsStore } from './runs.ts';
import { type BatchRow, type TransportRunRow, transportsStore, type TransportsStore } from './transports.ts';

const now = new Date('2026-11-22T02:00:00Z');
const error = new AppError('TRANSPORT_UNREACHABLE').toStored();
const transportId = '0198aaaa-0000-7000-8000-000000000001';

let store: TestStore;
let transports: TransportsStore;
beforeAll(async () => {
  store = await openTestStore();
  transports = transportsStore(store.db);
});
afterAll(() => store.close());
beforeEach(() => store.clear());

/** A batch as two workers have taken it: the lease of the first ran out while it was sending. */
async function takenTwice(): Promise<{ batch: BatchRow; counts(): Promise<Pick<TransportRunRow, 'delivered' | 'failed'>> }> {
  await transports.insertTransport({ id: transportId, name: 't', kind: 'http', fixed: false, enabled: true, only_changes: false, settings: {}, sealed: null }, now);
  const runId = await runsStore(store.db).create({ job: 'extract', origin: 'manual', scope: {}, channels: null }, now);
  await transports.openRun(runId, [{ id: transportId }], 100);
  await transports.saveCut({ run_id: runId, transport_id: transportId, cut_no: 1, batches: 1, state: 'cut' }, [{ number: 1, count: 7, parts: [] }], new Map(), now);
  const batch = await transports.nextBatch(transportId, now);
  if (batch === undefined) throw new Error('there is no batch');
  return {
    batch,
    async counts() {
      const [row] = await transports.transportRuns([runId]);
      return { delivered: Number(row?.delivered), failed: Number(row?.failed) };
    },
  };
}

it('counts a batch once that two workers have delivered', async () => {
  const { batch, counts } = await takenTwice();
  expect([await transports.endBatch(batch, { state: 'delivered' }, now), await transports.endBatch(batch, { state: 'delivered' }, now)]).toEqual([true, false]);
  expect(await counts()).toEqual({ delivered: 7, failed: 0 });
  // The slower of them gives up what has arrived long ago.
  expect(await transports.endBatch(batch, { state: 'dead', error }, now)).toBe(false);
  await transports.retryBatch(batch, now, error);
  expect(await counts()).toEqual({ delivered: 7, failed: 0 });
  expect(await transports.nextBatch(transportId, now)).toBeUndefined();
});

it('counts a batch once that two workers have given up, and what arrives after all as delivered alone', async () => {
  const { batch, counts } = await takenTwice();
  expect([await transports.endBatch(batch, { state: 'dead', error }, now), await transports.endBatch(batch, { state: 'dead', error }, now)]).toEqual([true, false]);
  await transports.retryBatch(batch, now, error);
  expect(await counts()).toEqual({ delivered: 0, failed: 7 });
  expect(await transports.batches(transportId, 'dead', 10)).toMatchObject([{ attempts: 1, next_at: null }]);
  expect(await transports.endBatch(batch, { state: 'delivered' }, now)).toBe(true);
  expect(await counts()).toEqual({ delivered: 7, failed: 0 });
  expect(await transports.resend(transportId, undefined, now)).toBe(0);
});

it('leaves the count of files to their arrival', async () => {
  const { batch, counts } = await takenTwice();
  expect(await transports.endBatch(batch, { state: 'delivered', counts: false }, now)).toBe(true);
  expect(await counts()).toEqual({ delivered: 0, failed: 0 });
});
