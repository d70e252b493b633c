import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../test/processor-ms.ts';
import { compileGlob } from './glob.ts';
import { createSelection } from './selection.ts';

const matches = (pattern: string, path: string, isFolder = false): boolean => compileGlob(pattern)(Buffer.from(path).toString('latin1'), isFolder);

describe('a pattern', () => {
  it.each([
    ['*.conf', 'a.conf', true],
    ['*.conf', 'deep/er/a.conf', true],
    ['*.conf', 'a.conf.bak', false],
    ['*', '.hidden', true],
    ['/*.conf', 'a.conf', true],
    ['/*.conf', 'deep/a.conf', false],
    ['deep/*', 'deep/a', true],
    ['deep/*', 'deep/er/a', false],
    ['deep/**', 'deep/er/a', true],
    ['deep/**', 'deep', false],
    ['**/a', 'a', true],
    ['**/a', 'x/y/a', true],
    ['x/**/a', 'x/a', true],
    ['x/**/a', 'x/1/2/a', true],
    ['x/**/a', 'y/x/a', false],
    ['**', 'any/thing', true],
    ['?.log', 'a.log', true],
    ['?.log', 'é.log', true],
    ['?.log', '🙂.log', true],
    ['??.log', 'é.log', false],
    ['[a-c].log', 'b.log', true],
    ['[!a-c].log', 'b.log', false],
    ['[à-ÿ].log', 'é.log', true],
    ['[', '[', true],
    ['a[b', 'a[b', true],
    ['[]]', ']', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['é', 'é', true],
  ])('%s and %s: %s', (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));

  it('with a slash at its end is for folders', () => {
    expect([matches('cache/', 'a/cache', true), matches('cache/', 'a/cache', false)]).toEqual([true, false]);
  });

  it('meets bytes that are no UTF-8 as single characters', () => {
    expect([compileGlob('?')('\xff', false), compileGlob('*')('\xff\xfe', false), compileGlob('?')('\xc3\x28', false)]).toEqual([true, true, false]);
  });

  it('takes no longer for a hostile name', () => {
    const startedAt = processorMs();
    expect(matches(`${'*a'.repeat(40)}b`, 'a'.repeat(255))).toBe(false);
    expect(matches(`${'**/a/'.repeat(20)}b`, 'a/'.repeat(1000))).toBe(false);
    expect(processorMs() - startedAt).toBeLessThan(1000);
  });
});

describe('a selection', () => {
  const all = { include: [], exclude: [], recursive: true, never: [] };

  it('leaves out what is below an excluded folder', () => {
    const { isWatched, isEntered } = createSelection({ ...all, exclude: ['node_modules', '/tmp/', '*.log'] });
    expect(['a/node_modules/b', 'tmp/a', 'x.log', 'a/tmp/b', 'a/b'].map((path) => isWatched(path, false))).toEqual([false, false, false, true, true]);
    expect(['a/node_modules', 'tmp', 'a/tmp'].map(isEntered)).toEqual([false, false, true]);
  });

  it('looks into folders for what is included, and keeps all below an included one', () => {
    const { isWatched, isEntered } = createSelection({ ...all, include: ['*.conf', '/etc/ssh'], exclude: ['secret.conf'] });
    expect(['a/b.conf', 'a/b.txt', 'etc/ssh/key', 'etc/secret.conf'].map((path) => isWatched(path, false))).toEqual([true, false, true, false]);
    expect([isWatched('a', true), isEntered('a')]).toEqual([false, true]);
  });

  it('ends at the first level where it is not recursive', () => {
    const { isWatched, isEntered } = createSelection({ ...all, recursive: false });
    expect([isWatched('a', true), isWatched('a/b', false), isEntered(''), isEntered('a')]).toEqual([true, false, true, false]);
  });

  it('never enters own data', () => {
    const { isWatched, isEntered, isOwnData } = createSelection({ ...all, include: ['data'], never: ['data/store'] });
    expect([isWatched('data/store/x', false), isEntered('data/store'), isOwnData('data/store/x'), isWatched('data/storex', false)]).toEqual([false, false, true, true]);
  });
});
