import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { createFileEngine, decodeBlock } from './engine.ts';
import { readOutput } from './extended.ts';
import { testBaseline, told, watched } from './test-baseline.ts';

it('reads what getfattr prints, whatever the names hold', () => {
  const text = '# file: /a/c\\012d\nuser.y=0x32\nuser.x=0x31\n\n# file: /a/back\\134slash\nuser.x=0x31\nuser.y=0x32\n\n# file: /a/\xff\nsystem.posix_acl_access=0x02\n\n';
  const found = readOutput(text);
  expect([...found.keys()]).toEqual(['/a/c\nd', '/a/back\\slash', '/a/\xff']);
  expect(found.get('/a/c\nd')).toEqual(found.get('/a/back\\slash'));
  expect(found.get('/a/\xff')).not.toEqual(found.get('/a/c\nd'));
});

const folder = makeTestFolder('extended');
const set = (name: string, value: string): void => void execFileSync('setfattr', ['-n', 'user.note', '-v', value, path.join(folder, name)]);
fs.writeFileSync(path.join(folder, 'probe'), '');
const hasHelper = spawnSync('setfattr', ['-n', 'user.note', '-v', '1', path.join(folder, 'probe')]).status === 0 && spawnSync('getfattr', ['--version']).status === 0;

describe.runIf(hasHelper)('extended attributes', () => {
  it('are part of the guarded state', async () => {
    fs.mkdirSync(path.join(folder, 'sub'));
    for (const [name, size] of [['a', 10], ['b', 10], ['large', 3_000_000]] as const) fs.writeFileSync(path.join(folder, name), Buffer.alloc(size));
    set('b', 'one');
    const engine = createFileEngine({ threads: 2, maxMbPerSecond: () => 0 });
    const baseline = testBaseline(engine, watched(folder));
    await baseline.take();
    expect(baseline.sorted().flatMap(({ block }) => decodeBlock(block)).every(({ extended }) => extended?.length === 16)).toBe(true);
    expect((await baseline.check('full')).changes).toEqual([]);
    set('a', 'one');
    set('b', 'two');
    set('large', 'one');
    set('sub', 'one');
    fs.chmodSync(path.join(folder, 'probe'), 0o644);
    const files = ['a: tampered ctime, extended', 'b: tampered ctime, extended', 'large: tampered ctime, extended', 'probe: verified ctime'];
    expect((await baseline.check('sweep')).changes).toEqual(files);
    expect((await baseline.check('full')).changes).toEqual([...files.slice(0, 3), 'sub: tampered extended']);
    fs.writeFileSync(path.join(folder, 'new'), '');
    expect((await baseline.check('sweep')).found.find((change) => told(change).startsWith('new'))?.after?.extended).toEqual(Buffer.alloc(16));
    await engine.close();
  });
});
