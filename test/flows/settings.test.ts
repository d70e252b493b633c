import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, anEstate, aUser, aVolume } from '../../demo/aws/make.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from './receivers.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';

let aws: SimulatedAws;
let app: StartedApp;
let slack: Receiver;
let mail: MailServer;

beforeAll(async () => {
  aws = await startAws({ estate: anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-1', sizeGib: 100 })] } }, buckets: [aBucket({ name: 'nothing-in-it' })], users: [aUser({ name: 'a-user', createdAt: new Date(Date.now() - 30 * 86_400_000).toISOString() })] }) });
  [slack, mail, app] = await Promise.all([startReceiver(), startMailServer(), startApp({ aws })]);
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await Promise.all([aws.close(), slack[Symbol.asyncDispose](), mail[Symbol.asyncDispose]()]);
});

async function channel(id: string, from = app): Promise<contract.Channel> {
  const { items } = await from.call(contract.channelList.strict(), 'GET', '/api/v1/channels');
  const found = items.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no channel ${id}`);
  return found;
}
const put = (id: string, values: Record<string, unknown>, from = app) => from.request('PUT', `/api/v1/channels/${id}`, { body: { values } });
const valueOf = ({ fields }: contract.Channel, name: string): unknown => fields.find((field) => field.name === name)?.value;
const test = (id: string, from = app) => from.call(contract.channelTestAnswer.strict(), 'POST', `/api/v1/channels/${id}/test`);
const settings = async (from = app) => new Map((await from.call(contract.settingList.strict(), 'GET', '/api/v1/settings')).items.map((entry) => [entry.name, entry]));
const putSettings = (values: Record<string, unknown>, from = app) => from.request('PUT', '/api/v1/settings', { body: { values } });

describe('a round before any channel is configured', () => {
  it('shows the messages that would go out, and can be sent later', async () => {
    const run = await app.scan();
    const rows = await waitFor('the previews', async () => {
      const { items } = await app.call(contract.deliveryPage.strict(), 'GET', `/api/v1/deliveries?run_id=${run.id}`);
      return items.length === 2 && items.every(({ state }) => state === 'not_configured') ? items : undefined;
    });
    const bySlack = rows.find(({ channel: id }) => id === 'slack');
    expect(bySlack).toMatchObject({ kind: 'scan-summary', last_error: 'Not sent: SLACK_WEBHOOK_URL is not set.', delivered_at: null, subject: expect.stringContaining('2 unused resources') });
    const detail = await app.call(contract.deliveryDetail.strict(), 'GET', `/api/v1/deliveries/${bySlack?.id}`);
    expect(detail.message).toMatchObject({ channel: 'slack', text: expect.stringMatching(/^🚨 Found 2 unused AWS resources/) });
    const byMail = await app.call(contract.deliveryDetail, 'GET', `/api/v1/deliveries/${rows.find(({ channel: id }) => id === 'email')?.id}`);
    expect(byMail.message).toMatchObject({ channel: 'email', to: [], html: expect.stringContaining('data:image/png;base64,') });
    expect(byMail.message).not.toMatchObject({ html: expect.stringContaining('cid:') });
    const retried = await app.call(contract.deliveryDetail, 'POST', `/api/v1/deliveries/${bySlack?.id}/retry`);
    expect(retried.state).toBe('not_configured');
  });

  it('counts all of it as new once people can be told', async () => {
    await using told = await startApp({ aws, environment: { SLACK_WEBHOOK_URL: slack.url } });
    await told.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: [] } });
    await told.scan();
    await told.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: ['slack'] } });
    const before = slack.received.length;
    await told.scan();
    await waitFor('the message', () => slack.received[before]);
    expect(slack.received[before]?.body).toContain('New since the last message: 7');
  });

  it('lists deliveries by page, channel and state', async () => {
    const list = (query: string) => app.call(contract.deliveryPage, 'GET', `/api/v1/deliveries?${query}`);
    expect((await list('channel=slack')).total).toBe(1);
    expect((await list('state=not_configured&channel=email')).total).toBe(1);
    expect((await list('state=failed')).total).toBe(0);
    const first = await list('limit=1');
    const second = await list(`limit=1&cursor=${first.next_cursor}`);
    expect([first.total, second.items.length, second.next_cursor]).toEqual([2, 1, null]);
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    for (const [query, field] of [['state=sent', 'state'], ['channel=fax', 'channel'], ['cursor=x', 'cursor'], ['limit=0', 'limit']]) {
      const answer = await app.request('GET', `/api/v1/deliveries?${query}`);
      expect(contract.problem.parse(answer.json())).toMatchObject({ status: 422, errors: [{ field }] });
    }
    for (const where of ['/api/v1/deliveries/nonsense', '/api/v1/deliveries/0197a1b2-0000-7000-8000-000000000001']) {
      expect((await app.request('GET', where)).status).toBe(404);
      expect((await app.request('POST', `${where}/retry`)).status).toBe(404);
    }
  });
});

describe('a secret', () => {
  const hidden = 'T000-hidden-part-of-the-address';
  const password = 'correct horse battery staple 9';

  it('is taken and never given back', async () => {
    expect(await channel('slack')).toMatchObject({ configured: false, missing: ['SLACK_WEBHOOK_URL'] });
    const answer = await put('slack', { webhook_url: `https://hooks.slack.example/services/${hidden}` });
    expect(answer.status).toBe(200);
    expect(valueOf(contract.channel.parse(answer.json()), 'webhook_url')).toBe('***');
    expect((await put('email', { recipients: ['ops@example.com'], smtp_server: 'mail.one.example', smtp_username: 'rounds', smtp_password: password })).status).toBe(200);
    for (const where of ['/api/v1/channels', '/api/v1/settings', '/api/notifications/config', '/openapi.json']) {
      const { text } = await app.request('GET', where);
      expect(text, where).not.toContain(hidden);
      expect(text, where).not.toContain(password);
    }
    expect(await channel('slack')).toMatchObject({ configured: true, missing: [] });
    expect((await settings()).get('SMTP_PASSWORD')).toMatchObject({ value: '***', is_secret: true, source: 'dashboard', editable: true });
    expect(JSON.stringify(app.log)).not.toContain(hidden);
  });

  it('stays when something else changes, and goes with the host that it is sent to', async () => {
    await put('email', { recipients: ['ops@example.com', 'more@example.com'] });
    expect(valueOf(await channel('email'), 'smtp_password')).toBe('***');
    // A form that sends all of its fields changes nothing by sending the same host.
    await put('email', { recipients: ['ops@example.com'], smtp_server: 'mail.one.example' });
    expect(valueOf(await channel('email'), 'smtp_password')).toBe('***');
    await put('email', { smtp_server: 'mail.two.example' });
    expect(valueOf(await channel('email'), 'smtp_password')).toBeNull();
    await put('email', { smtp_server: 'mail.three.example', smtp_password: password });
    expect(valueOf(await channel('email'), 'smtp_password')).toBe('***');
    expect((await putSettings({ SMTP_SERVER: 'mail.three.example' })).status).toBe(200);
    expect((await settings()).get('SMTP_PASSWORD')?.value).toBe('***');
    expect((await putSettings({ SMTP_SERVER: 'mail.four.example' })).status).toBe(200);
    expect((await settings()).get('SMTP_PASSWORD')?.value).toBeNull();
    await put('email', { smtp_password: password });
    expect((await putSettings({ SMTP_SERVER: null })).status).toBe(200);
    expect((await settings()).get('SMTP_PASSWORD')?.value).toBeNull();
  });

  it('lies sealed on the disk, and is there after a restart', async () => {
    await using first = await startApp();
    await put('email', { recipients: ['ops@example.com'], smtp_server: 'mail.one.example', smtp_username: 'rounds', smtp_password: password }, first);
    await put('slack', { webhook_url: `https://hooks.slack.example/services/${hidden}` }, first);
    await first.stop();
    for (const entry of fs.readdirSync(first.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name));
      expect(bytes.includes(hidden) || bytes.includes(password), entry.name).toBe(false);
    }
    expect(fs.statSync(path.join(first.dataDir, 'master.key')).mode & 0o777).toBe(0o600);
    await using second = await startApp({ dataDir: first.dataDir });
    expect(await channel('email', second)).toMatchObject({ configured: true });
    expect(valueOf(await channel('email', second), 'smtp_password')).toBe('***');
    await put('slack', { webhook_url: null }, second);
    expect(await channel('slack', second)).toMatchObject({ configured: false });
  });
});

describe('a destination', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433'])('of this machine (%s) that was typed in is refused when something is sent', async (host) => {
    const before = slack.received.length;
    expect((await put('slack', { webhook_url: `http://${host}:${slack.port}/x` })).status).toBe(200);
    expect(await test('slack')).toMatchObject({ delivered: false, message: expect.stringContaining('not a public address') });
    expect(slack.received).toHaveLength(before);
  });

  it('of this machine is refused for mail and webhooks too, and the message stays', async () => {
    await put('email', { recipients: ['ops@example.com'], smtp_server: '127.0.0.1', smtp_port: mail.port });
    const answer = await test('email');
    expect(answer).toMatchObject({ delivered: false, message: expect.stringContaining('not a public address') });
    expect(await app.call(contract.deliveryDetail, 'GET', `/api/v1/deliveries/${answer.delivery_id}`)).toMatchObject({ state: 'pending', kind: 'test', attempts: 1 });
    // Asked for again it answers after the new attempt, with what came of it.
    expect(await app.call(contract.deliveryDetail, 'POST', `/api/v1/deliveries/${answer.delivery_id}/retry`)).toMatchObject({ state: 'pending', attempts: 2, last_error: expect.stringContaining('not a public address') });
    await put('webhook', { url: `http://169.254.169.254/latest/meta-data`, secret: `whsec_${Buffer.from('0123456789abcdef0123').toString('base64')}` });
    expect(await test('webhook')).toMatchObject({ delivered: false, message: expect.stringContaining('169.254.169.254') });
    expect(mail.mails).toEqual([]);
  });

  it('of the environment is taken as it stands, also when the recipients are typed in', async () => {
    await using other = await startApp({ environment: { SMTP_SERVER: '127.0.0.1', SMTP_PORT: String(mail.port), SLACK_WEBHOOK_URL: slack.url } });
    expect((await put('email', { recipients: ['typed@example.com'] }, other)).status).toBe(200);
    expect(await test('email', other)).toMatchObject({ delivered: true, message: 'Delivered.' });
    expect(mail.mails.at(-1)?.to).toEqual(['typed@example.com']);
    expect(await test('slack', other)).toMatchObject({ delivered: true });
    expect(slack.received.at(-1)?.body).toContain('Test message');
  });
});

describe('channels', () => {
  it.each([
    ['slack', { webhook_url: 'not an address' }, 'values.webhook_url'],
    ['slack', { webhook_url: 'file:///etc/passwd' }, 'values.webhook_url'],
    ['slack', { url: 'https://x.example' }, 'values.url'],
    ['email', { recipients: ['ops@example.com', 'nobody'] }, 'values.recipients.1'],
    ['email', { recipients: ['ops@example.com\r\nBcc: all@example.com'] }, 'values.recipients.0'],
    ['email', { smtp_port: 70_000 }, 'values.smtp_port'],
    ['email', { smtp_server: 'mail.example/path' }, 'values.smtp_server'],
    ['webhook', { secret: 'hunter2' }, 'values.secret'],
  ])('%s refuse %j', async (id, values, field) => {
    const answer = await put(id, values);
    expect(answer.status).toBe(422);
    expect(contract.problem.parse(answer.json()).errors.map((error) => error.field)).toContain(field);
    expect(answer.text).not.toContain('hunter2');
  });

  it('that do not exist are 404, and a test of one that is not configured says what is missing', async () => {
    expect((await put('fax', {})).status).toBe(404);
    expect((await app.request('POST', '/api/v1/channels/fax/test')).status).toBe(404);
    await using bare = await startApp();
    const answer = await bare.request('POST', '/api/v1/channels/email/test');
    expect(answer.status).toBe(400);
    expect(contract.problem.parse(answer.json()).errors.map(({ field }) => field)).toEqual(['NOTIFICATION_EMAIL_RECIPIENTS', 'SMTP_SERVER']);
  });
});

describe('settings', () => {
  it('of the environment are locked, with the reason', async () => {
    await using fixed = await startApp({ environment: { SLACK_WEBHOOK_URL: slack.url, AWS_REGIONS: 'us-east-1', KEEP_RUNS_DAYS: '30' } });
    const all = await settings(fixed);
    expect(all.get('AWS_REGIONS')).toMatchObject({ value: 'us-east-1', source: 'environment', locked: 'Set by the environment (AWS_REGIONS).', editable: false });
    expect(all.get('PORT')).toMatchObject({ editable: false });
    expect(all.get('LOG_LEVEL')).toMatchObject({ value: 'INFO', source: 'default', locked: null, editable: true });
    expect(all.get('SLACK_WEBHOOK_URL')?.value).toBe('***');
    for (const [name, value] of [['AWS_REGIONS', 'eu-west-1'], ['PORT', '1'], ['DATABASE_URL', 'postgres://a:b@c/d'], ['AWS_ENDPOINT_URL', 'http://127.0.0.1:1']] as const) {
      const answer = await putSettings({ [name]: value }, fixed);
      expect(answer.status, name).toBe(422);
      expect(contract.problem.parse(answer.json())).toMatchObject({ errors: [{ field: name.toLowerCase(), message: expect.stringContaining('cannot be changed here') }] });
    }
    const locked = await put('slack', { webhook_url: 'https://other.example/x' }, fixed);
    expect(locked.status).toBe(422);
    expect(await test('slack', fixed)).toMatchObject({ delivered: true });
  });

  it('change while the service runs, all or none', async () => {
    const mixed = await putSettings({ LOG_LEVEL: 'ERROR', KEEP_RUNS_DAYS: '0' });
    expect(mixed.status).toBe(422);
    expect((await settings()).get('LOG_LEVEL')?.value).toBe('INFO');
    expect((await putSettings({ LOG_LEVEL: 'loud' })).json()).toMatchObject({ errors: [{ field: 'log_level', message: expect.stringContaining('DEBUG, INFO, WARNING or ERROR') }] });
    expect((await putSettings({ NO_SUCH: '1' })).json()).toMatchObject({ status: 422, errors: [{ field: 'values.NO_SUCH' }] });
    expect((await putSettings({ SLACK_WEBHOOK_URL: 'nowhere-secret' })).json()).toMatchObject({ status: 422, detail: expect.stringMatching(/SLACK_WEBHOOK_URL is \*\*\*; allowed is an http or https address/) });

    expect((await putSettings({ AWS_REGIONS: 'us-east-1', KEEP_RUNS_DAYS: '10' })).status).toBe(200);
    const run = await app.scan();
    expect(new Set(run.targets.map(({ region }) => region))).toEqual(new Set(['us-east-1', 'global']));
    expect((await settings()).get('AWS_REGIONS')).toMatchObject({ value: 'us-east-1', source: 'dashboard' });
    expect((await putSettings({ AWS_REGIONS: null, KEEP_RUNS_DAYS: null })).status).toBe(200);
    expect((await settings()).get('AWS_REGIONS')).toMatchObject({ source: 'default' });
  });

  it('switch a cloud off', async () => {
    expect((await putSettings({ ENABLED_PROVIDERS: 'gcp' })).status).toBe(200);
    expect(await app.scan()).toMatchObject({ status: 'failed', error: { code: 'GCP_NO_CREDENTIALS', message: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS') } });
    expect((await putSettings({ ENABLED_PROVIDERS: null })).status).toBe(200);
  });
});

describe('rules', () => {
  const rule = (id: string, body: unknown) => app.request('PUT', `/api/v1/rules/${id}`, { body });

  it('are listed with what they ask and how often they failed', async () => {
    await app.scan();
    const { items } = await app.call(contract.ruleList.strict(), 'GET', '/api/v1/rules');
    expect(items.find(({ id }) => id === 'aws-ebs-unattached')).toMatchObject({ enabled: true, headline: true, resource_type: 'aws:ec2:volume', open_findings: 1, parameters: [{ name: 'unattached_days', value: 0, default: 0 }] });
  });

  it('count with new parameters from the next scan on', async () => {
    expect((await rule('aws-iam-user-unused', { parameters: { days: 14 } })).json()).toMatchObject({ parameters: [{ name: 'days', value: 14, default: 90 }] });
    expect((await app.scan()).counts).toMatchObject({ findings_opened: 1 });
    expect((await rule('aws-iam-user-unused', { enabled: false })).json()).toMatchObject({ enabled: false, parameters: [{ value: 14 }] });
    expect((await app.scan()).counts).toMatchObject({ findings_resolved: 1 });
  });

  it.each([
    ['no-such-rule', { enabled: true }, 404, undefined],
    ['aws-iam-user-unused', { parameters: { weeks: 2 } }, 422, 'parameters.weeks'],
    ['aws-iam-user-unused', { parameters: { days: '14' } }, 422, 'parameters.days'],
    ['aws-iam-user-unused', { parameters: { days: -1 } }, 422, 'parameters.days'],
    ['aws-iam-user-unused', { parameters: { days: 3651 } }, 422, 'parameters.days'],
    ['aws-iam-user-unused', { enabled: 'no' }, 422, 'enabled'],
    ['aws-iam-user-unused', { severity: 'low' }, 422, 'severity'],
  ])('%s refuse %j', async (id, body, status, field) => {
    const answer = await rule(id, body);
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(contract.problem.parse(answer.json()).errors[0]?.field).toBe(field);
  });
});
