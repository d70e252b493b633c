import type { BaselineChunk, FileChange, FileRecord } from '../providers/files/engine.ts';
import { encodeBlock, RecordBlock } from '../providers/files/engine.ts';

/** A baseline with what a check found taken over. */
export interface BaselineUpdate {
  refreshed(chunks: readonly BaselineChunk[]): void;
  found(changes: readonly FileChange[]): void;
  /** The new chunks, given the old ones in order. */
  chunks(old: AsyncIterable<BaselineChunk>): AsyncGenerator<BaselineChunk>;
}

const chunkRecords = 4096;
const textOf = (bytes: Buffer): string => bytes.toString('latin1');

export function createUpdate(): BaselineUpdate {
  const blocks = new Map<string, Buffer>();
  const changed = new Map<string, Map<string, FileRecord | null>>();
  const keyOf = ({ folder, chunk }: BaselineChunk): string => `${textOf(folder)}\0${chunk}`;
  return {
    refreshed(chunks) {
      for (const chunk of chunks) blocks.set(keyOf(chunk), chunk.block);
    },
    found(changes) {
      for (const { folder, name, status, after } of changes) {
        // What can't be read can't be accepted: what was known of it stays.
        if (status === 'verified' || after?.state === 'unreadable') continue;
        const key = textOf(folder);
        const names = changed.get(key) ?? new Map<string, FileRecord | null>();
        changed.set(key, names.set(textOf(name), after));
      }
    },
    async *chunks(old) {
      let current: BaselineChunk | undefined;
      for await (const next of old) {
        if (current !== undefined) yield taken(current, next, blocks.get(keyOf(current)), changed);
        current = next;
      }
      if (current !== undefined) yield taken(current, undefined, blocks.get(keyOf(current)), changed);
      for (const [folder, names] of changed) yield* newChunks(folder, names);
    },
  };
}

/** Takes what changed in the range of the chunk out of `changed`; the last chunk of a folder takes the rest of it. */
function taken(chunk: BaselineChunk, next: BaselineChunk | undefined, refreshed: Buffer | undefined, changed: Map<string, Map<string, FileRecord | null>>): BaselineChunk {
  const folder = textOf(chunk.folder);
  const names = changed.get(folder);
  const block = refreshed ?? chunk.block;
  if (names === undefined) return { ...chunk, block };
  const upper = next !== undefined && next.folder.equals(chunk.folder) ? new RecordBlock(next.block).nameAt(0) : undefined;
  const mine = new Map([...names].filter(([name]) => upper === undefined || name < upper));
  for (const name of mine.keys()) names.delete(name);
  if (names.size === 0) changed.delete(folder);
  return { ...chunk, block: new RecordBlock(block).with(mine) };
}

function* newChunks(folder: string, names: ReadonlyMap<string, FileRecord | null>): Generator<BaselineChunk> {
  const records = [...names.values()].filter((record) => record !== null).sort((a, b) => Buffer.compare(a.name, b.name));
  for (let from = 0; from < records.length; from += chunkRecords) yield { folder: Buffer.from(folder, 'latin1'), chunk: from / chunkRecords, block: encodeBlock(records.slice(from, from + chunkRecords)) };
}
