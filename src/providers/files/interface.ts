import type { WatchMode } from './compare.ts';
import type { Gap } from './gaps.ts';
import type { BaselineChunk } from './merge.ts';
import type { Counts } from './counts.ts';
import type { FileRecord } from './record.ts';
import type { FileChange } from './session.ts';

/** A file or folder whose state is kept and compared. */
export interface WatchedRoot {
  id: string;
  /** Real path. */
  path: Buffer;
  kind: 'file' | 'folder';
  recursive: boolean;
  include: string[];
  exclude: string[];
  mode: WatchMode;
  /** Real paths that are left out, whatever the patterns say: this product's own data. */
  never: string[];
}

export interface CheckOptions {
  signal: AbortSignal;
  onProgress?(counts: Counts): void;
}

export interface CheckResult {
  counts: Counts;
  gaps: Gap[];
}

export interface CheckHandlers {
  /** Gets every entry that is not in all ways as accepted, a touch included; its status says whether that matters. */
  found(changes: FileChange[]): Promise<void>;
  /** Takes blocks whose stamps changed while the guarded state did not; answers the version of the baseline with them. */
  refreshed(chunks: BaselineChunk[]): Promise<string>;
}

export interface FileEngine {
  /** Reads everything; `emit` is awaited before more than a little else is read. */
  baseline(root: WatchedRoot, emit: (chunks: BaselineChunk[]) => Promise<void>, options: CheckOptions): Promise<CheckResult>;
  /**
   * `full` reads every file, `sweep` looks at all and reads what differs or can't be told by looking. `load` streams the
   * baseline in the order of (folder bytes, chunk); it isn't asked where `version` is still in memory.
   */
  check(root: WatchedRoot, kind: 'sweep' | 'full', baseline: { version: string; load(): AsyncIterable<BaselineChunk> }, handlers: CheckHandlers, options: CheckOptions): Promise<CheckResult>;
  /** The same judgement for some paths below the root, all below them where a folder came or went. What is as accepted isn't named. */
  checkPaths(root: WatchedRoot, paths: Buffer[], baseline: { version: string; loadFolders(folders: Buffer[]): Promise<BaselineChunk[]> }, options: { signal: AbortSignal }): Promise<FileChange[]>;
  /** What is at a path now, content read; null where nothing is. */
  read(root: WatchedRoot, path: Buffer): Promise<FileRecord | null>;
  /** The content of a small file that all on the machine may read; undefined for any other. */
  readSmall(root: WatchedRoot, path: Buffer, maxBytes: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

export interface FileEngineOptions {
  /** Default: one for each core. */
  threads?: number;
  /** Read at most so much, all threads together; 0 is no limit. Asked again while a check runs. */
  maxMbPerSecond(): number;
  /** Whether the threads give way to all else on the machine, this process's other threads first; default yes (Linux). */
  isBackground?: boolean;
  /** For baselines kept in memory; default 64 MiB. */
  cacheBytes?: number;
  /** Threads without work end after this long; default 10 s. */
  idleMs?: number;
  /** Whether extended attributes are looked at where `getfattr` is installed; default yes. */
  extended?: boolean;
  /** A larger file that is mostly a hole isn't read; default 64 GiB. */
  maxHashBytes?: number;
}
