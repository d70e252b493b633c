import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../test/open-test-store.ts';
import { createVault, masterKeyOf } from './vault.ts';

const vault = createVault(Buffer.alloc(32, 7));

describe('the vault', () => {
  it('gives back what was sealed, and never seals the same way twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = vault.seal(text, 'a');
      expect(vault.open(sealed, 'a')).toBe(text);
      expect(vault.seal(text, 'a')).not.toBe(sealed);
      expect(sealed).toMatch(/^v1\.[\w-]+$/);
    }));
  });

  it('opens nothing with another key or for another purpose', () => {
    const sealed = vault.seal('hunter2', 'setting:A');
    expect(() => createVault(Buffer.alloc(32, 8)).open(sealed, 'setting:A')).toThrow();
    expect(() => vault.open(sealed, 'setting:B')).toThrow();
  });

  it('notices every changed or missing byte', () => {
    const bytes = Buffer.from(vault.seal('hunter2', 'a').slice(3), 'base64url');
    const open = (changed: Buffer): string => vault.open(`v1.${changed.toString('base64url')}`, 'a');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(changed), `byte ${at}`).toThrow();
      expect(() => open(bytes.subarray(0, at)), `cut at ${at}`).toThrow();
    }
    for (const text of ['', 'hunter2', 'v1.', 'v2.AAAA']) expect(() => vault.open(text, 'a')).toThrow();
  });

  it('takes no short key', () => {
    expect(() => createVault(Buffer.alloc(16))).toThrow('256 bits');
  });
});

describe('the master key', () => {
  it('is made once, for its owner alone', () => {
    const folder = path.join(makeTestFolder('vault'), 'data');
    const key = masterKeyOf(folder);
    expect(key).toHaveLength(32);
    expect(masterKeyOf(folder)).toEqual(key);
    expect(fs.statSync(path.join(folder, 'master.key')).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(folder)).toEqual(['master.key']);
    expect(masterKeyOf(makeTestFolder('vault'))).not.toEqual(key);
  });

  it('is the same for all who start at once', async () => {
    const folder = makeTestFolder('vault');
    const script = `import { masterKeyOf } from ${JSON.stringify(import.meta.resolve('./vault.ts'))}; process.stdout.write(masterKeyOf(${JSON.stringify(folder)}).toString('hex'));`;
    const run = async () => (await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', script])).stdout;
    const keys = await Promise.all([run(), run(), run(), run()]);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not replaced where it cannot be read', () => {
    const folder = makeTestFolder('vault');
    fs.mkdirSync(path.join(folder, 'master.key'));
    expect(() => masterKeyOf(folder)).toThrow();
    const cut = makeTestFolder('vault');
    fs.writeFileSync(path.join(cut, 'master.key'), 'abcd\n');
    expect(() => createVault(masterKeyOf(cut))).toThrow('256 bits');
    expect(fs.readFileSync(path.join(cut, 'master.key'), 'utf8')).toBe('abcd\n');
  });
});
