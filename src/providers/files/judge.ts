import fs, { type BigIntStats } from 'node:fs';
import { absolutePath, type BytePath, bytePathOf, bytesOf, fsPath, joined } from './byte-path.ts';
import { type FolderFault, isFault, look, openFolder, type OpenFolder } from './open-folder.ts';
import type { CheckKind, Unit } from './protocol.ts';
import { type EntryRead, readEntry, type ReadOptions, unreadable } from './read-entry.ts';
import { encodeBlock, type FileRecord, isRacyStamp, type RecordBlock, recordOf } from './record.ts';
import { type JudgeContext, UnitWork } from './unit-work.ts';
import { typeOfSystem } from './walk.ts';

/** Network, FUSE and FAT: their stamps are coarse, cached elsewhere or made up, so that a sweep there reads everything. */
const unsureSystems: ReadonlySet<number> = new Set([0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x65735546, 0x4d44, 0x2011bab0, 0x01021997, 0x5346414f, 0x00c36400, 0x61756673]);

function isUnsure({ unsureDevices }: JudgeContext, opened: OpenFolder): boolean {
  const { dev } = opened.look();
  const found = unsureDevices.get(dev) ?? unsureSystems.has(typeOfSystem(opened));
  unsureDevices.set(dev, found);
  return found;
}

/** Looks at a piece of a folder; what came of it is still to be asked for. */
export function judgeUnit(context: JudgeContext, unit: Unit): UnitWork {
  const work = new UnitWork(context, unit);
  if (unit.state === 'missing') settleAll(work, () => null);
  else if (unit.state === 'denied') settleAll(work, unreadable);
  else {
    const opened = openFolder(absolutePath(context.root.path, unit.folder));
    if (isFault(opened)) settleFault(work, opened);
    else {
      try {
        work.isUnsure = context.kind === 'sweep' && isUnsure(context, opened);
        judgeOpen(work, opened);
      } finally {
        opened.close();
      }
    }
  }
  return work;
}

/** The folder was there when it was listed. Gone now, its entries are left alone: the next check has the truth. */
function settleFault(work: UnitWork, fault: FolderFault): void {
  work.gap(null, fault.reason, fault.detail);
  if (fault.reason === 'denied') settleAll(work, unreadable);
  else if (work.context.root.file !== null) settleAll(work, () => null);
}

/** Whether a record of the baseline is still among what is watched. */
function isStillWatched({ context, unit }: UnitWork, name: BytePath, isFolder: boolean): boolean {
  return context.root.file !== null || context.selection.isWatched(joined(unit.folder, name), isFolder);
}

function settleAll(work: UnitWork, stateOf: (record: FileRecord) => FileRecord | null): void {
  for (const record of work.base ?? []) {
    const name = bytePathOf(record.name);
    if (name === '' && work.unit.folder === '' && work.unit.state === 'missing') settleLostRoot(work, record);
    else if (isStillWatched(work, name, record.type === 'folder')) work.settle(name, record, stateOf(record), null);
  }
}

/** The root itself is no folder any more: perhaps something else has taken its place. */
function settleLostRoot(work: UnitWork, before: FileRecord): void {
  const root = work.context.root.path;
  const stats = look(root);
  if (stats === undefined || stats.isDirectory()) return work.settle('', before, null, null);
  const now = recordOf(bytesOf(''), stats);
  work.settle('', before, stats.isSymbolicLink() ? { ...now, target: fs.readlinkSync(fsPath(root), { encoding: 'buffer' }) } : now, null);
}

/** Walks the names that are there and those of the baseline side by side; both are sorted. */
function judgeOpen(work: UnitWork, opened: OpenFolder): void {
  const { base, unit, context } = work;
  const names = unit.names === '' ? [] : unit.names.split('\0');
  const count = base?.count ?? 0;
  let index = 0;
  const missingBefore = (name: BytePath | undefined): void => {
    for (; index < count; index += 1) {
      const known = base?.nameAt(index) ?? '';
      if (name !== undefined && known >= name) return;
      if (known === '' && unit.folder === '') settleRoot(work, opened, index);
      else if (!unit.isPartial && isStillWatched(work, known, base?.typeAt(index) === 'folder')) work.settle(known, base?.recordAt(index) ?? null, null, null);
    }
  };
  if (context.kind === 'baseline' && unit.folder === '' && !unit.isPartial && context.root.file === null) settleRoot(work, opened, -1);
  for (const name of names) {
    context.checkCancelled();
    missingBefore(name);
    const isKnown = index < count && base?.nameAt(index) === name;
    judgeEntry(work, opened, name, isKnown ? index : -1);
    if (isKnown) index += 1;
  }
  missingBefore(undefined);
}

/** The record that a root has of itself, under the empty name. */
function settleRoot(work: UnitWork, opened: OpenFolder, index: number): void {
  work.settle('', index < 0 ? null : (work.base?.recordAt(index) ?? null), recordOf(bytesOf(''), opened.look()), null);
}

function judgeEntry(work: UnitWork, opened: OpenFolder, name: BytePath, index: number): void {
  const { base, context, unit } = work;
  let stats: BigIntStats | undefined;
  try {
    stats = look(opened.prefix + name);
  } catch (error) {
    return settleHidden(work, name, index, error);
  }
  if (unit.isPartial && context.root.file === null && !context.selection.isWatched(joined(unit.folder, name), stats?.isDirectory() ?? false)) return;
  if (base !== undefined && index >= 0 && stats !== undefined && context.kind === 'sweep' && !work.isUnsure && base.isSame(index, stats) && !needsLook(base, index)) {
    work.counts.verified += 1;
    work.counts[stats.isDirectory() ? 'folders' : 'files'] += 1;
    return;
  }
  const before = base === undefined || index < 0 ? null : base.recordAt(index);
  if (stats === undefined) {
    if (before !== null) work.settle(name, before, null, null);
    return;
  }
  const seen = seenBefore(work, name, stats);
  if (seen === undefined) settleRead(work, name, before, readEntry(opened.prefix, name, stats, readOptionsOf(context, before)));
  else work.settle(name, before, seen, null);
}

/** A file found tampered or new is not read again by each sweep, as long as it stays what it was when it was read. */
function seenBefore({ seen, context, isUnsure }: UnitWork, name: BytePath, stats: BigIntStats): FileRecord | undefined {
  if (seen === undefined || context.kind !== 'sweep' || isUnsure || context.root.mode === 'append_only') return undefined;
  const index = seen.search(name);
  return index >= 0 && seen.isSame(index, stats) && !needsLook(seen, index) ? seen.recordAt(index) : undefined;
}

/** The stamps alone prove nothing: too fresh when it was hashed, or never hashed. */
const needsLook = (base: RecordBlock, index: number): boolean => {
  const type = base.typeAt(index);
  return (type === 'file' || type === 'symlink') && (base.isRacy(index) || (type === 'file' && !base.isHashed(index)));
};

export const readOptionsOf = (context: JudgeContext, before: FileRecord | null): ReadOptions => ({
  prefixBytes: context.root.mode === 'append_only' && before?.type === 'file' ? before.size : null,
  isGrowing: context.root.mode === 'append_only',
  pace: context.pace,
  checkCancelled: context.checkCancelled,
  maxHashBytes: context.maxHashBytes,
});

/** The folder can be listed but not searched: the name is all that is known. */
function settleHidden(work: UnitWork, name: BytePath, index: number, error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const before = work.base === undefined || index < 0 ? null : work.base.recordAt(index);
  work.gap(name, 'denied', code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code);
  work.settle(name, before, before === null ? unknownRecord(name) : unreadable(before), null);
}

const unknownRecord = (name: BytePath): FileRecord => ({ name: bytesOf(name), type: 'file', dev: 0n, ino: 0n, mode: 0, links: 0, uid: 0, gid: 0, size: 0, mtimeNs: 0n, ctimeNs: 0n, sha256: null, hashedAtMs: 0, target: null, state: 'unreadable', extended: null });

function settleRead(work: UnitWork, name: BytePath, before: FileRecord | null, read: EntryRead): void {
  if (read.kind === 'large') {
    work.large.push({ name, size: Number(read.stats.size), before: before === null ? null : encodeBlock([before]) });
    return;
  }
  if (read.kind === 'gone') {
    if (before !== null) work.settle(name, before, null, null);
    return;
  }
  work.counts.bytesHashed += read.bytesRead;
  work.counts.hashed += read.isHashed ? 1 : 0;
  if (read.trouble !== null) work.gap(name, read.trouble.reason, read.trouble.detail);
  work.settle(name, before, keptStamp(work.context.kind, before, read.record), read.prefixSha256);
}

/** A full check proves content again, but a record that is sure already stays as it is: else each would write every block anew. */
export function keptStamp(kind: CheckKind, before: FileRecord | null, record: FileRecord): FileRecord {
  if (kind === 'baseline' || before === null || before.hashedAtMs === 0 || record.hashedAtMs === 0) return record;
  return before.ctimeNs === record.ctimeNs && !isRacyStamp(before.hashedAtMs, record.ctimeNs) ? { ...record, hashedAtMs: before.hashedAtMs } : record;
}
