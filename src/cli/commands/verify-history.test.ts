import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestFolder, openTestStore, type TestStore } from '../../../test/open-test-store.ts';
import { createSigner } from '../../platform/signing.ts';
import { type Checkpoint, ledgerStore } from '../../store/ledger.ts';
import { createContext, type GlobalOptions, type Host } from '../context.ts';
import { asFault } from '../fault.ts';
import { verifyHistoryFile, type VerifyHistoryOptions } from './verify-history.ts';

const signer = createSigner(Buffer.alloc(32, 3), 'history');
let store: TestStore;
let folder: string;
let lines: string[];
let first: Checkpoint;

/** Written by the service's own store, and exported line by line as the service does. */
beforeAll(async () => {
  store = await openTestStore();
  folder = makeTestFolder('history');
  const ledger = ledgerStore(store.db, signer);
  const at = new Date('2026-11-22T02:00:00Z');
  const entry = (index: number) => ({ kind: 'file' as const, status: 'tampered', actor: 'local', data: { path: `/etc/${index} "ü" \u2028 😀`, changes: ['content'] } });
  await ledger.append(Array.from({ length: 300 }, (_, index) => entry(index)), at);
  first = await ledger.checkpoint(at);
  await ledger.append(Array.from({ length: 200 }, (_, index) => entry(index + 300)), at);
  await ledger.checkpoint(at);
  lines = [
    JSON.stringify({ format: 'roundsman.history/v1', public_key: signer.publicKey, from: 0 }),
    ...(await ledger.from(0, 1000)).map((row) => JSON.stringify(row)),
    ...(await ledger.checkpoints(10)).toReversed().map(({ publicKey, ...rest }) => JSON.stringify({ checkpoint: { ...rest, public_key: publicKey } })),
  ];
});
afterAll(() => store.close());

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}
const text = (changed = lines): string => `${changed.join('\n')}\n`;

interface Ran {
  exitCode: number;
  out: string;
  fault: string;
}

async function run(file: string, options: VerifyHistoryOptions = {}, globals: GlobalOptions = {}, stdin?: AsyncIterable<Buffer>): Promise<Ran> {
  const ran: Ran = { exitCode: -1, out: '', fault: '' };
  const terminal: Host['terminal'] = { out: (part) => void (ran.out += part), err: () => undefined, isOutTerminal: false, isErrTerminal: false, columns: () => 80, errColumns: () => 80, hasColor: false };
  const none = (): Promise<never> => Promise.reject(new Error('no service and no store'));
  const context = createContext({ terminal, environment: {}, interrupted: new AbortController().signal, openLocalApi: none, readConfig: none }, globals);
  try {
    ran.exitCode = await verifyHistoryFile(context, file, options, stdin);
  } catch (error) {
    const fault = asFault(error);
    ran.exitCode = fault.exitCode;
    ran.fault = fault.message;
  }
  return ran;
}

describe('roundsman verify-history', () => {
  it('finds what the store wrote intact, and says that nothing from outside was compared', async () => {
    const { exitCode, out } = await run(write('whole.jsonl', text()));
    expect(exitCode).toBe(0);
    expect(out).toContain('Intact: 500 entries, #1 to #500, each follows from the one before it, from the first on.');
    expect(out).toContain('Signed checkpoints in the file: 2 fit, 0 do not.');
    expect(out).toContain('No checkpoint from outside was compared.');
    expect(out).toContain(`Key: ${signer.publicKey} (as the file says; compare it`);
  });

  it('compares checkpoints and the key of a message', async () => {
    const file = write('whole.jsonl', text());
    const { exitCode, out } = await run(file, { checkpoint: [`${first.position}:${first.hash}`, `#300:${first.hash.slice(0, 16)}`], publicKey: signer.publicKey });
    expect(exitCode).toBe(0);
    expect(out).toContain('Checkpoints from outside: 2 fit, 0 do not.');
    expect(out).not.toContain('as the file says');
    const wrong = await run(file, { checkpoint: [`301:${first.hash}`] });
    expect(wrong).toMatchObject({ exitCode: 1, out: expect.stringContaining('  entry #301: Entry 301 is not the one that was signed') as string });
    expect((await run(file, { publicKey: createSigner(Buffer.alloc(32, 9), 'other').publicKey })).exitCode).toBe(1);
  });

  it('names the line and the entry of what was done to it', async () => {
    const changed = lines.map((line, index) => (index === 42 ? line.replace('tampered', 'verified') : line)).filter((_, index) => index !== 100);
    const { exitCode, out } = await run(write('edited.jsonl', text(changed)));
    expect(exitCode).toBe(1);
    expect(out).toContain('Not intact: 2 problems in 499 entries, #1 to #500.');
    expect(out).toContain('  line 43, entry #42: The hash of entry 42 does not follow');
    expect(out).toContain('  line 101, entry #101: Entry 100 is missing before entry 101.');
  });

  it('reads what is packed, and the standard input in pieces', async () => {
    const packed = gzipSync(text());
    expect((await run(write('whole.jsonl.gz', packed))).exitCode).toBe(0);
    const pieces = (bytes: Buffer): AsyncIterable<Buffer> => Readable.from(Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) => bytes.subarray(index * 7, index * 7 + 7)));
    expect((await run('-', {}, {}, pieces(packed))).out).toContain('Intact: 500 entries');
    expect((await run('-', {}, {}, pieces(Buffer.from(text())))).out).toContain('Intact: 500 entries');
    expect((await run('-', {}, {}, pieces(Buffer.alloc(0)))).exitCode).toBe(1);
  });

  it('answers programs in JSON', async () => {
    const { out, exitCode } = await run(write('cut.jsonl', text(lines.filter((_, index) => index < 300 || index > 500))), {}, { json: true });
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      is_intact: false, entries: 299, first: 1, last: 299, is_from_start: true, public_key: signer.publicKey, checkpoints: { ok: 0, failed: 2 }, outside: { ok: 0, failed: 0 }, is_compared_with_outside: false, problem_total: 2,
      problems: [{ line: 301, position: 300, what: expect.stringContaining('its end was cut off') as string }, {}],
    });
  });

  it.each<[string, VerifyHistoryOptions]>([
    ['a checkpoint without a hash', { checkpoint: ['12'] }],
    ['a hash that is too short', { checkpoint: ['12:abcdef'] }],
    ['a position that is none', { checkpoint: [`x:${'a'.repeat(64)}`] }],
    ['a key that is none', { publicKey: 'abc' }],
  ])('ends with 2 for %s', async (_what, options) => {
    expect(await run(write('whole.jsonl', text()), options)).toMatchObject({ exitCode: 2, out: '' });
  });

  it('ends with 3 for what cannot be read', async () => {
    expect(await run(path.join(folder, 'nothing'))).toMatchObject({ exitCode: 3, fault: expect.stringContaining('There is no file') as string });
    expect((await run(folder)).exitCode).toBe(3);
    expect(await run(write('broken.gz', gzipSync(text()).subarray(0, 2000)))).toMatchObject({ exitCode: 3, fault: expect.stringContaining('could not be read to its end') as string });
  });

  it('ends with 1 for garbage, and shows nothing of it that a terminal obeys', async () => {
    const garbage = Array.from({ length: 80 }, () => '\u001b[31m{"format":"\u001b[2J"}');
    const { exitCode, out } = await run(write('garbage', text([JSON.stringify({ format: '\u001b[2J\u009b' }), ...garbage])));
    expect(exitCode).toBe(1);
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    const many = await run(write('garbage', text(garbage)));
    expect(many.out).toContain('  … and 31 more');
  });
});
