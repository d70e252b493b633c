import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../platform/clock.ts';
import type { Db } from '../store/db.ts';
import type { DeliveriesStore, FullDelivery } from '../store/deliveries.ts';
import { deliveriesStore } from '../store/deliveries.ts';
import type { Channel, SendContext } from './define.ts';
import type { Dispatcher, DispatcherOptions } from './dispatcher.ts';
import { createDispatcher } from './dispatcher.ts';
import { channels, preview, toReaderView } from './index.ts';
import { enqueueNotification } from './notify.ts';
import { retryDelayMs } from './retry.ts';
import { createTestDb } from './test-db.ts';
import { fullSummary } from './test-summary.ts';

let db: Db;
let deliveries: DeliveriesStore;
let origin = '';
let answers: { status: number; headers?: Record<string, string>; hangs?: boolean }[] = [];
let received: { at: number; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ at: performance.now(), body });
    const answer = answers.shift() ?? { status: 200 };
    if (answer.hangs !== true) response.writeHead(answer.status, answer.headers).end('said the server');
  });
});

beforeAll(async () => {
  db = await createTestDb();
  deliveries = deliveriesStore(db);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await db.close();
});

const started: Dispatcher[] = [];
let failed: FullDelivery[] = [];
let logged: string[] = [];
beforeEach(async () => {
  answers = [];
  received = [];
  failed = [];
  logged = [];
  await db.query('delete from delivery');
});
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.stop(100);
});

const token = '/services/T/B/verysecrettoken';
async function dispatcher(changes: Partial<DispatcherOptions> = {}): Promise<Dispatcher> {
  const note = (fields: object, message: string) => void logged.push(`${JSON.stringify(fields)} ${message}`);
  const created = createDispatcher({
    deliveries, channels, clock: systemClock, logger: { info: note, warn: note, error: note }, worker: `worker-${started.length}`,
    settingsOf: (id) => Promise.resolve(id === 'slack' ? { settings: { webhook_url: `${origin}${token}` }, allowPrivate: true } : undefined),
    onFailed: (row) => failed.push(row),
    random: () => 0.05,
    ...changes,
  });
  started.push(created);
  await created.start();
  return created;
}

const enqueue = (channelIds: string[], options: { now?: Date; isManual?: boolean } = {}) =>
  db.transaction(() => enqueueNotification(deliveries, { notification: { kind: 'scan-summary', summary: fullSummary() }, channels: channelIds, now: options.now ?? new Date(), isManual: options.isManual ?? false }));
const only = (queued: { id: string }[]) => queued[0]?.id ?? '';

describe('the dispatcher', () => {
  it('delivers what was committed to the outbox, once, and keeps what was sent', async () => {
    const running = await dispatcher();
    const id = only(await enqueue(['slack']));
    expect((await enqueue(['slack']))[0]).toMatchObject({ id, isNew: false });
    expect(await running.deliverNow(id, 5000)).toEqual({ delivered: true, state: 'delivered', error: null });
    expect(received).toHaveLength(1);
    const row = await deliveries.get(id);
    expect(row).toMatchObject({ attempts: 1, subject: 'Roundsman: 29 unused resources, about $312 a month (partial)', runId: fullSummary().runId });
    expect(toReaderView('slack', row?.message)).toMatchObject({ channel: 'slack', text: expect.stringContaining('🚨 Found 29') });
  });

  it('waits as long as the server asked, then delivers', async () => {
    answers = [{ status: 429, headers: { 'retry-after': '2' } }];
    const running = await dispatcher();
    const id = only(await enqueue(['slack']));
    expect(await running.deliverNow(id, 5000, { firstAttempt: true })).toMatchObject({ delivered: false, state: 'pending', error: expect.stringContaining('429') });
    expect(await running.deliverNow(id, 6000)).toMatchObject({ delivered: true });
    expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(1900);
    expect((await deliveries.get(id))?.attempts).toBe(2);
  });

  it('tries again after a 500, and never logs the address', async () => {
    answers = [{ status: 500 }, { status: 503 }];
    const running = await dispatcher();
    expect(await running.deliverNow(only(await enqueue(['slack'])), 8000)).toMatchObject({ delivered: true });
    expect(received).toHaveLength(3);
    expect(logged.join('\n')).not.toContain('verysecrettoken');
    expect(logged.join('\n')).toContain('will be tried again');
  });

  it('gives up only when the retention is over, and tells so', async () => {
    answers = [{ status: 404 }];
    const running = await dispatcher();
    const id = only(await enqueue(['slack'], { now: new Date(Date.now() - 73 * 3_600_000) }));
    expect(await running.deliverNow(id, 5000)).toMatchObject({ delivered: false, state: 'failed', error: expect.stringContaining('404: said the server') });
    expect(failed.map((row) => row.id)).toEqual([id]);
    expect(await deliveries.retry(id, new Date(), new Date(Date.now() + 60_000))).toBe(true);
    expect(await running.deliverNow(id, 5000)).toMatchObject({ delivered: true });
  });

  it('keeps what a channel without settings would have sent, and sends it when a person asks', async () => {
    let isSet = false;
    const running = await dispatcher({
      settingsOf: () => Promise.resolve(isSet ? { settings: { webhook_url: `${origin}${token}` }, allowPrivate: true } : undefined),
    });
    const [slack, email, webhook] = await enqueue(['slack', 'email', 'webhook']);
    for (const queued of [slack, email, webhook]) expect(await running.deliverNow(queued?.id ?? '', 10_000)).toMatchObject({ delivered: false, state: 'not_configured' });
    const mail = await deliveries.get(email?.id ?? '');
    expect(mail?.lastError).toBe('Not sent: NOTIFICATION_EMAIL_RECIPIENTS, SMTP_SERVER are not set.');
    expect(JSON.stringify(toReaderView('email', mail?.message))).toContain('data:image/png;base64,');
    expect(received).toHaveLength(0);
    isSet = true;
    await deliveries.retry(slack?.id ?? '', new Date(), new Date(Date.now() + 60_000));
    expect(await running.deliverNow(slack?.id ?? '', 5000)).toMatchObject({ delivered: true });
  });

  it('keeps a second between messages to Slack', async () => {
    const running = await dispatcher();
    const ids = [only(await enqueue(['slack'], { isManual: true })), only(await enqueue(['slack'], { isManual: true })), only(await enqueue(['slack'], { isManual: true }))];
    for (const id of ids) expect(await running.deliverNow(id, 6000)).toMatchObject({ delivered: true });
    // Over all three: on a busy machine the receiver may notice one late and the next in time.
    expect((received[2]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThan(1600);
  });

  it('does not reach private addresses that were entered in the application', async () => {
    const running = await dispatcher({ settingsOf: () => Promise.resolve({ settings: { webhook_url: `${origin}${token}` }, allowPrivate: false }) });
    const id = only(await enqueue(['slack']));
    expect(await running.deliverNow(id, 5000, { firstAttempt: true })).toMatchObject({ delivered: false, error: expect.stringContaining('not a public address') });
    expect(received).toHaveLength(0);
  });

  it('names settings that are not allowed without showing their values', async () => {
    const running = await dispatcher({ settingsOf: () => Promise.resolve({ settings: { webhook_url: 'topsecret but no address' }, allowPrivate: true }) });
    const outcome = await running.deliverNow(only(await enqueue(['slack'])), 5000, { firstAttempt: true });
    expect(outcome.error).toContain('webhook_url');
    expect(`${outcome.error ?? ''}${logged.join('')}`).not.toContain('topsecret');
  });
});

/** A channel whose sending the test holds in its hand. */
function heldChannel() {
  const sends: { context: SendContext; finish: () => void }[] = [];
  const channel: Channel = {
    ...(channels.slack),
    minIntervalMs: 0,
    maxParallel: 4,
    send: (_body, _settings, context) => new Promise((done, fail) => {
      context.signal.addEventListener('abort', () => fail(new Error('stopped')));
      sends.push({ context, finish: () => done(undefined) });
    }),
  };
  return { sends, channels: { slack: channel } };
}

describe('an interruption', () => {
  it('lets another process send with the same key, marked as a possible repeat, and ignores the late first one', async () => {
    const first = heldChannel();
    const second = heldChannel();
    // The first process stops renewing, as one that was killed or suspended does.
    const frozen: DeliveriesStore = { ...deliveries, renewLease: (id, worker, until) => (first.sends.length > 0 ? Promise.resolve(false) : deliveries.renewLease(id, worker, until)) };
    await dispatcher({ deliveries: frozen, channels: first.channels, leaseMs: 600, worker: 'first' });
    const id = only(await enqueue(['slack']));
    await expect.poll(() => first.sends.length).toBe(1);
    const other = await dispatcher({ channels: second.channels, leaseMs: 600, worker: 'second' });
    await expect.poll(() => second.sends.length).toBe(1);
    expect(second.sends[0]?.context).toMatchObject({ idempotencyKey: id, mayRepeat: true });
    expect(first.sends[0]?.context).toMatchObject({ idempotencyKey: id, mayRepeat: false });
    first.sends[0]?.finish();
    await new Promise((done) => setTimeout(done, 50));
    expect((await deliveries.get(id))?.state).toBe('sending');
    second.sends[0]?.finish();
    expect(await other.deliverNow(id, 5000)).toMatchObject({ delivered: true });
  });

  it('is not what a long send is: the lease is renewed', async () => {
    const held = heldChannel();
    const running = await dispatcher({ channels: held.channels, leaseMs: 300 });
    await dispatcher({ channels: held.channels, leaseMs: 300, worker: 'other' });
    const id = only(await enqueue(['slack']));
    await new Promise((done) => setTimeout(done, 1200));
    expect(held.sends).toHaveLength(1);
    held.sends[0]?.finish();
    expect(await running.deliverNow(id, 5000)).toMatchObject({ delivered: true });
  });

  it('by stop() waits for what is under way, and cuts it off at the limit', async () => {
    const held = heldChannel();
    const running = await dispatcher({ channels: held.channels });
    const [a = '', b = ''] = [only(await enqueue(['slack'], { isManual: true })), only(await enqueue(['slack'], { isManual: true }))];
    await expect.poll(() => held.sends.length).toBe(2);
    const stopped = running.stop(400);
    const done = held.sends.find(({ context }) => context.idempotencyKey === a);
    setTimeout(() => done?.finish(), 100);
    await stopped;
    expect((await deliveries.get(a))?.state).toBe('delivered');
    // Whether it went out is not known: its lease runs out, and it is sent again as a possible repeat.
    expect((await deliveries.get(b))?.state).toBe('sending');
  });

  it('of a hanging server ends by the time limit', async () => {
    answers = [{ status: 200, hangs: true }];
    const running = await dispatcher({ timeoutMs: 300 });
    const outcome = await running.deliverNow(only(await enqueue(['slack'])), 5000, { firstAttempt: true });
    expect(outcome).toMatchObject({ state: 'pending', error: expect.stringContaining('no answer in time') });
  });
});

describe('deliverNow', () => {
  it('works where another process dispatches, and answers in time where none does', async () => {
    const idle = createDispatcher({
      deliveries, channels, clock: systemClock, logger: { info: () => undefined, warn: () => undefined, error: () => undefined }, worker: 'api',
      settingsOf: () => Promise.resolve(undefined), onFailed: () => undefined,
    });
    const id = only(await enqueue(['slack']));
    expect(await idle.deliverNow(id, 300)).toMatchObject({ delivered: false, state: 'pending' });
    await dispatcher();
    expect(await idle.deliverNow(id, 5000)).toMatchObject({ delivered: true });
  });
});

describe('the wait between attempts', () => {
  it('doubles from 5 s to 30 min, with full jitter, and is never shorter than asked', () => {
    expect([1, 2, 3, 9, 10, 500].map((attempts) => retryDelayMs(attempts, 0, () => 1))).toEqual([5000, 10_000, 20_000, 1_280_000, 1_800_000, 1_800_000]);
    expect(retryDelayMs(5, 0, () => 0)).toBe(1000);
    expect(retryDelayMs(1, 60_000, () => 0.5)).toBe(60_000);
  });
});

describe('a preview', () => {
  it('shows every channel without settings', async () => {
    for (const id of ['slack', 'email', 'webhook'] as const) {
      const view = await preview(id, { kind: 'scan-summary', summary: fullSummary() }, { now: new Date() });
      expect(view.channel).toBe(id);
      expect(JSON.stringify(view)).toContain('build-runner-old');
    }
  });
});
