import { describe, expect, it } from 'vitest';
import { aHostFile } from '../../../../test/judge.ts';
import { collectFiles } from '../../../../test/collect-files.ts';
import { changeKinds } from '../compare.ts';
import { filesHostFile } from './file.ts';

const { attributes } = filesHostFile;

describe('a watched file as a resource', () => {
  it('needs nothing but reading, and lies in no region', () => {
    expect(filesHostFile).toMatchObject({ id: 'files:host:file', service: 'host', nativeType: 'file', locality: 'global', permissions: ['read'] });
    expect(filesHostFile.relations({ uid: 'file://web-1/etc/passwd', attributes: {} })).toEqual([]);
  });

  it('says of every attribute what it means', () => {
    expect(Object.entries(attributes.shape).filter(([, schema]) => (schema.description ?? '').length < 5).map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['a kind of change that no comparison names', { changes: ['sha256'] }],
    ['a status that the contract does not know', { status: 'changed' }],
    ['half a byte', { size_bytes: 0.5 }],
    ['a mode as a number', { mode: 420 }],
  ])('refuses %s', (_what, wrong) => {
    expect(attributes.safeParse({ ...aHostFile().attributes, ...wrong }).success).toBe(false);
  });

  it('holds what the engine finds, each kind of change that a test can make', async () => {
    const found = await collectFiles();
    expect(found.map(({ attributes: each }) => attributes.strict().safeParse(each).error?.message).filter((message) => message !== undefined)).toEqual([]);
    const kinds = new Set(found.flatMap((each) => each.attributes['changes'] as string[]));
    const notHere = ['owner', 'group', 'unreadable', 'extended', 'prefix', 'size'];
    expect(changeKinds.filter((kind) => !kinds.has(kind) && !notHere.includes(kind))).toEqual([]);
    expect(found.find(({ name }) => name.endsWith('bytes-\\xff\\xfe'))?.uid).toMatch(/bytes-%FF%FE$/);
  });
});
