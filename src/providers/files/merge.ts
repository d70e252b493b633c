import { type BytePath, bytePathOf, parentOf } from './byte-path.ts';
import type { Unit, WireGap } from './protocol.ts';
import { RecordBlock } from './record.ts';
import type { Walked } from './walk.ts';

/** One part of a baseline as it is stored. */
export interface BaselineChunk {
  /** Relative to the root; empty for the root itself, and for a watched file. */
  folder: Buffer;
  /** Counts up within a folder; each holds the names from its first one to the next chunk's first. */
  chunk: number;
  block: Buffer;
}

/** Of units without records in the baseline, which have no block to refresh; each piece of a folder has another. */
const noChunk = -1;

/** A unit, and the chunk that its new block would be. */
export interface Placed {
  unit: Unit;
  chunk: number;
}

/** Chunks in order, one looked ahead. */
class ChunkCursor {
  readonly #chunks: AsyncIterator<BaselineChunk>;
  current: BaselineChunk | undefined;
  next: BaselineChunk | undefined;
  folder: BytePath = '';
  /** Names of the current folder whose chunk is not known to be complete. */
  waiting: BytePath[] = [];

  constructor(chunks: AsyncIterable<BaselineChunk>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async start(): Promise<void> {
    await this.advance();
    await this.advance();
  }

  async advance(): Promise<void> {
    this.current = this.next;
    if (this.current !== undefined) this.folder = bytePathOf(this.current.folder);
    const found = await this.#chunks.next();
    this.next = found.done === true ? undefined : found.value;
  }

  isAt(folder: BytePath): boolean {
    return this.current !== undefined && this.folder === folder;
  }

  /** Tells the names that lie beyond the current chunk: those from the next one's first on, or those past the last. */
  border(): (name: BytePath) => boolean {
    if (this.hasMore() && this.next !== undefined) {
      const first = new RecordBlock(this.next.block).nameAt(0);
      return (name) => name >= first;
    }
    const block = this.current === undefined ? undefined : new RecordBlock(this.current.block);
    const last = block === undefined || block.count === 0 ? '' : block.nameAt(block.count - 1);
    return (name) => name > last;
  }

  /** Whether another chunk of the same folder follows. */
  hasMore(): boolean {
    return this.current !== undefined && this.next !== undefined && this.next.folder.equals(this.current.folder);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.(undefined);
  }
}

const unit = (folder: BytePath, state: Unit['state'], names: string, block: Uint8Array | null): Unit => ({ folder, state, names, block, seen: null, isPartial: false });
const isBefore = (a: BytePath, b: BytePath): boolean => a < b;

/**
 * Puts what is there beside what was accepted: both come in the order of the bytes of their folders. Of a folder that is
 * gone everything is missing; of one that may not be read nothing is known; one that went away while it was walked is
 * left to the next check.
 */
export async function* unitsOf(walked: AsyncIterable<Walked>, chunks: AsyncIterable<BaselineChunk>, from: BytePath, onGap: (gap: WireGap) => void): AsyncGenerator<Placed> {
  const cursor = new ChunkCursor(chunks);
  const faults = new Map<BytePath, 'denied' | 'left'>();
  try {
    await cursor.start();
    let isMid = false;
    for await (const each of walked) {
      if (each.kind === 'fault') {
        onGap({ folder: each.folder, name: null, ...each.fault });
        if (each.fault.reason === 'denied') faults.set(each.folder, 'denied');
        else if (each.folder !== from) faults.set(each.folder, 'left');
      } else if (each.kind === 'skipped') {
        onGap({ folder: each.folder, name: each.name === '' ? null : each.name, reason: each.reason, detail: each.detail });
        faults.set(each.name === '' ? each.folder : each.folder === '' ? each.name : `${each.folder}/${each.name}`, 'left');
      } else {
        if (!isMid) yield* goneBefore(cursor, each.folder, faults);
        yield* listedUnits(cursor, each);
        isMid = !each.isLast;
      }
    }
    yield* goneBefore(cursor, undefined, faults);
  } finally {
    await cursor.close();
  }
}

async function* goneBefore(cursor: ChunkCursor, folder: BytePath | undefined, faults: ReadonlyMap<BytePath, 'denied' | 'left'>): AsyncGenerator<Placed> {
  while (cursor.current !== undefined && (folder === undefined || isBefore(cursor.folder, folder))) {
    const fault = faultAbove(cursor.folder, faults);
    if (fault !== 'left') yield { unit: unit(cursor.folder, fault === 'denied' ? 'denied' : 'missing', '', cursor.current.block), chunk: cursor.current.chunk };
    await cursor.advance();
  }
}

function faultAbove(folder: BytePath, faults: ReadonlyMap<BytePath, 'denied' | 'left'>): 'denied' | 'left' | undefined {
  if (faults.size === 0) return undefined;
  for (let each = folder; ; each = parentOf(each)) {
    const found = faults.get(each);
    if (found !== undefined || each === '') return found;
  }
}

/** The units of one piece of a folder. */
async function* listedUnits(cursor: ChunkCursor, piece: Extract<Walked, { kind: 'names' }>): AsyncGenerator<Placed> {
  const { folder, isLast, names } = piece;
  const isWhole = isLast && piece.piece === 0 && !cursor.hasMore();
  if (isWhole && cursor.isAt(folder)) {
    yield { unit: unit(folder, 'listed', names, cursor.current?.block ?? null), chunk: cursor.current?.chunk ?? 0 };
    await cursor.advance();
  } else if (cursor.isAt(folder)) yield* splitUnits(cursor, piece);
  else if (names !== '') yield { unit: unit(folder, 'listed', names, null), chunk: noChunk - piece.piece };
}

/** Of a very large folder pieces and chunks overlap: names wait until all that belong to a chunk are there. */
async function* splitUnits(cursor: ChunkCursor, { folder, names, isLast, piece }: Extract<Walked, { kind: 'names' }>): AsyncGenerator<Placed> {
  if (names !== '') cursor.waiting = [...cursor.waiting, ...names.split('\0')];
  while (cursor.isAt(folder) && cursor.current !== undefined) {
    const isBeyond = cursor.border();
    const found = cursor.waiting.findIndex(isBeyond);
    if (found < 0 && !isLast) return;
    const mine = found < 0 ? cursor.waiting : cursor.waiting.slice(0, found);
    cursor.waiting = cursor.waiting.slice(mine.length);
    yield { unit: unit(folder, 'listed', mine.join('\0'), cursor.current.block), chunk: cursor.current.chunk };
    await cursor.advance();
  }
  if (cursor.waiting.length > 0) yield { unit: unit(folder, 'listed', cursor.waiting.join('\0'), null), chunk: noChunk - piece };
  cursor.waiting = [];
}
