import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { createFileEngine, decodeBlock } from './engine.ts';
import { testBaseline, type TestBaseline, watched } from './test-baseline.ts';

const engine = createFileEngine({ threads: 2, maxMbPerSecond: () => 0 });
afterAll(() => engine.close());

let folder: string;
const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string | Buffer = `content of ${name}`): void => {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text);
};
beforeEach(() => {
  folder = makeTestFolder('files');
});

/** Moved out of the tree, so that its inode isn't used again. */
const away = (name: string): void => fs.renameSync(at(name), at('../away'));

const longAgo = new Date('2026-01-01T00:00:00.123Z');

/** Each change, and what both kinds of check must say of it, of everything else nothing. */
const matrix: Record<string, { change(): void; said: string[] }> = {
  'other bytes, same size, mtime put back': {
    change() {
      fs.writeFileSync(at('conf/a'), 'CONTENT of conf/a');
      fs.utimesSync(at('conf/a'), longAgo, longAgo);
    },
    said: ['conf/a: tampered content, mtime-backdated, ctime'],
  },
  'more bytes': { change: () => fs.appendFileSync(at('conf/a'), 'x'), said: ['conf/a: tampered content, size, mtime, ctime'] },
  truncated: { change: () => fs.truncateSync(at('conf/a'), 3), said: ['conf/a: tampered content, size, mtime, ctime'] },
  mode: { change: () => fs.chmodSync(at('conf/a'), 0o4755), said: ['conf/a: tampered mode, ctime'] },
  'owner and group': { change: () => fs.chownSync(at('conf/a'), 12, 34), said: ['conf/a: tampered owner, group, ctime'] },
  'mode of a folder': { change: () => fs.chmodSync(at('conf'), 0o700), said: ['conf: tampered mode'] },
  'mode of the root': { change: () => fs.chmodSync(folder, 0o711), said: [': tampered mode'] },
  renamed: { change: () => fs.renameSync(at('conf/a'), at('conf/z')), said: ['conf/a: missing missing', 'conf/z: added added'] },
  deleted: { change: () => fs.rmSync(at('conf/a')), said: ['conf/a: missing missing'] },
  added: { change: () => write('conf/new'), said: ['conf/new: added added'] },
  'folder added': { change: () => write('deep/new/one'), said: ['deep/new/one: added added', 'deep/new: added added'] },
  'folder deleted': { change: () => fs.rmSync(at('deep'), { recursive: true }), said: ['deep/er/file: missing missing', 'deep/er: missing missing', 'deep: missing missing'] },
  'folder renamed': {
    change: () => fs.renameSync(at('deep/er'), at('deep/est')),
    said: ['deep/er/file: missing missing', 'deep/er: missing missing', 'deep/est/file: added added', 'deep/est: added added'],
  },
  'link swapped, inside': {
    change() {
      away('link');
      fs.symlinkSync('conf/b', at('link'));
    },
    said: ['link: tampered target, inode, mtime, ctime'],
  },
  'link swapped, outside': {
    change() {
      away('link');
      fs.symlinkSync('/etc/passwd', at('link'));
    },
    said: ['link: tampered target, inode, mtime, ctime, symlink-escape'],
  },
  'file to link of the same bytes': {
    change() {
      fs.renameSync(at('conf/a'), at('../moved'));
      fs.symlinkSync(at('../moved'), at('conf/a'));
    },
    said: ['conf/a: tampered mode, type, inode, symlink-escape'],
  },
  'hard link added': { change: () => fs.linkSync(at('conf/a'), at('../hard')), said: ['conf/a: tampered links, ctime'] },
  'written through a hard link outside': { change: () => fs.writeFileSync(at('../held'), 'HELD from outside'), said: ['held: tampered content, size, mtime, ctime'] },
  'atomic replace, other bytes': {
    change() {
      fs.writeFileSync(at('../next'), 'other');
      fs.renameSync(at('../next'), at('conf/a'));
    },
    said: ['conf/a: tampered content, size, inode, mtime, ctime'],
  },
  'atomic replace, same bytes': {
    change() {
      fs.writeFileSync(at('../next'), 'content of conf/a');
      fs.renameSync(at('../next'), at('conf/a'));
    },
    said: ['conf/a: verified inode, mtime, ctime'],
  },
  touched: { change: () => fs.utimesSync(at('conf/a'), new Date(), new Date()), said: ['conf/a: verified mtime, ctime'] },
  'touched into the past': { change: () => fs.utimesSync(at('conf/a'), new Date(0), new Date(0)), said: ['conf/a: tampered mtime-backdated, ctime'] },
  'file to folder': {
    change() {
      away('conf/a');
      write('conf/a/inner');
    },
    said: ['conf/a/inner: added added', 'conf/a: tampered mode, type, inode'],
  },
  'folder to file': {
    change() {
      away('deep/er');
      write('deep/er');
    },
    said: ['deep/er/file: missing missing', 'deep/er: tampered mode, type, inode'],
  },
  'folder to link': {
    change() {
      fs.renameSync(at('deep/er'), at('../er'));
      fs.symlinkSync(at('../er'), at('deep/er'));
    },
    said: ['deep/er/file: missing missing', 'deep/er: tampered mode, type, inode, symlink-escape'],
  },
  'file to pipe': {
    change() {
      away('conf/a');
      execFileSync('mkfifo', ['-m', '644', at('conf/a')]);
    },
    said: ['conf/a: tampered type, inode'],
  },
  'a name with a line break': { change: () => fs.appendFileSync(at('new\nline'), 'x'), said: ['new\nline: tampered content, size, mtime, ctime'] },
  'a name that is not UTF-8': { change: () => fs.appendFileSync(Buffer.concat([Buffer.from(at('')), Buffer.from([0x2f, 0xff, 0xfe])]), 'x'), said: ['\xff\xfe: tampered content, size, mtime, ctime'] },
  'an added name that is not UTF-8': { change: () => fs.writeFileSync(Buffer.concat([Buffer.from(at('conf/')), Buffer.from([0xc3, 0x28])]), 'x'), said: ['conf/\xc3(: added added'] },
  'a large file, one byte': { change: () => writeAt('large', 2_500_000), said: ['large: tampered content, mtime, ctime'] },
  'a sparse file of 8 MiB, one byte': { change: () => writeAt('sparse', 5_000_000), said: ['sparse: tampered content, mtime, ctime'] },
  nothing: { change: () => undefined, said: [] },
};

function writeAt(name: string, position: number): void {
  const fd = fs.openSync(at(name), 'r+');
  fs.writeSync(fd, 'X', position);
  fs.closeSync(fd);
}

async function madeTree(): Promise<TestBaseline> {
  folder = path.join(folder, 'root');
  for (const name of ['conf/a', 'conf/b', 'conf-local', 'deep/er/file', 'new\nline', 'plain', 'held']) write(name);
  fs.linkSync(at('held'), at('../held'));
  write('large', Buffer.alloc(3_000_000, 'large'));
  fs.writeFileSync(at('sparse'), '');
  fs.truncateSync(at('sparse'), 8 << 20);
  fs.writeFileSync(Buffer.concat([Buffer.from(at('')), Buffer.from([0x2f, 0xff, 0xfe])]), 'bytes');
  fs.symlinkSync('conf/a', at('link'));
  execFileSync('mkfifo', [at('pipe')]);
  fs.mkdirSync(at('empty'));
  fs.utimesSync(at('conf/a'), longAgo, longAgo);
  fs.chmodSync(folder, 0o755);
  fs.chmodSync(at('conf'), 0o755);
  const baseline = testBaseline(engine, watched(folder));
  await baseline.take();
  return baseline;
}

describe.each(['sweep', 'full'] as const)('a %s', (kind) => {
  it.each(Object.entries(matrix))('says of what changed and of nothing else: %s', async (_, { change, said }) => {
    const baseline = await madeTree();
    change();
    const { changes, counts } = await baseline.check(kind);
    expect(changes).toEqual(said);
    expect(counts.verified + counts.tampered + counts.missing + counts.added).toBe(baseline.sorted().reduce((sum, { block }) => sum + decodeBlock(block).length, 0) + counts.added);
  });

  it('takes the new stamps of what is verified, and keeps those of what is not', async () => {
    const baseline = await madeTree();
    fs.utimesSync(at('conf/a'), new Date(), new Date());
    fs.chmodSync(at('conf/b'), 0o600);
    expect((await baseline.check(kind)).changes).toEqual(['conf/a: verified mtime, ctime', 'conf/b: tampered mode, ctime']);
    expect((await baseline.check(kind)).changes).toEqual(['conf/b: tampered mode, ctime']);
    expect(baseline.loads).toBe(1);
  });
});

it('says the same of single paths, and of all below a folder that came or went', async () => {
  for (const [name, { change, said }] of Object.entries(matrix)) {
    const baseline = await madeTree();
    change();
    const paths = ['', 'conf', 'conf/a', 'conf/z', 'conf/new', 'deep', 'deep/er', 'deep/est', 'deep/new', 'link', 'held', 'new\nline', 'large', 'sparse', Buffer.from([0xff, 0xfe]), Buffer.from('conf/\xc3(', 'latin1'), 'nowhere/at/all'];
    expect([name, await baseline.checkPaths(...paths)]).toEqual([name, said]);
    folder = makeTestFolder('files');
  }
});
