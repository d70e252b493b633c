import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type HistoryCheck, type KnownCheckpoint, verifyHistory } from '../../core/verify-history.ts';
import { isSignedBy } from '../../platform/signing.ts';
import type { Context } from '../context.ts';
import { couldNotRun, type ExitCode, exitCodes, wrongUsage } from '../fault.ts';
import { visible } from '../text.ts';
import { count, plural } from '../words.ts';

export interface VerifyHistoryOptions {
  /** `POSITION:HASH` each. */
  checkpoint?: string[];
  publicKey?: string;
}

/** Checks an exported history without a service; whoever was given the file can do it elsewhere. */
export async function verifyHistoryFile(context: Context, file: string, options: VerifyHistoryOptions, stdin: AsyncIterable<Buffer> = process.stdin): Promise<ExitCode> {
  const checkpoints = (options.checkpoint ?? []).map(checkpointOf);
  const publicKey = options.publicKey === undefined ? undefined : keyOf(options.publicKey);
  const check = await readWhole(file, async () => verifyHistory(linesOf(await unpacked(file === '-' ? stdin : createReadStream(file))), { isSignedBy, checkpoints, publicKey }));
  if (context.isJson) context.json(asJson(check));
  else tell(context, check, publicKey !== undefined);
  return check.problemTotal === 0 ? exitCodes.done : exitCodes.found;
}

function checkpointOf(text: string): KnownCheckpoint {
  const [, position, hash] = /^#?(\d{1,15}):([0-9a-f]{16,64})$/i.exec(text.trim()) ?? [];
  if (position === undefined || hash === undefined) throw wrongUsage(`--checkpoint ${visible(text)} is not POSITION:HASH, with at least 16 hex digits of the hash.`);
  return { position: Number(position), hash };
}

function keyOf(text: string): string {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32) throw wrongUsage('--public-key is not the base64 of an Ed25519 key (32 bytes).');
  return bytes.toString('base64');
}

async function readWhole<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const name = file === '-' ? 'The input' : visible(file);
    throw couldNotRun(code === 'ENOENT' ? `There is no file ${name}.` : `${name} could not be read to its end: ${message}.`, error);
  }
}

/** The content, whether it is packed by gzip or not. */
async function unpacked(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const chunks = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let isOver = false;
  while (start.length < 2 && !isOver) {
    const next = await chunks.next();
    isOver = next.done === true;
    if (next.done !== true) start = Buffer.concat([start, next.value]);
  }
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      yield start;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  if (start[0] !== 0x1f || start[1] !== 0x8b) return whole();
  // Its errors come out where it is read.
  return pipeline(Readable.from(whole()), createGunzip(), () => undefined);
}

/** No entry is as long; a longer line is cut, and then tells by not being one. */
const longestLine = 64 * 1024 * 1024;

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function asJson(check: HistoryCheck): Record<string, unknown> {
  const { entries, first, last, head, isFromStart, publicKey, checkpoints, outside, problems, problemTotal } = check;
  return { is_intact: problemTotal === 0, entries, first, last, head, is_from_start: isFromStart, public_key: publicKey, checkpoints, outside, is_compared_with_outside: outside.ok + outside.failed > 0, problems, problem_total: problemTotal };
}

const shownProblems = 50;

function problemLine({ line, position, what }: HistoryCheck['problems'][number]): string {
  const place = [line === null ? '' : `line ${count(line)}`, position === null ? '' : `entry #${position}`].filter((part) => part !== '').join(', ');
  return `  ${place === '' ? 'the file' : place}: ${visible(what)}`;
}

function tell(context: Context, check: HistoryCheck, isKeyGiven: boolean): void {
  const { terminal, paint } = context;
  const { entries, first, last, head, problems, problemTotal } = check;
  const out = (text: string): void => terminal.out(`${text}\n`);
  const range = first === null || last === null ? 'no entries' : `${plural(entries, 'entry', 'entries')}, #${first} to #${last}`;
  out(problemTotal === 0 ? `${paint('Intact', 'good')}: ${range}, ${check.isFromStart ? 'each follows from the one before it, from the first on' : 'a part: what came before the first is not in the file'}.` : `${paint('Not intact', 'bad')}: ${plural(problemTotal, 'problem')} in ${range}.`);
  if (problemTotal > 0) {
    for (const problem of problems.slice(0, shownProblems)) out(problemLine(problem));
    if (problemTotal > shownProblems) out(`  … and ${count(problemTotal - shownProblems)} more; --json has up to 1,000 of them.`);
  }
  if (head !== null) out(`Head: #${last} ${head}`);
  for (const line of proofLines(check, isKeyGiven)) out(line);
}

/** What was compared with what: a chain alone can be written anew by whoever has the service. */
function proofLines({ checkpoints, outside, publicKey }: HistoryCheck, isKeyGiven: boolean): string[] {
  const signed = checkpoints.ok + checkpoints.failed === 0 ? 'Signed checkpoints in the file: none that could be compared.' : `Signed checkpoints in the file: ${count(checkpoints.ok)} fit, ${count(checkpoints.failed)} do not.`;
  const key = publicKey === null ? 'Key: the file names none.' : `Key: ${visible(publicKey).slice(0, 100)}${isKeyGiven ? '' : ' (as the file says; compare it with that of a message, or give --public-key)'}`;
  const compared =
    outside.ok + outside.failed === 0
      ? 'No checkpoint from outside was compared. A history that was wholly written anew, or whose end was cut off together with its checkpoints, can look like this one: give --checkpoint POSITION:HASH from a mail, a Slack message or a webhook.'
      : `Checkpoints from outside: ${count(outside.ok)} fit, ${count(outside.failed)} do not.`;
  return [signed, key, compared];
}
