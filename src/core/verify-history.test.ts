import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../platform/canonical.ts';
import { createSigner, isSignedBy } from '../platform/signing.ts';
import { checkpointText, emptyLedgerHash, ledgerHash } from './ledger.ts';
import { verifyHistory, type VerifyHistoryOptions } from './verify-history.ts';

const signer = createSigner(Buffer.alloc(32, 1), 'history');
const stranger = createSigner(Buffer.alloc(32, 2), 'history');

interface Line {
  position: number;
  content: string;
  hash: string;
}

const contentOf = (position: number, said = `entry ${position}`): string => canonicalJson({ position, at: '2026-11-22T02:00:00.000Z', kind: 'action', said });

/** A whole chain, as the service writes it. */
function chain(length: number, said?: (position: number) => string): Line[] {
  let hash = emptyLedgerHash;
  return Array.from({ length }, (_, index) => {
    const content = contentOf(index + 1, said?.(index + 1));
    hash = ledgerHash(hash, content);
    return { position: index + 1, content, hash };
  });
}

const header = (changes: Record<string, unknown> = {}): object => ({ format: 'roundsman.history/v1', public_key: signer.publicKey, from: 0, ...changes });
function checkpoint({ position, hash }: { position: number; hash: string }, by = signer): { checkpoint: Record<string, unknown> } {
  const at = '2026-11-22T03:00:00.000Z';
  return { checkpoint: { position, hash, at, signature: by.sign(checkpointText({ position, hash, at })), public_key: by.publicKey } };
}

const verify = (lines: readonly (object | string)[], options: Partial<VerifyHistoryOptions> = {}) => verifyHistory(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))), { isSignedBy, ...options });
const said = async (...given: Parameters<typeof verify>): Promise<string[]> => (await verify(...given)).problems.map(({ line, what }) => `${line ?? 'file'}: ${what}`);

const ten = chain(10);
const [third, fifth, tenth] = [ten[2]!, ten[4]!, ten[9]!];
/** Every line, with some replaced, removed or put elsewhere. */
const file = (lines: readonly (object | string)[] = ten): (object | string)[] => [header(), ...lines, checkpoint(fifth), checkpoint(tenth)];

describe('a history that is whole', () => {
  it('has its entries, its head and its checkpoints counted', async () => {
    expect(await verify(file())).toEqual({
      entries: 10, first: 1, last: 10, head: tenth.hash, isFromStart: true, publicKey: signer.publicKey, checkpoints: { ok: 2, failed: 0 }, outside: { ok: 0, failed: 0 }, problems: [], problemTotal: 0,
    });
  });

  it.each([
    ['nothing yet', [header()], {}],
    ['an empty history that was signed', [header(), checkpoint({ position: 0, hash: '' }), checkpoint({ position: 0, hash: emptyLedgerHash })], {}],
    ['checkpoints before their entries', [header(), checkpoint(tenth), ...ten], {}],
    ['blank lines', [header(), '', ...ten, ' ', ''], {}],
    ['a checkpoint of a message', file(), { checkpoints: [{ position: 5, hash: fifth.hash }] }],
    ['the short hash of a chat message, in capitals', file(), { checkpoints: [{ position: 5, hash: fifth.hash.slice(0, 16).toUpperCase() }, { position: 10, hash: tenth.hash }] }],
    ['the key of a message', file(), { publicKey: signer.publicKey }],
  ])('may have %s', async (_what, lines, options) => {
    expect(await said(lines, options)).toEqual([]);
  });

  it('is read as a stream', async () => {
    async function* lines(): AsyncGenerator<string> {
      for (const line of file()) {
        await Promise.resolve();
        yield JSON.stringify(line);
      }
    }
    expect(await verifyHistory(lines(), { isSignedBy })).toMatchObject({ entries: 10, problemTotal: 0 });
  });
});

describe('what was done to it shows', () => {
  const edited = { ...third, content: contentOf(3, 'nothing happened') };
  const rehashed = { ...edited, hash: ledgerHash(ten[1]!.hash, edited.content) };
  const without = (...positions: number[]): Line[] => ten.filter(({ position }) => !positions.includes(position));
  const broken = (position: number): string => `The hash of entry ${position} does not follow from its content and the entry before it: one of them was edited, removed or put there.`;

  it.each<[string, (object | string)[], string[]]>([
    ['an edited content', file(ten.map((line) => (line === third ? edited : line))), [`4: ${broken(3)}`]],
    ['an edited content with a hash that fits', file(ten.map((line) => (line === third ? rehashed : line))), [`5: ${broken(4)}`]],
    ['an edited hash', file(ten.map((line) => (line === third ? { ...third, hash: 'a'.repeat(64) } : line))), [`4: ${broken(3)}`, `5: ${broken(4)}`]],
    ['a removed entry', file(without(3)), ['4: Entry 3 is missing before entry 4.']],
    ['removed entries', file(without(3, 4, 6)), ['4: Entries 3 to 4 are missing before entry 5.', '5: Entry 6 is missing before entry 7.']],
    ['a removed entry that a checkpoint names', file(without(5)), ['6: Entry 5 is missing before entry 6.', '11: Entry 5, which a checkpoint names, is missing.']],
    ['a removed beginning', file(without(1, 2)), ['2: Entries 1 to 2 are missing before entry 3.']],
    ['two entries in each other’s place', file([...ten.slice(0, 2), ten[3]!, third, ...ten.slice(4)]), ['4: Entry 3 is missing before entry 4.', '5: Entry 3 stands after entry 4: it was moved, or stands there twice.']],
    ['an entry twice', file([...ten.slice(0, 3), third, ...ten.slice(3)]), ['5: Entry 3 stands after entry 3: it was moved, or stands there twice.']],
    ['a removed entry with the next ones numbered anew', file([...ten.slice(0, 8), { ...tenth, position: 9 }]), ['10: Entry 9 says in its content that it is entry 10: it was moved.', `10: ${broken(9)}`, '12: The checkpoint #10 was signed, but the history ends at entry 9: its end was cut off.']],
    ['a cut end', file(ten.slice(0, 7)), ['10: The checkpoint #10 was signed, but the history ends at entry 7: its end was cut off.']],
    ['a cut end in the middle of a line', [header(), ...ten.slice(0, 3), JSON.stringify(ten[3]).slice(0, 50)], ['5: It is no line of an exported history: damaged, cut off or put there.']],
    ['a history written anew under its checkpoints', [header(), ...chain(10, (position) => (position === 3 ? 'nothing happened' : `entry ${position}`)), checkpoint(fifth)], ['12: Entry 5 is not the one that was signed: the history was written anew from there or before.']],
    ['a changed checkpoint', [header(), ...ten, { checkpoint: { ...checkpoint(fifth).checkpoint, at: '2020-01-01T00:00:00.000Z' } }], ['12: The signature of the checkpoint #5 does not fit: it was changed, or not made with this key.']],
    ['a checkpoint of a stranger', [header(), ...ten, checkpoint(fifth, stranger)], ['12: The checkpoint #5 is signed with another key than that of the history.']],
    ['a checkpoint without its parts', [header(), ...ten, { checkpoint: { position: 5 } }, { checkpoint: null }, { checkpoint: { ...checkpoint(fifth).checkpoint, hash: fifth.hash.slice(0, 8) } }], [12, 13, 14].map((line) => `${line}: It is no checkpoint: one has a position, a hash, a time, a signature and a key.`)],
    ['an entry without its parts', [header(), { position: 1, content: 'x' }, { position: -1, content: '', hash: '' }, { position: '1', content: '', hash: emptyLedgerHash }, {}], [2, 3, 4, 5].map((line) => `${line}: It is no entry: one has a position, a content and a hash.`)],
    ['a content that is none', [header(), { position: 1, content: 'x', hash: ledgerHash(emptyLedgerHash, 'x') }], ['2: The content of entry 1 does not say which entry it is: it was edited.']],
    ['two files joined', [...file(), ...file()], expect.arrayContaining(['14: A second beginning: two exports were joined.']) as unknown as string[]],
    ['no first line', ten, ['file: There is no first line that names the format roundsman.history/v1 and the key.']],
    ['nothing at all', [], ['file: There is no first line that names the format roundsman.history/v1 and the key.']],
    ['another format', [header({ format: 'roundsman.history/v9' }), ...ten], ['1: The format "roundsman.history/v9" is not one that is read here (roundsman.history/v1).']],
    ['a beginning that is no number', [header({ from: 'x' }), ...ten], ['1: Its field `from` is no position.']],
  ])('%s', async (_what, lines, problems) => {
    expect(await said(lines)).toEqual(problems);
  });

  it('against a checkpoint of a message, where the file gives nothing away', async () => {
    const anew = [header(), ...chain(10, (position) => (position === 3 ? 'nothing happened' : `entry ${position}`))];
    expect(await said(anew)).toEqual([]);
    expect(await said(anew, { checkpoints: [{ position: 5, hash: fifth.hash.slice(0, 16) }] })).toEqual(['file: Entry 5 is not the one that was signed: the history was written anew from there or before.']);
    expect(await verify([header(), ...ten.slice(0, 7)], { checkpoints: [{ position: 10, hash: tenth.hash }, { position: 2, hash: ten[1]!.hash }] })).toMatchObject({ outside: { ok: 1, failed: 1 }, problems: [{ position: 10, what: expect.stringContaining('cut off') as string }] });
    expect(await said([header(), ...ten], { checkpoints: [{ position: 5, hash: '' }] })).toHaveLength(1);
  });

  it('against a key of a message, where the file was signed by another', async () => {
    const anew = [header({ public_key: stranger.publicKey }), ...ten, checkpoint(tenth, stranger)];
    expect(await said(anew)).toEqual([]);
    expect(await said(anew, { publicKey: signer.publicKey })).toEqual(['1: The file names another key than the one given.', '12: The checkpoint #10 is signed with another key than that of the history.']);
  });
});

describe('an export of a part', () => {
  const part = (changes: Record<string, unknown> = {}): object[] => [header({ from: 4, ...changes }), ...ten.slice(4)];
  it('is checked from its second entry on, or from its first where it names the hash before', async () => {
    expect(await verify([...part(), checkpoint(tenth), checkpoint(third)])).toMatchObject({ entries: 6, first: 5, last: 10, isFromStart: false, checkpoints: { ok: 1, failed: 0 }, problems: [] });
    expect(await said(part({ from_hash: ten[3]!.hash }))).toEqual([]);
    expect(await said(part({ from_hash: 'b'.repeat(64) }))).toHaveLength(1);
    expect(await said([header({ from: 4 }), ...ten.slice(5)])).toEqual(['2: Entry 5 is missing before entry 6.']);
    expect(await said([header({ from: 4 }), ...ten.slice(3)])).toEqual(['2: Entry 4 lies before what the file says that it holds.']);
  });

  it('says of a checkpoint from before it that it could not be compared', async () => {
    expect(await said(part(), { checkpoints: [{ position: 3, hash: third.hash }] })).toEqual(['file: The checkpoint lies before what the file holds, so it could not be compared.']);
    expect(await said(part(), { checkpoints: [{ position: 4, hash: ten[3]!.hash }] })).toHaveLength(1);
    expect(await said(part({ from_hash: ten[3]!.hash }), { checkpoints: [{ position: 4, hash: ten[3]!.hash }] })).toEqual([]);
  });
});

describe('garbage', () => {
  it.each([
    ['binary', ['\u0000\u0001\ufffd', '\u0000']],
    ['JSON that is no line', ['[]', '1', 'null', '"x"', 'true', '{"a":1}']],
    ['numbers without end', [`{"position":1e999,"content":"","hash":""}`, `{"format":"roundsman.history/v1","from":9007199254740993}`]],
    ['a deep nesting', ['['.repeat(200_000), `{"checkpoint":${'{"a":'.repeat(50_000)}`]],
    ['names of Object', ['{"__proto__":{"format":"roundsman.history/v1"}}', '{"constructor":1,"toString":2}']],
  ])('of %s is told, not thrown', async (_what, lines) => {
    const found = await verify(lines);
    expect(found.problemTotal).toBeGreaterThan(0);
    expect(found.entries).toBe(0);
  });

  it('in any amount keeps to a thousand problems', async () => {
    const found = await verify(Array.from({ length: 50_000 }, () => 'x'));
    expect(found.problems).toHaveLength(1000);
    expect(found.problemTotal).toBe(50_001);
  });

  it('of positions far apart needs no memory for what lies between', async () => {
    expect(await verify([header(), { ...third, position: 9_007_199_254_740_000 }, { checkpoint: { ...checkpoint({ position: 5_000_000_000, hash: third.hash }).checkpoint } }])).toMatchObject({ entries: 1, problemTotal: 3 });
  });
});

describe('any single change', () => {
  let lines: string[];
  beforeAll(() => {
    lines = [header(), ...chain(30), checkpoint(chain(30)[29]!)].map((line) => JSON.stringify(line));
  });
  it('of a character, a line or the order is found', async () => {
    let random = 42;
    const next = (below: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((random / 2_147_483_648) * below);
    };
    for (let round = 0; round < 600; round += 1) {
      const changed = [...lines];
      const kind = round % 4;
      const at = 1 + next(30);
      const line = changed[at] ?? '';
      const place = next(line.length);
      if (kind === 0) changed[at] = `${line.slice(0, place)}${line[place] === '7' ? '8' : '7'}${line.slice(place + 1)}`;
      else if (kind === 1) changed.splice(at, 1);
      else if (kind === 2) changed.splice(at, 0, line);
      else changed.splice(1 + next(30), 0, ...changed.splice(at, 1));
      const isSame = changed.every((each, index) => each === lines[index]);
      expect({ round, kind, at, isFound: (await verify(changed)).problemTotal > 0 }).toEqual({ round, kind, at, isFound: !isSame });
    }
  });
});
