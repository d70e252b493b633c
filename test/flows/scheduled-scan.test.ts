import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aVolume, anEstate } from '../../demo/aws/make.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { copyDataDir } from '../open-test-store.ts';
import { request, type StartedApp, startApp, startAws, waitFor } from './start-app.ts';

let aws: SimulatedAws;
let app: StartedApp;

beforeAll(async () => {
  aws = await startAws({ estate: anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-1' })] } } }) });
  app = await startApp({ aws, environment: { EXTRACTION_PORT: '0' } });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await aws.close();
});

const get = async (path: string) => (await app.request('GET', path)).json();
const configure = (body: unknown) => app.request('POST', '/api/schedule/config', { body });
const daily = { enabled: true, frequency: 'daily', channels: [] };
const off = { enabled: false, frequency: 'daily', channels: [] };
const millisecondsUntil = (instant: unknown): number => Date.parse(String(instant)) - Date.now();

describe('before anything was set', () => {
  it('is off and daily, tells nobody, and knows of no scan', async () => {
    expect(await get('/api/schedule/config')).toEqual({ enabled: false, frequency: 'daily', channels: [], custom_interval: null });
    expect(await get('/api/schedule/status')).toEqual({ enabled: false, frequency: 'daily', channels: [], last_scan: null, next_scan: null, running: false, last_status: null, last_task_id: null });
    expect(await get('/api/notifications/config')).toEqual({ slack_configured: false, email_configured: false, email_recipients: [] });
  });
});

describe('setting the schedule', () => {
  it('answers the message, the configuration and the warnings, and nothing else', async () => {
    const answer = await configure({ enabled: true, frequency: 'weekly', channels: ['slack', 'email', 'slack'], regions: ['eu-west-1'], at: '02:30', timezone: 'Europe/Berlin' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({
      message: 'Scheduled scanning is on: weekly.',
      config: { enabled: true, frequency: 'weekly', channels: ['slack', 'email'], custom_interval: null, regions: ['eu-west-1'], at: '02:30', timezone: 'Europe/Berlin' },
      warnings: [expect.stringContaining('SLACK_WEBHOOK_URL'), expect.stringMatching(/NOTIFICATION_EMAIL_RECIPIENTS and SMTP_SERVER/)],
    });
    expect(await get('/api/schedule/config')).toEqual(answer.json<{ config: unknown }>().config);
    expect(await get('/api/schedule/status')).toMatchObject({ enabled: true, frequency: 'weekly', channels: ['slack', 'email'], next_scan: expect.any(String) });
  });

  it('is replaced as a whole: what is left out is no longer set', async () => {
    const answer = await configure(off);
    expect(answer.json()).toEqual({ message: 'Saved; scheduled scanning is off.', config: { ...off, custom_interval: null }, warnings: [] });
    expect(await get('/api/schedule/config')).toEqual({ ...off, custom_interval: null });
  });

  it('takes null for what is not set', async () => {
    const answer = await configure({ ...off, custom_interval: null, regions: null, at: null, timezone: null });
    expect(answer.status).toBe(200);
    expect(answer.json<{ config: unknown }>().config).toEqual({ ...off, custom_interval: null });
  });

  it.each([1, 1.5, 90, 527_040])('takes an own interval of %d minutes, the first scan after it', async (minutes) => {
    await configure(off);
    expect((await configure({ ...daily, frequency: 'custom', custom_interval: minutes })).status).toBe(200);
    const { next_scan } = await get('/api/schedule/status');
    expect(Math.abs(millisecondsUntil(next_scan) - minutes * 60_000)).toBeLessThan(3000);
  });

  it.each([
    ['an unknown frequency', { ...daily, frequency: 'monthly' }, 'frequency'],
    ['no frequency', { enabled: true, channels: [] }, 'frequency'],
    ['no enabled', { frequency: 'daily', channels: [] }, 'enabled'],
    ['enabled as text', { ...daily, enabled: 'true' }, 'enabled'],
    ['enabled as a number', { ...daily, enabled: 1 }, 'enabled'],
    ['no channels', { enabled: true, frequency: 'daily' }, 'channels'],
    ['an unknown channel', { ...daily, channels: ['slack', 'pager'] }, 'channels.1'],
    ['channels as text', { ...daily, channels: 'slack' }, 'channels'],
    ['too many channels', { ...daily, channels: Array.from({ length: 21 }, () => 'slack') }, 'channels'],
    ['custom without an interval', { ...daily, frequency: 'custom' }, 'custom_interval'],
    ['custom with null', { ...daily, frequency: 'custom', custom_interval: null }, 'custom_interval'],
    ['an interval of 0', { ...daily, frequency: 'custom', custom_interval: 0 }, 'custom_interval'],
    ['an interval under a minute', { ...daily, frequency: 'custom', custom_interval: 0.99 }, 'custom_interval'],
    ['a negative interval', { ...daily, frequency: 'custom', custom_interval: -5 }, 'custom_interval'],
    ['an interval over 366 days', { ...daily, frequency: 'custom', custom_interval: 527_041 }, 'custom_interval'],
    ['an interval as text', { ...daily, frequency: 'custom', custom_interval: '60' }, 'custom_interval'],
    ['an unknown region', { ...daily, regions: ['eu-west-1', 'mars-north-1'] }, 'regions'],
    ['regions as text', { ...daily, regions: 'eu-west-1' }, 'regions'],
    ['an unknown zone', { ...daily, at: '02:00', timezone: 'Europe/Atlantis' }, 'timezone'],
    ['an empty zone', { ...daily, at: '02:00', timezone: '' }, 'timezone'],
    ['24:00', { ...daily, at: '24:00' }, 'at'],
    ['an hour of one digit', { ...daily, at: '2:00' }, 'at'],
    ['seconds', { ...daily, at: '02:00:00' }, 'at'],
    ['words for a time', { ...daily, at: 'midnight' }, 'at'],
    ['a time as a number', { ...daily, at: 200 }, 'at'],
    ['an unknown field', { ...daily, intervall: 5 }, 'intervall'],
    ['a list for a body', [daily], 'body'],
    ['null for a body', null, 'body'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    const before = await get('/api/schedule/config');
    const answer = await configure(body);
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = contract.problem.parse(answer.json());
    expect(problem).toMatchObject({ status: 422, title: 'A value is not allowed' });
    expect(problem.detail).not.toBe('');
    expect(problem.errors.map((error) => error.field)).toContain(field);
    expect(await get('/api/schedule/config')).toEqual(before);
  });

  it('names every field that is wrong at once', async () => {
    const { errors } = contract.problem.parse((await configure({ enabled: 'yes', frequency: 'never', channels: ['fax'], one: 1, two: 2 })).json());
    expect(errors.map(({ field }) => field).sort()).toEqual(['channels.0', 'enabled', 'frequency', 'one', 'two']);
  });

  it('turns on and off by calls that need no body', async () => {
    await configure(off);
    expect((await app.request('POST', '/api/schedule/enable')).json()).toEqual({ message: 'Scheduled scanning is on.', enabled: true });
    expect(await get('/api/schedule/status')).toMatchObject({ enabled: true, next_scan: expect.any(String) });
    expect((await app.request('POST', '/api/schedule/disable')).json()).toEqual({ message: 'Scheduled scanning is off.', enabled: false });
    expect(await get('/api/schedule/status')).toMatchObject({ enabled: false, next_scan: null });
  });
});

describe('when the scans are', () => {
  it.each([['hourly', 3_600_000], ['daily', 86_400_000], ['weekly', 604_800_000]])('counts %s from the moment of enabling', async (frequency, everyMs) => {
    await configure({ ...off, frequency });
    await app.request('POST', '/api/schedule/enable');
    const { next_scan } = await get('/api/schedule/status');
    expect(Math.abs(millisecondsUntil(next_scan) - everyMs)).toBeLessThan(3000);
  });

  it('keeps its times when only channels change, and counts anew after it was off', async () => {
    await configure({ ...daily, frequency: 'hourly' });
    const first = (await get('/api/schedule/status'))['next_scan'];
    await configure({ ...daily, frequency: 'hourly', channels: ['slack'] });
    await app.request('POST', '/api/schedule/enable');
    expect((await get('/api/schedule/status'))['next_scan']).toBe(first);
    await app.request('POST', '/api/schedule/disable');
    await app.request('POST', '/api/schedule/enable');
    expect(Date.parse(String((await get('/api/schedule/status'))['next_scan']))).toBeGreaterThan(Date.parse(String(first)));
  });

  const inZone = (instant: unknown, timeZone: string) => new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(String(instant)));
  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'])('is pinned to a time of day in %s', async (timezone) => {
    await configure({ ...daily, at: '02:30', timezone });
    const { next_scan } = await get('/api/schedule/status');
    expect(inZone(next_scan, timezone)).toMatch(/02:30$/);
    expect(millisecondsUntil(next_scan)).toBeLessThan(25 * 3_600_000);
    expect(millisecondsUntil(next_scan)).toBeGreaterThan(0);
  });

  it('is pinned to the minute of every hour, and to today\'s weekday', async () => {
    await configure({ ...daily, frequency: 'hourly', at: '02:30' });
    expect((await get('/api/schedule/status'))['next_scan']).toMatch(/:30:00\.000Z$/);
    await configure({ ...daily, frequency: 'weekly', at: '02:30', timezone: 'Pacific/Auckland' });
    const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'Pacific/Auckland', weekday: 'short' }).format(new Date());
    expect(inZone((await get('/api/schedule/status'))['next_scan'], 'Pacific/Auckland')).toMatch(new RegExp(`^${weekday}.*02:30$`));
  });

  it('pins an own interval too', async () => {
    await configure({ ...daily, frequency: 'custom', custom_interval: 2880, at: '02:30', timezone: 'Asia/Kathmandu' });
    const { next_scan } = await get('/api/schedule/status');
    expect(inZone(next_scan, 'Asia/Kathmandu')).toMatch(/02:30$/);
    await configure({ ...daily, frequency: 'custom', custom_interval: 20, at: '02:30' });
    const soon = (await get('/api/schedule/status'))['next_scan'];
    expect(soon).toMatch(/:(10|30|50):00\.000Z$/);
    expect(millisecondsUntil(soon)).toBeLessThanOrEqual(20 * 60_000);
  });

  it('keeps a cron expression that was set as its schedule when it is turned off and on', async () => {
    const spec = { kind: 'cron', cron: '15 4 * * 1-5', timezone: 'Europe/Berlin' };
    expect((await app.request('PATCH', '/api/v1/schedules/scheduled-scan', { body: { spec } })).status).toBe(200);
    await app.request('POST', '/api/schedule/disable');
    await app.request('POST', '/api/schedule/enable');
    expect((await get('/api/v1/schedules/scheduled-scan'))['spec']).toEqual(spec);
    expect(inZone((await get('/api/schedule/status'))['next_scan'], 'Europe/Berlin')).toMatch(/04:15$/);
  });
});

describe('triggering', () => {
  it('starts one run, keeps its source, and answers the running one\'s id meanwhile', async () => {
    await configure(off);
    aws.setLatency(100);
    const source = 'nightly job of team ü'.padEnd(200, '.');
    const first = await app.request('POST', '/api/schedule/trigger', { body: { source } });
    expect(first.status).toBe(200);
    const { task_id } = first.json<{ task_id: string }>();
    expect(first.json()).toEqual({ message: 'The scan has been started.', task_id });
    expect(await get('/api/schedule/status')).toMatchObject({ running: true, last_task_id: task_id });
    const others = await Promise.all(Array.from({ length: 5 }, () => app.request('POST', '/api/schedule/trigger')));
    for (const other of others) expect(other.json()).toEqual({ message: 'A scan is already running.', task_id });
    const run = await app.ended(task_id);
    aws.setLatency(0);
    expect(run).toMatchObject({ id: task_id, source, origin: 'manual', status: 'completed', schedule_name: 'scheduled-scan' });
    const status = await waitFor('the status of the finished scan', async () => {
      const found = contract.scanStatus.strict().parse(await get('/api/schedule/status'));
      return found.running ? undefined : found;
    });
    expect(status).toMatchObject({ last_status: 'completed', last_task_id: task_id, last_scan: run.finished_at });
    const again = (await app.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
    expect(again.task_id).not.toBe(task_id);
    await app.ended(again.task_id);
  });

  it.each([[{ source: 'x'.repeat(201) }, 'source'], [{ source: 5 }, 'source'], [{ sauce: 'x' }, 'sauce'], [[], 'body']])('refuses %j', async (body, field) => {
    const answer = await app.request('POST', '/api/schedule/trigger', { body });
    expect(answer.status).toBe(422);
    expect(contract.problem.parse(answer.json()).errors.map((error) => error.field)).toContain(field);
  });

  it('tells a failed scan as failed', async () => {
    aws.setFaults([{ kind: 'expired-token', service: 'sts' }]);
    const run = await app.scan();
    aws.setFaults([]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_CREDENTIALS_REJECTED' } });
    await waitFor('the status', async () => ((await get('/api/schedule/status'))['last_status'] === 'failed' ? true : undefined));
  });
});

describe('bodies', () => {
  const json = { 'content-type': 'application/json' };
  it.each(['/api/schedule/config', '/api/schedule/trigger', '/api/notifications/send-alert', '/api/v1/schedules', '/api/v1/findings/bulk'])('of %s that are not JSON are 400', async (path) => {
    for (const raw of ['{"enabled": tru', 'enabled=true', '{}{}', '\u0000']) {
      const answer = await app.request('POST', path, { raw, headers: json });
      expect(answer.status, raw).toBe(400);
      expect(contract.problem.parse(answer.json())).toMatchObject({ status: 400, errors: [{ field: 'body', message: 'not JSON' }] });
      expect(answer.text).not.toMatch(/node_modules|\/src\/|at position/);
    }
  });

  it('may be empty under a JSON content type where none is needed', async () => {
    for (const path of ['/api/schedule/enable', '/api/schedule/disable', '/api/schedule/trigger']) {
      expect((await app.request('POST', path, { raw: '', headers: json })).status, path).toBe(200);
    }
    const answer = await app.request('POST', '/api/schedule/config', { raw: '', headers: json });
    expect(answer.status).toBe(422);
    await app.ended(String((await get('/api/schedule/status'))['last_task_id']));
  });

  it('over 1 MiB are 413, whatever is in them', async () => {
    const answer = await app.request('POST', '/api/schedule/config', { raw: `{"enabled": "${'x'.repeat(1_100_000)}"}`, headers: json });
    expect(answer.status).toBe(413);
    expect(contract.problem.parse(answer.json())).toMatchObject({ status: 413, title: 'Too large' });
  });

  it('of another type are 415, unknown paths 404, wrong addresses 400, all as problems', async () => {
    const answers = [
      [415, await app.request('POST', '/api/schedule/config', { raw: '<a/>', headers: { 'content-type': 'application/xml' } })],
      [404, await app.request('GET', '/api/schedule/nothing')],
      [404, await app.request('PUT', '/api/schedule/config', { body: daily })],
      [400, await app.request('GET', '/api/%E0%A4%A')],
    ] as const;
    for (const [status, answer] of answers) {
      expect(answer.headers['content-type'], answer.text).toMatch(/^application\/problem\+json/);
      expect(contract.problem.parse(answer.json())).toMatchObject({ status });
      expect(answer.status).toBe(status);
    }
  });
});

describe('who may call', () => {
  const own = () => `127.0.0.1:${app.port}`;
  const strangers: [string, () => Record<string, string>][] = [
    ['a foreign Host', () => ({ host: `evil.example:${app.port}` })],
    ['a Host that only begins like loopback', () => ({ host: `127.0.0.1.evil.example:${app.port}` })],
    ['a Host with another port', () => ({ host: 'localhost:1' })],
    ['a Host without the port', () => ({ host: 'localhost' })],
    ['the Host of the other listener', () => ({ host: `localhost:${app.extractionPort}` })],
    ['a foreign Origin', () => ({ origin: 'http://evil.example' })],
    ['an Origin of another port', () => ({ origin: 'http://127.0.0.1:3000' })],
    ['an https Origin', () => ({ origin: `https://${own()}` })],
    ['a null Origin', () => ({ origin: 'null' })],
    ['Forwarded', () => ({ forwarded: 'for=203.0.113.5' })],
    ['Via', () => ({ via: '1.1 proxy' })],
    ['X-Forwarded-For', () => ({ 'x-forwarded-for': '127.0.0.1' })],
    ['X-Forwarded-Host', () => ({ 'x-forwarded-host': own() })],
    ['X-Forwarded-Prefix', () => ({ 'x-forwarded-prefix': '/roundsman' })],
  ];

  it.each(strangers)('refuses %s', async (_what, headers) => {
    for (const [method, path] of [['GET', '/api/schedule/config'], ['POST', '/api/schedule/enable'], ['GET', '/api/v1/nothing'], ['GET', '/openapi.json'], ['GET', '/metrics'], ['GET', '/docs/'], ['GET', '/app/']] as const) {
      const answer = await app.request(method, path, { headers: headers() });
      expect(answer.status, `${method} ${path}`).toBe(403);
      expect(contract.problem.parse(answer.json()).status).toBe(403);
    }
    expect(await upgrade('/ws', headers())).toBe(403);
    expect(await upgrade('/ws/jobs/0197a1b2-0000-7000-8000-000000000001', headers())).toBe(403);
  });

  it.each([['localhost'], ['127.0.0.1'], ['[::1]'], ['LOCALHOST']])('takes the loopback name %s and its own origin', async (name) => {
    const host = `${name}:${app.port}`;
    expect((await app.request('GET', '/api/schedule/config', { headers: { host } })).status).toBe(200);
    expect((await app.request('POST', '/api/schedule/disable', { headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
    expect(await upgrade('/ws', { host, origin: `http://${host}` })).toBe(101);
  });

  it('refuses another site that sends no origin', async () => {
    expect((await app.request('POST', '/api/schedule/enable', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('ignores a bearer token and a cookie', async () => {
    expect((await app.request('GET', '/api/schedule/config', { headers: { authorization: 'Bearer nonsense', cookie: 'session=x' } })).status).toBe(200);
  });

  it('answers /health to everyone', async () => {
    for (const path of ['/health', '/health/live', '/health/ready']) expect((await app.request('GET', path, { headers: { host: 'monitor.example', via: '1.1 probe' } })).status).toBe(200);
  });

  it('has the same routes on the second listener, under its own name', async () => {
    const port = app.extractionPort ?? 0;
    expect(port).not.toBe(app.port);
    expect((await request('GET', '/api/schedule/config', { port })).status).toBe(200);
    expect((await request('GET', '/api/schedule/config', { port, headers: { host: `127.0.0.1:${app.port}` } })).status).toBe(403);
  });

  /** The status of a WebSocket's handshake. */
  function upgrade(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${app.port}${path}`, { headers });
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
      socket.on('error', reject);
    });
  }
});

describe('a restart', () => {
  it('keeps the schedule, its times and what is known of the last scan', async () => {
    const dataDir = await copyDataDir();
    const body = { enabled: true, frequency: 'custom', channels: ['email'], custom_interval: 45, regions: ['us-east-1'] };
    let before: unknown;
    {
      await using first = await startApp({ aws, dataDir });
      await first.request('POST', '/api/schedule/config', { body });
      await first.scan();
      before = await waitFor('the status', async () => {
        const status = (await first.request('GET', '/api/schedule/status')).json();
        return status['running'] === false ? status : undefined;
      });
    }
    await using second = await startApp({ aws, dataDir });
    expect((await second.request('GET', '/api/schedule/config')).json()).toEqual(body);
    expect((await second.request('GET', '/api/schedule/status')).json()).toEqual(before);
  });

  it('knows the schedule with its first answer', async () => {
    const dataDir = await copyDataDir();
    {
      await using first = await startApp({ dataDir });
      await first.request('POST', '/api/schedule/enable');
    }
    await using second = await startApp({ dataDir, answersBeforeStart: ['/api/schedule/status'] });
    expect(second.early[0]?.json()).toMatchObject({ enabled: true, next_scan: expect.any(String) });
  });
});

describe('without credentials', () => {
  it('fails with a sentence that says what to do', async () => {
    await using bare = await startApp();
    const run = await bare.scan();
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_NO_CREDENTIALS', message: expect.stringContaining('AWS_PROFILE') } });
  });
});
