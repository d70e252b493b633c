import type { BigIntStats } from 'node:fs';
import { type BytePath, bytePathOf } from './byte-path.ts';

export const fileTypes = ['file', 'folder', 'symlink', 'fifo', 'socket', 'block-device', 'character-device'] as const;
export type FileType = (typeof fileTypes)[number];

/** One entry of a folder. Names are bytes: not every name is UTF-8, and one that is not is a hiding place elsewhere. */
export interface FileRecord {
  /** Empty for the record that a watched folder has of itself. */
  name: Buffer;
  type: FileType;
  dev: bigint;
  ino: bigint;
  /** The permission bits with set-uid, set-gid and sticky. */
  mode: number;
  links: number;
  uid: number;
  gid: number;
  /** Bytes; of a device its number. */
  size: number;
  mtimeNs: bigint;
  ctimeNs: bigint;
  /** Of a file that was read whole, else null. */
  sha256: Buffer | null;
  /** When its content was read; 0 asks for another look at the next check. */
  hashedAtMs: number;
  /** Where a symbolic link points, as written. */
  target: Buffer | null;
  /** `unreadable`: it exists, its content or even its attributes could not be read. */
  state: 'ok' | 'unreadable';
  /** 16 bytes over extended attributes, access lists and capabilities; null where nothing can read them. */
  extended: Buffer | null;
}

const formatVersion = 1;
const algorithmSha256 = 1;
/** Version, algorithm, two bytes left free, count. */
const headerBytes = 8;
const offsetBytes = 4;
const fixedBytes = 72;
const shaBytes = 32;
const extendedBytes = 16;

/** Places inside a record. */
const at = { flags: 0, mode: 2, nameLength: 4, targetLength: 6, uid: 8, gid: 12, links: 16, dev: 24, ino: 32, size: 40, mtime: 48, ctime: 56, hashedAt: 64 } as const;
const typeMask = 0b111;
const unreadableFlag = 0b1000;
const shaFlag = 0b1_0000;
const targetFlag = 0b10_0000;
const extendedFlag = 0b100_0000;

export function typeOf(stats: BigIntStats): FileType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return stats.isBlockDevice() ? 'block-device' : 'character-device';
}

const isDevice = (type: FileType): boolean => type === 'block-device' || type === 'character-device';
const sizeOf = (stats: BigIntStats, type: FileType): number => Number(isDevice(type) ? stats.rdev : stats.size);
const permissionBits = 0o7777n;

/** A record of what the file system says, content not looked at. */
export function recordOf(name: Buffer, stats: BigIntStats): FileRecord {
  const type = typeOf(stats);
  return {
    name,
    type,
    dev: stats.dev,
    ino: stats.ino,
    mode: Number(stats.mode & permissionBits),
    links: Number(stats.nlink),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    size: sizeOf(stats, type),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    sha256: null,
    hashedAtMs: 0,
    target: null,
    state: 'ok',
    extended: null,
  };
}

const sizeOfRecord = (record: FileRecord): number =>
  fixedBytes + (record.sha256 === null ? 0 : shaBytes) + (record.extended === null ? 0 : extendedBytes) + (record.target?.length ?? 0) + record.name.length;

/** Packs records, sorted by the bytes of their names, into one block in memory of its own. */
export function encodeBlock(records: readonly FileRecord[]): Buffer {
  const sorted = isSorted(records) ? records : [...records].sort((a, b) => Buffer.compare(a.name, b.name));
  const start = headerBytes + offsetBytes * sorted.length;
  const block = ownBuffer(sorted.reduce((sum, record) => sum + sizeOfRecord(record), start));
  const view = viewOf(block);
  writeHeader(view, sorted.length);
  let offset = start;
  for (const [index, record] of sorted.entries()) {
    view.setUint32(headerBytes + offsetBytes * index, offset, true);
    offset = writeRecord(block, view, offset, record);
  }
  return block;
}

function isSorted(records: readonly FileRecord[]): boolean {
  for (let index = 1; index < records.length; index += 1) {
    const [before, after] = [records[index - 1], records[index]];
    if (before !== undefined && after !== undefined && Buffer.compare(before.name, after.name) >= 0) return false;
  }
  return true;
}

/** Not of Node's shared pool: a message between threads moves the whole memory that a buffer lies in. */
function ownBuffer(bytes: number): Buffer {
  return Buffer.from(new ArrayBuffer(bytes));
}

const viewOf = (block: Buffer): DataView => new DataView(block.buffer, block.byteOffset, block.byteLength);

function writeHeader(view: DataView, count: number): void {
  view.setUint8(0, formatVersion);
  view.setUint8(1, algorithmSha256);
  view.setUint32(4, count, true);
}

function writeRecord(block: Buffer, view: DataView, offset: number, record: FileRecord): number {
  const { name, sha256, target, extended } = record;
  const flags =
    fileTypes.indexOf(record.type) |
    (record.state === 'unreadable' ? unreadableFlag : 0) |
    (sha256 === null ? 0 : shaFlag) |
    (target === null ? 0 : targetFlag) |
    (extended === null ? 0 : extendedFlag);
  view.setUint8(offset + at.flags, flags);
  view.setUint16(offset + at.mode, record.mode, true);
  view.setUint16(offset + at.nameLength, name.length, true);
  view.setUint16(offset + at.targetLength, target?.length ?? 0, true);
  view.setUint32(offset + at.uid, record.uid, true);
  view.setUint32(offset + at.gid, record.gid, true);
  view.setUint32(offset + at.links, record.links, true);
  view.setBigUint64(offset + at.dev, record.dev, true);
  view.setBigUint64(offset + at.ino, record.ino, true);
  view.setBigUint64(offset + at.size, BigInt(record.size), true);
  view.setBigInt64(offset + at.mtime, record.mtimeNs, true);
  view.setBigInt64(offset + at.ctime, record.ctimeNs, true);
  view.setFloat64(offset + at.hashedAt, record.hashedAtMs, true);
  let end = offset + fixedBytes;
  for (const part of [sha256, extended, target, name]) {
    if (part === null) continue;
    block.set(part, end);
    end += part.length;
  }
  return end;
}

/** Reads a packed block without unpacking it: a check of 100,000 files touches most records only to see that nothing changed. */
export class RecordBlock {
  readonly bytes: Buffer;
  readonly count: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = viewOf(this.bytes);
    if (bytes.byteLength < headerBytes || this.#view.getUint8(0) !== formatVersion || this.#view.getUint8(1) !== algorithmSha256) throw new Error('not a block of file records, or one of a newer version');
    this.count = this.#view.getUint32(4, true);
    if (headerBytes + this.count * (offsetBytes + fixedBytes) > bytes.byteLength) throw new Error('a block of file records is cut short');
  }

  /** Where a record begins; past the last one the end of the block. */
  #offset(index: number): number {
    return index >= this.count ? this.bytes.byteLength : this.#view.getUint32(headerBytes + offsetBytes * index, true);
  }

  #nameRange(index: number): [start: number, end: number] {
    const offset = this.#offset(index);
    const flags = this.#view.getUint8(offset);
    const start = offset + fixedBytes + ((flags & shaFlag) === 0 ? 0 : shaBytes) + ((flags & extendedFlag) === 0 ? 0 : extendedBytes) + this.#view.getUint16(offset + at.targetLength, true);
    return [start, start + this.#view.getUint16(offset + at.nameLength, true)];
  }

  /** The name with one character a byte, which sorts as the bytes do. */
  nameAt(index: number): BytePath {
    return this.bytes.toString('latin1', ...this.#nameRange(index));
  }

  typeAt(index: number): FileType {
    return fileTypes[this.#view.getUint8(this.#offset(index)) & typeMask] ?? 'file';
  }

  isHashed(index: number): boolean {
    return (this.#view.getUint8(this.#offset(index)) & shaFlag) !== 0;
  }

  recordAt(index: number): FileRecord {
    const view = this.#view;
    const offset = this.#offset(index);
    const flags = view.getUint8(offset);
    let end = offset + fixedBytes;
    const part = (length: number): Buffer => {
      end += length;
      // A copy: a record outlives the block it was read from, and would hold it whole.
      return Buffer.from(this.bytes.subarray(end - length, end));
    };
    const sha256 = (flags & shaFlag) === 0 ? null : part(shaBytes);
    const extended = (flags & extendedFlag) === 0 ? null : part(extendedBytes);
    const target = (flags & targetFlag) === 0 ? null : part(view.getUint16(offset + at.targetLength, true));
    return {
      name: part(view.getUint16(offset + at.nameLength, true)),
      type: fileTypes[flags & typeMask] ?? 'file',
      dev: view.getBigUint64(offset + at.dev, true),
      ino: view.getBigUint64(offset + at.ino, true),
      mode: view.getUint16(offset + at.mode, true),
      links: view.getUint32(offset + at.links, true),
      uid: view.getUint32(offset + at.uid, true),
      gid: view.getUint32(offset + at.gid, true),
      size: Number(view.getBigUint64(offset + at.size, true)),
      mtimeNs: view.getBigInt64(offset + at.mtime, true),
      ctimeNs: view.getBigInt64(offset + at.ctime, true),
      sha256,
      hashedAtMs: view.getFloat64(offset + at.hashedAt, true),
      target,
      state: (flags & unreadableFlag) === 0 ? 'ok' : 'unreadable',
      extended,
    };
  }

  /** Whether the file system says of the entry what it said when it was recorded, and it could be read then. */
  isSame(index: number, stats: BigIntStats): boolean {
    const view = this.#view;
    const offset = this.#offset(index);
    const type = typeOf(stats);
    if ((view.getUint8(offset) & (typeMask | unreadableFlag)) !== fileTypes.indexOf(type)) return false;
    const isOwned = view.getUint16(offset + at.mode, true) === Number(stats.mode & permissionBits) && view.getUint32(offset + at.uid, true) === Number(stats.uid) && view.getUint32(offset + at.gid, true) === Number(stats.gid);
    if (!isOwned || view.getBigUint64(offset + at.ino, true) !== stats.ino || view.getBigUint64(offset + at.dev, true) !== stats.dev) return false;
    // What else there is to a folder changes with its entries.
    if (type === 'folder') return true;
    return (
      view.getBigInt64(offset + at.ctime, true) === stats.ctimeNs &&
      view.getBigInt64(offset + at.mtime, true) === stats.mtimeNs &&
      view.getBigUint64(offset + at.size, true) === (isDevice(type) ? stats.rdev : stats.size) &&
      view.getUint32(offset + at.links, true) === Number(stats.nlink)
    );
  }

  /** Hashed so soon after its last change that a later write may carry the same stamps (git's racy rule). */
  isRacy(index: number): boolean {
    const offset = this.#offset(index);
    return isRacyStamp(this.#view.getFloat64(offset + at.hashedAt, true), this.#view.getBigInt64(offset + at.ctime, true));
  }

  /** The place of a name, or where it would be put as `-1 - place`. */
  search(name: BytePath): number {
    let [low, high] = [0, this.count - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.nameAt(middle);
      if (found === name) return middle;
      if (found < name) low = middle + 1;
      else high = middle - 1;
    }
    return -1 - low;
  }

  find(name: Buffer): FileRecord | undefined {
    const index = this.search(bytePathOf(name));
    return index < 0 ? undefined : this.recordAt(index);
  }

  *[Symbol.iterator](): Generator<FileRecord> {
    for (let index = 0; index < this.count; index += 1) yield this.recordAt(index);
  }

  /** The same block with some records put in, replaced or (null) taken out. */
  with(changes: ReadonlyMap<BytePath, FileRecord | null>): Buffer {
    const kept = [...this].filter(({ name }) => !changes.has(bytePathOf(name)));
    return encodeBlock([...kept, ...[...changes.values()].filter((record) => record !== null)]);
  }
}

export const racyMs = 60_000;
export const isRacyStamp = (hashedAtMs: number, ctimeNs: bigint): boolean => hashedAtMs < Number(ctimeNs / 1_000_000n) + racyMs;

export const decodeBlock = (block: Uint8Array): FileRecord[] => [...new RecordBlock(block)];
export const findRecord = (block: Uint8Array, name: Buffer): FileRecord | undefined => new RecordBlock(block).find(name);

/** The block with the record of this name put in, replaced or (null) taken out. */
export function withRecord(block: Uint8Array, name: Buffer, record: FileRecord | null): Buffer {
  return new RecordBlock(block).with(new Map([[bytePathOf(name), record]]));
}
