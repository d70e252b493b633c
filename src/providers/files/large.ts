import { absolutePath, type BytePath, joined } from './byte-path.ts';
import { hashLarge, hashPrefix } from './hash.ts';
import { readExtended } from './extended.ts';
import { keptStamp, readOptionsOf } from './judge.ts';
import { isFault, listFolder, look, openFolder, type OpenFolder } from './open-folder.ts';
import type { LargeAnswer } from './protocol.ts';
import { type EntryRead, readEntry, readOf, unreadable } from './read-entry.ts';
import { encodeBlock, type FileRecord, RecordBlock } from './record.ts';
import { type JudgeContext, wantsExtended } from './unit-work.ts';

const attempts = 3;
const nothing = { record: null, prefixSha256: null, bytesRead: 0, isHashed: false, gap: null } as const;
const onlyRecord = (block: Uint8Array | null): FileRecord | null => (block === null ? null : new RecordBlock(block).recordAt(0));

/** Reads one entry of any size; the thread does other work between the slices of it. */
export async function readLarge(context: JudgeContext, folder: BytePath, name: BytePath, known: Uint8Array | null): Promise<LargeAnswer> {
  const before = onlyRecord(known);
  const opened = openFolder(absolutePath(context.root.path, folder));
  if (isFault(opened)) {
    const gap = { folder, name, reason: opened.reason, detail: opened.detail };
    return opened.reason === 'denied' && before !== null ? { ...nothing, state: 'read', record: encodeBlock([unreadable(before)]), gap } : { ...nothing, state: 'left', gap };
  }
  try {
    const read = await readWhole(context, opened, name, before);
    if (read.kind !== 'record') return { ...nothing, state: 'gone' };
    const { prefixSha256, bytesRead, isHashed, trouble } = read;
    const path = absolutePath(context.root.path, joined(folder, name));
    const extended = (wantsExtended(context, before, read.record) ? readExtended([path])?.(path) : undefined) ?? before?.extended ?? null;
    const record = { ...read.record, extended };
    return { state: 'read', record: encodeBlock([keptStamp(context.kind, before, record)]), prefixSha256, bytesRead, isHashed, gap: trouble === null ? null : { folder, name, ...trouble } };
  } finally {
    opened.close();
  }
}

async function readWhole(context: JudgeContext, { prefix }: OpenFolder, name: BytePath, before: FileRecord | null): Promise<EntryRead> {
  const options = readOptionsOf(context, before);
  for (let attempt = 1; ; attempt += 1) {
    const stats = look(prefix + name);
    if (stats === undefined) return { kind: 'gone' };
    const read = readEntry(prefix, name, stats, options);
    if (read.kind !== 'large') return read;
    const outcome = await hashLarge(prefix + name, read.stats, options);
    if (outcome.kind !== 'replaced' || attempt === attempts) return readOf(name, read.stats, outcome);
  }
}

/** Where a log went: the name under which its inode, and all that it held, is found now. */
export async function findRotated(context: JudgeContext, folder: BytePath, known: Uint8Array): Promise<BytePath | null> {
  const before = onlyRecord(known);
  const opened = openFolder(absolutePath(context.root.path, folder));
  if (isFault(opened) || before === null) return null;
  try {
    for (const { name, isFolder } of listFolder(opened)) {
      const stats = isFolder ? undefined : look(opened.prefix + name);
      if (stats === undefined || stats.ino !== before.ino || stats.dev !== before.dev || !stats.isFile() || stats.size < BigInt(before.size)) continue;
      const sha256 = await hashPrefix(opened.prefix + name, stats, before.size, readOptionsOf(context, before));
      if (sha256 !== undefined && before.sha256 !== null && sha256.equals(before.sha256)) return name;
    }
    return null;
  } finally {
    opened.close();
  }
}
