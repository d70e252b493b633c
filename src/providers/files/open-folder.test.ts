import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { isFault, listFolder, openFolder } from './open-folder.ts';
import { createSortedNames } from './sorted-names.ts';

const folder = fs.realpathSync(makeTestFolder('open'));
const at = (name: string): string => path.join(folder, name);

describe('a folder that is opened', () => {
  it('stays the same while something takes its place', () => {
    fs.mkdirSync(at('deep/er'), { recursive: true });
    fs.mkdirSync(at('outside/er'), { recursive: true });
    fs.writeFileSync(at('deep/er/inner'), '');
    fs.writeFileSync(at('outside/er/secret'), '');
    const opened = openFolder(at('deep/er'));
    if (isFault(opened)) throw new Error(opened.detail);
    fs.renameSync(at('deep'), at('kept'));
    fs.symlinkSync('outside', at('deep'));
    expect([...listFolder(opened)]).toEqual([{ name: 'inner', isFolder: false }]);
    opened.close();
    expect(openFolder(at('deep/er'))).toEqual({ reason: 'not-a-folder', detail: 'a link took the place of an outer folder' });
    expect(openFolder(at('deep'))).toMatchObject({ reason: 'not-a-folder' });
    expect(openFolder(at('kept/er/inner'))).toMatchObject({ reason: 'not-a-folder' });
    expect(openFolder(at('none'))).toMatchObject({ reason: 'vanished' });
  });

  it('lists its entries in the order of their bytes', () => {
    fs.mkdirSync(at('some/m'), { recursive: true });
    const names = ['b', 'a', 'B', 'ä', '~', ' ', 'a-b', 'a.b'];
    for (const name of names) fs.writeFileSync(at(`some/${name}`), '');
    fs.writeFileSync(Buffer.concat([Buffer.from(at('some/')), Buffer.from([0xff])]), '');
    const opened = openFolder(at('some'));
    if (isFault(opened)) throw new Error(opened.detail);
    const listed = [...listFolder(opened)];
    opened.close();
    expect(listed.map(({ name }) => name)).toEqual([...names.map((name) => Buffer.from(name).toString('latin1')), 'm', '\xff'].sort());
    expect(listed.filter(({ isFolder }) => isFolder)).toEqual([{ name: 'm', isFolder: true }]);
  });
});

it('sorts very many names in little memory', () => {
  const sorted = createSortedNames();
  const names = Array.from({ length: 150_000 }, (_, index) => `n${(index * 7919) % 150_000}`);
  for (const name of names) sorted.add(name);
  expect([...sorted.all()]).toEqual(names.sort());
});
