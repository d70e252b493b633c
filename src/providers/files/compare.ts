import type { FileRecord } from './record.ts';

export const changeKinds = [
  'content',
  'size',
  'mode',
  'owner',
  'group',
  'type',
  'target',
  'links',
  'inode',
  'mtime',
  'mtime-backdated',
  'ctime',
  'extended',
  'added',
  'missing',
  'unreadable',
  'shrunk',
  'prefix',
  'symlink-escape',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
export type FileStatus = 'verified' | 'tampered' | 'missing' | 'added' | 'unreadable';
/** `append_only`: a log may grow, but what it held stays. */
export type WatchMode = 'standard' | 'append_only';

const isSameBytes = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b));

/** Everything that differs between the accepted state and what is there now. */
export function compareRecords(before: FileRecord | null, after: FileRecord | null): ChangeKind[] {
  if (before === null) return after === null ? [] : ['added'];
  if (after === null) return ['missing'];
  const changes: ChangeKind[] = [];
  const note = (kind: ChangeKind, isDifferent: boolean): void => {
    if (isDifferent) changes.push(kind);
  };
  // Of an entry in a folder that could be listed but not searched nothing but its name was known.
  if (before.state === 'unreadable' && before.ino === 0n) return ['inode'];
  const isSameType = before.type === after.type;
  note('unreadable', after.state === 'unreadable' && (before.state !== 'unreadable' || before.ctimeNs !== after.ctimeNs));
  note('type', !isSameType);
  note('content', isSameType && hasOtherContent(before, after));
  note('size', isSameType && after.type !== 'folder' && after.type !== 'symlink' && before.size !== after.size);
  note('target', isSameType && after.type === 'symlink' && !isSameBytes(before.target, after.target));
  note('mode', before.mode !== after.mode);
  note('owner', before.uid !== after.uid);
  note('group', before.gid !== after.gid);
  note('links', isSameType && after.type !== 'folder' && before.links !== after.links);
  note('extended', before.extended !== null && after.extended !== null && !before.extended.equals(after.extended));
  note('inode', before.ino !== after.ino || before.dev !== after.dev);
  if (isSameType && (after.type === 'file' || after.type === 'symlink')) noteTimes(before, after, changes, note);
  return inOrder(changes);
}

/** As they are listed above, whoever named them. */
export const inOrder = (changes: readonly ChangeKind[]): ChangeKind[] => changeKinds.filter((kind) => changes.includes(kind));

/** A folder's times move with its entries, and those of a pipe or terminal with its use: only files and links tell by them. */
function noteTimes(before: FileRecord, after: FileRecord, changes: readonly ChangeKind[], note: (kind: ChangeKind, isDifferent: boolean) => void): void {
  const isRewritten = changes.includes('content') && before.sha256 !== null && after.sha256 !== null;
  // Two writes within one tick of the clock share both times; who puts the mtime back moves the ctime.
  const isPutBack = isRewritten && after.mtimeNs === before.mtimeNs && after.ctimeNs !== before.ctimeNs;
  const isBackdated = isPutBack || after.mtimeNs < before.mtimeNs;
  note('mtime-backdated', isBackdated);
  note('mtime', !isBackdated && after.mtimeNs !== before.mtimeNs);
  note('ctime', after.ctimeNs !== before.ctimeNs);
}

function hasOtherContent(before: FileRecord, after: FileRecord): boolean {
  if (after.type !== 'file' || after.state === 'unreadable' || before.state === 'unreadable') return false;
  if (before.sha256 !== null && after.sha256 !== null) return !before.sha256.equals(after.sha256);
  // Too large to hash, then or now: a write can't be told from a touch, so it counts as one.
  return before.mtimeNs !== after.mtimeNs || before.size !== after.size;
}

/** Kinds that leave the guarded state as it was: a touch, or a replacement by the same bytes. */
const harmless: ReadonlySet<ChangeKind> = new Set(['inode', 'mtime', 'ctime']);
const growth: ReadonlySet<ChangeKind> = new Set([...harmless, 'size', 'content']);
/** What also proves that the content of an unreadable file is another one. */
const otherContent: ReadonlySet<ChangeKind> = new Set(['size', 'type', 'target', 'content']);

/** In append-only mode `content` and `size` alone are growth: whoever judges adds `shrunk` or `prefix` where they are not. */
export function statusOf(changes: readonly ChangeKind[], mode: WatchMode): FileStatus {
  if (changes.includes('missing')) return 'missing';
  if (changes.includes('added')) return 'added';
  if (changes.includes('unreadable') && !changes.some((kind) => otherContent.has(kind))) return 'unreadable';
  const allowed = mode === 'append_only' ? growth : harmless;
  return changes.every((kind) => allowed.has(kind)) ? 'verified' : 'tampered';
}

/** What reading a grown or shrunk log showed beyond the two records. */
export interface ContentProof {
  /** The hash of as many bytes as the file had before, where it has at least as many now. */
  prefixSha256: Buffer | null;
}

/** The judgement of one entry, growth of a log included. */
export function judgeRecords(before: FileRecord | null, after: FileRecord | null, mode: WatchMode, proof?: ContentProof): { changes: ChangeKind[]; status: FileStatus } {
  const changes = compareRecords(before, after);
  if (mode === 'append_only' && before?.type === 'file' && after?.type === 'file') {
    if (after.size < before.size) changes.push('shrunk');
    else if (changes.includes('content') && before.sha256 !== null && !isSameBytes(before.sha256, proof?.prefixSha256 ?? null)) changes.push('prefix');
  }
  return { changes: inOrder(changes), status: statusOf(changes, mode) };
}

/** What a judgement means for the counts, for those who want to know, and for the baseline. */
export interface Settlement {
  counted: FileStatus;
  isChange: boolean;
  /** The guarded state is the same, its stamps are not: they replace the old ones, so that it isn't read at each sweep. */
  isRefresh: boolean;
}

export function settlementOf(before: FileRecord | null, after: FileRecord | null, changes: readonly ChangeKind[], status: FileStatus): Settlement {
  const isStillUnreadable = status === 'verified' && after?.state === 'unreadable';
  const isRefresh = status === 'verified' && !isStillUnreadable && before !== null && after !== null && (changes.length > 0 || after.hashedAtMs !== before.hashedAtMs || after.state !== before.state);
  return { counted: isStillUnreadable ? 'unreadable' : status, isChange: changes.length > 0, isRefresh };
}

/** A log lost bytes, and another file bears its name now. */
export const mayBeRotated = (before: FileRecord, changes: readonly ChangeKind[]): boolean => (changes.includes('shrunk') || changes.includes('prefix')) && changes.includes('inode') && before.sha256 !== null;
