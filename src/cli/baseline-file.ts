import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { BaselineChunk, WatchedRoot } from '../providers/files/engine.ts';
import { couldNotRun } from './fault.ts';

/**
 * A baseline as one file: a first line, a head in JSON, the chunks of all roots in any order, and the SHA-256 of all
 * that. Whoever can write the file can make it anew: its own hash, printed at each check, belongs somewhere else.
 */
const magic = Buffer.from('roundsman baseline 1\n');
const hashBytes = 32;
/** Root, length of the folder's name, chunk, length of the block. */
const chunkHeadBytes = 14;
const endOfChunks = 0xffff;
const readBytes = 1 << 20;

const root = z.object({ path: z.base64(), kind: z.enum(['file', 'folder']), recursive: z.boolean(), include: z.array(z.string()), exclude: z.array(z.string()), mode: z.enum(['standard', 'append_only']) });
const head = z.object({ algorithm: z.literal('sha256'), host: z.string(), created_at: z.iso.datetime(), roots: z.array(root).min(1).max(endOfChunks) });
export type StoredRoot = z.infer<typeof root>;
export type BaselineHead = z.infer<typeof head>;

export const storedRoot = ({ path: place, kind, recursive, include, exclude, mode }: WatchedRoot): StoredRoot => ({ path: place.toString('base64'), kind, recursive, include, exclude, mode });

export interface BaselineWriter {
  add(root: number, chunks: readonly BaselineChunk[]): void;
  /** Puts the file in its place; answers its SHA-256. */
  finish(): string;
  /** Leaves what was there before. */
  discard(): void;
}

export const besideOf = (file: string): string => `${file}.${process.pid}.new`;

/** Written beside its place and moved there whole: a check never meets half a baseline. */
export function writeBaseline(file: string, about: BaselineHead): BaselineWriter {
  const beside = besideOf(file);
  const fd = fs.openSync(beside, 'wx', 0o600);
  const inner = createHash('sha256');
  const outer = createHash('sha256');
  const put = (...parts: Uint8Array[]): void => {
    for (const part of parts) {
      for (let done = 0; done < part.length; ) done += fs.writeSync(fd, part, done);
      inner.update(part);
      outer.update(part);
    }
  };
  const text = Buffer.from(JSON.stringify(about));
  put(magic, number32(text.length), text);
  return {
    add(index, chunks) {
      for (const { folder, chunk, block } of chunks) put(chunkHead(index, folder.length, chunk, block.length), folder, block);
    },
    finish() {
      put(chunkHead(endOfChunks, 0, 0, 0));
      put(inner.copy().digest());
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      fs.renameSync(beside, file);
      syncFolder(path.dirname(file));
      return outer.digest('hex');
    },
    discard() {
      fs.closeSync(fd);
      fs.rmSync(beside, { force: true });
    },
  };
}

function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function chunkHead(index: number, folderLength: number, chunk: number, blockLength: number): Buffer {
  const bytes = Buffer.alloc(chunkHeadBytes);
  bytes.writeUInt16LE(index, 0);
  bytes.writeUInt32LE(folderLength, 2);
  bytes.writeUInt32LE(chunk, 6);
  bytes.writeUInt32LE(blockLength, 10);
  return bytes;
}

export interface StoredBaseline {
  head: BaselineHead;
  /** Of the whole file. */
  sha256: string;
  files: number;
  /** The chunks of a root in the order of their folders. */
  chunksOf(root: number): AsyncGenerator<BaselineChunk>;
  close(): void;
}

interface Place {
  folder: Buffer;
  chunk: number;
  start: number;
  length: number;
}

/** Undefined where there is no such file; whatever is not a whole baseline is a fault. */
export function openBaseline(file: string): StoredBaseline | undefined {
  let fd: number;
  try {
    fd = fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw couldNotRun(`The baseline ${file} can't be read: ${(error as Error).message}`, error);
  }
  try {
    return readBaseline(fd);
  } catch (error) {
    fs.closeSync(fd);
    throw couldNotRun(`${file} is no baseline, or it was damaged or changed: ${(error as Error).message}. Compare with a copy of it kept elsewhere.`, error);
  }
}

function readBaseline(fd: number): StoredBaseline {
  const size = fs.fstatSync(fd).size;
  const { sha256, isWhole } = hashesOf(fd, size);
  if (!isWhole) throw new Error('its own SHA-256 is not that of its content');
  const at = (start: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (fs.readSync(fd, bytes, 0, length, start) !== length) throw new Error('it is cut short');
    return bytes;
  };
  if (!at(0, magic.length).equals(magic)) throw new Error('its first line is not that of a baseline of this version');
  const headLength = at(magic.length, 4).readUInt32LE();
  const about = head.parse(JSON.parse(at(magic.length + 4, headLength).toString()));
  const places = about.roots.map((): Place[] => []);
  let files = 0;
  for (let position = magic.length + 4 + headLength; ; ) {
    const bytes = at(position, chunkHeadBytes);
    const index = bytes.readUInt16LE(0);
    if (index === endOfChunks) break;
    const [folderLength, chunk, length] = [bytes.readUInt32LE(2), bytes.readUInt32LE(6), bytes.readUInt32LE(10)];
    const start = position + chunkHeadBytes + folderLength;
    places[index]?.push({ folder: at(position + chunkHeadBytes, folderLength), chunk, start, length });
    files += at(start, 8).readUInt32LE(4);
    position = start + length;
  }
  for (const each of places) each.sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
  return {
    head: about,
    sha256,
    files,
    async *chunksOf(index) {
      for (const { folder, chunk, start, length } of places[index] ?? []) yield { folder, chunk, block: at(start, length) };
    },
    close: () => fs.closeSync(fd),
  };
}

function hashesOf(fd: number, size: number): { sha256: string; isWhole: boolean } {
  const inner = createHash('sha256');
  const outer: Hash = createHash('sha256');
  const buffer = Buffer.alloc(readBytes);
  const trailer: Buffer[] = [];
  for (let position = 0; position < size; ) {
    const read = fs.readSync(fd, buffer, 0, buffer.length, position);
    if (read === 0) break;
    const bytes = buffer.subarray(0, read);
    const content = Math.max(0, Math.min(read, size - hashBytes - position));
    inner.update(bytes.subarray(0, content));
    outer.update(bytes);
    trailer.push(Buffer.from(bytes.subarray(content)));
    position += read;
  }
  return { sha256: outer.digest('hex'), isWhole: size > magic.length + hashBytes && inner.digest().equals(Buffer.concat(trailer)) };
}
