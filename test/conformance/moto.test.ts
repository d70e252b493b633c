import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { scannedTargets } from '../scanned-types.ts';
import { type MailPart, partsOf, startMailServer, startSlack } from './receivers.ts';
import { lackingInMoto } from './moto-coverage.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';
import { bareEnvironment, root } from './start-process.ts';
import { allFindings, allResources, type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: set MOTO_PYTHON to a Python that has moto[server], boto3 and freezegun');

/** What does not change anything; asking for the credential report makes AWS write one, and nothing else. */
const isRead = (call: string): boolean => /^[a-z0-9-]+:(Describe|Get|List|Head)\w* /.test(call) || call.startsWith('iam:GenerateCredentialReport ');
const headline = ['aws-ec2-stopped', 'aws-ebs-unattached', 'aws-s3-empty', 'aws-iam-user-unused', 'aws-iam-role-unused', 'aws-iam-key-unused-active', 'aws-iam-key-unused-inactive'];
/** Which resources each rule found. */
const byRule = (findings: readonly contract.Finding[]): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const { rule_id: rule, resource } of findings) (found[rule] ??= []).push(resource.id);
  for (const uids of Object.values(found)) uids.sort();
  return found;
};
const isLacking = (type: string): boolean => Object.hasOwn(lackingInMoto, type);
/** What was not read in full, of what moto has. */
const unread = (run: contract.RunDetail): contract.RunDetail['targets'] => run.targets.filter(({ type, status }) => status !== 'complete' && !isLacking(type));

describe.skipIf(python === undefined)(`moto as AWS${python === undefined ? ' (skipped: no Python with moto; set MOTO_PYTHON)' : ''}`, () => {
  let moto: Moto;
  let slack: Awaited<ReturnType<typeof startSlack>>;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let service: Service;
  let firstRun: contract.RunDetail;
  let truth: Record<string, string[]>;
  /** Without the rules that nothing was planted for. */
  const planted = (findings: readonly contract.Finding[]): Record<string, string[]> => byRule(findings.filter(({ rule_id: rule }) => rule in truth));

  beforeAll(async () => {
    [moto, slack, mail] = await Promise.all([startMoto(python ?? ''), startSlack(), startMailServer()]);
    truth = Object.fromEntries(Object.entries(moto.truth).map(([rule, uids]) => [rule, uids.toSorted()]));
    service = await startService({
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      DATA_DIR: makeTestFolder('moto'),
      SLACK_WEBHOOK_URL: slack.url,
      SMTP_SERVER: '127.0.0.1',
      SMTP_PORT: String(mail.port),
      NOTIFICATION_EMAIL_RECIPIENTS: 'ann@example.com,bob@example.com',
    });
    await service.call(contract.scanConfigAnswer, 'POST', '/api/schedule/config', { enabled: true, frequency: 'daily', channels: ['slack', 'email'], regions: moto.regions });
    const { task_id: id } = (await (await fetch(`${service.url}/api/schedule/trigger`, { method: 'POST' })).json()) as { task_id: string };
    firstRun = await service.ended(id, 180_000);
  });

  afterAll(async () => {
    await service?.stop();
    await Promise.all([moto?.stop(), slack?.close(), mail?.close()]);
  });

  it('reads everything that moto has, and says of the rest that it was not read', () => {
    expect(unread(firstRun)).toEqual([]);
    const lacking = firstRun.targets.filter(({ type, status }) => status !== 'complete' && isLacking(type));
    // WorkSpaces are asked about only where moto knows the service and there are any.
    for (const type of ['aws:ec2:capacity-reservation', 'aws:ec2:reserved-instance']) expect(lacking.filter((one) => one.type === type)).toHaveLength(moto.regions.length);
    expect(lacking.filter(({ error }) => error === null)).toEqual([]);
    expect(firstRun).toMatchObject({ status: 'partial', counts: { targets: scannedTargets(moto.regions.length), not_complete: lacking.filter(({ status }) => status !== 'not_applicable').length } });
  });

  it('has the inventory that boto3 lists, each thing in its region', async () => {
    const listed: Record<string, string[]> = {};
    for (const { type, id, region } of await allResources(service)) (listed[type] ??= []).push(`${id} ${region}`);
    for (const rows of Object.values(listed)) rows.sort();
    const expected = Object.fromEntries(Object.entries(moto.inventory).map(([type, rows]) => [type, rows.map(([uid, region]) => `${uid} ${region}`).sort()]));
    // What else a scan reads, the tests of the whole inventory compare.
    expect(Object.fromEntries(Object.entries(listed).filter(([type]) => type in expected))).toEqual(expected);
  });

  it('finds every planted unused resource by the right rule, and nothing else', async () => {
    const found = byRule(await allFindings(service, 'status=open'));
    for (const [rule, uids] of Object.entries(truth)) expect({ rule, found: found[rule] ?? [] }).toEqual({ rule, found: uids });
  });

  it('tells Slack figures that add up and are true', async () => {
    const message = await waitFor('the Slack message', () => slack.messages[0]);
    const { text } = message;
    const total = Number(/Found (\d+) unused AWS resources/.exec(text)?.[1]);
    const line = (label: string): number => Number(new RegExp(`^${label}: (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    const section = (label: string): number => [...(new RegExp(`^${label}:\\n((?:• .+\\n?)+)`, 'm').exec(text)?.[1] ?? '').matchAll(/: (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
    const parts = { instances: section('EC2 Instances'), volumes: section('EBS Volumes'), buckets: line('S3 Buckets'), users: line('IAM Users'), roles: line('IAM Roles'), keys: line('Access Keys') };
    const truly = (rule: string): number => truth[rule]?.length ?? 0;
    expect(parts).toEqual({
      instances: truly('aws-ec2-stopped'),
      volumes: truly('aws-ebs-unattached'),
      buckets: truly('aws-s3-empty'),
      users: truly('aws-iam-user-unused'),
      roles: truly('aws-iam-role-unused'),
      keys: truly('aws-iam-key-unused-active') + truly('aws-iam-key-unused-inactive'),
    });
    expect(total).toBe(Object.values(parts).reduce((sum, count) => sum + count, 0));
    expect(total).toBe(headline.reduce((sum, rule) => sum + truly(rule), 0));
    expect(text).toContain(`(${truly('aws-iam-key-unused-active')} High Risk)`);
    expect(message.blocks.length).toBeGreaterThan(0);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(slack.messages).toHaveLength(1);
  });

  it('sends the mail once to both, with its pictures inside', async () => {
    const sent = await waitFor('the mail', () => mail.mails[0]);
    expect(sent.to.toSorted()).toEqual(['ann@example.com', 'bob@example.com']);
    const parts = partsOf(sent.raw);
    const one = (type: string): MailPart => parts.find((part) => part.type === type) ?? { type, id: undefined, body: Buffer.alloc(0) };
    const images = parts.filter(({ type }) => type === 'image/png');
    const html = one('text/html').body.toString('utf8');
    const wanted = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => id);
    expect(images.map(({ id }) => id).sort()).toEqual([...new Set(wanted)].sort());
    expect(images.length).toBeGreaterThan(0);
    for (const { body } of images) expect(body.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    expect(html).not.toMatch(/(?:src|href)="https?:\/\/(?!localhost|127\.0\.0\.1)/);
    const total = headline.reduce((sum, rule) => sum + (truth[rule]?.length ?? 0), 0);
    for (const text of [html, one('text/plain').body.toString('utf8')]) expect(text).toContain(String(total));
    expect(mail.mails).toHaveLength(1);
  });

  it('finds nothing new in a second scan and stores nothing new', async () => {
    await moto.reset();
    const { id } = await service.call(contract.run, 'POST', '/api/v1/runs', { regions: moto.regions });
    const run = await service.ended(id);
    expect(unread(run)).toEqual([]);
    expect(run).toMatchObject({ counts: { added: 0, changed: 0, gone: 0, findings_opened: 0, findings_resolved: 0, resources: firstRun.counts.resources } });
    expect(planted(await allFindings(service, 'status=open'))).toEqual(truth);
    expect(await allFindings(service, 'status=resolved')).toEqual([]);
  });

  it('is what the command line says too', async () => {
    const words = ['bin/roundsman.js', 'findings', '--all', '--json', '--fail-on', 'high'];
    const { code, stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env: bareEnvironment({ ROUNDSMAN_URL: service.url }), maxBuffer: 64 * 1024 * 1024 }).then(
      ({ stdout: text }) => ({ code: 0, stdout: text }),
      (error: { code: number; stdout: string }) => error,
    );
    expect(code).toBe(1);
    const { items } = JSON.parse(stdout) as { items: contract.Finding[] };
    expect(planted(items)).toEqual(truth);
  });

  it('made no call that changes anything, and few of those that read', async () => {
    const calls = await moto.calls();
    expect(Object.keys(calls).filter((call) => !isRead(call))).toEqual([]);
    const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
    const buckets = moto.inventory['aws:s3:bucket']?.length ?? 0;
    const users = moto.inventory['aws:iam:user']?.length ?? 0;
    // A listing of each type and region, two questions a bucket where the list names no region, two a user, and a handful.
    expect(total).toBeLessThanOrEqual(firstRun.counts.targets + 2 * buckets + 2 * users + 25);
  });

  it('kept one version of each thing after two scans', async () => {
    const ids = (await allResources(service)).map(({ id }) => id);
    const several: string[] = [];
    for (let at = 0; at < ids.length; at += 20) {
      const details = await Promise.all(ids.slice(at, at + 20).map((id) => service.call(contract.resourceDetail, 'GET', `/api/v1/resources/detail?id=${encodeURIComponent(id)}`)));
      several.push(...details.filter(({ versions }) => versions.length !== 1).map(({ id }) => id));
    }
    expect(several).toEqual([]);
  });

  describe('with rights that moto checks', () => {
    let limited: Service;
    const policyOf = async (): Promise<{ Statement: { Action: string[] }[] }> => {
      const { stdout } = await promisify(execFile)(process.execPath, ['bin/roundsman.js', 'permissions', 'aws'], { cwd: root, env: bareEnvironment({}) });
      return JSON.parse(stdout) as { Statement: { Action: string[] }[] };
    };
    // moto takes the name that CloudWatch signs with for that of its permissions.
    const allow = (policy: { Statement: { Action: string[] }[] }): Promise<void> => moto.allow({ ...policy, Statement: policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.flatMap((action) => (action.startsWith('cloudwatch:') ? [action, action.replace('cloudwatch:', 'monitoring:')] : [action])) })) });
    const scanned = async (): Promise<contract.RunDetail> => {
      const { id } = await limited.call(contract.run, 'POST', '/api/v1/runs', { regions: moto.regions.slice(0, 3) });
      return limited.ended(id);
    };

    beforeAll(async () => {
      await allow(await policyOf());
      await moto.enforce(true);
      const { scanner } = moto;
      limited = await startService({ AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: scanner.access_key_id, AWS_SECRET_ACCESS_KEY: scanner.secret_access_key, DATA_DIR: path.join(makeTestFolder('rights'), 'data') });
    });
    afterAll(async () => {
      await limited?.stop();
      await moto.enforce(false);
    });

    it('needs no more than the policy of `roundsman permissions aws`', async () => {
      const run = await scanned();
      expect(unread(run)).toEqual([]);
      const inRegions = (truth['aws-ebs-unattached'] ?? []).filter((uid) => moto.regions.slice(0, 3).includes(uid.split(':')[3] ?? ''));
      expect(byRule(await allFindings(limited, 'status=open&rule_id=aws-ebs-unattached'))).toEqual({ 'aws-ebs-unattached': inRegions });
    });

    it('ends a target that was denied with the permission it lacks, and keeps what it knew', async () => {
      const policy = await policyOf();
      const before = await allFindings(limited, 'status=open');
      const denied = ['ec2:DescribeVolumes', 's3:ListAllMyBuckets'];
      await moto.enforce(false);
      await allow({ ...policy, Statement: policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((action) => !denied.includes(action)) })) });
      await moto.enforce(true);
      const run = await scanned();
      expect(run.status).toBe('partial');
      const incomplete = unread(run).map(({ type, region, status, error }) => ({ type, region, status, code: error?.code, permission: error?.permission }));
      const expected = [...moto.regions.slice(0, 3).map((region) => ({ type: 'aws:ec2:volume', region, status: 'denied', code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeVolumes' })), { type: 'aws:s3:bucket', region: 'global', status: 'denied', code: 'AWS_ACCESS_DENIED', permission: 's3:ListAllMyBuckets' }];
      expect(incomplete.toSorted((a, b) => (a.type + a.region < b.type + b.region ? -1 : 1))).toEqual(expected.toSorted((a, b) => (a.type + a.region < b.type + b.region ? -1 : 1)));
      expect(byRule(await allFindings(limited, 'status=open'))).toEqual(byRule(before));
    });
  });
});
