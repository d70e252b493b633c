import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aHostFile } from '../../../../test/judge.ts';
import { makeTestFolder } from '../../../../test/open-test-store.ts';
import type { Resource } from '../../../core/resource.ts';
import { displayPath } from '../../../providers/files/display.ts';
import type { HostFile } from './changes.ts';
import { pathOfFileUrl, shellWord } from './shell-word.ts';
import { moveAwaySteps, pathWord, remedy, restoreSteps } from './steps.ts';

type File = Resource & { attributes: HostFile };
const encoded = (bytes: Buffer): string => bytes.toString('latin1').replace(/[^A-Za-z0-9._~/-]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
const fileAt = (bytes: Buffer, changes: Partial<HostFile> = {}): File => aHostFile({ path: displayPath(bytes).text, ...changes, $: { uid: `file://web-1${encoded(bytes)}` } }) as File;

const names: [string, Buffer][] = [
  ['plain', Buffer.from('plain')],
  ['spaces and quotes', Buffer.from(`it's "so"  $HOME \`id\` $(id) \\ ; & | > * ?`)],
  ['a line break and a bell', Buffer.from('a\nb\u0007\r')],
  ['other scripts', Buffer.from('naïve-名前-👩‍💻')],
  ['a mark that turns text around', Buffer.from('a\u202Egpj.exe')],
  ['bytes that are no text', Buffer.from([0x61, 0xff, 0xfe, 0x37, 0x27, 0x5c])],
  ['a dash at the start', Buffer.from('-rf')],
  ['percent signs', Buffer.from('%2e%2e%')],
];

describe.each(['bash', 'dash'])('a path as a word of %s', (shell) => {
  it.each(names)('with %s is the same bytes', (_what, name) => {
    // dash knows no $'…', which only names that nobody could read need.
    if (shell === 'dash' && shellWord(name).startsWith('$')) return;
    expect(execFileSync(shell, ['-c', `printf '%s\\0' ${shellWord(name)}`])).toEqual(Buffer.concat([name, Buffer.from([0])]));
  });
});

it.each(names)('comes to the byte from the address of a resource, with %s', (_what, name) => {
  const whole = Buffer.concat([Buffer.from('/srv/'), name]);
  expect(pathOfFileUrl(fileAt(whole).uid)).toEqual(whole);
  expect(pathWord(fileAt(whole))).toBe(shellWord(whole));
});

it('shows nothing invisible to the person who copies a command', () => {
  for (const [, name] of names) expect(shellWord(name)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(pathOfFileUrl('arn:aws:s3:::bucket')).toBeUndefined();
  expect(pathOfFileUrl('file://web-1/a%zz')).toBeUndefined();
});

describe('the commands, run for real', () => {
  it.each(names)('keep, restore and undo a file with %s', (_what, name) => {
    const [folder, backup, evidence] = ['watched', 'backup', 'evidence'].map((part) => makeTestFolder(part)) as [string, string, string];
    const whole = Buffer.concat([Buffer.from(`${folder}/`), name]);
    fs.mkdirSync(path.join(backup, folder), { recursive: true });
    fs.writeFileSync(whole, 'tampered');
    fs.writeFileSync(Buffer.concat([Buffer.from(backup), whole]), 'accepted');
    const run = (command: string): void => void execFileSync('bash', ['-c', command], { env: { ...process.env, BACKUP: backup, EVIDENCE: evidence } });
    const steps = restoreSteps(fileAt(whole, { status: 'tampered', changes: ['content'] }));
    for (const { command } of steps) run(command);
    expect(fs.readFileSync(whole, 'utf8')).toBe('accepted');
    for (const { undo } of steps.toReversed()) run(undo);
    expect([fs.readFileSync(whole, 'utf8'), fs.readdirSync(evidence)]).toEqual(['tampered', []]);
    const [away] = moveAwaySteps(fileAt(whole));
    run(away?.command ?? '');
    expect(fs.readdirSync(folder)).toEqual([]);
    run(away?.undo ?? '');
    expect(fs.readFileSync(whole, 'utf8')).toBe('tampered');
  });

  it('stop where nobody said where the backup is', () => {
    const [, restore] = restoreSteps(fileAt(Buffer.from('/nowhere/file')));
    expect(spawnSync('dash', ['-c', restore?.command ?? ''], { env: { PATH: process.env['PATH'] } }).stderr.toString()).toContain('BACKUP');
  });

  it('accept a change by the path as the service shows it', async () => {
    const whole = Buffer.from(`/etc/it's "odd"\n$(id)`);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const files = [{ id: 'other', path: `${displayPath(whole).text}.bak` }, { id: 'f-1', path: displayPath(whole).text }];
      request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
      request.on('end', () => response.end(JSON.stringify({ files, total: 2 })));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const shell = await import('node:child_process').then(({ spawn }) => spawn('dash', ['-c', remedy(fileAt(whole)).at(-1)?.command ?? ''], { env: { PATH: process.env['PATH'], ROUNDSMAN_URL: `http://127.0.0.1:${port}`, ROUNDSMAN_TOKEN: 'tok' } }));
    expect(await new Promise((done) => shell.on('exit', done))).toBe(0);
    server.close();
    expect(new URL(asked[0]?.split(' ')[1] ?? '', 'http://x').searchParams.get('q')).toBe(displayPath(whole).text);
    expect(asked.slice(1)).toEqual(['POST /api/audit/files/f-1/accept Bearer tok', '{"note":"WHO WANTED THIS CHANGE, AND WHY"}']);
  });

  it('ask for an upload by its own id, which has no path', () => {
    const upload = aHostFile({ path: 'plan.pdf', status: 'tampered', changes: ['content'], $: { uid: 'file://web-1/upload/019ac0de-0000-7000-8000-000000000001/plan.pdf' } }) as File;
    const commands = remedy(upload, ...restoreSteps(upload)).map(({ command }) => command);
    expect(commands).toHaveLength(2);
    expect(commands[0]).toMatch(/^id='019ac0de-0000-7000-8000-000000000001' && curl .*\/api\/v1\/files\/\$id\/restore"$/);
    expect(commands[1]).toMatch(/^id='019ac0de-0000-7000-8000-000000000001' && curl .*\/api\/audit\/files\/\$id\/accept"$/);
  });
});
