import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { createFileEngine, decodeBlock, encodeBlock, findRecord, type WatchedRoot } from './engine.ts';
import { testBaseline, told, watched } from './test-baseline.ts';

const engine = createFileEngine({ threads: 2, maxMbPerSecond: () => 0, maxHashBytes: 1 << 30 });
afterAll(() => engine.close());

let folder: string;
const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string | Buffer = `content of ${name}`): void => {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
};
beforeEach(() => {
  folder = fs.realpathSync(makeTestFolder('files'));
});
const taken = async (given: Partial<WatchedRoot> = {}) => {
  const baseline = testBaseline(engine, watched(folder, given));
  await baseline.take();
  return baseline;
};

describe('a watched file', () => {
  it('has a baseline of its own', async () => {
    write('a');
    write('b');
    const baseline = testBaseline(engine, watched(at('a'), { kind: 'file' }));
    const { counts } = await baseline.take();
    expect(counts).toMatchObject({ files: 1, folders: 0, hashed: 1, bytesHashed: 12 });
    expect(baseline.sorted().map(({ folder: place, chunk, block }) => [place.length, chunk, decodeBlock(block).map(({ name }) => name.toString())])).toEqual([[0, 0, ['a']]]);
    write('b', 'changed');
    expect((await baseline.check('sweep')).changes).toEqual([]);
    write('a', 'changed');
    expect((await baseline.check('sweep')).changes).toEqual(['a: tampered content, size, mtime, ctime']);
    expect(await baseline.checkPaths('')).toEqual(['a: tampered content, size, mtime, ctime']);
    fs.rmSync(at('a'));
    expect((await baseline.check('sweep')).changes).toEqual(['a: missing missing']);
    for (const target of [at('b'), 'b', 'none']) {
      fs.symlinkSync(target, at('a'));
      expect((await baseline.check('full')).changes).toEqual([expect.stringMatching(/^a: tampered mode, type, (inode, )?symlink-escape$/)]);
      fs.rmSync(at('a'));
    }
    fs.rmSync(folder, { recursive: true });
    expect((await baseline.check('full')).changes).toEqual(['a: missing missing']);
  });
});

describe('a log that may only grow', () => {
  const names = (list: string[]): string[] => list.map((each) => each.replace(/, inode|inode, /, ''));

  it.each([100, 3_000_000])('is verified while it grows, from %i bytes', async (size) => {
    write('app.log', Buffer.alloc(size, 'line\n'));
    const baseline = await taken({ mode: 'append_only' });
    for (let round = 0; round < 2; round += 1) {
      fs.appendFileSync(at('app.log'), 'another line\n');
      expect((await baseline.check('sweep')).changes).toEqual(['app.log: verified content, size, mtime, ctime']);
    }
    const record = findRecord(baseline.sorted()[0]?.block ?? Buffer.alloc(0), Buffer.from('app.log'));
    expect(record?.sha256?.toString('hex')).toBe(createHash('sha256').update(fs.readFileSync(at('app.log'))).digest('hex'));
    const fd = fs.openSync(at('app.log'), 'r+');
    fs.writeSync(fd, 'L', 50);
    fs.closeSync(fd);
    fs.appendFileSync(at('app.log'), 'and more\n');
    expect((await baseline.check('sweep')).changes).toEqual(['app.log: tampered content, size, mtime, ctime, prefix']);
    fs.truncateSync(at('app.log'), 60);
    expect((await baseline.check('sweep')).changes).toEqual(['app.log: tampered content, size, mtime, ctime, shrunk']);
  });

  it.each([100, 3_000_000])('may be rotated, with %i bytes', async (size) => {
    write('app.log', Buffer.alloc(size, 'today'));
    write('app.log.1', Buffer.alloc(size + 1, 'yesterday'));
    const baseline = await taken({ mode: 'append_only' });
    fs.appendFileSync(at('app.log'), 'a last line');
    fs.renameSync(at('app.log.1'), at('app.log.2'));
    fs.renameSync(at('app.log'), at('app.log.1'));
    write('app.log', 'a new day');
    expect((await baseline.check('sweep')).changes).toEqual(['app.log.1: verified inode', 'app.log.2: verified added, inode', 'app.log: verified inode']);
    expect((await baseline.check('full')).changes).toEqual([]);
    fs.appendFileSync(at('app.log'), '\nand more');
    expect((await baseline.check('full')).changes).toEqual(['app.log: verified content, size, mtime, ctime']);
  });

  it('was not rotated where what it held is gone', async () => {
    write('app.log', 'today'.repeat(9));
    const baseline = await taken({ mode: 'append_only' });
    fs.renameSync(at('app.log'), at('app.log.1'));
    fs.writeFileSync(at('app.log.1'), 'lies '.repeat(9));
    write('app.log', 'a new day');
    expect(names((await baseline.check('full')).changes)).toEqual(['app.log.1: added added', expect.stringMatching(/^app.log: tampered content, size, .*shrunk$/)]);
  });

  it('watched alone is looked for beside it', async () => {
    write('app.log', 'today'.repeat(9));
    const baseline = testBaseline(engine, watched(at('app.log'), { kind: 'file', mode: 'append_only' }));
    await baseline.take();
    fs.renameSync(at('app.log'), at('app.log.1'));
    write('app.log', 'a new day');
    expect((await baseline.check('sweep')).changes).toEqual(['app.log: verified inode']);
  });
});

describe('what nobody may read', () => {
  it('is unreadable, not missing', () => {
    const isRoot = process.getuid?.() === 0;
    const user = isRoot ? { uid: 65534, gid: 65534 } : {};
    if (isRoot) {
      fs.chmodSync(inject('testFolder'), 0o711);
      fs.chownSync(folder, 65534, 65534);
    }
    const said = JSON.parse(execFileSync(process.execPath, [path.join(import.meta.dirname, 'test-unreadable.ts'), folder], { ...user, encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: '' } })) as unknown[];
    const expected = {
      changes: ['closed/a: unreadable unreadable', 'closed/deep/b: unreadable unreadable', 'closed/deep: unreadable unreadable', 'closed: tampered mode', 'listed/c: unreadable unreadable', 'listed: tampered mode', 'open/d: unreadable mode, ctime, unreadable'],
      gaps: expect.arrayContaining(['closed/ denied', 'listed/c denied', 'open/d denied']),
      unreadable: 5,
      missing: 0,
    };
    expect(said).toEqual([expected, expected, ['open/d: verified ctime']]);
  });
});

describe('a folder swapped for a link while it is read', () => {
  it('never shows what lies outside', async () => {
    const secret = createHash('sha256').update('secret').digest('hex');
    for (let index = 0; index < 300; index += 1) write(`root/deep/er/${index}`, 'open');
    for (let index = 0; index < 300; index += 1) write(`outside/er/${index}`, 'secret');
    const swap = `const fs = require('node:fs'); for (;;) { fs.renameSync('deep', 'kept'); fs.symlinkSync('../outside', 'deep'); fs.unlinkSync('deep'); fs.renameSync('kept', 'deep'); }`;
    const baseline = testBaseline(engine, watched(at('root')));
    await baseline.take();
    const child = spawn(process.execPath, ['-e', swap], { cwd: at('root'), stdio: 'ignore' });
    try {
      for (const endsAt = Date.now() + 1500; Date.now() < endsAt; ) {
        const { found } = await baseline.check('full');
        expect(found.filter(({ after }) => after?.sha256?.toString('hex') === secret).map(told)).toEqual([]);
        expect(found.filter(({ folder: place, status }) => place.toString() === 'deep/er' && status === 'tampered').map(told)).toEqual([]);
      }
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('a very large folder', () => {
  it('is kept and judged in chunks', async () => {
    fs.mkdirSync(at('many'));
    for (let index = 0; index < 20_000; index += 1) fs.writeFileSync(at(`many/file ${index}`), `${index}`);
    const baseline = await taken();
    const chunks = baseline.sorted().filter(({ folder: place }) => place.toString() === 'many');
    expect(chunks.map(({ chunk, block }) => [chunk, decodeBlock(block).length])).toEqual([[0, 4096], [1, 4096], [2, 4096], [3, 4096], [4, 3616]]);
    expect(await baseline.check('sweep')).toMatchObject({ changes: [], counts: { files: 20_000, verified: 20_002 } });
    const names = chunks.flatMap(({ block }) => decodeBlock(block).map(({ name }) => name.toString()));
    const borders = [names[0], names[4095], names[4096], names[8191], names[19_999]].map((name) => `many/${name ?? ''}`);
    for (const name of borders) fs.rmSync(at(name));
    for (const name of ['many/!', 'many/file 5000 and a half', 'many/zzz']) write(name);
    const expected = [...borders.map((name) => `${name}: missing missing`), 'many/!: added added', 'many/file 5000 and a half: added added', 'many/zzz: added added'].sort();
    for (const kind of ['sweep', 'full'] as const) expect((await baseline.check(kind)).changes).toEqual(expected);
    expect(await baseline.checkPaths(...borders, 'many/!', 'many/zzz', 'many/file 5000 and a half', 'many/file 77')).toEqual(expected);
    for (let index = 0; index < 9000; index += 1) fs.writeFileSync(at(`many/zzz ${index}`), '');
    expect((await baseline.check('sweep')).changes).toHaveLength(expected.length + 9000);
    fs.rmSync(at('many'), { recursive: true });
    expect((await baseline.check('sweep')).counts.missing).toBe(20_001);
  });
});

describe('a check', () => {
  it('can be cancelled between two buffers of a large file', async () => {
    fs.writeFileSync(at('huge'), '');
    fs.truncateSync(at('huge'), 2 ** 35);
    const patient = createFileEngine({ threads: 2, maxMbPerSecond: () => 0 });
    for (const work of [(signal: AbortSignal) => patient.baseline(watched(folder), () => Promise.resolve(), { signal }), async (signal: AbortSignal) => testBaseline(patient, watched(folder)).check('full', signal)]) {
      await expect(work(AbortSignal.timeout(100))).rejects.toThrow('timeout');
    }
    await patient.close();
    expect((await taken({ exclude: ['huge'] })).chunks.size).toBe(1);
  });

  it('fails with its caller, and leaves nothing going on', async () => {
    for (let index = 0; index < 500; index += 1) write(`${index % 50}/${index}`);
    await expect(engine.baseline(watched(folder), () => Promise.reject(new Error('the disk is full')), { signal: new AbortController().signal })).rejects.toThrow('the disk is full');
    expect((await (await taken()).check('sweep')).changes).toEqual([]);
  });

  it('names what is too large to hash, mostly holes, and never hangs', async () => {
    fs.writeFileSync(at('sparse'), 'x');
    fs.truncateSync(at('sparse'), 2 ** 40);
    const baseline = testBaseline(engine, watched(folder));
    const { gaps } = await baseline.take();
    expect(gaps.map(({ name, reason, detail }) => [name?.toString(), reason, detail])).toEqual([['sparse', 'too-large', 'too large to hash: 1 TiB, nearly all of it a hole']]);
    expect((await baseline.check('sweep')).gaps).toHaveLength(1);
    fs.appendFileSync(at('sparse'), 'y');
    expect((await baseline.check('sweep')).changes).toEqual(['sparse: tampered content, size, mtime, ctime']);
  });

  it('leaves own data out, and says so', async () => {
    write('data/store/a');
    write('data/b');
    const baseline = testBaseline(engine, watched(folder, { never: [at('data/store')] }));
    const { gaps, counts } = await baseline.take();
    expect(gaps.map(({ folder: place, name, reason }) => [place.toString(), name?.toString(), reason])).toEqual([['data', 'store', 'excluded-own-data']]);
    expect(counts).toMatchObject({ files: 1, folders: 2 });
    write('data/store/c');
    expect((await baseline.check('full')).changes).toEqual([]);
    expect(await baseline.checkPaths('data/store', 'data/store/c')).toEqual([]);
  });

  it('follows the patterns, and forgets what they no longer name', async () => {
    for (const name of ['a.conf', 'a.txt', 'deep/b.conf', 'deep/cache/c.conf']) write(name);
    const baseline = await taken({ include: ['*.conf'], exclude: ['cache'] });
    for (const name of ['a.conf', 'a.txt', 'deep/b.conf', 'deep/cache/c.conf', 'deep/new.conf']) write(name, 'changed');
    const changes = ['a.conf: tampered content, size, mtime, ctime', 'deep/b.conf: tampered content, size, mtime, ctime', 'deep/new.conf: added added'];
    expect((await baseline.check('sweep')).changes).toEqual(changes);
    expect(await baseline.checkPaths('a.conf', 'a.txt', 'deep', 'deep/b.conf', 'deep/cache', 'deep/cache/c.conf', 'deep/new.conf')).toEqual(changes);
    baseline.root.exclude = ['cache', 'deep'];
    expect((await baseline.check('sweep')).changes).toEqual(changes.slice(0, 1));
    baseline.root.recursive = false;
    baseline.root.exclude = [];
    expect((await baseline.check('sweep')).changes).toEqual(changes.slice(0, 1));
  });

  it('reads again what was hashed too soon after its last change, and a tampered file only once', async () => {
    for (const name of ['fresh', 'old', 'tampered']) write(name);
    const baseline = await taken();
    expect((await baseline.check('sweep')).counts.hashed).toBe(3);
    // As if they had been hashed a minute later; nobody can set a ctime back.
    const later = Date.now() + 61_000;
    for (const chunk of baseline.chunks.values()) chunk.block = encodeBlock(decodeBlock(chunk.block).map((record) => ({ ...record, hashedAtMs: record.name.toString() === 'fresh' ? record.hashedAtMs : later })));
    baseline.bump();
    expect(await baseline.check('sweep')).toMatchObject({ changes: [], refreshed: 1, counts: { hashed: 1, verified: 4 } });
    fs.chmodSync(at('tampered'), 0o600);
    expect((await baseline.check('sweep')).counts.hashed).toBe(2);
    // It may still be written within the same tick, so it is read until its stamps are old enough.
    expect(await baseline.check('sweep')).toMatchObject({ changes: ['tampered: tampered mode, ctime'], counts: { hashed: 2 } });
    expect(await baseline.check('full')).toMatchObject({ changes: ['tampered: tampered mode, ctime'], counts: { hashed: 3 } });
  });

  it('says that a root is gone, or was swapped for a link', async () => {
    write('root/a');
    const baseline = testBaseline(engine, watched(at('root')));
    await baseline.take();
    fs.renameSync(at('root'), at('kept'));
    const gone = await baseline.check('sweep');
    expect(gone.changes).toEqual([': missing missing', 'a: missing missing']);
    expect(gone.gaps.map(({ reason }) => reason)).toEqual(['vanished']);
    fs.symlinkSync('kept', at('root'));
    expect((await baseline.check('full')).changes).toEqual([': tampered mode, type, inode, symlink-escape', 'a: missing missing']);
  });
});

describe('single reads', () => {
  it('give the record of what is there now', async () => {
    write('deep/a');
    write('large', Buffer.alloc(2_000_000, 'x'));
    const root = watched(folder);
    expect((await engine.read(root, Buffer.from('deep/a')))?.sha256?.toString('hex')).toBe(createHash('sha256').update('content of deep/a').digest('hex'));
    expect(await engine.read(root, Buffer.from('large'))).toMatchObject({ type: 'file', size: 2_000_000 });
    expect(await engine.read(root, Buffer.from('deep'))).toMatchObject({ type: 'folder' });
    expect(await engine.read(root, Buffer.alloc(0))).toMatchObject({ type: 'folder' });
    expect(await engine.read(root, Buffer.from('none/at/all'))).toBeNull();
    expect(await engine.read(watched(at('large'), { kind: 'file' }), Buffer.alloc(0))).toMatchObject({ size: 2_000_000 });
  });

  it('give small content that all may read, and no other', async () => {
    for (let each = folder; each.startsWith(inject('testFolder')); each = path.dirname(each)) fs.chmodSync(each, 0o755);
    const root = watched(folder);
    write('open', 'text');
    write('closed', 'text');
    fs.chmodSync(at('closed'), 0o640);
    write('hidden/open', 'text');
    fs.chmodSync(at('hidden'), 0o750);
    write('.ssh/open', 'text');
    fs.symlinkSync('open', at('link'));
    const read = async (name: string, maxBytes = 10): Promise<string | undefined> => (await engine.readSmall(root, Buffer.from(name), maxBytes))?.toString();
    expect(await Promise.all(['open', 'closed', 'hidden/open', '.ssh/open', 'link', 'none'].map((name) => read(name)))).toEqual(['text', undefined, undefined, undefined, undefined, undefined]);
    expect(await read('open', 3)).toBeUndefined();
  });
});

it('keeps the pace that it was given', async () => {
  const slow = createFileEngine({ threads: 2, maxMbPerSecond: () => 20, idleMs: 50 });
  for (let index = 0; index < 20; index += 1) write(`${index}`, Buffer.alloc(1_000_000));
  const startedAt = performance.now();
  await slow.baseline(watched(folder), () => Promise.resolve(), { signal: new AbortController().signal });
  expect(performance.now() - startedAt).toBeGreaterThan(700);
  await slow.close();
});
