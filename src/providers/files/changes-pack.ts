import { type BytePath, bytesOf } from './byte-path.ts';
import { type ChangeKind, changeKinds, type FileStatus } from './compare.ts';
import type { PackedChanges } from './protocol.ts';
import { encodeBlock, type FileRecord, RecordBlock } from './record.ts';

/** A judged entry that differs from its baseline. */
export interface Judged {
  name: BytePath;
  status: FileStatus;
  changes: readonly ChangeKind[];
  before: FileRecord | null;
  after: FileRecord | null;
}

export const statuses: readonly FileStatus[] = ['verified', 'tampered', 'missing', 'added', 'unreadable'];

export const kindsToBits = (changes: readonly ChangeKind[]): number => changes.reduce((bits, kind) => bits | (1 << changeKinds.indexOf(kind)), 0);
export const kindsOfBits = (bits: number): ChangeKind[] => changeKinds.filter((_, index) => (bits & (1 << index)) !== 0);

/** For the way between threads; what is judged comes in the order of its names. */
export function packChanges(judged: readonly Judged[]): PackedChanges | null {
  if (judged.length === 0) return null;
  const present = (side: 'before' | 'after'): FileRecord[] => judged.flatMap((each) => each[side] ?? []);
  return {
    kinds: judged.map(({ changes }) => kindsToBits(changes)),
    statuses: judged.map(({ status }) => statuses.indexOf(status)),
    sides: judged.map(({ before, after }) => (before === null ? 0 : 1) | (after === null ? 0 : 2)),
    before: encodeBlock(present('before')),
    after: encodeBlock(present('after')),
  };
}

export function unpackChanges({ kinds, statuses: indexes, sides, before, after }: PackedChanges): (Omit<Judged, 'name'> & { name: Buffer })[] {
  const [was, is] = [new RecordBlock(before), new RecordBlock(after)];
  let [nextBefore, nextAfter] = [0, 0];
  return kinds.map((bits, index) => {
    const side = sides[index] ?? 0;
    const old = (side & 1) === 0 ? null : was.recordAt(nextBefore++);
    const now = (side & 2) === 0 ? null : is.recordAt(nextAfter++);
    return { name: (now ?? old)?.name ?? bytesOf(''), status: statuses[indexes[index] ?? 0] ?? 'verified', changes: kindsOfBits(bits), before: old, after: now };
  });
}
