import { type BytePath, bytePathOf } from './byte-path.ts';
import type { BaselineChunk } from './merge.ts';

/** Baselines kept in memory between checks, the least recently used given up first. */
export interface BaselineCache {
  /** The chunks in order, if the baseline is kept in just this state. */
  get(root: string, version: string): readonly BaselineChunk[] | undefined;
  /** Keeps what a check read, if there is room. */
  put(root: string, version: string, chunks: BaselineChunk[]): void;
  /** Takes refreshed blocks into what is kept, under its new version. */
  refresh(root: string, version: string, refreshed: readonly BaselineChunk[], newVersion: string): void;
  /** Whether there may be room; a baseline that was too large once isn't gathered in vain again. */
  mayHold(root: string, bytes: number): boolean;
}

interface Kept {
  version: string;
  chunks: BaselineChunk[];
  /** Place of each chunk, made on the first refresh. */
  places: Map<BytePath, number> | undefined;
  bytes: number;
}

/** Beside its block a chunk costs a folder name and a few objects. */
const chunkOverheadBytes = 300;
export const sizeOfChunk = ({ folder, block }: BaselineChunk): number => block.length + folder.length + chunkOverheadBytes;
const keyOf = ({ folder, chunk }: BaselineChunk): BytePath => `${bytePathOf(folder)}\0${chunk}`;

/** In memory of its own: a buffer from a driver may hold on to a whole packet. */
export const ownChunk = ({ folder, chunk, block }: BaselineChunk): BaselineChunk => ({ folder: Buffer.from(folder), chunk, block: Buffer.from(new Uint8Array(block).buffer) });

export function createBaselineCache(maxBytes: number): BaselineCache {
  const kept = new Map<string, Kept>();
  const total = (): number => [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const tooLarge = new Set<string>();
  return {
    mayHold(root, bytes) {
      if (bytes > maxBytes) tooLarge.add(root);
      return !tooLarge.has(root);
    },
    get(root, version) {
      const found = kept.get(root);
      if (found === undefined) return undefined;
      kept.delete(root);
      if (found.version !== version) return undefined;
      kept.set(root, found);
      return found.chunks;
    },
    put(root, version, chunks) {
      kept.delete(root);
      const bytes = chunks.reduce((sum, chunk) => sum + sizeOfChunk(chunk), 0);
      for (const other of kept.keys()) if (total() + bytes > maxBytes) kept.delete(other);
      kept.set(root, { version, chunks, places: undefined, bytes });
    },
    refresh(root, version, refreshed, newVersion) {
      const found = kept.get(root);
      if (found === undefined) return;
      if (found.version !== version) {
        kept.delete(root);
        return;
      }
      found.places ??= new Map(found.chunks.map((chunk, place) => [keyOf(chunk), place]));
      for (const chunk of refreshed) {
        const place = found.places.get(keyOf(chunk));
        if (place === undefined) {
          kept.delete(root);
          return;
        }
        found.chunks[place] = chunk;
      }
      found.version = newVersion;
    },
  };
}
