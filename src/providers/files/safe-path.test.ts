import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../../test/open-test-store.ts';
import { resolveBelowRoots } from './safe-path.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
const resolve = (given: string | Buffer, never: string[] = []): string => {
  const found = resolveBelowRoots(given, [at('root'), at('absent')], never);
  return found.kind === 'refused' ? found.reason : `${found.kind} ${path.relative(folder, found.path.toString('latin1'))}${found.leftOut.map((each) => ` without ${path.relative(folder, each.toString())}`).join('')}`;
};

beforeAll(() => {
  folder = fs.realpathSync(makeTestFolder('paths'));
  for (const name of ['root/conf', 'root/data/store', 'outside']) fs.mkdirSync(at(name), { recursive: true });
  for (const name of ['root/conf/a', 'root/data/store/b', 'outside/secret', 'root-2']) fs.writeFileSync(at(name), '');
  const links = { 'root/in': 'conf/a', 'root/out': '../outside/secret', 'root/out-dangling': '../outside/none', 'root/out-folder': '/etc', 'root/dangling': 'conf/none', 'root/loop': 'loop', 'root/back': '../root/../root/conf' };
  for (const [name, target] of Object.entries(links)) fs.symlinkSync(target, at(name));
});

describe('a path that somebody wants to watch', () => {
  it.each([
    ['root', 'folder root'],
    ['root/conf/a', 'file root/conf/a'],
    ['root//conf/./a/', 'file root/conf/a'],
    ['root/in', 'file root/conf/a'],
    ['root/back/a', 'file root/conf/a'],
    ['root/none', 'not-found'],
    ['root/conf/a/below', 'not-found'],
    ['root/dangling', 'not-found'],
    ['root/loop', 'not-found'],
  ])('%s: %s', (given, said) => expect(resolve(`${folder}/${given}`)).toBe(said));

  it('gets one answer outside the roots, whether it exists or not', () => {
    const outside = ['outside/secret', 'outside/none', 'root/out', 'root/out-dangling', 'root/out-folder/passwd', 'root/out-folder/none', 'root-2', 'root-3'];
    expect(new Set(outside.map((name) => JSON.stringify(resolveBelowRoots(at(name), [at('root')], []))))).toHaveProperty('size', 1);
    expect(resolve(at('outside/secret'))).toBe('outside');
    expect(resolve('/')).toBe('outside');
  });

  it('is absolute and says what it means', () => {
    for (const given of ['root', '', `${at('root')}/conf/../conf`, `${at('root')}/\0`]) expect(resolve(given)).toBe('not-a-path');
  });

  it('is no device', () => {
    expect(resolveBelowRoots('/dev/null', ['/dev'], [])).toMatchObject({ reason: 'special' });
  });

  it('may be bytes that are no UTF-8', () => {
    const name = Buffer.concat([Buffer.from(at('root/')), Buffer.from([0xff, 0xfe])]);
    fs.writeFileSync(name, '');
    expect(resolve(name)).toBe('file root/\xff\xfe');
  });

  it('is not what the service itself keeps; a folder around that leaves it out', () => {
    const never = [at('root/data/store'), at('none')];
    expect(resolve(at('root/data/store/b'), never)).toBe('own-data');
    expect(resolve(at('root/data'), never)).toBe('folder root/data without root/data/store');
    expect(resolve(at('root/conf'), never)).toBe('folder root/conf');
  });
});
