import type { StoredError } from '../../core/errors.ts';
import type { BytePath } from './byte-path.ts';
import type { WatchMode } from './compare.ts';
import type { Counts } from './counts.ts';
import type { Walked } from './walk.ts';

/** A watched root as the threads know it. */
export interface RootSpec {
  /** Real path; of a watched file the folder that it lies in. */
  path: BytePath;
  /** The name of the file, where the root is one. */
  file: BytePath | null;
  recursive: boolean;
  include: readonly string[];
  exclude: readonly string[];
  mode: WatchMode;
  /** Relative to the root. */
  never: readonly BytePath[];
}

/** `baseline` and `full` read every file, `sweep` those whose stamps differ or can't be trusted. */
export type CheckKind = 'baseline' | 'sweep' | 'full';

/** What all tasks of one check share. */
export interface RunSpec {
  id: number;
  root: RootSpec;
  kind: CheckKind;
  maxHashBytes: number;
  readsExtended: boolean;
  /** See run-memory.ts. */
  memory: SharedArrayBuffer;
}

/** A piece of a folder and what the baseline has of it. */
export interface Unit {
  folder: BytePath;
  /** `listed`: these names are there. `missing`, `denied`: of the folder as a whole. */
  state: 'listed' | 'missing' | 'denied';
  /** Joined by NUL. */
  names: string;
  block: Uint8Array | null;
  /** What earlier checks read of entries that are not as the baseline says. */
  seen: Uint8Array | null;
  /** Only these names are judged; the baseline's others are left alone. */
  isPartial: boolean;
}

export type GapReason = 'denied' | 'vanished' | 'too-large' | 'excluded-own-data' | 'not-a-folder' | 'special';

export interface WireGap {
  folder: BytePath;
  name: BytePath | null;
  reason: GapReason;
  detail: string;
}

/** Found changes, packed: the records of before and after in the order of their names, those that exist. */
export interface PackedChanges {
  /** One bit for each of `changeKinds`. */
  kinds: number[];
  statuses: number[];
  /** 1: has a record of before, 2: of after. */
  sides: number[];
  before: Uint8Array;
  after: Uint8Array;
}

/** A file too large to be read within a unit. */
export interface LargeEntry {
  name: BytePath;
  size: number;
  /** A block of one record, or null for a new file. */
  before: Uint8Array | null;
}

/** A log that lost bytes while its inode changed: perhaps it was rotated. */
export interface RotationEntry {
  name: BytePath;
  before: Uint8Array;
  after: Uint8Array;
  /** What differs, one bit for each of `changeKinds`. */
  bits: number;
}

export interface UnitAnswer {
  /** The new block, or the old one where large files may still change it. */
  block: Uint8Array | null;
  isRefreshed: boolean;
  found: PackedChanges | null;
  counts: Counts;
  gaps: WireGap[];
  large: LargeEntry[];
  rotations: RotationEntry[];
}

export interface LargeAnswer {
  /** `left`: its folder was taken away meanwhile; the next check has the truth. */
  state: 'read' | 'gone' | 'left';
  /** A block of one record, where it was read. */
  record: Uint8Array | null;
  prefixSha256: Uint8Array | null;
  bytesRead: number;
  isHashed: boolean;
  gap: WireGap | null;
}

/** What each thread starts with. */
export interface ThreadData {
  pace: SharedArrayBuffer;
  isBackground: boolean;
}

export type FileRequest =
  | { op: 'walk-open'; id: number; run: RunSpec; from: BytePath }
  | { op: 'walk-next'; id: number; walk: number; names: number }
  | { op: 'walk-close'; id: number; walk: number }
  | { op: 'judge'; id: number; run: RunSpec; units: Unit[] }
  | { op: 'large'; id: number; run: RunSpec; folder: BytePath; name: BytePath; before: Uint8Array | null }
  | { op: 'rotated'; id: number; run: RunSpec; folder: BytePath; before: Uint8Array }
  | { op: 'small-content'; id: number; path: BytePath; maxBytes: number };

export interface WalkAnswer {
  walked: Walked[];
  isDone: boolean;
}

export type FileReply = { id: number; kind: 'answer'; value: unknown } | { id: number; kind: 'error'; error: StoredError; isCancelled: boolean };
