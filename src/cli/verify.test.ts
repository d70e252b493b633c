import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../test/open-test-store.ts';
import { verify, type VerifyOptions } from './commands/verify.ts';
import { createContext } from './context.ts';
import { asFault } from './fault.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
const write = (name: string, text = `content of ${name}`): void => {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
};

interface Ran {
  exitCode: number;
  out: string;
  err: string;
  json: { changes: { path: string; status: string; changes: string[] }[]; counts: Record<string, number>; baseline: { sha256: string; previous_sha256?: string }; is_first: boolean; kind?: string; gaps: { path: string; reason: string }[] };
}

/** One command line, with JSON unless a terminal is asked for. */
async function run(paths: string[], options: VerifyOptions & { isTerminal?: boolean; interrupted?: AbortSignal } = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const { isTerminal = false, interrupted = new AbortController().signal, ...rest } = options;
  const terminal = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isOutTerminal: isTerminal, isErrTerminal: false, columns: () => 200, errColumns: () => 80, hasColor: false };
  const nothing = (): Promise<never> => Promise.reject(new Error('not needed'));
  const context = createContext({ terminal, environment: {}, interrupted, openLocalApi: nothing, readConfig: nothing }, { json: !isTerminal });
  const exitCode = await verify(context, paths, { baseline: at('base'), ...rest }).catch((error: unknown) => {
    const fault = asFault(error);
    err += fault.message;
    return fault.exitCode;
  });
  return { exitCode, out, err, json: (out.startsWith('{') ? JSON.parse(out) : {}) as Ran['json'] };
}
const said = ({ json }: Ran): string[] => json.changes.map(({ path: place, status, changes }) => `${path.relative(folder, place)}: ${status} ${changes.join(',')}`);

beforeEach(() => {
  folder = fs.realpathSync(makeTestFolder('verify'));
  for (const name of ['tree/a', 'tree/b', 'tree/deep/c', 'tree/deep/d.log']) write(name);
});

describe('roundsman verify', () => {
  it('writes a baseline first, for its owner alone', async () => {
    const first = await run([at('tree')]);
    expect(first).toMatchObject({ exitCode: 0, json: { is_first: true, counts: { files: 4, folders: 2 }, gaps: [] } });
    expect(fs.statSync(at('base')).mode & 0o777).toBe(0o600);
    expect(first.json.baseline.sha256).toBe(createHash('sha256').update(fs.readFileSync(at('base'))).digest('hex'));
    expect(fs.readdirSync(folder)).toEqual(['base', 'tree']);
  });

  it('names what changed after, and ends with 1', async () => {
    await run([at('tree')]);
    expect(await run([at('tree')])).toMatchObject({ exitCode: 0, json: { changes: [], kind: 'full' } });
    write('tree/a', 'other');
    fs.rmSync(at('tree/b'));
    write('tree/new/e');
    fs.utimesSync(at('tree/deep/c'), new Date(), new Date());
    for (const options of [{}, { sweep: true }]) {
      const second = await run([], options);
      expect(second.exitCode).toBe(1);
      expect(said(second)).toEqual(['tree/a: tampered content,size,mtime,ctime', 'tree/b: missing missing', 'tree/deep/c: verified mtime,ctime', 'tree/new: added added', 'tree/new/e: added added']);
    }
    expect((await run([], { failOn: 'critical' })).exitCode).toBe(0);
    expect((await run([], { failOn: 'high' })).exitCode).toBe(1);
  });

  it('takes what changed over with --update, and only that', async () => {
    await run([at('tree')]);
    write('tree/a', 'other');
    fs.rmSync(at('tree/b'));
    fs.rmSync(at('tree/deep'), { recursive: true });
    write('tree/new/e');
    const update = await run([], { update: true });
    expect(update).toMatchObject({ exitCode: 0, json: { counts: { tampered: 1, missing: 4, added: 2 } } });
    expect(update.json.baseline.previous_sha256).not.toBe(update.json.baseline.sha256);
    expect(await run([at('tree')])).toMatchObject({ exitCode: 0, json: { changes: [], counts: { files: 2, folders: 2 } } });
  });

  it('may keep its baseline among the files', async () => {
    const baseline = at('tree/deep/base');
    expect((await run([at('tree')], { baseline })).json).toMatchObject({ counts: { files: 4 }, gaps: [] });
    expect(await run([], { baseline, update: true })).toMatchObject({ exitCode: 0, json: { changes: [] } });
    expect(await run([], { baseline })).toMatchObject({ exitCode: 0, json: { changes: [] } });
  });

  it('watches several paths, and checks those that are named', async () => {
    write('single');
    await run([at('tree'), at('single')], { exclude: ['*.log'] });
    for (const name of ['tree/deep/d.log', 'tree/a', 'single']) write(name, 'other');
    expect(said(await run([]))).toEqual(['single: tampered content,size,mtime,ctime', 'tree/a: tampered content,size,mtime,ctime']);
    expect(said(await run([at('single')]))).toHaveLength(1);
    expect(await run([at('tree/deep')])).toMatchObject({ exitCode: 2, err: expect.stringContaining('does not hold') });
    expect(await run([at('tree')], { exclude: ['*.txt'] })).toMatchObject({ exitCode: 2, err: expect.stringContaining('other patterns') });
    expect((await run([at('tree')], { exclude: ['*.log'] })).exitCode).toBe(1);
  });

  it('shows people a table and where the baseline should be noted', async () => {
    expect((await run([at('tree')], { isTerminal: true })).out).toMatch(/^Baseline of 4 files in 2 folders written in .*\nIts SHA-256 is [0-9a-f]{64}\./s);
    expect((await run([], { isTerminal: true })).out).toMatch(/^As accepted: 4 files in 2 folders read in /);
    fs.writeFileSync(at('tree/evil\n\u001b[2J'), 'x');
    write('tree/a', 'a longer content of this file');
    const { out } = await run([], { isTerminal: true });
    expect(out).toContain('tree/evil\\n\\x1b[2J');
    expect(out).toMatch(/^tampered +\S+tree\/a +content, size, time +17 → 29$/m);
    expect(out).toContain('1 tampered, 1 added: 5 files in 2 folders read');
    expect(out).not.toContain('\u001b');
  });

  it('refuses a baseline that was changed, cut, or is none', async () => {
    await run([at('tree')]);
    const whole = fs.readFileSync(at('base'));
    for (const damaged of [whole.subarray(0, -1), Buffer.concat([whole.subarray(0, 300), Buffer.from([(whole[300] ?? 0) ^ 1]), whole.subarray(301)]), Buffer.from('something else')]) {
      fs.writeFileSync(at('base'), damaged);
      expect(await run([])).toMatchObject({ exitCode: 3, err: expect.stringContaining('damaged or changed') });
    }
  });

  it('says what it lacks', async () => {
    expect(await run([])).toMatchObject({ exitCode: 2, err: expect.stringContaining('Name what to watch') });
    expect(await run([at('none')])).toMatchObject({ exitCode: 3, err: expect.stringContaining('There is no') });
    expect(await run([at('tree')], { baseline: at('none/base') })).toMatchObject({ exitCode: 3, err: expect.stringContaining('no folder') });
    await run([at('tree')]);
    fs.rmSync(at('tree'), { recursive: true });
    expect(await run([])).toMatchObject({ exitCode: 1, json: { counts: { missing: 6 } } });
    expect((await run([at('tree')])).exitCode).toBe(1);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    fs.writeFileSync(at('tree/huge'), '');
    fs.truncateSync(at('tree/huge'), 4 * 2 ** 30);
    expect(await run([at('tree')], { interrupted: AbortSignal.timeout(100) })).toMatchObject({ exitCode: 130 });
    expect(fs.readdirSync(folder)).toEqual(['tree']);
  });

  it('reads what AIDE was told', async () => {
    write('aide.conf', `Log = >\nFull = p+i+n+u+g+s+b+acl+xattrs+sha512\n${at('tree')} Full\n!${at('tree/b')}$\n${at('tree/deep')} Log\n@@include x\n`);
    const first = await run([], { aideConf: at('aide.conf') });
    expect(first).toMatchObject({ exitCode: 0, json: { counts: { files: 3 } }, err: expect.stringContaining('aide.conf:6') });
    fs.appendFileSync(at('tree/deep/d.log'), 'more');
    write('tree/b', 'other');
    expect(await run([])).toMatchObject({ exitCode: 0, json: { counts: { verified: 5, tampered: 0 } } });
    expect((await run([], { aideConf: at('aide.conf') })).exitCode).toBe(0);
    write('tree/deep/d.log', 'less');
    expect(said(await run([]))).toEqual(['tree/deep/d.log: tampered content,size,mtime,ctime,shrunk']);
  });
});
