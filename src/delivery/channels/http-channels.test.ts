import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { AppError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Notification } from '../../core/summary.ts';
import type { SendContext } from '../define.ts';
import { createSafeFetch } from '../safe-fetch.ts';
import { fullSummary } from '../test-summary.ts';
import { redact, retryAfterMs } from '../send/http.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

const token = '/services/T0000/B0000/verysecrettoken';
const notification: Notification = { kind: 'scan-summary', summary: fullSummary() };
const createdAt = new Date('2026-11-22T02:04:02Z');
const context: SendContext = {
  fetch: createSafeFetch({ allowPrivate: true }),
  signal: new AbortController().signal,
  idempotencyKey: '019ac0de-0000-7000-8000-00000000abcd',
  allowPrivate: true,
  mayRepeat: false,
};

let answer: { status: number; headers?: Record<string, string>; body: string };
let received: { url: string; headers: Record<string, string>; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ url: request.url ?? '', headers: request.headers as Record<string, string>, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answer = { status: 200, body: 'ok' };
  received = [];
});

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error('It should have failed.');
  return error;
};

describe('the Slack channel', () => {
  const settings = () => ({ webhook_url: new Secret(`${origin}${token}`) });
  const send = async (mayRepeat = false) => slack.send(await slack.render(notification, { createdAt }), settings(), { ...context, mayRepeat });

  it('posts text and blocks', async () => {
    await send();
    const { url, headers, body } = received[0] ?? { url: '', headers: {}, body: '{}' };
    const message = JSON.parse(body) as { text: string; blocks: unknown[] };
    expect(url).toBe(token);
    expect(headers['content-type']).toBe('application/json');
    expect(message.text).toContain('🚨 Found 29 unused AWS resources across multiple regions!');
    expect(message.blocks.length).toBeGreaterThan(5);
    expect(body).not.toContain('may be a repeat');
  });

  it('says that a message may be a repeat after an interruption', async () => {
    await send(true);
    expect(received[0]?.body).toContain('may be a repeat');
  });

  it('passes on how long to wait', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' }, body: 'rate_limited' };
    expect(await failure(send())).toMatchObject({ code: 'CHANNEL_UNREACHABLE', retryAfterMs: 7000 });
  });

  it('tells a server in trouble from a refusal, with what the server said', async () => {
    answer = { status: 500, body: '' };
    expect((await failure(send())).code).toBe('CHANNEL_UNREACHABLE');
    answer = { status: 400, body: 'invalid_blocks' };
    const refused = await failure(send());
    expect(refused.code).toBe('CHANNEL_REFUSED');
    expect(refused.message).toContain('400: invalid_blocks');
  });

  it('never shows the webhook address, also when the server repeats it or is not there', async () => {
    answer = { status: 404, body: `Cannot POST ${token}` };
    const errors = [
      await failure(send()),
      await failure(slack.send({ text: '', blocks: [] }, { webhook_url: new Secret(`http://127.0.0.1:1${token}`) }, context)),
    ];
    for (const error of errors) {
      expect(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/verysecrettoken|T0000\/B0000/);
    }
    expect(errors[1]?.message).toContain('ECONNREFUSED');
    expect(`${settings().webhook_url} ${JSON.stringify(settings())}`).not.toContain('secrettoken');
  });

  it('does not go where a redirect leads', async () => {
    answer = { status: 302, headers: { location: '/elsewhere' }, body: '' };
    expect((await failure(send())).code).toBe('CHANNEL_REFUSED');
    expect(received).toHaveLength(1);
  });

  it('renders without settings, tests and late schedules too', async () => {
    const late: Notification = { kind: 'schedule-late', schedule: 'night <!here>', dueAt: '2026-11-22T02:00:00Z', reason: 'The service was stopped.', publicUrl: origin, isDemo: true };
    const { text, blocks } = await slack.render(late, { createdAt });
    expect(text).toContain('night &lt;!here&gt; did not run on time');
    expect(text).toContain('demo');
    expect(JSON.stringify(blocks)).toContain('22 Nov 2026, 02:00 UTC');
    expect((await slack.render({ kind: 'test', channel: 'slack', publicUrl: origin, isDemo: false }, { createdAt })).text).toContain('Test message');
  });
});

describe('the webhook channel', () => {
  const key = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;
  const settings = () => webhook.settings.parse({ url: `${origin}/in`, secret: key });

  it('is verified by the reference library', async () => {
    await webhook.send(await webhook.render(notification, { createdAt }), settings(), context);
    const { headers, body }: (typeof received)[number] = received[0] ?? { url: '', headers: {}, body: '' };
    const verified = new Webhook(key).verify(body, headers) as { type: string; timestamp: string; data: Record<string, unknown> };
    expect(headers['webhook-id']).toBe(context.idempotencyKey);
    expect(verified).toMatchObject({ type: 'scan.summary', timestamp: '2026-11-22T02:04:02.000Z', data: { unused_total: 29, gap_total: 2, new_total: 3 } });
    expect(body).not.toMatch(/"[a-z]+[A-Z][A-Za-z]*":/);
    expect(() => new Webhook(key).verify(`${body} `, headers)).toThrow();
  });

  it('refuses a secret that is none', () => {
    expect(webhook.settings.safeParse({ url: `${origin}/in`, secret: 'hunter2' }).success).toBe(false);
    expect(webhook.settings.safeParse({ url: 'file:///etc/passwd', secret: key }).success).toBe(false);
  });
});

describe('the wait that a server asks for', () => {
  it('is read as seconds or a date, and capped at a day', () => {
    const now = Date.parse('2026-11-22T02:00:00Z');
    expect(retryAfterMs('30', now)).toBe(30_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 02:01:00 GMT', now)).toBe(60_000);
    expect(retryAfterMs('99999999', now)).toBe(86_400_000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });

  it('takes tokens in a query out of answers too', () => {
    expect(redact('no such key abcdefgh', 'https://x.example/?key=abcdefgh')).toBe('no such key ***');
  });
});
