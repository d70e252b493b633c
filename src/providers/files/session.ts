import { type BytePath, bytePathOf, bytesOf } from './byte-path.ts';
import { kindsOfBits, kindsToBits, unpackChanges } from './changes-pack.ts';
import { type ChangeKind, type FileStatus, judgeRecords, mayBeRotated, settlementOf } from './compare.ts';
import type { Counts } from './counts.ts';
import type { Placed } from './merge.ts';
import type { Pool } from './pool.ts';
import type { LargeAnswer, LargeEntry, RotationEntry, RunSpec, UnitAnswer, WireGap } from './protocol.ts';
import { encodeBlock, type FileRecord, RecordBlock } from './record.ts';

/** One entry that is not as its baseline says. */
export interface FileChange {
  folder: Buffer;
  name: Buffer;
  status: FileStatus;
  changes: ChangeKind[];
  before: FileRecord | null;
  after: FileRecord | null;
}

/** What became of one unit. */
export interface Outcome {
  placed: Placed;
  changes: FileChange[];
  /** The new block: of a first baseline always, of a check where stamps were refreshed. */
  block: Buffer | null;
  isRefreshed: boolean;
  counts: Counts;
  gaps: WireGap[];
  /** Still to be read; until then the outcome is not complete. */
  large: LargeEntry[];
  rotations: RotationEntry[];
}

export const isComplete = ({ large, rotations }: Outcome): boolean => large.length + rotations.length === 0;

/** The judging of units of one check, by the threads of the pool. */
export interface Session {
  judge(batch: readonly Placed[]): Promise<Outcome[]>;
  /** Reads the large files of a unit, and looks where logs were rotated to. */
  complete(outcome: Outcome): Promise<void>;
}

/** Records by name that the block of a unit takes up. */
type Fresh = Map<BytePath, FileRecord | null>;

export function createSession(pool: Pool, run: RunSpec): Session {
  return {
    async judge(batch) {
      const answers = await pool.run<UnitAnswer[]>({ op: 'judge', run, units: batch.map(({ unit }) => unit) }, 'judge', batch.length);
      return batch.map((placed, index) => outcomeOf(placed, answers[index]));
    },
    async complete(outcome) {
      const { folder } = outcome.placed.unit;
      const fresh: Fresh = new Map();
      const readOne = async (entry: LargeEntry): Promise<void> => {
        const answer = await pool.run<LargeAnswer>({ op: 'large', run, folder, name: entry.name, before: entry.before }, 'large', entry.size);
        settleLarge(run, outcome, entry, answer, fresh);
      };
      await Promise.all(outcome.large.splice(0).map(readOne));
      for (const entry of outcome.rotations.splice(0)) {
        const newName = await pool.run<BytePath | null>({ op: 'rotated', run, folder, before: entry.before }, 'large', 0);
        settleRotation(run, outcome, entry, newName, fresh);
      }
      outcome.changes.sort((a, b) => Buffer.compare(a.name, b.name));
      if (fresh.size === 0) return;
      outcome.block = new RecordBlock(outcome.block ?? encodeBlock([])).with(fresh);
      outcome.isRefreshed = run.kind !== 'baseline';
    },
  };
}

function outcomeOf(placed: Placed, answer: UnitAnswer | undefined): Outcome {
  if (answer === undefined) throw new Error('a thread answered fewer units than it was asked for');
  const { block, found, ...rest } = answer;
  const folder = bytesOf(placed.unit.folder);
  const changes = found === null ? [] : unpackChanges(found).map((each) => ({ ...each, folder, changes: [...each.changes] }));
  return { placed, changes, block: block === null ? null : Buffer.from(block.buffer, block.byteOffset, block.byteLength), ...rest };
}

const only = (block: Uint8Array | null): FileRecord | null => (block === null ? null : new RecordBlock(block).recordAt(0));

function settleLarge(run: RunSpec, outcome: Outcome, { name, before: known }: LargeEntry, answer: LargeAnswer, fresh: Fresh): void {
  const { counts } = outcome;
  counts.bytesHashed += answer.bytesRead;
  counts.hashed += answer.isHashed ? 1 : 0;
  if (answer.gap !== null) outcome.gaps.push(answer.gap);
  if (answer.state === 'left') return;
  const [before, after] = [only(known), only(answer.record)];
  if (before === null && after === null) return;
  if (after !== null) counts.files += 1;
  if (run.kind === 'baseline') {
    if (after?.state === 'unreadable') counts.unreadable += 1;
    fresh.set(name, after);
    return;
  }
  const prefixSha256 = answer.prefixSha256 === null ? null : Buffer.from(answer.prefixSha256);
  const { changes, status } = judgeRecords(before, after, run.root.mode, { prefixSha256 });
  if (before !== null && after !== null && mayBeRotated(before, changes)) outcome.rotations.push({ name, before: encodeBlock([before]), after: encodeBlock([after]), bits: kindsToBits(changes) });
  else settle(outcome, name, { before, after, changes, status }, fresh);
}

function settle(outcome: Outcome, name: BytePath, found: Pick<FileChange, 'before' | 'after' | 'changes' | 'status'>, fresh: Fresh): void {
  const { counted, isChange, isRefresh } = settlementOf(found.before, found.after, found.changes, found.status);
  outcome.counts[counted] += 1;
  if (isChange) outcome.changes.push({ folder: bytesOf(outcome.placed.unit.folder), name: bytesOf(name), ...found });
  if (isRefresh) fresh.set(name, found.after);
}

/** The log goes on under its old name, and what it held is kept under a new one: nothing was lost. */
function settleRotation(run: RunSpec, outcome: Outcome, { name, before: was, after: is, bits }: RotationEntry, newName: BytePath | null, fresh: Fresh): void {
  const [before, after] = [only(was), only(is)];
  if (newName === null) return settle(outcome, name, { before, after, changes: kindsOfBits(bits), status: judgeRecords(before, after, run.root.mode).status }, fresh);
  settle(outcome, name, { before, after, changes: ['inode'], status: 'verified' }, fresh);
  const moved = outcome.changes.find((change) => change.status === 'added' && bytePathOf(change.name) === newName);
  if (moved === undefined) return;
  moved.status = 'verified';
  moved.changes.push('inode');
  outcome.counts.added -= 1;
  outcome.counts.verified += 1;
  fresh.set(newName, moved.after);
}
