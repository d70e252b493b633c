import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { watched } from './test-baseline.ts';
import { createWatcher, type Watcher, type WatchTrouble } from './watcher.ts';

let folder: string;
let watcher: Watcher;
let marked: Set<string>;
let troubles: WatchTrouble[];
const at = (name: string): string => path.join(folder, name);
const seen = (...names: string[]): Promise<void> => vi.waitFor(() => expect([...marked]).toEqual(expect.arrayContaining(names)), { timeout: 20_000, interval: 5 });
/** What is marked by now was marked before, and does not count. */
const settled = async (): Promise<void> => {
  await sleep(60);
  marked.clear();
};

beforeEach(() => {
  folder = fs.realpathSync(makeTestFolder('watch'));
  marked = new Set();
  troubles = [];
  watcher = createWatcher({
    onMarked: (_, paths) => {
      for (const each of paths) marked.add(each.toString('latin1'));
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
});
afterEach(() => watcher.close());

describe.runIf(process.platform === 'linux')('a watched folder', () => {
  it('marks what is written, created, deleted, renamed and changed in mode, owner or time', async () => {
    fs.mkdirSync(at('deep/er'), { recursive: true });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'deep/er/f']) fs.writeFileSync(at(name), '');
    await watcher.set([watched(folder)]);
    fs.appendFileSync(at('a'), 'x');
    fs.rmSync(at('b'));
    fs.renameSync(at('c'), at('c2'));
    fs.chmodSync(at('d'), 0o600);
    fs.utimesSync(at('e'), 1, 1);
    fs.writeFileSync(Buffer.concat([Buffer.from(at('deep/er/')), Buffer.from([0xff])]), '');
    fs.writeFileSync(at('deep/er/new\nline'), '');
    fs.writeFileSync(at('../next'), 'other');
    fs.renameSync(at('../next'), at('deep/er/f'));
    await seen('a', 'b', 'c', 'c2', 'd', 'e', 'deep/er/\xff', 'deep/er/new\nline', 'deep/er/f');
    await settled();
    fs.chmodSync(folder, 0o711);
    await seen('');
    expect(troubles).toEqual([]);
  });

  it('misses nothing in folders made a moment ago, and goes on seeing them', async () => {
    await watcher.set([watched(folder)]);
    for (let round = 0; round < 20; round += 1) {
      fs.mkdirSync(at(`${round}/b/c`), { recursive: true });
      fs.writeFileSync(at(`${round}/b/c/file`), '');
    }
    await seen(...Array.from({ length: 20 }, (_, round) => [`${round}`, `${round}/b`, `${round}/b/c`, `${round}/b/c/file`]).flat());
    await settled();
    fs.chmodSync(at('7/b/c/file'), 0o600);
    fs.rmSync(at('8/b/c/file'));
    await seen('7/b/c/file', '8/b/c/file');
  });

  it('follows a folder that is renamed, or replaced by another of its name', async () => {
    fs.mkdirSync(at('old/sub'), { recursive: true });
    fs.writeFileSync(at('old/sub/file'), '');
    await watcher.set([watched(folder)]);
    fs.renameSync(at('old'), at('new'));
    await seen('old', 'new', 'new/sub/file');
    await settled();
    fs.appendFileSync(at('new/sub/file'), 'x');
    await seen('new/sub/file');
    expect([...marked]).not.toContain('old/sub/file');
    fs.renameSync(at('new'), at('../kept'));
    fs.mkdirSync(at('new/sub'), { recursive: true });
    await settled();
    fs.writeFileSync(at('new/sub/other'), '');
    fs.writeFileSync(at('../kept/sub/file'), 'not ours any more');
    await seen('new/sub/other');
    expect([...marked]).not.toContain('new/sub/file');
  });

  it('loses none of five thousand touches', async () => {
    for (let index = 0; index < 50; index += 1) fs.mkdirSync(at(`${index}`));
    const names = Array.from({ length: 5000 }, (_, index) => `${index % 50}/${index}`);
    for (const name of names) fs.writeFileSync(at(name), '');
    await watcher.set([watched(folder)]);
    for (const name of names) fs.utimesSync(at(name), 1, 1);
    await seen(...names);
    expect(troubles).toEqual([]);
  });

  it('loses nothing silently when more happens than can be told', async () => {
    const names = Array.from({ length: 18_000 }, (_, index) => `${index}`);
    for (const name of names) fs.writeFileSync(at(name), '');
    await watcher.set([watched(folder)]);
    // This thread takes no marks meanwhile.
    for (const name of names) fs.utimesSync(at(name), 1, 1);
    // A thread that the machine leaves enough time takes all of them before the kernel's queue is full.
    const isTold = (): boolean => troubles.some(({ rootId, kind, detail }) => rootId === folder && kind === 'overflow' && detail !== '');
    await vi.waitFor(() => expect(isTold() || names.every((name) => marked.has(name))).toBe(true), { timeout: 20_000 });
  });

  it('leaves out what is excluded, own data, and what lies deeper where it is not recursive', async () => {
    for (const name of ['cache', 'data/store', 'deep']) fs.mkdirSync(at(name), { recursive: true });
    await watcher.set([watched(folder, { exclude: ['cache', '*.log'], never: [at('data/store')] })]);
    for (const name of ['cache/a', 'data/store/a', 'a.log', 'deep/a']) fs.writeFileSync(at(name), '');
    await seen('deep/a');
    expect([...marked].sort()).toEqual(['deep/a']);
    await watcher.set([watched(folder, { recursive: false })]);
    await settled();
    fs.writeFileSync(at('deep/b'), '');
    fs.writeFileSync(at('b'), '');
    await seen('b');
    expect([...marked]).not.toContain('deep/b');
  });

  it('tells when its root is gone, and goes on when it is there again', async () => {
    fs.mkdirSync(at('root/sub'), { recursive: true });
    await watcher.set([watched(at('root'))]);
    fs.rmSync(at('root'), { recursive: true });
    await vi.waitFor(() => expect(troubles).toEqual([{ rootId: at('root'), kind: 'gone', detail: expect.stringContaining('removed') }]), { timeout: 20_000 });
    fs.mkdirSync(at('root/sub'), { recursive: true });
    fs.writeFileSync(at('root/sub/file'), '');
    await seen('', 'sub', 'sub/file');
    await settled();
    fs.appendFileSync(at('root/sub/file'), 'x');
    await seen('sub/file');
    expect(troubles).toHaveLength(1);
  });
});

describe.runIf(process.platform === 'linux')('a watched file', () => {
  it('is marked, its neighbours are not', async () => {
    for (const name of ['a', 'b']) fs.writeFileSync(at(name), '');
    await watcher.set([watched(at('a'), { kind: 'file' })]);
    fs.writeFileSync(at('b'), 'x');
    fs.writeFileSync(at('next'), 'x');
    fs.renameSync(at('next'), at('a'));
    await seen('a');
    expect([...marked]).toEqual(['a']);
  });
});

/** A user namespace has limits of its own; without one the limit of the whole machine would have to be lowered. */
const hasNamespace = spawnSync('unshare', ['-Ur', 'sh', '-c', 'echo 1000 > /proc/sys/user/max_inotify_watches']).status === 0;

it.runIf(hasNamespace)('says how many folders are beyond the limit of the system', () => {
  for (let index = 0; index < 100; index += 1) fs.mkdirSync(at(`${index}`));
  const script = `
    import { createWatcher } from ${JSON.stringify(path.join(import.meta.dirname, 'watcher.ts'))};
    const troubles = [];
    const watcher = createWatcher({ onMarked() {}, onTrouble: (trouble) => troubles.push(trouble) });
    await watcher.set([{ id: 'r', path: Buffer.from(${JSON.stringify(folder)}), kind: 'folder', recursive: true, include: [], exclude: [], mode: 'standard', never: [] }]);
    console.log(JSON.stringify(troubles));
    await watcher.close();`;
  fs.writeFileSync(at('script.mjs'), script);
  const out = execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 40 > /proc/sys/user/max_inotify_watches; exec "$0" "$1"', process.execPath, at('script.mjs')], { encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual([{ rootId: 'r', kind: 'limit', detail: expect.stringMatching(/^61 folders are not watched: .*fs\.inotify\.max_user_watches/) }]);
});
