import { checkpointText, emptyLedgerHash, ledgerHash } from './ledger.ts';

/** The first line of an exported history names it. */
export const historyFormat = 'roundsman.history/v1';

/** A signed head, or as much of it as a short message has: at least 16 hex digits of the hash. */
export interface KnownCheckpoint {
  position: number;
  hash: string;
}

export interface HistoryProblem {
  /** In the file, from 1; null for what is wrong with it as a whole. */
  line: number | null;
  /** Of the entry that it is about. */
  position: number | null;
  what: string;
}

export interface HistoryCheck {
  entries: number;
  /** Positions of the first and the last entry. */
  first: number | null;
  last: number | null;
  /** Hash of the last entry. */
  head: string | null;
  /** True where the file begins with the first entry ever, so that every entry could be checked. */
  isFromStart: boolean;
  /** As the file names it; it proves nothing until it is compared with a message. */
  publicKey: string | null;
  /** Those in the file. */
  checkpoints: { ok: number; failed: number };
  /** Those given from outside. Only they show that the history was not written anew as a whole. */
  outside: { ok: number; failed: number };
  /** The first ones; `problemTotal` counts all. */
  problems: HistoryProblem[];
  problemTotal: number;
}

export interface VerifyHistoryOptions {
  /** Whether the text was signed by the holder of the key. */
  isSignedBy(publicKey: string, text: string, signature: string): boolean;
  /** The key that signs, known from elsewhere; without one that of the file. */
  publicKey?: string | undefined;
  /** From messages, to be compared whatever the file says. */
  checkpoints?: readonly KnownCheckpoint[] | undefined;
}

/**
 * Checks an exported history line by line: edited, removed and reordered entries, gaps, a cut end, and signatures. Needs 32 bytes
 * of memory for each entry and throws for no content whatever.
 */
export async function verifyHistory(lines: AsyncIterable<string> | Iterable<string>, options: VerifyHistoryOptions): Promise<HistoryCheck> {
  const history = new HistoryReader(options);
  for await (const line of lines) if (!history.take(line)) break;
  return history.end();
}

const beforeFile = 'The checkpoint lies before what the file holds, so it could not be compared.';

type Fields = Readonly<Record<string, unknown>>;
const hashPattern = /^[0-9a-f]{64}$/;

const isPosition = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function fieldsOf(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

const entriesText = (from: number, to: number): string => (from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`);

class HistoryReader {
  readonly #options: VerifyHistoryOptions;
  readonly #problems = new ProblemList();
  readonly #hashes = new HashList();
  readonly #signed: { line: number; checkpoint: KnownCheckpoint }[] = [];
  readonly #counts = { ok: 0, failed: 0 };
  #line = 0;
  #hasHeader = false;
  #publicKey: string | null = null;
  /** The position that the first entry follows, and the hash at it where that is known. */
  #from = 0;
  #fromHash: string | undefined = emptyLedgerHash;
  #last = 0;
  /** Undefined after a gap: what the next entry follows is not known. */
  #previous: string | undefined = emptyLedgerHash;

  constructor(options: VerifyHistoryOptions) {
    this.#options = options;
  }

  /** False where there is no sense in reading on. */
  take(text: string): boolean {
    this.#line += 1;
    if (text.trim() === '') return true;
    const fields = fieldsOf(text);
    if (fields === undefined) this.#note(null, this.#line === 1 ? `It is no exported history: one begins with a line that names the format ${historyFormat}.` : 'It is no line of an exported history: damaged, cut off or put there.');
    else if (fields['format'] !== undefined) return this.#takeHeader(fields);
    else {
      if (!this.#hasHeader) this.#noteMissingHeader();
      if (fields['checkpoint'] === undefined) this.#takeEntry(fields);
      else this.#takeCheckpoint(fields['checkpoint']);
    }
    return true;
  }

  end(): HistoryCheck {
    if (!this.#hasHeader) this.#noteMissingHeader();
    for (const { line, checkpoint } of this.#signed) {
      // What lies before an export of a part can be no part of it.
      const difference = this.#difference(checkpoint);
      if (difference !== beforeFile) this.#count(this.#counts, difference, line, checkpoint.position);
    }
    const outside = { ok: 0, failed: 0 };
    for (const checkpoint of this.#options.checkpoints ?? []) this.#count(outside, this.#difference(checkpoint), null, checkpoint.position);
    const { count, first } = this.#hashes;
    return {
      entries: count,
      first,
      last: count === 0 ? null : this.#last,
      head: this.#hashes.at(this.#last) ?? null,
      isFromStart: this.#from === 0 && this.#hasHeader,
      publicKey: this.#publicKey,
      checkpoints: this.#counts,
      outside,
      problems: this.#problems.kept,
      problemTotal: this.#problems.total,
    };
  }

  #note(position: number | null, what: string, line: number | null = this.#line): void {
    this.#problems.add({ line, position, what });
  }

  /** Said once. */
  #noteMissingHeader(): void {
    this.#hasHeader = true;
    this.#note(null, `There is no first line that names the format ${historyFormat} and the key.`, null);
  }

  #takeHeader({ format, public_key: publicKey, from, from_hash: fromHash }: Fields): boolean {
    if (this.#hasHeader) {
      this.#note(null, 'A second beginning: two exports were joined.');
      return true;
    }
    this.#hasHeader = true;
    if (format !== historyFormat) {
      this.#note(null, `The format ${JSON.stringify(format).slice(0, 60)} is not one that is read here (${historyFormat}).`);
      return false;
    }
    if (typeof publicKey === 'string') this.#publicKey = publicKey;
    const wanted = this.#options.publicKey;
    if (wanted !== undefined && publicKey !== wanted) this.#note(null, 'The file names another key than the one given.');
    if (from !== undefined && !isPosition(from)) this.#note(null, 'Its field `from` is no position.');
    if (!isPosition(from) || from === 0) return true;
    this.#from = from;
    this.#last = from;
    this.#fromHash = typeof fromHash === 'string' && hashPattern.test(fromHash) ? fromHash : undefined;
    this.#previous = this.#fromHash;
    return true;
  }

  #takeEntry({ position, content, hash }: Fields): void {
    if (!isPosition(position) || position === 0 || typeof content !== 'string' || typeof hash !== 'string' || !hashPattern.test(hash)) {
      this.#note(isPosition(position) ? position : null, 'It is no entry: one has a position, a content and a hash.');
      return;
    }
    if (position <= this.#last) {
      this.#note(position, position <= this.#from ? `Entry ${position} lies before what the file says that it holds.` : `Entry ${position} stands after entry ${this.#last}: it was moved, or stands there twice.`);
      return;
    }
    if (position > this.#last + 1) {
      this.#note(position, `${entriesText(this.#last + 1, position - 1)} missing before entry ${position}.`);
      this.#previous = undefined;
    }
    const inside = fieldsOf(content)?.['position'];
    if (inside !== position) this.#note(position, isPosition(inside) ? `Entry ${position} says in its content that it is entry ${inside}: it was moved.` : `The content of entry ${position} does not say which entry it is: it was edited.`);
    if (this.#previous !== undefined && ledgerHash(this.#previous, content) !== hash) this.#note(position, `The hash of entry ${position} does not follow from its content and the entry before it: one of them was edited, removed or put there.`);
    this.#hashes.add(position, hash);
    this.#last = position;
    this.#previous = hash;
  }

  #takeCheckpoint(value: unknown): void {
    const { position, hash, at, signature, public_key: publicKey } = (typeof value === 'object' && value !== null ? value : {}) as Fields;
    const fail = (what: string): void => this.#count(this.#counts, what, this.#line, isPosition(position) ? position : null);
    if (!isPosition(position) || typeof hash !== 'string' || !(hashPattern.test(hash) || (position === 0 && hash === '')) || typeof at !== 'string' || typeof signature !== 'string' || typeof publicKey !== 'string') return fail('It is no checkpoint: one has a position, a hash, a time, a signature and a key.');
    const wanted = this.#options.publicKey ?? this.#publicKey;
    if (publicKey !== wanted) return fail(`The checkpoint #${position} is signed with another key than that of the history.`);
    if (!this.#options.isSignedBy(publicKey, checkpointText({ position, hash, at }), signature)) return fail(`The signature of the checkpoint #${position} does not fit: it was changed, or not made with this key.`);
    this.#signed.push({ line: this.#line, checkpoint: { position, hash } });
  }

  /** What speaks against the checkpoint; undefined where the history is the one that was signed. */
  #difference({ position, hash }: KnownCheckpoint): string | undefined {
    if (position > this.#last) return `The checkpoint #${position} was signed, but the history ends at entry ${this.#last}: its end was cut off.`;
    const known = position === this.#from ? this.#fromHash : this.#hashes.at(position);
    if (position < this.#from || (position === this.#from && known === undefined)) return beforeFile;
    if (known === undefined) return `Entry ${position}, which a checkpoint names, is missing.`;
    // An empty history may have been signed without a hash.
    if (position === 0 && hash === '') return undefined;
    return hash !== '' && known.startsWith(hash.toLowerCase()) ? undefined : `Entry ${position} is not the one that was signed: the history was written anew from there or before.`;
  }

  #count(counts: { ok: number; failed: number }, difference: string | undefined, line: number | null, position: number | null): void {
    if (difference === undefined) counts.ok += 1;
    else {
      counts.failed += 1;
      this.#note(position, difference, line);
    }
  }
}

/** A file of nothing but garbage is one fact, not a million. */
const mostProblems = 1000;

class ProblemList {
  readonly kept: HistoryProblem[] = [];
  total = 0;

  add(problem: HistoryProblem): void {
    this.total += 1;
    if (this.kept.length < mostProblems) this.kept.push(problem);
  }
}

const hashBytes = 32;
const hashesPerBlock = 16_384;

/** Hashes by position, packed: checkpoints are compared after the last entry. */
class HashList {
  readonly #blocks: Buffer[] = [];
  /** Where positions go on after a gap. */
  readonly #runs: { position: number; index: number }[] = [];
  #lastPosition = -1;
  count = 0;

  get first(): number | null {
    return this.#runs[0]?.position ?? null;
  }

  /** Positions rise. */
  add(position: number, hash: string): void {
    if (position !== this.#lastPosition + 1 || this.count === 0) this.#runs.push({ position, index: this.count });
    this.#lastPosition = position;
    if (this.count % hashesPerBlock === 0) this.#blocks.push(Buffer.alloc(hashBytes * hashesPerBlock));
    this.#blocks.at(-1)?.write(hash, (this.count % hashesPerBlock) * hashBytes, 'hex');
    this.count += 1;
  }

  at(position: number): string | undefined {
    let [low, high] = [0, this.#runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#runs[middle]?.position ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    const run = this.#runs[low];
    if (run === undefined || position < run.position) return undefined;
    const index = run.index + position - run.position;
    if (index >= (this.#runs[low + 1]?.index ?? this.count)) return undefined;
    const start = (index % hashesPerBlock) * hashBytes;
    return this.#blocks[Math.floor(index / hashesPerBlock)]?.toString('hex', start, start + hashBytes);
  }
}
