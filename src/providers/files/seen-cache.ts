import { encodeBlock, type FileRecord } from './record.ts';

/**
 * What was read of entries that are not as accepted. It only says which content goes with which stamps, so that a sweep
 * need not read a tampered file again and again; no judgement comes from it.
 */
export interface SeenCache {
  get(root: string, place: string): Uint8Array | null;
  put(root: string, place: string, records: readonly FileRecord[]): void;
}

export function createSeenCache(maxBytes: number): SeenCache {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  };
  return {
    get: (root, place) => kept.get(`${root}\0${place}`) ?? null,
    put(root, place, records) {
      const key = `${root}\0${place}`;
      drop(key);
      const readable = records.filter(({ sha256 }) => sha256 !== null);
      if (readable.length === 0) return;
      const block = encodeBlock(readable);
      kept.set(key, block);
      bytes += block.length;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) return;
        drop(oldest);
      }
    },
  };
}
