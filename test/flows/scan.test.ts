import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBucket, anEstate, aVolume } from '../../demo/aws/make.ts';
import type { Estate } from '../../demo/aws/estate.ts';
import * as contract from '../../src/api/contract/index.ts';
import { partsOf } from '../conformance/receivers.ts';
import { listen } from './events.ts';
import { startApp, startAws, waitFor } from './start-app.ts';
import { scannedTargets, scannedTypes } from '../scanned-types.ts';
import { account, begin, deliveriesOf, end, findingsOf, secret, slackPath, sumOfLines, textOf, totalOf, webhookPath, type World } from './world.ts';

const arn = (region: string, what: string): string => `arn:aws:ec2:${region}:${account}:${what}`;

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

/** The run and the Slack text that it brought. */
async function scanAndRead(world: World): Promise<{ run: contract.RunDetail; text: string }> {
  const run = await world.app.scan();
  return { run, text: await textOf(world, run.id) };
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
    expect(first.counts).toMatchObject({ targets: scannedTargets(2), complete: scannedTargets(2), not_complete: 0, added: first.counts.resources, changed: 0, gone: 0, findings_resolved: 0, throttled_calls: 0 });
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
    expect(text).toContain('New since the last message: 17');
    expect(text).toContain('Also\n• Elastic IP address is associated with nothing: 1, $3.65 a month\n• Group has no members: 5');
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
    const timeless = (rows: contract.Finding[]) => rows.map((row) => ({ ...row, last_seen: '', evidence: { ...row.evidence, read_at: '' } }));
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
    const lacking = scannedTypes.flatMap(({ id, locality, permissions }) => (permissions[0]?.startsWith('ec2:') === true || id.startsWith('aws:iam:') ? `${id} ${locality === 'global' ? 'global' : 'eu-west-1'}` : [])).sort();
    expect(lacking.length).toBeGreaterThan(15);
    expect(run.counts).toMatchObject({ findings_opened: 0, findings_resolved: 0, gone: 0, not_complete: lacking.length });
    const denied = run.targets.filter(({ status }) => status === 'denied');
    expect(denied.map(({ type, region }) => `${type} ${region}`).sort()).toEqual(lacking);
    expect(denied.find(({ type }) => type === 'aws:ec2:volume')?.error).toMatchObject({ code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeVolumes' });
    expect((await app.call(contract.resourcePage, 'GET', '/api/v1/resources?region=eu-west-1&type=aws:ec2:instance,aws:ec2:volume')).total).toBe(2);
    expect(await findingsOf(app, 'status=open&region=eu-west-1&type=aws:ec2:instance,aws:ec2:volume')).toHaveLength(2);
    expect(text).toMatch(/^🚨 Found 11 unused/);
    expect(text).toContain(`Could not be read in full: ${lacking.length}`);
    expect(text).toContain(`aws:ec2:volume in eu-west-1, account ${account}: the role lacks ec2:DescribeVolumes`);
    expect(text).toContain('the role lacks iam:GetAccountAuthorizationDetails');
    const summary = await app.call(contract.inventorySummary, 'GET', '/api/v1/resources/summary');
    expect(summary.scopes.find(({ type, region }) => type === 'aws:ec2:volume' && region === 'eu-west-1')).toMatchObject({ status: 'denied', live: 1, last_complete_at: expect.any(String) });
    const overview = await app.call(contract.overview, 'GET', '/api/v1/overview');
    expect(overview.gaps).toHaveLength(lacking.length);
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
    expect(run).toMatchObject({ status: 'completed', source: 'a look', origin: 'manual', schedule_id: null, counts: { targets: scannedTargets(1, ['ec2']), findings_opened: 0, findings_resolved: 0 } });
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
    const { app, aws } = world;
    aws.mutate(({ accounts }) => void accounts[account]?.buckets.push(aBucket({ name: 'empty-three' })));
    // Nobody is told of this one.
    expect((await app.scan()).counts.findings_opened).toBe(1);
    await app.request('POST', '/api/schedule/config', { body: { enabled: false, frequency: 'daily', channels: ['slack'] } });
    expect((await scanAndRead(world)).text).toContain('New since the last message: 1\n• empty-three');
  });

  it('wrote no secret and no error into its log, and changed nothing in the cloud', () => {
    const { app, aws } = world;
    const text = JSON.stringify(app.log);
    for (const hidden of ['slack-url-secret', 'webhook-url-secret', secret, 'flow-test-secret-key']) expect(text).not.toContain(hidden);
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(aws.stats.mutations).toEqual([]);
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
      expect(run).toMatchObject({ status: 'completed', counts: { targets: 2 * scannedTargets(2), complete: 2 * scannedTargets(2) } });
      expect(new Set(run.targets.map((target) => target.account))).toEqual(new Set([account, second]));
      const { items } = await app.call(contract.findingPage, 'GET', '/api/v1/findings');
      const own = items.filter(({ resource }) => resource.type !== 'aws:iam:group');
      expect(own.map(({ resource }) => [resource.account, resource.name]).sort()).toEqual([[account, 'vol-a'], [second, 'of-second'], [second, 'vol-b']]);
      expect(aws.stats.byOperation['sts.AssumeRole']).toBeGreaterThanOrEqual(2);

      await app.stop();
      await using next = await startApp({ aws, dataDir: app.dataDir, environment: { AWS_ACCOUNTS: `${role(account)},${role(third)}` } });
      const gap = await next.scan();
      expect(gap.status).toBe('partial');
      const missing = gap.targets.filter((target) => target.account === third);
      expect(missing.length).toBeGreaterThan(0);
      for (const target of missing) expect(target).toMatchObject({ status: 'denied', error: { code: 'AWS_ACCESS_DENIED', message: expect.stringContaining('sts:AssumeRole') } });
      expect((await next.call(contract.overview, 'GET', '/api/v1/overview')).gaps.some((one) => one.account === third)).toBe(true);
      // What is known of an account that is no longer visited stays.
      expect((await next.call(contract.resourcePage, 'GET', `/api/v1/resources?account=${second}`)).total).toBe(7);
    } finally {
      await aws.close();
    }
  });

  it('that no budget is left for are not visited, the run says so, and the next one visits them first', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `${100_000_000_000 + index}`);
    const aws = await startAws({ estate: { accounts: Object.assign({}, ...ids.map((id) => anEstate({ account: id }).accounts)) as Estate['accounts'] }, regions: ['us-east-1'] });
    try {
      await using app = await startApp({ aws, environment: { AWS_ACCOUNTS: ids.map(role).join(','), MAX_CALLS_PER_RUN: '17' } });
      const scan = async (scope: object = {}) => app.ended((await app.call(contract.runDetail, 'POST', '/api/v1/runs', { services: ['s3'], ...scope })).id);
      const visited = ({ targets }: contract.RunDetail) => targets.map((target) => target.account).sort();
      // The client of S3 is loaded from here on, so that listing is not slower than entering.
      expect(await scan({ accounts: ids.slice(-1) })).toMatchObject({ status: 'completed', counts: { targets: 1 } });
      // One call for who we are, one to enter each of eight accounts, one in each of them.
      const first = await scan();
      expect(first).toMatchObject({ status: 'partial', headline: expect.stringContaining('2 of 10 accounts not visited') as string, error: { code: 'BUDGET_SPENT', message: expect.stringContaining('budget of 17 calls') as string } });
      expect([visited(first), first.counts.not_complete]).toEqual([ids.slice(0, 8), 0]);
      expect(visited(await scan())).toEqual(expect.arrayContaining(ids.slice(8)));
    } finally {
      await aws.close();
    }
  });
});
