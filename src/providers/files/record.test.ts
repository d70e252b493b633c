import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBlock, encodeBlock, type FileRecord, fileTypes, findRecord, RecordBlock, withRecord } from './record.ts';

const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Buffer> => fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));
const unsigned64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const stamp = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const u32 = fc.nat({ max: 2 ** 32 - 1 });

const record: fc.Arbitrary<FileRecord> = fc.record({
  name: bytes(0, 255),
  type: fc.constantFrom(...fileTypes),
  dev: unsigned64,
  ino: unsigned64,
  mode: fc.nat({ max: 0o7777 }),
  links: u32,
  uid: u32,
  gid: u32,
  size: fc.maxSafeNat(),
  mtimeNs: stamp,
  ctimeNs: stamp,
  sha256: fc.option(bytes(32)),
  hashedAtMs: fc.maxSafeNat(),
  target: fc.option(bytes(0, 4095)),
  state: fc.constantFrom('ok', 'unreadable'),
  extended: fc.option(bytes(16)),
});
const records = fc.uniqueArray(record, { maxLength: 40, selector: ({ name }) => name.toString('latin1') });
const sorted = (list: readonly FileRecord[]): FileRecord[] => [...list].sort((a, b) => Buffer.compare(a.name, b.name));

describe('a block of records', () => {
  it('gives back what was put in, sorted by the bytes of the names', () => {
    fc.assert(fc.property(records, (list) => {
      expect(decodeBlock(encodeBlock(list))).toEqual(sorted(list));
    }));
  });

  it('finds each by its name, at any place in memory', () => {
    fc.assert(
      fc.property(records, bytes(0, 9), (list, before) => {
        const block = Buffer.concat([before, encodeBlock(list)]).subarray(before.length);
        for (const each of list) expect(findRecord(block, each.name)).toEqual(each);
        expect(findRecord(block, Buffer.from('no such name, as it is longer than two hundred and fifty-five bytes '.repeat(4)))).toBeUndefined();
      }),
    );
  });

  it('takes a record in, over or out', () => {
    fc.assert(
      fc.property(records, record, (list, other) => {
        const others = list.filter(({ name }) => !name.equals(other.name));
        const block = encodeBlock(list);
        expect(decodeBlock(withRecord(block, other.name, other))).toEqual(sorted([...others, other]));
        expect(decodeBlock(withRecord(block, other.name, null))).toEqual(sorted(others));
      }),
    );
  });

  it('refuses what is none, or is cut short', () => {
    const block = encodeBlock(fc.sample(records, { numRuns: 1, seed: 5 })[0] ?? []);
    expect(() => new RecordBlock(Buffer.from([9, ...block.subarray(1)]))).toThrow('not a block');
    expect(() => new RecordBlock(Buffer.alloc(3))).toThrow('not a block');
    expect(() => new RecordBlock(Buffer.from([1, 1, 0, 0, 200, 0, 0, 0, 0]))).toThrow('cut short');
  });

  it('costs about 72 bytes a record beside the hash and the name', () => {
    const one: FileRecord = { name: Buffer.from('file-1234.dat'), type: 'file', dev: 1n, ino: 2n, mode: 0o644, links: 1, uid: 0, gid: 0, size: 5, mtimeNs: 1n, ctimeNs: 1n, sha256: Buffer.alloc(32), hashedAtMs: 1, target: null, state: 'ok', extended: null };
    expect(encodeBlock([one]).length).toBeLessThanOrEqual(130);
  });
});
