import os from 'node:os';
import { createBaselineCache } from './baseline-cache.ts';
import { absolutePath, bytePathOf } from './byte-path.ts';
import { checkPaths } from './check-paths.ts';
import type { FileEngine, FileEngineOptions } from './interface.ts';
import { createPaceMemory, setPace } from './pace.ts';
import { createPool } from './pool.ts';
import { readOne } from './read-one.ts';
import { runBaseline, runCheck } from './run-check.ts';
import { createSeenCache } from './seen-cache.ts';

export type * from './interface.ts';
export type { BaselineChunk } from './merge.ts';
export type { Gap } from './gaps.ts';
export type { FileChange } from './session.ts';
export { addCounts, type Counts as CheckCounts, noCounts } from './counts.ts';
export { type ChangeKind, changeKinds, compareRecords, type FileStatus, statusOf, type WatchMode } from './compare.ts';
export { decodeBlock, encodeBlock, type FileRecord, type FileType, findRecord, RecordBlock, withRecord } from './record.ts';

const mebibyte = 1 << 20;

export function createFileEngine(options: FileEngineOptions): FileEngine {
  const pace = createPaceMemory();
  const pool = createPool({ threads: Math.max(1, options.threads ?? os.availableParallelism()), idleMs: options.idleMs ?? 10_000, data: { pace, isBackground: options.isBackground ?? true } });
  const engine = {
    pool,
    cache: createBaselineCache(options.cacheBytes ?? 64 * mebibyte),
    seen: createSeenCache(16 * mebibyte),
    maxHashBytes: options.maxHashBytes ?? 64 * 1024 * mebibyte,
    readsExtended: options.extended ?? true,
    applyPace: () => setPace(pace, options.maxMbPerSecond()),
  };
  return {
    baseline: (root, emit, given) => runBaseline(engine, root, emit, given),
    check: (root, kind, baseline, handlers, given) => runCheck(engine, root, kind, baseline, handlers, given),
    checkPaths: (root, paths, baseline, given) => checkPaths(engine, root, paths, baseline, given),
    read: (root, path) => readOne(engine, root, path),
    async readSmall(root, path, maxBytes) {
      const realPath = root.kind === 'file' ? bytePathOf(root.path) : absolutePath(bytePathOf(root.path), bytePathOf(path));
      const content = await pool.run<Uint8Array | null>({ op: 'small-content', path: realPath, maxBytes }, 'judge', 0);
      return content === null ? undefined : Buffer.from(content);
    },
    close: () => pool.close(),
  };
}
