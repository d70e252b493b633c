import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, aKey, anAddress, anEstate, anInstance, aRole, attachedTo, aUser, aVolume } from '../../demo/aws/make.ts';
import type { Estate } from '../../demo/aws/estate.ts';
import type { Fault, SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { partsOf } from '../conformance/receivers.ts';
import { listen } from './events.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from './receivers.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';

const account = '123456789012';
const yesterday = new Date(Date.now() - 86_400_000).toISOString();
const arn = (region: string, what: string): string => `arn:aws:ec2:${region}:${account}:${what}`;

/** Eleven unused resources: 2 instances, 3 volumes, 2 buckets, 1 user, 1 role, 2 keys. */
const estate = (): Estate =>
  anEstate({
    regions: {
      'us-east-1': {
        instances: [anInstance({ id: 'i-0001', state: 'stopped', stateTransitionReason: 'User initiated (2026-01-10 08:00:00 GMT)', tags: { Name: '<!channel> web' } }), anInstance({ id: 'i-0002' })],
        volumes: [aVolume({ id: 'vol-0001', sizeGib: 100 }), aVolume({ id: 'vol-0002', sizeGib: 50 }), aVolume({ id: 'vol-0003', attachments: attachedTo('i-0002') })],
        addresses: [anAddress({ allocationId: 'eipalloc-0001' })],
      },
      'eu-west-1': { instances: [anInstance({ id: 'i-0003', state: 'stopped' })], volumes: [aVolume({ id: 'vol-0004', sizeGib: 10 })] },
    },
    buckets: [aBucket({ name: 'empty-one' }), aBucket({ name: 'empty-two', region: 'eu-west-1' }), aBucket({ name: 'full', objects: 3 })],
    users: [
      aUser({ name: 'former', keys: [aKey({ id: 'AKIAFORMER0000000001' })] }),
      aUser({ name: 'present', hasPassword: true, passwordLastUsedAt: yesterday, keys: [aKey({ id: 'AKIAPRESENT000000001', isActive: false })] }),
    ],
    roles: [aRole({ name: 'forgotten' }), aRole({ name: 'busy', lastUsedAt: yesterday })],
  });

const fixedText = (volumesUs: number) => `🚨 Found ${9 + volumesUs} unused AWS resources across multiple regions!

EC2 Instances:
• eu-west-1: 1
• us-east-1: 1

EBS Volumes:
• us-east-1: ${volumesUs}
• eu-west-1: 1

S3 Buckets: 2
IAM Users: 1
IAM Roles: 1
Access Keys: 2 (1 High Risk)
`;

/** The numbers behind the lines of the fixed part, added up. */
function sumOfLines(text: string): number {
  const fixed = text.split('\n\n').filter((part) => /^(EC2 Instances|EBS Volumes|S3 Buckets)/.test(part)).join('\n');
  return [...fixed.matchAll(/: (\d+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
}
const totalOf = (text: string): number => Number(/Found (\d+) unused/.exec(text)?.[1] ?? 0);

const secret = `whsec_${Buffer.from('a key of the receiver, long enough').toString('base64')}`;
const webhookPath = '/in?token=webhook-url-secret';
const slackPath = '/services/T000/B000/slack-url-secret';
const channelSettings = (slack: Receiver, mail: MailServer, webhook: Receiver): Record<string, string> => ({
  SLACK_WEBHOOK_URL: slack.url + slackPath,
  SMTP_SERVER: '127.0.0.1',
  SMTP_PORT: String(mail.port),
  NOTIFICATION_EMAIL_RECIPIENTS: 'ops@example.com, audit@example.com',
  SENDER_EMAIL: 'roundsman@example.com',
  WEBHOOK_URL: webhook.url + webhookPath,
  WEBHOOK_SECRET: secret,
});

interface World {
  aws: SimulatedAws;
  slack: Receiver;
  mail: MailServer;
  webhook: Receiver;
  app: StartedApp;
}

async function begin(options: { estate?: Estate; environment?: Record<string, string> } = {}): Promise<World> {
  const [aws, slack, mail, webhook] = await Promise.all([startAws({ estate: options.estate ?? estate() }), startReceiver(), startMailServer(), startReceiver()]);
  const app = await startApp({ aws, environment: { ...channelSettings(slack, mail, webhook), ...options.environment } });
  return { aws, slack, mail, webhook, app };
}

async function end({ aws, slack, mail, webhook, app }: World): Promise<void> {
  await app[Symbol.asyncDispose]();
  await Promise.all([aws.close(), slack[Symbol.asyncDispose](), mail[Symbol.asyncDispose](), webhook[Symbol.asyncDispose]()]);
}

const findingsOf = async (app: StartedApp, query: string) => (await app.call(contract.findingPage, 'GET', `/api/v1/findings?limit=500&${query}`)).items;
const textsOf = (slack: Receiver): string[] => slack.received.map(({ body }) => (JSON.parse(body) as { text: string }).text);
const deliveriesOf = async (app: StartedApp, runId: string) => (await app.call(contract.deliveryPage, 'GET', `/api/v1/deliveries?run_id=${runId}`)).items;

/** The run and the Slack text that it brought. */
async function scanAndRead({ app, slack }: World): Promise<{ run: contract.RunDetail; text: string }> {
  const before = slack.received.length;
  const run = await app.scan();
  await waitFor('the message', () => (slack.received.length > before ? true : undefined));
  return { run, text: textsOf(slack).at(-1) ?? '' };
}

describe('one round after another', () => {
  let world: World;
  let first: contract.RunDetail;
  beforeAll(async () => {
    world = await begin();
  });
  afterAll(() => end(world));

  it('finds what is unused and tells it on every channel', async () => {
    const { app, slack, mail, webhook, aws } = world;
    first = await app.scan();
    expect(first).toMatchObject({ status: 'completed', error: null, headline: '11 unused resources.', attempt: 1 });
    expect(first.counts).toMatchObject({ targets: 12, complete: 12, not_complete: 0, added: first.counts.resources, changed: 0, gone: 0, findings_resolved: 0, throttled_calls: 0 });
    await waitFor('three messages', () => (slack.received.length === 1 && mail.mails.length === 1 && webhook.received.length === 1 ? true : undefined));
    const deliveries = await waitFor('the notes of them', async () => {
      const rows = await deliveriesOf(app, first.id);
      return rows.every(({ state }) => state === 'delivered') ? rows : undefined;
    });
    expect(deliveries.map(({ channel, attempts }) => [channel, attempts]).sort()).toEqual([['email', 1], ['slack', 1], ['webhook', 1]]);
    expect(aws.stats.mutations).toEqual([]);
  });

  it('says on Slack what the contract says, and its total is the sum of its lines', () => {
    const { slack, app } = world;
    const [message] = slack.received;
    expect(message?.path).toBe(slackPath);
    const { text, blocks } = JSON.parse(message?.body ?? '') as { text: string; blocks: unknown[] };
    expect(text.slice(0, fixedText(2).length)).toBe(fixedText(2));
    expect(sumOfLines(text)).toBe(11);
    expect(text).toContain('New since the last message: 12');
    expect(text).toContain('Also\n• Elastic IP address is associated with nothing: 1');
    expect(text).toContain('Estimated monthly saving: ');
    expect(text).toContain(`http://localhost:${app.port}/app/findings?status=open`);
    expect(text).not.toContain('<!channel>');
    expect(JSON.stringify(blocks)).not.toContain('<!channel>');
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.length).toBeLessThan(50);
  });

  it('sends one mail to all with text, HTML and charts that need no network', () => {
    const [mail] = world.mail.mails;
    expect(mail?.to).toEqual(['ops@example.com', 'audit@example.com']);
    expect(mail?.raw).toMatch(/^From: Roundsman <roundsman@example\.com>\r$/m);
    const parts = partsOf(mail?.raw ?? '');
    const body = (type: string): string => parts.find((part) => part.type === type)?.body.toString('utf8') ?? '';
    expect(body('text/plain').replaceAll('\r\n', '\n')).toContain(fixedText(2).trimEnd());
    const html = body('text/html');
    const images = parts.filter(({ type }) => type === 'image/png');
    expect(images.length).toBeGreaterThan(0);
    for (const { id, body: image } of images) {
      expect(html).toContain(`cid:${id}`);
      expect(image.subarray(1, 4).toString()).toBe('PNG');
    }
    expect(html).not.toMatch(/src="https?:/);
    expect(html).not.toContain('<!channel>');
    for (const word of ['vol-0001', 'us-east-1', 'EBS Volumes', 'High']) expect(html).toContain(word);
  });

  it('signs the webhook', () => {
    const [message] = world.webhook.received;
    const body = new Webhook(secret).verify(message?.body ?? '', message?.headers as Record<string, string>) as { type: string; data: { unused_total: number; run_id: string } };
    expect(body).toMatchObject({ type: 'scan.summary', data: { run_id: first.id, unused_total: 11, status: 'completed', is_demo: false } });
    expect(message?.path).toBe(webhookPath);
  });

  it('changes nothing at the second round: no version, no finding, no event', async () => {
    const { app } = world;
    const before = await findingsOf(app, '');
    await using live = await listen(app.port);
    const { run, text } = await scanAndRead(world);
    expect(run.counts).toMatchObject({ resources: first.counts.resources, added: 0, changed: 0, gone: 0, findings_opened: 0, findings_resolved: 0 });
    expect(run.status).toBe('completed');
    await waitFor('the end on the socket', () => live.frames.find(({ type }) => type === 'run.finished'));
    expect(new Set(live.types())).toEqual(new Set(['run.started', 'run.progress', 'run.finished']));
    const { items } = await app.call(contract.resourcePage, 'GET', '/api/v1/resources?limit=100');
    expect(items).toHaveLength(first.counts.resources);
    for (const { id } of items) {
      const { versions } = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${encodeURIComponent(id)}`);
      expect(versions).toHaveLength(1);
    }
    const after = await findingsOf(app, '');
    const timeless = (rows: contract.Finding[]) => rows.map(({ last_seen: _, evidence: { read_at: __, ...evidence }, ...row }) => ({ ...row, evidence }));
    expect(timeless(after)).toEqual(timeless(before));
    expect(text.slice(0, fixedText(2).length)).toBe(fixedText(2));
    expect(text).not.toContain('New since the last message');
  });

  it('resolves what was repaired, opens what is new, and tells the new first', async () => {
    const { app, aws } = world;
    aws.mutate(({ accounts }) => {
      const region = accounts[account]?.regions['us-east-1'];
      if (region === undefined) return;
      region.volumes = [...region.volumes.filter(({ id }) => id !== 'vol-0001'), aVolume({ id: 'vol-0009', sizeGib: 500 })];
      const [web] = region.instances;
      if (web !== undefined) Object.assign(web, { state: 'running', stateTransitionReason: '' });
    });
    const { run, text } = await scanAndRead(world);
    expect(run.counts).toMatchObject({ added: 1, changed: 1, gone: 1, findings_opened: 1, findings_resolved: 2 });
    const resolved = await findingsOf(app, 'status=resolved');
    expect(resolved.map(({ resource }) => resource.id).sort()).toEqual([arn('us-east-1', 'instance/i-0001'), arn('us-east-1', 'volume/vol-0001')]);
    expect(text).toMatch(/^🚨 Found 10 unused/);
    expect(text).toContain('New since the last message: 1\n• vol-0009 in us-east-1');
    expect(sumOfLines(text)).toBe(10);
    const gone = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${arn('us-east-1', 'volume/vol-0001')}`);
    expect(gone.gone_at).toEqual(expect.any(String));
    expect(gone.versions).toMatchObject([{ valid_to: gone.gone_at }]);
    const started = await app.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${arn('us-east-1', 'instance/i-0001')}`);
    expect(started.versions).toHaveLength(2);
    expect(started.versions[0]).toMatchObject({ valid_to: null, changed: expect.arrayContaining(['state']) });
  });

  it('reopens what comes back, and remembers when it was first seen', async () => {
    const { app, aws } = world;
    const [before] = await findingsOf(app, 'status=resolved&type=aws:ec2:instance');
    aws.mutate(({ accounts }) => {
      const [web] = accounts[account]?.regions['us-east-1']?.instances ?? [];
      if (web !== undefined) Object.assign(web, { state: 'stopped', stateTransitionReason: 'User initiated (2026-02-10 08:00:00 GMT)' });
    });
    const { run, text } = await scanAndRead(world);
    expect(run.counts).toMatchObject({ changed: 1, findings_opened: 1, findings_resolved: 0 });
    const detail = await app.call(contract.findingDetail, 'GET', `/api/v1/findings/${before?.id}`);
    expect(detail).toMatchObject({ status: 'open', first_seen: before?.first_seen });
    expect(detail.history.map(({ kind }) => kind)).toEqual(['reopened', 'resolved', 'opened']);
    expect(text).toContain('New since the last message: 1');
  });

  it('leaves suppressed findings suppressed and does not count them', async () => {
    const { app } = world;
    const [small] = await findingsOf(app, 'status=open&q=vol-0004');
    await app.call(contract.finding, 'PATCH', `/api/v1/findings/${small?.id}`, { status: 'suppressed', note: 'needed in December' });
    const { run, text } = await scanAndRead(world);
    expect(run.counts).toMatchObject({ findings_opened: 0, findings_resolved: 0 });
    expect(text).toMatch(/^🚨 Found 10 unused/);
    expect(text).not.toContain('• eu-west-1: 1\n\nS3');
    expect(sumOfLines(text)).toBe(10);
    expect(await app.call(contract.findingDetail, 'GET', `/api/v1/findings/${small?.id}`)).toMatchObject({ status: 'suppressed', note: 'needed in December' });
    await app.call(contract.finding, 'PATCH', `/api/v1/findings/${small?.id}`, { status: 'open' });
  });

  it('keeps what it could not see again, and says what it lacks', async () => {
    const { app, aws } = world;
    aws.setFaults([{ kind: 'deny', service: 'ec2', region: 'eu-west-1' }, { kind: 'deny', service: 'iam' }]);
    const { run, text } = await scanAndRead(world);
    expect(run.status).toBe('partial');
    expect(run.counts).toMatchObject({ findings_opened: 0, findings_resolved: 0, gone: 0, not_complete: 7 });
    const denied = run.targets.filter(({ status }) => status === 'denied');
    expect(denied.map(({ type, region }) => `${type} ${region}`).sort()).toEqual([
      'aws:ec2:elastic-ip eu-west-1', 'aws:ec2:instance eu-west-1', 'aws:ec2:snapshot eu-west-1', 'aws:ec2:volume eu-west-1', 'aws:iam:access-key global', 'aws:iam:role global', 'aws:iam:user global',
    ]);
    expect(denied.find(({ type }) => type === 'aws:ec2:volume')?.error).toMatchObject({ code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeVolumes' });
    expect((await app.call(contract.resourcePage, 'GET', '/api/v1/resources?region=eu-west-1&type=aws:ec2:instance,aws:ec2:volume')).total).toBe(2);
    expect(await findingsOf(app, 'status=open&region=eu-west-1&type=aws:ec2:instance,aws:ec2:volume')).toHaveLength(2);
    expect(text).toMatch(/^🚨 Found 11 unused/);
    expect(text).toContain('Could not be read in full: 7');
    expect(text).toContain(`aws:ec2:volume in eu-west-1, account ${account}: the role lacks ec2:DescribeVolumes`);
    expect(text).toContain('the role lacks iam:GetAccountAuthorizationDetails');
    const summary = await app.call(contract.inventorySummary, 'GET', '/api/v1/resources/summary');
    expect(summary.scopes.find(({ type, region }) => type === 'aws:ec2:volume' && region === 'eu-west-1')).toMatchObject({ status: 'denied', live: 1, last_complete_at: expect.any(String) });
    const overview = await app.call(contract.overview, 'GET', '/api/v1/overview');
    expect(overview.gaps).toHaveLength(7);
    expect(overview.unused.total).toBe(11);
  });

  it('goes on as before when it may see again', async () => {
    world.aws.setFaults([]);
    const { run, text } = await scanAndRead(world);
    expect(run).toMatchObject({ status: 'completed', counts: { findings_opened: 0, findings_resolved: 0, added: 0, changed: 0, gone: 0 } });
    expect(totalOf(text)).toBe(sumOfLines(text));
    expect(text).not.toContain('Could not be read');
  });

  it('resolves the findings of a rule that is switched off, and of nothing else', async () => {
    const { app } = world;
    await app.call(contract.rule, 'PUT', '/api/v1/rules/aws-s3-empty', { enabled: false });
    const { run } = await scanAndRead(world);
    expect(run.counts).toMatchObject({ findings_opened: 0, findings_resolved: 2 });
    await app.call(contract.rule, 'PUT', '/api/v1/rules/aws-s3-empty', { enabled: true });
    expect((await scanAndRead(world)).run.counts).toMatchObject({ findings_opened: 2, findings_resolved: 0 });
  });

  it('judges a run of one service in one region only there', async () => {
    const { app, aws, slack } = world;
    aws.resetStats();
    const messages = slack.received.length;
    const { id } = await app.call(contract.runDetail, 'POST', '/api/v1/runs', { services: ['ec2'], regions: ['eu-west-1'], source: 'a look' });
    const run = await app.ended(id);
    expect(run).toMatchObject({ status: 'completed', source: 'a look', origin: 'manual', schedule_id: null, counts: { targets: 4, findings_opened: 0, findings_resolved: 0 } });
    expect(Object.keys(aws.stats.byOperation).some((name) => name.startsWith('s3.') || name.startsWith('iam.'))).toBe(false);
    expect(await deliveriesOf(app, id)).toEqual([]);
    expect(slack.received).toHaveLength(messages);
  });

  it('tells every configured channel of a run by hand that asks for it', async () => {
    const { app } = world;
    const { id } = await app.call(contract.runDetail, 'POST', '/api/v1/runs', { services: ['s3'], notify: true });
    await app.ended(id);
    expect((await deliveriesOf(app, id)).map(({ channel }) => channel).sort()).toEqual(['email', 'slack', 'webhook']);
  });

  it('tells only the chosen channels, and nobody twice', async () => {
    const { app } = world;
    await app.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: ['email'] } });
    const run = await app.scan();
    expect((await deliveriesOf(app, run.id)).map(({ channel }) => channel)).toEqual(['email']);
    await app.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: [] } });
    expect(await deliveriesOf(app, (await app.scan()).id)).toEqual([]);
  });

  it('counts as new what was found since people were last told, not since the last scan', async () => {
    const { app, aws, slack } = world;
    aws.mutate(({ accounts }) => void accounts[account]?.buckets.push(aBucket({ name: 'empty-three' })));
    // Nobody is told of this one.
    expect((await app.scan()).counts.findings_opened).toBe(1);
    await app.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: ['slack'] } });
    const before = slack.received.length;
    await app.scan();
    await waitFor('the message', () => (slack.received.length > before ? true : undefined));
    expect(textsOf(slack).at(-1)).toContain('New since the last message: 1\n• empty-three');
  });

  it('wrote no secret and no error into its log, and changed nothing in the cloud', () => {
    const { app, aws } = world;
    const text = JSON.stringify(app.log);
    for (const hidden of ['slack-url-secret', 'webhook-url-secret', secret, 'flow-test-secret-key']) expect(text).not.toContain(hidden);
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(aws.stats.mutations).toEqual([]);
  });
});

describe('trouble in the cloud', () => {
  let world: World;
  beforeAll(async () => {
    const many = anEstate({
      regions: Object.fromEntries(['us-east-1', 'eu-west-1'].map((region) => [region, { instances: [anInstance({ id: `i-${region}` })], volumes: Array.from({ length: 600 }, (_, index) => aVolume({ id: `vol-${region}-${index}` })) }])),
      buckets: [aBucket({ name: 'one' })],
      users: [aUser({ name: 'former' })],
    });
    world = await begin({ estate: many, environment: { AWS_THROTTLE_PATIENCE_SECONDS: '1', AWS_REQUEST_TIMEOUT_SECONDS: '1' } });
    const run = await world.app.scan();
    expect(run.status).toBe('completed');
  });
  afterAll(() => end(world));

  async function scanWith(faults: Fault[]): Promise<{ run: contract.RunDetail; target: (type: string, region: string) => contract.RunDetail['targets'][number] | undefined }> {
    world.aws.setFaults(faults);
    const run = await world.app.scan();
    world.aws.setFaults([]);
    return { run, target: (type, region) => run.targets.find((one) => one.type === type && one.region === region) };
  }

  it('of each kind ends its own targets, in words, and leaves the others whole', async () => {
    const { run, target } = await scanWith([
      { kind: 'throttle', service: 'ec2', operation: 'DescribeAddresses', region: 'us-east-1' },
      { kind: 'hang', service: 'ec2', operation: 'DescribeInstances', region: 'eu-west-1' },
      { kind: 'paging-loop', service: 'ec2', operation: 'DescribeVolumes', region: 'eu-west-1' },
      { kind: 'half-page', service: 'ec2', operation: 'DescribeVolumes', region: 'us-east-1', times: 1 },
      { kind: 'error500', service: 's3', operation: 'ListBuckets', times: 1 },
      { kind: 'close', service: 'ec2', operation: 'DescribeSnapshots', region: 'us-east-1', times: 1 },
      { kind: 'half-page', service: 'ec2', operation: 'DescribeSnapshots', region: 'eu-west-1' },
    ]);
    expect(run.status).toBe('partial');
    expect(target('aws:ec2:elastic-ip', 'us-east-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_THROTTLED', message: expect.stringContaining('ec2:DescribeAddresses in us-east-1') } });
    expect(target('aws:ec2:instance', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_UNAVAILABLE', message: expect.stringContaining('ec2:DescribeInstances') } });
    expect(target('aws:ec2:volume', 'eu-west-1')).toMatchObject({ status: expect.stringMatching(/partial|unavailable/), gone: 0, error: { code: 'AWS_PAGING_LOOP' } });
    expect(target('aws:ec2:snapshot', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_UNAVAILABLE' } });
    for (const [type, region] of [['aws:ec2:volume', 'us-east-1'], ['aws:ec2:snapshot', 'us-east-1'], ['aws:s3:bucket', 'global'], ['aws:ec2:instance', 'us-east-1'], ['aws:iam:user', 'global']] as const) {
      expect(target(type, region), `${type} ${region}`).toMatchObject({ status: 'complete', error: null });
    }
    expect(run.counts).toMatchObject({ added: 0, changed: 0, gone: 0, findings_resolved: 0, findings_opened: 0 });
    expect(run.counts.throttled_calls).toBeGreaterThan(0);
    expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources?type=aws:ec2:volume')).total).toBe(1200);
    expect(JSON.stringify(run)).not.toMatch(/node_modules|at .*\.ts:/);
  });

  it('keeps what came before the listing was cut off', async () => {
    const { run, target } = await scanWith([{ kind: 'throttle', service: 'ec2', region: 'us-east-1' }]);
    expect(run.status).toBe('partial');
    for (const type of ['instance', 'volume', 'snapshot', 'elastic-ip']) expect(target(`aws:ec2:${type}`, 'us-east-1')).toMatchObject({ status: 'unavailable', resources: 0, gone: 0 });
    expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources?region=us-east-1&type=aws:ec2:volume')).total).toBe(600);
  });

  it('with the credentials fails the run where they open nothing, and says so to people', async () => {
    const before = world.slack.received.length;
    const { run } = await scanWith([{ kind: 'expired-token' }]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_CREDENTIALS_REJECTED' }, counts: { targets: 0 } });
    await waitFor('the message', () => (world.slack.received.length > before ? true : undefined));
    expect(textsOf(world.slack).at(-1)).toMatch(/Could not be read in full: 1|The scan failed/);
    const { items } = await world.app.call(contract.connectionList, 'GET', '/api/v1/connections');
    expect(items[0]).toMatchObject({ provider: 'aws', state: 'rejected' });
  });

  it('with the credentials in the middle of a run leaves what was read', async () => {
    const { run, target } = await scanWith([{ kind: 'expired-token', service: 'ec2', region: 'eu-west-1' }]);
    expect(run.status).toBe('partial');
    expect(target('aws:ec2:volume', 'eu-west-1')).toMatchObject({ status: 'unavailable', error: { code: 'AWS_CREDENTIALS_REJECTED' } });
    expect(target('aws:ec2:volume', 'us-east-1')).toMatchObject({ status: 'complete' });
  });

  it('over all of it fails the run, and nothing is taken for gone', async () => {
    const { run } = await scanWith([{ kind: 'deny', service: 's3' }, { kind: 'deny', service: 'iam' }, ...['us-east-1', 'eu-west-1'].map((region) => ({ kind: 'deny', service: 'ec2', operation: 'DescribeVolumes', region }) as const), ...['DescribeInstances', 'DescribeSnapshots', 'DescribeAddresses'].map((operation) => ({ kind: 'deny', service: 'ec2', operation }) as const)]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'AWS_ACCESS_DENIED' }, counts: { gone: 0, findings_resolved: 0 } });
    expect((await world.app.call(contract.resourcePage, 'GET', '/api/v1/resources')).total).toBe(1204);
  });
});

describe('a run that does not get to its end at once', () => {
  let world: World;
  beforeAll(async () => {
    world = await begin({ environment: { MAX_CONCURRENT_EXTRACTORS: '1' } });
  });
  afterAll(() => end(world));
  const finished = ({ targets }: contract.RunDetail) => targets.filter(({ status }) => status === 'complete');

  /** A run of which some targets have been collected and some have not. */
  async function half(app: StartedApp): Promise<string> {
    world.aws.setLatency(60);
    const { task_id } = (await app.request('POST', '/api/schedule/trigger')).json<{ task_id: string }>();
    await waitFor('some targets', async () => {
      const run = await app.call(contract.runDetail, 'GET', `/api/v1/runs/${task_id}`);
      return finished(run).length >= 3 ? run : undefined;
    });
    return task_id;
  }

  it('is cancelled at once, keeps what was read, and tells nobody', async () => {
    const { app, slack, aws } = world;
    await using live = await listen(app.port);
    const id = await half(app);
    const began = performance.now();
    await app.call(contract.runDetail, 'POST', `/api/v1/runs/${id}/cancel`);
    const run = await app.ended(id);
    expect(performance.now() - began).toBeLessThan(2000);
    aws.setLatency(0);
    expect(run).toMatchObject({ status: 'cancelled', headline: 'Cancelled; what was read until then is kept.' });
    expect(finished(run).length).toBeGreaterThanOrEqual(3);
    expect(run.targets.filter(({ status }) => status === 'cancelled').length).toBe(12 - finished(run).length);
    expect(await deliveriesOf(app, id)).toEqual([]);
    expect(slack.received).toEqual([]);
    await waitFor('the event', () => live.frames.find(({ type, data }) => type === 'run.finished' && data['status'] === 'cancelled'));
    expect((await app.request('POST', `/api/v1/runs/${id}/cancel`)).status).toBe(400);
    await waitFor('the status', async () => ((await app.request('GET', '/api/schedule/status')).json()['last_status'] === 'cancelled' ? true : undefined));
  });

  it('that waits is cancelled before it begins, and that is told', async () => {
    const { app, aws } = world;
    aws.setLatency(150);
    await using live = await listen(app.port);
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await app.call(contract.runDetail, 'POST', '/api/v1/runs', { services: ['iam'] })).id);
    const last = ids.at(-1) ?? '';
    const answer = await app.call(contract.runDetail, 'POST', `/api/v1/runs/${last}/cancel`);
    expect(answer).toMatchObject({ status: 'cancelled', attempt: 0 });
    await waitFor('the event', () => live.frames.find(({ type, data }) => type === 'run.finished' && data['run_id'] === last));
    for (const id of ids) await app.ended(id);
    aws.setLatency(0);
  });

  it('goes on after a stop without collecting again what it had', async () => {
    const { app, aws, slack, mail, webhook } = world;
    const id = await half(app);
    const began = performance.now();
    await app.stop();
    expect(performance.now() - began).toBeLessThan(4000);
    aws.resetStats();
    aws.setLatency(0);
    await using next = await startApp({ aws, dataDir: app.dataDir, environment: channelSettings(slack, mail, webhook) });
    const before = await next.call(contract.runDetail, 'GET', `/api/v1/runs/${id}`);
    const collected = finished(before);
    expect(collected.length).toBeGreaterThanOrEqual(3);
    const run = await next.ended(id);
    expect(run).toMatchObject({ status: 'completed', attempt: 2, headline: '11 unused resources.' });
    for (const { type, region, finished_at } of collected) expect(run.targets.find((target) => target.type === type && target.region === region)).toMatchObject({ finished_at });
    const operations: Record<string, string> = { 'aws:ec2:volume': 'ec2.DescribeVolumes', 'aws:ec2:instance': 'ec2.DescribeInstances', 'aws:ec2:snapshot': 'ec2.DescribeSnapshots', 'aws:ec2:elastic-ip': 'ec2.DescribeAddresses', 'aws:s3:bucket': 's3.ListBuckets' };
    for (const [type, operation] of Object.entries(operations)) {
      const left = 2 - collected.filter((target) => target.type === type).length - (type === 'aws:s3:bucket' ? 1 : 0);
      expect(aws.stats.byOperation[operation] ?? 0, operation).toBeLessThanOrEqual(Math.max(0, left));
    }
    await waitFor('the message', () => slack.received[0]);
    expect(slack.received).toHaveLength(1);
  });
});

describe('messages that do not get through at once', () => {
  let world: World;
  let run: contract.RunDetail;
  beforeAll(async () => {
    world = await begin();
    world.slack.answers.push({ status: 429, headers: { 'retry-after': '2' }, body: 'slow down slack-url-secret' }, { status: 500 });
    world.mail.refusal = { code: 550, message: 'no such user' };
    run = await world.app.scan();
  });
  afterAll(() => end(world));
  const one = async (channel: string) => (await deliveriesOf(world.app, run.id)).find((row) => row.channel === channel);

  it('wait as long as Slack asks, are tried again, and arrive once', async () => {
    const { app, slack } = world;
    const waiting = await waitFor('the first refusal', async () => {
      const row = await one('slack');
      return row?.attempts === 1 && row.state === 'pending' ? row : undefined;
    });
    expect(waiting.last_error).toMatch(/answered 429: slow down \*\*\*/);
    await waitFor('the second attempt', () => slack.received[1]);
    expect((slack.received[1]?.atMs ?? 0) - (slack.received[0]?.atMs ?? 0)).toBeGreaterThan(1990);
    await waitFor('its note', async () => ((await one('slack'))?.last_error?.includes('500') === true ? true : undefined));
    await app.request('POST', `/api/v1/deliveries/${waiting.id}/retry`);
    const delivered = await waitFor('the delivery', async () => {
      const row = await one('slack');
      return row?.state === 'delivered' ? row : undefined;
    });
    expect(delivered).toMatchObject({ attempts: 3, last_error: null, delivered_at: expect.any(String) });
    expect(slack.received).toHaveLength(3);
    expect(totalOf(textsOf(slack)[2] ?? '')).toBe(11);
    expect((await app.request('POST', `/api/v1/deliveries/${waiting.id}/retry`)).status).toBe(400);
  });

  it('are kept and shown while the mail server refuses them, and go out when it does not', async () => {
    const { app, mail } = world;
    const waiting = await waitFor('the refusal', async () => {
      const row = await one('email');
      return row?.last_error?.includes('no such user') === true ? row : undefined;
    });
    expect(waiting).toMatchObject({ state: 'pending', next_attempt_at: expect.any(String) });
    expect(mail.mails).toEqual([]);
    mail.refusal = undefined;
    const answer = await app.call(contract.deliveryDetail, 'POST', `/api/v1/deliveries/${waiting.id}/retry`);
    expect(answer).toMatchObject({ state: 'delivered', last_error: null, message: { channel: 'email', to: ['ops@example.com', 'audit@example.com'] } });
    expect(mail.mails).toHaveLength(1);
  });

  it('wait for the next start when the service stops', async () => {
    const { app, aws, slack, mail, webhook } = world;
    slack.answers.push({ status: 503 });
    const next = await app.scan();
    const state = async (from: StartedApp) => (await deliveriesOf(from, next.id)).find(({ channel }) => channel === 'slack');
    await waitFor('the refusal', async () => ((await state(app))?.last_error?.includes('503') === true ? true : undefined));
    await app.stop();
    const before = slack.received.length;
    await using again = await startApp({ aws, dataDir: app.dataDir, environment: channelSettings(slack, mail, webhook) });
    await waitFor('the delivery', async () => ((await state(again))?.state === 'delivered' ? true : undefined));
    expect(slack.received).toHaveLength(before + 1);
  });
});

describe('sending the summary by hand', () => {
  const send = (app: StartedApp, body: unknown) => app.request('POST', '/api/notifications/send-alert', { body });

  it('scans first where there is nothing to tell, then sends to the channels that are asked for', async () => {
    const world = await begin();
    const { app, slack, mail, webhook } = world;
    try {
      const first = await send(app, { channel: null });
      expect(first.status).toBe(200);
      const { task_id } = first.json<{ task_id: string }>();
      expect(first.json()).toEqual({ message: expect.stringContaining('a scan has been started'), task_id, slack_sent: false, email_sent: false });
      expect((await send(app, { channel: 'slack' })).json()).toMatchObject({ task_id, slack_sent: false });
      await app.ended(task_id);
      await waitFor('the message of the scan', () => slack.received[0] && mail.mails[0]);

      expect((await send(app, { channel: 'slack', message: 'Please look <!here>\nat this.' })).json()).toEqual({ message: 'Sent to slack.', task_id, slack_sent: true, email_sent: false });
      expect(textsOf(slack).at(-1)).toMatch(/^Please look &lt;!here&gt;\nat this\.\n\n🚨 Found 11/);
      expect((await send(app, { channel: 'email' })).json()).toEqual({ message: 'Sent to email.', task_id, slack_sent: false, email_sent: true });
      expect((await send(app, { channel: null })).json()).toEqual({ message: 'Sent to slack and email and webhook.', task_id, slack_sent: true, email_sent: true });
      expect([slack.received.length, mail.mails.length, webhook.received.length]).toEqual([3, 3, 2]);

      for (const [body, field] of [[{ channel: 'fax' }, 'channel'], [{}, 'channel'], [{ channel: 'slack', message: 'x'.repeat(2001) }, 'message'], [{ channel: 'slack', note: 'x' }, 'note']] as const) {
        const answer = await send(app, body);
        expect(answer.status).toBe(422);
        expect(contract.problem.parse(answer.json()).errors[0]?.field).toBe(field);
      }

      slack.answers.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
      const began = performance.now();
      const queued = await send(app, { channel: null });
      expect(queued.json()).toMatchObject({ message: expect.stringMatching(/^Queued for slack;.*127\.0\.0\.1:\d+ answered 500/), slack_sent: false, email_sent: true });
      expect(performance.now() - began).toBeLessThan(11_500);
      expect(queued.text).not.toContain('slack-url-secret');
      expect((await app.call(contract.notificationConfig.strict(), 'GET', '/api/notifications/config'))).toEqual({ slack_configured: true, email_configured: true, email_recipients: ['ops@example.com', 'audit@example.com'] });
    } finally {
      await end(world);
    }
  }, 40_000);

  it('names the setting that is missing', async () => {
    await using app = await startApp();
    for (const [channel, setting] of [['slack', 'SLACK_WEBHOOK_URL'], ['email', 'SMTP_SERVER'], ['email', 'NOTIFICATION_EMAIL_RECIPIENTS'], ['webhook', 'WEBHOOK_URL'], [null, 'SLACK_WEBHOOK_URL']] as const) {
      const answer = await send(app, { channel });
      expect(answer.status).toBe(400);
      expect(contract.problem.parse(answer.json()).detail).toContain(setting);
    }
    expect((await app.call(contract.runPage, 'GET', '/api/v1/runs')).total).toBe(0);
  });
});

describe('several accounts', () => {
  const second = '210987654321';
  const role = (id: string): string => `arn:aws:iam::${id}:role/roundsman`;
  const both = (): Estate => ({
    accounts: { ...anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-a' })] } } }).accounts, ...anEstate({ account: second, regions: { 'eu-west-1': { volumes: [aVolume({ id: 'vol-b' })] } }, buckets: [aBucket({ name: 'of-second' })] }).accounts },
  });

  it('are entered by their roles, and one that cannot be entered is a gap, not an empty account', async () => {
    const aws = await startAws({ estate: both() });
    const third = '333333333333';
    try {
      await using app = await startApp({ aws, environment: { AWS_ACCOUNTS: `${role(account)},${role(second)}` } });
      const run = await app.scan();
      expect(run).toMatchObject({ status: 'completed', counts: { targets: 24, complete: 24 } });
      expect(new Set(run.targets.map((target) => target.account))).toEqual(new Set([account, second]));
      const { items } = await app.call(contract.findingPage, 'GET', '/api/v1/findings');
      expect(items.map(({ resource }) => [resource.account, resource.name]).sort()).toEqual([[account, 'vol-a'], [second, 'of-second'], [second, 'vol-b']]);
      expect(aws.stats.byOperation['sts.AssumeRole']).toBe(2);

      await app.stop();
      await using next = await startApp({ aws, dataDir: app.dataDir, environment: { AWS_ACCOUNTS: `${role(account)},${role(third)}` } });
      const gap = await next.scan();
      expect(gap.status).toBe('partial');
      const missing = gap.targets.filter((target) => target.account === third);
      expect(missing.length).toBeGreaterThan(0);
      for (const target of missing) expect(target).toMatchObject({ status: 'denied', error: { code: 'AWS_ACCESS_DENIED', message: expect.stringContaining('sts:AssumeRole') } });
      expect((await next.call(contract.overview, 'GET', '/api/v1/overview')).gaps.some((one) => one.account === third)).toBe(true);
      // What is known of an account that is no longer visited stays.
      expect((await next.call(contract.resourcePage, 'GET', `/api/v1/resources?account=${second}`)).total).toBe(2);
    } finally {
      await aws.close();
    }
  });
});
