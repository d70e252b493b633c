import { bytesOf } from './byte-path.ts';
import type { GapReason, WireGap } from './protocol.ts';

/** What could not be looked at, and why. */
export interface Gap {
  folder: Buffer;
  /** Null where it is the folder as a whole. */
  name: Buffer | null;
  reason: GapReason;
  detail: string;
}

/** More than this many are one fact (a disk that fails), not many. */
const mostGaps = 5000;

export interface GapList {
  add(gaps: readonly WireGap[]): void;
  /** With a last one that counts what was left out. */
  all(): Gap[];
}

export function createGapList(): GapList {
  const kept: Gap[] = [];
  let leftOut = 0;
  let lastReason: GapReason = 'denied';
  return {
    add(gaps) {
      for (const { folder, name, reason, detail } of gaps) {
        if (kept.length < mostGaps) kept.push({ folder: bytesOf(folder), name: name === null ? null : bytesOf(name), reason, detail });
        else {
          leftOut += 1;
          lastReason = reason;
        }
      }
    },
    all: () => (leftOut === 0 ? kept : [...kept, { folder: bytesOf(''), name: null, reason: lastReason, detail: `and ${leftOut} more places` }]),
  };
}
