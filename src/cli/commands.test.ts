import { afterEach, describe, expect, it } from 'vitest';
import * as contract from '../api/contract/index.ts';
import { AppError } from '../core/errors.ts';
import { aFinding, aRun, type Answer, type Asked, problem, type Routes, runHere, startTestService, type TestService } from './test-service.ts';

let service: TestService;
afterEach(async () => service?.close());

async function against(routes: Routes, words: readonly string[], options: Parameters<typeof runHere>[1] = {}) {
  service = await startTestService(routes);
  return runHere(words, { ...options, environment: { ROUNDSMAN_URL: service.url, ...options.environment } });
}
const list = (items: contract.Finding[], asked: Asked, total = items.length): Answer => {
  const limit = Number(asked.search.get('limit'));
  const start = Number(asked.search.get('cursor') ?? 0);
  const next = start + limit < total ? String(start + limit) : null;
  return { body: { items: items.slice(start, start + limit), total, next_cursor: next }, schema: contract.findingPage };
};
const facets = (changes: Partial<contract.FindingFacets> = {}): Answer => ({
  body: { total: 3, resources: 3, monthly_saving: 8, is_estimate: true, regions: 1, status: [], rule_id: [{ value: 'aws-ebs-unattached', count: 3, monthly_saving: 8 }], type: [], category: [], severity: [], account: [], region: [], ...changes },
  schema: contract.findingFacets,
});

describe('roundsman findings', () => {
  it('asks for the open ones and prints a table', async () => {
    const { out, exitCode } = await against({ 'GET /api/v1/findings': (asked) => list([aFinding(), aFinding({ id: 'f-2', monthly_saving: 0, resource: { name: '\u001b[31mevil\nname' } })], asked) }, ['findings'], { isTerminal: true, columns: 120 });
    expect(exitCode).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^Severity {2}Resource +Type +Region +Finding +Status +USD\/month$/);
    expect(out).toContain('8.00');
    expect(out).toContain('‹U+001B›[31mevil‹U+000A›name');
    expect(out).not.toContain('\u001b');
    expect(out).toContain('2 findings. Worth $8.00 a month.');
    expect(service.asked.at(-1)?.search.get('status')).toBe('open,in_progress');
  });

  it('hands the filters over as the API names them', async () => {
    const words = ['findings', '--status', 'all', '--rule', 'a,b', '--rule', 'c', '--severity', 'high', '--region', 'eu-west-1', '--account', '1', '--type', 't', '-q', 'old logs', '--sort', '-severity', '--limit', '7', '--new-since', '2026-05-01'];
    await against({ 'GET /api/v1/findings': (asked) => list([], asked) }, words);
    expect(Object.fromEntries(service.asked.at(-1)?.search ?? [])).toEqual({ rule_id: 'a,b,c', severity: 'high', region: 'eu-west-1', account: '1', type: 't', q: 'old logs', sort: '-severity', limit: '7', new_since: '2026-05-01T00:00:00.000Z' });
  });

  it('reads every page with --all, and prints lines for programs', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => aFinding({ id: `f-${index}`, resource: { name: `=v${index}` } }));
    const { out } = await against({ 'GET /api/v1/findings': (asked) => list(many, asked) }, ['findings', '--all']);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(2501);
    expect(lines[0]?.split('\t')).toContain('resource_id');
    expect(lines[1]?.split('\t')[1]).toBe("'=v0");
    expect(service.asked.filter(({ path }) => path === '/api/v1/findings')).toHaveLength(3);
  });

  it('ends with 1 where --fail-on asks, over all pages', async () => {
    const routes: Routes = { 'GET /api/v1/findings': (asked) => (asked.search.get('severity') === null ? list([aFinding()], asked) : list([aFinding()], asked, asked.search.get('severity') === 'medium,high,critical' ? 4 : 0)) };
    const { exitCode, err } = await against(routes, ['findings', '--fail-on', 'medium']);
    expect(exitCode).toBe(1);
    expect(err).toContain('4 findings of severity medium or higher');
    expect((await runHere(['findings', '--fail-on', 'critical'], { environment: { ROUNDSMAN_URL: service.url } })).exitCode).toBe(0);
  });

  it('prints JSON in UTC anywhere on the line', async () => {
    const { out } = await against({ 'GET /api/v1/findings': (asked) => list([aFinding()], asked) }, ['--json', 'findings']);
    expect(JSON.parse(out)).toMatchObject({ total: 1, is_whole: true, items: [{ first_seen: '2026-11-22T02:04:02.000Z' }] });
  });
});

describe('roundsman scan', () => {
  const routes = (runs: contract.RunDetail[]): Routes => ({
    'POST /api/v1/runs': () => ({ status: 202, body: runs[0], schema: contract.run }),
    [`GET /api/v1/runs/${aRun().id}`]: () => ({ body: runs.length > 1 ? runs.shift() : runs[0], schema: contract.runDetail }),
    'GET /api/v1/findings/facets': () => facets(),
    'GET /api/v1/findings': (asked) => list([aFinding()], asked, 3),
  });

  it('waits for the end of the run and of its messages', async () => {
    const delivery: contract.Delivery = { id: 'd-1', channel: 'slack', kind: 'scan-summary', run_id: aRun().id, subject: '78 unused', state: 'sending', attempts: 1, created_at: aRun().created_at, delivered_at: null, next_attempt_at: null, last_error: null };
    const deliveries: contract.Delivery[] = [delivery, { ...delivery, state: 'delivered' }];
    const { out, exitCode } = await against(
      {
        ...routes([aRun({ status: 'queued', finished_at: null }), aRun({ status: 'running', phase: 'collect', finished_at: null }), aRun()]),
        'GET /api/v1/deliveries': () => ({ body: { items: [deliveries.length > 1 ? deliveries.shift() : deliveries[0]], total: 1, next_cursor: null }, schema: contract.deliveryPage }),
      },
      ['scan', '--notify'],
      { isTerminal: true },
    );
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Told slack\.\ncompleted in 1\.4 s/);
    expect(service.asked.filter(({ path }) => path.startsWith('/api/v1/runs/'))).toHaveLength(3);
  });

  it('starts what was asked for', async () => {
    const { exitCode, out } = await against(routes([aRun({ status: 'queued', finished_at: null }), aRun()]), ['scan', '--provider', 'aws', '--services', 'ec2,s3', '--regions', 'eu-west-1', '--accounts', '123456789012'], { isTerminal: true });
    expect(exitCode).toBe(0);
    expect(out).toContain('completed in 1.4 s: 510 resources, 2 targets, 3 new and 1 resolved findings.');
    expect(out).toMatch(/aws-ebs-unattached +3 +\$8\.00/);
    expect(service.asked.find(({ method }) => method === 'POST')?.body).toEqual({ providers: ['aws'], services: ['ec2', 's3'], regions: ['eu-west-1'], accounts: ['123456789012'], notify: false, source: 'roundsman scan' });
    const asked = service.asked.filter(({ path }) => path.endsWith('facets')).map(({ search }) => [search.get('type'), search.get('region')]);
    expect(asked).toContainEqual([expect.stringMatching(/aws:s3:bucket$/), null]);
    expect(asked).toContainEqual([expect.stringContaining('aws:ec2:volume'), 'eu-west-1']);
  });

  it('ends with 1 for --fail-on, 3 for a failed run with its reason, and 0 with a remark for gaps', async () => {
    expect((await against(routes([aRun()]), ['scan', '--fail-on', 'low'])).exitCode).toBe(1);
    await service.close();
    const failed = await against(routes([aRun({ status: 'failed', error: { code: 'AWS_NO_CREDENTIALS', message: 'No AWS credentials were found.' } })]), ['scan']);
    expect(failed).toMatchObject({ exitCode: 3, err: 'roundsman: No AWS credentials were found.\n' });
    await service.close();
    const target = { account: '1', region: 'eu-west-1', service: 'ec2', type: 'aws:ec2:volume', status: 'denied' as const, resources: 0, added: 0, changed: 0, gone: 0, api_calls: 1, throttled_calls: 0, duration_ms: 5, finished_at: null, path: null, error: { code: 'AWS_ACCESS_DENIED', message: 'Denied in eu-west-1: the role lacks `ec2:DescribeVolumes`.', permission: 'ec2:DescribeVolumes' } };
    const partial = await against(routes([aRun({ status: 'partial', targets: [target, { ...target, region: 'us-east-1' }] })]), ['scan']);
    expect(partial.exitCode).toBe(0);
    expect(partial.err).toBe('roundsman: denied: aws:ec2:volume in 2 regions. Denied in eu-west-1: the role lacks `ec2:DescribeVolumes`.\n');
  });

  it('says that a scan goes on in the service after Ctrl-C', async () => {
    const interrupted = AbortSignal.timeout(300);
    const { exitCode, err } = await against(routes([aRun({ status: 'running', finished_at: null })]), ['scan'], { interrupted });
    expect(exitCode).toBe(130);
    expect(err).toContain('goes on in the service');
    expect(service.asked.some(({ path }) => path.endsWith('/cancel'))).toBe(false);
  });
});

describe('roundsman schedules', () => {
  const schedule: contract.Schedule = {
    id: 's-1', name: 'nightly', reserved: false, enabled: true, spec: { kind: 'cron', cron: '0 2 * * *', timezone: 'UTC' }, description: 'At 02:00, UTC', scope: {}, channels: ['slack'], overlap: 'skip', catch_up_seconds: 3600, jitter_seconds: 0, paused: false, pause_note: null,
    pause_on_failure: false, remaining_runs: null, start_at: null, end_at: null, last_run: null, last_status: null, next_run: '2026-11-23T02:00:00Z', next_runs: [], recent: [],
  };
  const routes: Routes = {
    'GET /api/v1/schedules': () => ({ body: { items: [schedule], total: 1, next_cursor: null }, schema: contract.scheduleList }),
    'POST /api/v1/schedules/s-1/pause': ({ body }) => ({ body: { ...schedule, paused: true, pause_note: (body as { note?: string }).note ?? null }, schema: contract.schedule }),
    'POST /api/v1/schedules/s-1/trigger': () => ({ body: { message: 'The run has been started.', run_id: aRun().id } }),
    [`GET /api/v1/runs/${aRun().id}`]: () => ({ body: aRun(), schema: contract.runDetail }),
  };

  it('lists them, pauses by name and triggers', async () => {
    const { out } = await against(routes, ['schedules'], { isTerminal: true });
    expect(out).toMatch(/nightly +on +At 02:00, UTC/);
    const environment = { ROUNDSMAN_URL: service.url };
    const paused = await runHere(['schedules', 'pause', 'nightly', '--note', 'release week', '--json'], { environment });
    expect(JSON.parse(paused.out)).toMatchObject({ paused: true, pause_note: 'release week' });
    expect((await runHere(['schedules', 'trigger', 'nightly'], { environment })).out).toBe(`${aRun().id}\n`);
    expect(await runHere(['schedules', 'resume', 'weekly'], { environment })).toMatchObject({ exitCode: 2, err: 'roundsman: There is no schedule "weekly": nightly.\n' });
  });
});

describe('reaching the service', () => {
  const routes: Routes = { 'GET /api/v1/findings': (asked) => list([], asked) };

  it('sends the token and nothing else about who asks', async () => {
    await against(routes, ['findings'], { environment: { ROUNDSMAN_TOKEN: 't0ken' } });
    expect(service.asked.at(-1)?.headers.authorization).toBe('Bearer t0ken');
  });

  it('does not send the token to where a redirect leads', async () => {
    const { exitCode } = await against({ 'GET /api/v1/findings': () => ({ status: 302, body: {} }) }, ['findings'], { environment: { ROUNDSMAN_TOKEN: 't0ken' } });
    expect(exitCode).toBe(3);
  });

  it('never falls back to the store where a service is named', async () => {
    let isOpened = false;
    const openLocalApi = () => {
      isOpened = true;
      return Promise.reject(new Error('opened'));
    };
    const { exitCode, err } = await runHere(['findings'], { environment: { ROUNDSMAN_URL: 'http://127.0.0.1:49151' }, openLocalApi });
    expect({ exitCode, isOpened }).toEqual({ exitCode: 3, isOpened: false });
    expect(err).toMatch(/^roundsman: The service at http:\/\/127\.0\.0\.1:49151 refuses connections\. Start it, or correct --url or ROUNDSMAN_URL\.\n$/);
    service = await startTestService({ 'GET /health': () => ({ body: { hello: 'world' } }) });
    const other = await runHere(['findings', '--url', service.url]);
    expect(other).toMatchObject({ exitCode: 3, err: expect.stringContaining('answered by another program') });
  });

  it('works on the store where none runs, and passes on why it cannot', async () => {
    const calls: string[] = [];
    const environment = { PORT: '49151' };
    const local = await runHere(['findings', '--data-dir', '/srv/data'], {
      environment,
      openLocalApi: ({ flags }) => {
        calls.push(flags['data-dir'] ?? '');
        return Promise.resolve({ call: (_method, path) => Promise.resolve({ status: 200, body: list([aFinding()], { search: new URL(path, 'http://localhost').searchParams } as Asked).body }), close: () => Promise.resolve(void calls.push('closed')) });
      },
    });
    expect(local.exitCode).toBe(0);
    expect(calls).toEqual(['/srv/data', 'closed']);
    const locked = await runHere(['findings'], { environment, openLocalApi: () => Promise.reject(new AppError('DATA_DIR_LOCKED', { detail: 'DATA_DIR /srv/data is in use by process 7.' })) });
    expect(locked).toMatchObject({ exitCode: 3, err: 'roundsman: DATA_DIR /srv/data is in use by process 7.\n' });
  });

  it('turns refusals into one line and an exit code', async () => {
    const cases: [Answer, number, string][] = [
      [problem(422, 'severity is not allowed.', [{ field: 'severity', message: 'use high or low' }]), 2, 'severity is not allowed. severity: use high or low'],
      [problem(403, 'Your role may not read findings.'), 3, 'Your role may not read findings.'],
      [problem(401, 'Who are you?'), 3, 'Set ROUNDSMAN_TOKEN'],
      [problem(401, 'The token is not one that is valid here.'), 3, 'does not take the token of ROUNDSMAN_TOKEN'],
      [problem(403, 'This needs the role Technical or Administrator; this token acts as Corporate.'), 3, 'Ask an administrator for a token with that role'],
      [problem(503, 'The store does not answer.\u001b[2J\nSecond line'), 3, 'The store does not answer.‹U+001B›[2J Second line'],
      [{ body: { items: 'none' } }, 3, 'answered something else than this version expects'],
    ];
    for (const [answer, code, words] of cases) {
      const { exitCode, err } = await against({ 'GET /api/v1/findings': () => answer }, ['findings']);
      expect({ exitCode, lines: err.split('\n').length }).toEqual({ exitCode: code, lines: 2 });
      expect(err).toContain(words);
      await service.close();
    }
  });
});

describe('the command line itself', () => {
  it('ends with 2 for wrong usage', async () => {
    for (const words of [['findings', '--nope'], ['nope'], ['scan', '--fail-on', 'urgent'], ['findings', '--limit', '0'], ['permissions'], ['findings', '--url', 'ftp://x'], ['findings', '--url', 'http://me:secret@localhost'], ['runs', '--status', ',']]) {
      const { exitCode, err } = await runHere(words);
      expect({ words, exitCode }).toEqual({ words, exitCode: 2 });
      expect(err).toMatch(/^roundsman: /);
      expect(err).not.toContain('secret');
    }
  });

  it('helps and says its version with 0', async () => {
    expect(await runHere(['--version'])).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(await runHere(['scan', '--help'])).toMatchObject({ exitCode: 0, out: expect.stringContaining('--fail-on') });
  });

  it('stops at a setting that is not allowed', async () => {
    expect(await runHere(['findings'], { environment: { PORT: 'eighty' } })).toMatchObject({ exitCode: 3, err: 'roundsman: PORT is "eighty"; allowed is a number from 0 to 65535.\n' });
  });
});

describe('roundsman permissions', () => {
  it('prints one read-only policy with every permission once', async () => {
    const { out, exitCode } = await runHere(['permissions', 'aws']);
    expect(exitCode).toBe(0);
    const policy = JSON.parse(out) as { Version: string; Statement: { Sid: string; Effect: string; Action: string[]; Resource: string }[] };
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(policy.Version).toBe('2012-10-17');
    expect(new Set(actions).size).toBe(actions.length);
    for (const { Sid, Action } of policy.Statement) {
      expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(Action).toEqual([...Action].sort());
      if (Sid !== 'RoundsmanCloudControl' && Sid !== 'RoundsmanOthers') expect(new Set(Action.map((action) => action.split(':')[0])).size).toBe(1);
    }
    expect(actions).toEqual(expect.arrayContaining(['sts:GetCallerIdentity', 'ec2:DescribeRegions', 'pricing:GetProducts', 'ec2:DescribeVolumes', 's3:ListAllMyBuckets', 'iam:GetCredentialReport']));
    for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:(GET|(Describe|Get|List|Generate)[A-Za-z0-9]+)$/);
    expect(actions.filter((action) => action.includes(':Generate'))).toEqual(['iam:GenerateCredentialReport']);
  });

  it('print a role of each of the other clouds', async () => {
    const azure = await runHere(['permissions', 'azure', '--json']);
    expect(JSON.parse(azure.out)).toMatchObject({ Name: 'Roundsman', Actions: expect.arrayContaining(['Microsoft.Authorization/permissions/read']), NotActions: [] });
    const google = await runHere(['permissions', 'gcp', '--json']);
    expect(JSON.parse(google.out)).toMatchObject({ stage: 'GA', includedPermissions: expect.arrayContaining(['cloudasset.assets.listResource']) });
  });
});

describe('roundsman config', () => {
  it('shows what a start would take, secrets masked', async () => {
    const { out } = await runHere(['config', '--port', '49151'], { environment: { DATABASE_URL: 'postgres://me:hunter2@db/x', AWS_REGIONS: 'eu-west-1,us-east-1' } });
    const row = (name: string): string[] | undefined => out.split('\n').map((line) => line.split('\t')).find(([first]) => first === name);
    expect(row('PORT')?.slice(0, 4)).toEqual(['PORT', '49151', 'flag', 'Set by the flag --port.']);
    expect(row('DATABASE_URL')?.slice(0, 3)).toEqual(['DATABASE_URL', '***', 'environment']);
    expect(row('AWS_REGIONS')?.[1]).toBe('eu-west-1, us-east-1');
    expect(out).not.toContain('hunter2');
  });

  it('shows what a running service has', async () => {
    const entry = { name: 'PORT', help: 'The dashboard', value: '8084', source: 'default' as const, locked: null, is_secret: false, editable: false };
    const { out } = await against({ 'GET /api/v1/settings': () => ({ body: { items: [entry], total: 1, next_cursor: null }, schema: contract.settingList }) }, ['config', '--json']);
    expect(JSON.parse(out)).toEqual({ from: service.url, items: [entry] });
  });
});
