import fs, { type BigIntStats } from 'node:fs';
import { type BytePath, bytesOf, fsPath } from './byte-path.ts';
import { bufferBytes, type HashOptions, hashSmall, type HashOutcome, isTooLarge } from './hash.ts';
import { look } from './open-folder.ts';
import { type FileRecord, recordOf } from './record.ts';

/** What a look at one entry gave. */
export type EntryRead =
  | { kind: 'gone' }
  | { kind: 'record'; record: FileRecord; prefixSha256: Buffer | null; bytesRead: number; isHashed: boolean; trouble: { reason: 'denied' | 'too-large'; detail: string } | null }
  /** To be read on its own, between other work. */
  | { kind: 'large'; stats: BigIntStats };

export interface ReadOptions extends HashOptions {
  maxHashBytes: number;
}

const attempts = 3;

/** A place where something else is found between each look and the reading of it. */
const restless = { reason: 'denied', detail: 'it was replaced again and again while it was read' } as const;

/** Reads one entry whole; `stats` is the look at it that the caller has taken. */
export function readEntry(prefix: BytePath, name: BytePath, stats: BigIntStats, options: ReadOptions): EntryRead {
  let seen: BigIntStats | undefined = stats;
  for (let attempt = 0; attempt < attempts && seen !== undefined; attempt += 1) {
    if (seen.isSymbolicLink()) {
      const read = readLink(prefix, name, seen);
      if (read !== undefined) return read;
    } else if (!seen.isFile()) return plainRead(recordOf(bytesOf(name), seen));
    else if (isTooLarge(seen, options.maxHashBytes)) return tooLarge(recordOf(bytesOf(name), seen));
    else if (seen.size > bufferBytes) return { kind: 'large', stats: seen };
    else {
      const outcome = hashSmall(prefix + name, seen, options);
      if (outcome.kind !== 'replaced') return readOf(name, seen, outcome);
    }
    seen = look(prefix + name);
  }
  return seen === undefined ? { kind: 'gone' } : { ...plainRead(unreadable(recordOf(bytesOf(name), seen))), trouble: restless };
}

/** The record of what reading a file gave. */
export function readOf(name: BytePath, seen: BigIntStats, outcome: HashOutcome): EntryRead {
  if (outcome.kind === 'replaced') return { ...plainRead(unreadable(recordOf(bytesOf(name), seen))), trouble: restless };
  if (outcome.kind === 'denied') return { ...plainRead(unreadable(recordOf(bytesOf(name), seen))), trouble: { reason: 'denied', detail: outcome.detail } };
  const { stats, sha256, prefixSha256, hashedAtMs, bytesRead } = outcome;
  return { kind: 'record', record: { ...recordOf(bytesOf(name), stats), sha256, hashedAtMs }, prefixSha256, bytesRead, isHashed: true, trouble: null };
}

export type PlainRead = Extract<EntryRead, { kind: 'record' }>;
const plainRead = (record: FileRecord): PlainRead => ({ kind: 'record', record, prefixSha256: null, bytesRead: 0, isHashed: false, trouble: null });
export const unreadable = (record: FileRecord): FileRecord => ({ ...record, state: 'unreadable', sha256: null, hashedAtMs: 0 });

function readLink(prefix: BytePath, name: BytePath, seen: BigIntStats): PlainRead | undefined {
  const hashedAtMs = Date.now();
  try {
    const target = fs.readlinkSync(fsPath(prefix + name), { encoding: 'buffer' });
    const after = look(prefix + name);
    return after?.ino === seen.ino && after.ctimeNs === seen.ctimeNs ? plainRead({ ...recordOf(bytesOf(name), seen), target, hashedAtMs }) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

const unitNames = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

function sizeInWords(bytes: number): string {
  const step = Math.min(unitNames.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${unitNames[step] ?? ''}`;
}

const tooLarge = (record: FileRecord): PlainRead => ({ ...plainRead({ ...record, hashedAtMs: Date.now() }), trouble: { reason: 'too-large', detail: `too large to hash: ${sizeInWords(record.size)}, nearly all of it a hole` } });
