import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { verifyHistory } from '../../src/core/verify-history.ts';
import { isSignedBy } from '../../src/platform/signing.ts';
import { copyDataDir, makeTestFolder } from '../open-test-store.ts';
import { listen } from './events.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from './receivers.ts';
import { request, type StartedApp, startApp, waitFor } from './start-app.ts';

let app: StartedApp;
let slack: Receiver;
let mail: MailServer;
let root: string;

const environment = (): Record<string, string> => ({
  INTEGRITY_ROOTS: root,
  SLACK_WEBHOOK_URL: `${slack.url}/hook`,
  SMTP_SERVER: '127.0.0.1',
  SMTP_PORT: String(mail.port),
  NOTIFICATION_EMAIL_RECIPIENTS: 'ops@example.com',
  SENDER_EMAIL: 'roundsman@example.com',
});

beforeAll(async () => {
  slack = await startReceiver();
  mail = await startMailServer();
  root = fs.realpathSync(makeTestFolder('watched'));
  // Only what all on the machine may read is shown in a diff.
  for (const folder of [path.dirname(root), root]) fs.chmodSync(folder, 0o755);
  app = await startApp({ environment: environment() });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await slack[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
});

const register = (target: string, more: object = {}) => app.call(contract.verifyAnswer, 'POST', '/api/audit/verify-path', { path: target, ...more });
const status = () => app.call(contract.schedulerStatus, 'GET', '/api/audit/scheduler/status');
const filesOf = async (query: string) => (await app.call(contract.auditFilesPage, 'GET', `/api/audit/files?${query}`)).files;
const folderOf = (name: string, files: Record<string, string>): string => {
  const folder = path.join(root, name);
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  }
  return folder;
};
const check = async (): Promise<void> => {
  const { run_id } = await app.call(contract.schedulerRun, 'POST', '/api/audit/scheduler/run-now');
  await app.ended(run_id);
};
const wrongIn = async (folder: string): Promise<Record<string, string>> => Object.fromEntries((await filesOf('status=tampered,missing,added,unreadable&limit=1000')).filter(({ path: found }) => found.startsWith(`${folder}/`)).map(({ path: found, status: is }) => [found.slice(folder.length + 1), is]));

describe('the scheduler', () => {
  it('is stopped at first, checks every five minutes once started, and takes an interval while running', async () => {
    expect(await status()).toMatchObject({ running: false, interval_seconds: 300, next_run: null });
    expect(await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/start')).toMatchObject({ running: true, interval_seconds: 300 });
    const changed = await app.call(contract.schedulerStatus, 'PUT', '/api/audit/scheduler/interval', { interval_seconds: 60 });
    expect(changed).toMatchObject({ running: true, interval_seconds: 60 });
    expect(Date.parse(changed.next_run ?? '') - Date.now()).toBeLessThanOrEqual(60_000);
    expect(await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/stop')).toMatchObject({ running: false, next_run: null, interval_seconds: 60 });
    expect(await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/start', { interval_seconds: 30 })).toMatchObject({ running: true, interval_seconds: 30 });
    await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/stop');
  });

  it.each([{ interval_seconds: 29 }, { interval_seconds: 3601 }, { interval_seconds: '60' }, { every: 60 }, { interval_seconds: 30.5 }])('refuses %j and names the field', async (body) => {
    const answer = await app.request('PUT', '/api/audit/scheduler/interval', { body });
    expect([400, 422]).toContain(answer.status);
    expect(answer.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field).join()).toMatch(/interval_seconds|every/);
  });
});

describe('registering', () => {
  it('takes the baseline at the first time and compares after', async () => {
    const folder = folderOf('plain', { 'a.txt': 'one\n', 'deep/b.txt': 'two\n' });
    const first = await register(folder);
    expect(first.files.map(({ path: found, status: is, previous_sha256 }) => [found, is, previous_sha256])).toEqual([[`${folder}/a.txt`, 'registered', null], [`${folder}/deep/b.txt`, 'registered', null]]);
    expect(first.totals).toMatchObject({ registered: 2, tampered: 0 });
    fs.writeFileSync(path.join(folder, 'a.txt'), 'ONE\n');
    const second = await register(folder);
    expect(second.files.map(({ path: found, status: is }) => [found, is])).toEqual([[`${folder}/a.txt`, 'tampered'], [`${folder}/deep/b.txt`, 'verified']]);
    expect(second.files[0]).toMatchObject({ changes: expect.arrayContaining(['content']) as string[], previous_sha256: first.files[0]?.sha256 });
    expect(second.files[0]?.sha256).not.toBe(first.files[0]?.sha256);
  });

  it('takes a single file, patterns and a name that is not UTF-8', async () => {
    const folder = folderOf('patterns', { 'keep.conf': '1', 'skip.log': '2', 'cache/x.conf': '3' });
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/odd-`), Buffer.from([0xff]), Buffer.from('.conf')]), '4');
    const { files } = await register(folder, { include: ['*.conf'], exclude: ['cache/'] });
    expect(files.map(({ path: found }) => path.basename(found))).toEqual(['keep.conf', 'odd-\\xff.conf']);
    expect(files[1]?.path_bytes).toBe(Buffer.concat([Buffer.from(`${folder}/odd-`), Buffer.from([0xff]), Buffer.from('.conf')]).toString('base64'));
    const single = await register(path.join(folder, 'skip.log'));
    expect(single.files).toMatchObject([{ path: `${folder}/skip.log`, status: 'registered', size: 1 }]);
  });

  it('refuses with the same words whether a path outside exists or not, and says how a root is added', async () => {
    const ask = (target: string) => app.request('POST', '/api/audit/verify-path', { body: { path: target } });
    const [known, unknown] = await Promise.all([ask('/etc/passwd'), ask('/etc/no-such-thing')]);
    expect([known.status, unknown.status]).toEqual([422, 422]);
    expect(known.json<{ detail: string }>().detail).toBe(unknown.json<{ detail: string }>().detail);
    expect(known.json<{ detail: string }>().detail).toContain('INTEGRITY_ROOTS');
    fs.symlinkSync('/etc', path.join(root, 'out'));
    for (const target of ['relative/path', `${root}/../etc/passwd`, `${root}/out/passwd`, `${root}/a\u0000b`, `${root}/none`, '']) expect((await ask(target)).status, target).toBe(422);
    fs.rmSync(path.join(root, 'out'));
  });

  it('refuses its own data', async () => {
    await using other = await startApp({ environment: { INTEGRITY_ROOTS: '/tmp' } });
    const answer = await other.request('POST', '/api/audit/verify-path', { body: { path: path.join(other.dataDir, 'master.key') } });
    expect(answer.status).toBe(422);
    expect(answer.json<{ detail: string }>().detail).toMatch(/belongs to the data/);
  });
});

describe('what was changed', () => {
  it('is told by Slack, mail and WebSocket at once, stays tampered, and is told once', async () => {
    const folder = folderOf('alerts', { 'app.conf': 'port = 80\npassword = hunter2-long\n', 'other.conf': 'x\n' });
    await register(folder);
    await using live = await listen(app.port);
    slack.received.length = 0;
    mail.mails.length = 0;
    fs.writeFileSync(path.join(folder, 'app.conf'), 'port = 8080\npassword = hunter3-longer\n');
    await check();
    const event = await waitFor('the event', () => live.frames.find(({ type }) => type === 'file.tampered'));
    expect(event.data).toMatchObject({ path: `${folder}/app.conf`, status: 'tampered', changes: expect.arrayContaining(['content', 'size']) as string[] });
    const message = await waitFor('the Slack message', () => slack.received[0]);
    expect(message.body).toContain('app.conf');
    expect(message.body).not.toContain('hunter');
    const letter = await waitFor('the mail', () => mail.mails[0]);
    expect(JSON.stringify(letter)).not.toContain('hunter');

    await check();
    await check();
    expect(live.types().filter((type) => type === 'file.tampered')).toHaveLength(1);
    const [file] = await filesOf(`q=alerts/app.conf`);
    expect(file).toMatchObject({ status: 'tampered' });
    const detail = await app.call(contract.auditFileDetail, 'GET', `/api/v1/files/${file?.id}`);
    expect(detail.diff).toContain('8080');
    expect(detail.diff).not.toContain('hunter');
    const { history } = await app.call(contract.historyPage, 'GET', `/api/audit/history?file_id=${file?.id}`);
    expect(history.map(({ status: is }) => is)).toEqual(['tampered']);
    const { items } = await app.call(contract.findingPage, 'GET', '/api/v1/findings?status=open&rule_id=fim-content-changed&q=alerts');
    expect(items).toHaveLength(1);
  });

  it('can be accepted with a note, which closes its finding and is in the history', async () => {
    const [file] = await filesOf('q=alerts/app.conf');
    const accept = await app.request('POST', `/api/audit/files/${file?.id}/accept`, { body: { note: 'Ticket 42' } });
    expect(accept.status).toBe(200);
    await check();
    expect((await filesOf('q=alerts/app.conf'))[0]).toMatchObject({ status: 'verified', sha256: file?.sha256 });
    const { history } = await app.call(contract.historyPage, 'GET', `/api/audit/history?file_id=${file?.id}`);
    expect(history[0]).toMatchObject({ status: 'verified', changes: ['accepted'], note: 'Ticket 42', actor: 'local' });
    expect((await app.call(contract.findingPage, 'GET', '/api/v1/findings?status=open&rule_id=fim-content-changed&q=alerts')).items).toEqual([]);
    expect((await app.request('POST', `/api/audit/files/${file?.id}/accept`, { body: { note: 'again' } })).status).toBe(400);
    expect((await app.request('POST', `/api/audit/files/${file?.id}/accept`, { body: { note: ' ' } })).status).toBe(422);
  });

  it('is not accepted where it changed again after it was shown', async () => {
    const folder = folderOf('twice', { 'a.txt': '1' });
    await register(folder);
    fs.writeFileSync(path.join(folder, 'a.txt'), '22');
    await check();
    const [file] = await filesOf('q=twice/a.txt');
    fs.writeFileSync(path.join(folder, 'a.txt'), '333');
    expect((await app.request('POST', `/api/audit/files/${file?.id}/accept`, { body: { note: 'fine' } })).status).toBe(409);
    expect((await filesOf('q=twice/a.txt'))[0]).toMatchObject({ status: 'tampered', size: 3 });
  });

  it('is found in every way the matrix names, and nothing else is', async () => {
    const names = ['touched', 'same-size', 'mode', 'renamed', 'deleted', 'link', 'hard', 'replaced-same', 'replaced-other', 'truncated', 'appended', 'to-folder', 'untouched'];
    const folder = folderOf('matrix', Object.fromEntries(names.map((name) => [name, `content of ${name}\n`])));
    const at = (name: string): string => path.join(folder, name);
    fs.rmSync(at('link'));
    fs.symlinkSync('untouched', at('link'));
    await register(folder);
    const reference = path.join(root, 'times-of-same-size');
    execFileSync('touch', ['-r', at('same-size'), reference]);
    fs.writeFileSync(at('same-size'), 'CONTENT of same-size\n');
    execFileSync('touch', ['-r', reference, at('same-size')]);
    fs.utimesSync(at('touched'), new Date(), new Date(Date.now() + 5000));
    fs.chmodSync(at('mode'), 0o777);
    fs.renameSync(at('renamed'), at('renamed-to'));
    fs.rmSync(at('deleted'));
    fs.rmSync(at('link'));
    fs.symlinkSync('mode', at('link'));
    fs.linkSync(at('hard'), path.join(root, 'hard-outside'));
    for (const [name, content] of [['replaced-same', 'content of replaced-same\n'], ['replaced-other', 'other\n']] as const) {
      fs.writeFileSync(at('new'), content);
      fs.renameSync(at('new'), at(name));
    }
    fs.truncateSync(at('truncated'), 3);
    fs.appendFileSync(at('appended'), 'more\n');
    fs.rmSync(at('to-folder'));
    fs.mkdirSync(at('to-folder'));
    fs.writeFileSync(at('added'), 'new');
    await check();
    expect(await wrongIn(folder)).toEqual({
      'same-size': 'tampered', mode: 'tampered', renamed: 'missing', 'renamed-to': 'added', deleted: 'missing', link: 'tampered', hard: 'tampered', 'replaced-other': 'tampered', truncated: 'tampered', appended: 'tampered',
      'to-folder': 'tampered', added: 'added',
    });
    const kinds = Object.fromEntries((await filesOf('status=tampered&q=matrix&limit=100')).map(({ path: found, changes }) => [path.basename(found), changes]));
    expect(kinds['same-size']).toEqual(expect.arrayContaining(['content', 'mtime-backdated']));
    expect(kinds['mode']).toContain('mode');
    expect(kinds['link']).toContain('target');
    expect(kinds['hard']).toContain('links');
    expect(kinds['to-folder']).toContain('type');
    const { history } = await app.call(contract.historyPage, 'GET', '/api/audit/history?status=verified&kind=file&limit=100');
    const touched = history.find(({ path: found }) => found === at('replaced-same'));
    expect(touched?.changes).toContain('inode');

    // What is put back is as accepted again.
    fs.writeFileSync(at('same-size'), 'content of same-size\n');
    fs.chmodSync(at('mode'), 0o644);
    fs.rmSync(at('added'));
    execFileSync('touch', ['-r', reference, at('same-size')]);
    await check();
    expect(Object.keys(await wrongIn(folder))).not.toEqual(expect.arrayContaining(['mode']));
    expect(await wrongIn(folder)).not.toHaveProperty('added');
    expect(await wrongIn(folder)).not.toHaveProperty('same-size');
  });
});

describe('watching', () => {
  it('sees a change as it happens while the audit runs', async () => {
    const folder = folderOf('live', { 'a.txt': 'a', 'b.txt': 'b' });
    await register(folder);
    await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/start', { interval_seconds: 3600 });
    await waitFor('the watching', async () => ((await status()).watching.active ? true : undefined));
    // With the watch a check is asked for of what changed before; it would tell the change as well.
    await waitFor('the end of all checks', async () => ((await app.call(contract.runPage, 'GET', '/api/v1/runs?status=queued,running')).total === 0 ? true : undefined));
    await sleep(300);
    await using live = await listen(app.port);
    fs.writeFileSync(path.join(folder, 'a.txt'), 'changed');
    const event = await waitFor('the event', () => live.frames.find(({ type, data }) => type === 'file.tampered' && (data as { path: string }).path === `${folder}/a.txt`), 5000);
    expect(event.data).toMatchObject({ trigger: 'watch', status: 'tampered' });
    fs.writeFileSync(path.join(folder, 'a.txt'), 'a');
    await waitFor('the file as accepted again', async () => ((await filesOf('q=live/a.txt'))[0]?.status === 'verified' ? true : undefined), 5000);
    await app.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/stop');
  });
});

describe('uploads', () => {
  const boundary = 'b0undary';
  const form = (files: { name: string; content: string; field?: string }[]): string => `${files.map(({ name, content, field = 'file' }) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`).join('')}--${boundary}--\r\n`;
  const upload = (files: { name: string; content: string; field?: string }[]) => request('POST', '/api/audit/upload', { port: app.port, raw: form(files), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });

  it('are kept in the vault, watched, and can be restored', async () => {
    const answer = await upload([{ name: 'one.txt', content: 'first' }, { name: '../../etc/one.txt', content: 'second' }]);
    expect(answer.status).toBe(200);
    const { files } = contract.verifyAnswer.parse(answer.json());
    expect(files.map(({ path: name, status: is }) => [name, is])).toEqual([['one.txt', 'registered'], ['one.txt', 'registered']]);
    expect(new Set(files.map(({ id }) => id)).size).toBe(2);
    const vault = path.join(app.dataDir, 'vault', 'uploads');
    const [id] = files.map((file) => file.id);
    fs.writeFileSync(path.join(vault, id ?? '', 'one.txt'), 'tampered!');
    await check();
    const [bad] = await filesOf('status=tampered&q=one.txt');
    expect(bad).toMatchObject({ id, status: 'tampered', can_restore: true });
    expect((await app.request('POST', `/api/v1/files/${id}/restore`)).status).toBe(200);
    await check();
    expect(await filesOf('status=tampered&q=one.txt')).toEqual([]);
    expect(fs.readFileSync(path.join(vault, id ?? '', 'one.txt'), 'utf8')).toBe('first');
    expect((await app.request('DELETE', `/api/audit/files/${id}`)).status).toBe(200);
    expect((await filesOf('q=one.txt')).map((file) => file.id)).not.toContain(id);
  });

  it.each([
    ['a foreign field', [{ name: 'a', content: 'x', field: 'other' }], 422],
    ['no file', [], 422],
    ['no name that is usable', [{ name: '..', content: 'x' }], 422],
  ])('with %s are refused', async (_, files, expected) => {
    expect((await upload(files)).status).toBe(expected);
  });

  it('above the limit are refused with 413 and leave nothing behind', async () => {
    await using small = await startApp({ environment: { UPLOAD_MAX_MB: '1' } });
    const answer = await request('POST', '/api/audit/upload', { port: small.port, raw: form([{ name: 'big', content: 'x'.repeat(2_000_000) }]), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });
    expect(answer.status).toBe(413);
    const vault = path.join(small.dataDir, 'vault', 'uploads');
    expect(fs.existsSync(vault) ? fs.readdirSync(vault) : []).toEqual([]);
  });
});

describe('expected changes', () => {
  it('are accepted to the byte, and nothing but them', async () => {
    const folder = folderOf('deploy', { 'app.js': 'old', 'lib.js': 'old' });
    await register(folder);
    const { hash } = await import('node:crypto');
    await app.call(contract.manifest, 'POST', '/api/v1/files/manifests', { name: 'release 7', entries: [{ path: `${folder}/app.js`, sha256: hash('sha256', 'new') }, { path: `${folder}/lib.js`, sha256: hash('sha256', 'new') }, { path: `${folder}/gone.js`, sha256: null }] });
    fs.writeFileSync(path.join(folder, 'app.js'), 'new');
    fs.writeFileSync(path.join(folder, 'lib.js'), 'new and more');
    await check();
    expect(await wrongIn(folder)).toEqual({ 'lib.js': 'tampered' });
    const { history } = await app.call(contract.historyPage, 'GET', '/api/audit/history?kind=file&limit=20');
    expect(history.find(({ path: found }) => found === `${folder}/app.js`)).toMatchObject({ status: 'verified', note: 'Expected by manifest release 7' });
    // Announced after it was found: the finding goes with it.
    const found = async () => (await app.call(contract.findingPage, 'GET', '/api/v1/findings?status=open&q=deploy')).items.length;
    expect(await found()).toBe(1);
    await app.call(contract.manifest, 'POST', '/api/v1/files/manifests', { name: 'release 8', entries: [{ path: `${folder}/lib.js`, sha256: hash('sha256', 'new and more') }] });
    await check();
    expect(await wrongIn(folder)).toEqual({});
    expect(await found()).toBe(0);
  });

  it('of one cause are one alert, which can be accepted as a whole', async () => {
    const folder = folderOf('upgrade', Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, 'old'])));
    await register(folder);
    for (let index = 0; index < 60; index += 1) fs.writeFileSync(path.join(folder, `f${index}`), `new ${index}`);
    await check();
    const { alerts } = await app.call(contract.fileAlerts, 'GET', '/api/v1/files/alerts');
    const alert = alerts[0];
    expect(alert?.count).toBeGreaterThanOrEqual(60);
    const answer = await app.call(contract.acceptAnswer, 'POST', '/api/v1/files/accept', { alert_id: alert?.id, note: 'upgrade to 7' });
    expect(answer.failed).toEqual([]);
    expect(await wrongIn(folder)).toEqual({});
    await check();
    expect(await wrongIn(folder)).toEqual({});
  });

  it('of a backup are taken as they come, and told when they do not come', async () => {
    const folder = folderOf('backup', { 'dump.sql': 'monday' });
    const old = new Date(Date.now() - 10 * 86_400_000);
    fs.utimesSync(path.join(folder, 'dump.sql'), old, old);
    await register(path.join(folder, 'dump.sql'), { unchanged_days: 7 });
    await check();
    const stale = async () => (await app.call(contract.findingPage, 'GET', '/api/v1/findings?status=open&rule_id=fim-unchanged')).items;
    expect(await stale()).toMatchObject([{ resource: { name: `${folder}/dump.sql` }, evidence: { summary: 'Nothing in it has changed for 10 days.' } }]);
    fs.writeFileSync(path.join(folder, 'dump.sql'), 'tuesday');
    await check();
    expect(await stale()).toEqual([]);
    expect(await wrongIn(folder)).toEqual({});
    expect((await filesOf('q=backup/dump.sql'))[0]).toMatchObject({ status: 'verified', size: 7 });
  });

  it('asks the history what a pattern would have hidden', async () => {
    const { roots } = await app.call(contract.watchedRoots, 'GET', '/api/v1/files/roots');
    const upgrade = roots.find(({ path: found }) => found.endsWith('/upgrade'));
    const answer = await app.call(contract.patternAnswer, 'POST', `/api/v1/files/roots/${upgrade?.id}/pattern`, { pattern: 'f1*' });
    expect(answer.files).toBe(11);
    expect(answer.hidden_total).toBe(11);
  });
});

describe('the proof', () => {
  it('is a chain that can be exported and has a signed head', async () => {
    const { text } = await app.request('GET', '/api/v1/history/export');
    const lines = text.trim().split('\n');
    const verdictOf = (given: string[]) => verifyHistory(Readable.from(given), { isSignedBy });
    const whole = await verdictOf(lines);
    expect(whole.problems).toEqual([]);
    expect(whole.entries).toBeGreaterThan(10);
    expect(whole.checkpoints.ok).toBeGreaterThan(0);
    expect((await verdictOf(lines.map((line, index) => (index === 4 ? line.replace('"content":"', '"content":" ') : line)))).problems.length).toBeGreaterThan(0);
    expect((await verdictOf(lines.filter((_, index) => index !== 5))).problems.length).toBeGreaterThan(0);
  });
});

it('makes the report of what was watched, compared, told and answered', async () => {
  const page = await app.request('GET', '/api/v1/reports/file-integrity');
  expect(page.headers['content-type']).toContain('text/html');
  for (const words of ['PCI', '11.5.2', `${root}/alerts`, 'Ticket 42', 'upgrade to 7']) expect(page.text).toContain(words);
  expect(page.text).not.toContain('<script');
  const table = await app.request('GET', '/api/v1/reports/file-integrity?format=csv');
  expect(table.text).toContain(`${root}/alerts`);
  expect((await app.request('GET', '/api/v1/reports/file-integrity?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z')).status).toBe(422);
});

it('goes on after a restart: the schedule, the files and what is tampered', async () => {
  const folder = folderOf('restart', { 'a.txt': '1' });
  const dataDir = await copyDataDir();
  {
    await using first = await startApp({ environment: environment(), dataDir });
    await first.call(contract.verifyAnswer, 'POST', '/api/audit/verify-path', { path: folder });
    await first.call(contract.schedulerStatus, 'POST', '/api/audit/scheduler/start', { interval_seconds: 45 });
  }
  fs.writeFileSync(path.join(folder, 'a.txt'), '2');
  await using second = await startApp({ environment: environment(), dataDir });
  expect(await second.call(contract.schedulerStatus, 'GET', '/api/audit/scheduler/status')).toMatchObject({ running: true, interval_seconds: 45, files: 1 });
  const { run_id } = await second.call(contract.schedulerRun, 'POST', '/api/audit/scheduler/run-now');
  await second.ended(run_id);
  expect((await second.call(contract.auditFilesPage, 'GET', '/api/audit/files?status=tampered')).files).toMatchObject([{ path: `${folder}/a.txt` }]);
});
