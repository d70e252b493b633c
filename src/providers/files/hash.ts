import { createHash, hash, type Hash } from 'node:crypto';
import fs, { type BigIntStats } from 'node:fs';
import { type BytePath, fsPath } from './byte-path.ts';
import { fileFlags, lookAtOpen } from './open-folder.ts';
import type { Pace } from './pace.ts';

/** What a file holds, with the stamps it had from before the first byte until after the last. */
export interface Hashed {
  kind: 'hashed';
  stats: BigIntStats;
  sha256: Buffer;
  /** Of the first `prefixBytes`, where they were asked for. */
  prefixSha256: Buffer | null;
  /** 0 where the file changed each time while it was read. */
  hashedAtMs: number;
  bytesRead: number;
}

export type HashOutcome = Hashed | { kind: 'denied'; detail: string } | { kind: 'replaced' };

export interface HashOptions {
  prefixBytes: number | null;
  /** A log: what is appended while it is read does not matter, what was there at the start is hashed. */
  isGrowing: boolean;
  pace: Pace;
  checkCancelled(): void;
}

/** Fits what most files are, and is large enough that a call costs nothing beside the hashing. */
export const bufferBytes = 1 << 20;
const attempts = 3;
const replacedCodes: ReadonlySet<string> = new Set(['ENOENT', 'ELOOP', 'ENXIO', 'ENOTDIR', 'EISDIR']);

let shared: Buffer | undefined;
/** One for the thread: everything here is synchronous between two uses. */
const readBuffer = (): Buffer => (shared ??= Buffer.from(new ArrayBuffer(bufferBytes)));

const isSameFile = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino && a.dev === b.dev;
const isUntouched = (a: BigIntStats, b: BigIntStats): boolean => a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
const isKept = (before: BigIntStats, after: BigIntStats, isGrowing: boolean): boolean => isUntouched(before, after) || (isGrowing && after.size >= before.size && after.mtimeNs >= before.mtimeNs);

/** Opens the very file that was looked at, and nothing else. */
function openSame(path: BytePath, seen: BigIntStats): { fd: number; stats: BigIntStats } | Exclude<HashOutcome, Hashed> {
  let fd: number;
  try {
    fd = fs.openSync(fsPath(path), fileFlags);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return replacedCodes.has(code) ? { kind: 'replaced' } : { kind: 'denied', detail: code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code };
  }
  const stats = lookAtOpen(fd);
  if (stats.isFile() && isSameFile(stats, seen)) return { fd, stats };
  fs.closeSync(fd);
  return { kind: 'replaced' };
}

/** By way of a string: a buffer of its own for each hash costs far more memory than its 32 bytes. */
const sha256Of = (bytes: Buffer): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');

function ended(error: unknown): HashOutcome {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined) throw error;
  return { kind: 'denied', detail: code };
}

/** A file that fits the buffer, in one go. */
export function hashSmall(path: BytePath, seen: BigIntStats, options: HashOptions): HashOutcome {
  const opened = openSame(path, seen);
  if ('kind' in opened) return opened;
  try {
    let { stats } = opened;
    for (let attempt = 1; ; attempt += 1) {
      if (stats.size > bufferBytes) return { kind: 'replaced' };
      const hashedAtMs = Date.now();
      const size = readAll(opened.fd, Number(stats.size), options);
      const bytes = readBuffer().subarray(0, size);
      const after = lookAtOpen(opened.fd);
      const isStable = isKept(stats, after, options.isGrowing);
      if (!isStable && attempt < attempts) {
        stats = after;
        continue;
      }
      const { prefixBytes } = options;
      const prefixSha256 = prefixBytes === null || prefixBytes > size ? null : sha256Of(bytes.subarray(0, prefixBytes));
      return { kind: 'hashed', stats, sha256: sha256Of(bytes), prefixSha256, hashedAtMs: isStable ? hashedAtMs : 0, bytesRead: size * attempt };
    }
  } catch (error) {
    return ended(error);
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** Reads from the start of the file into the buffer; answers how much there was. */
function readAll(fd: number, size: number, { pace, checkCancelled }: HashOptions): number {
  pace.take(size, checkCancelled);
  let filled = 0;
  while (filled < size) {
    const read = fs.readSync(fd, readBuffer(), filled, size - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** So long a large file may keep its thread before others have their turn. */
const sliceMs = 20;

/** A file of any size. Other work of the thread goes on between slices of it. */
export async function hashLarge(path: BytePath, seen: BigIntStats, options: HashOptions): Promise<HashOutcome> {
  const opened = openSame(path, seen);
  if ('kind' in opened) return opened;
  try {
    let { stats } = opened;
    let bytesRead = 0;
    for (let attempt = 1; ; attempt += 1) {
      const hashedAtMs = Date.now();
      const found = await hashOpen(opened.fd, Number(stats.size), options);
      bytesRead += found.bytesRead;
      const after = lookAtOpen(opened.fd);
      const isStable = isKept(stats, after, options.isGrowing);
      if (isStable || attempt === attempts) return { kind: 'hashed', stats, ...found, hashedAtMs: isStable ? hashedAtMs : 0, bytesRead };
      stats = after;
    }
  } catch (error) {
    return ended(error);
  } finally {
    fs.closeSync(opened.fd);
  }
}

async function hashOpen(fd: number, size: number, { prefixBytes, pace, checkCancelled }: HashOptions): Promise<{ sha256: Buffer; prefixSha256: Buffer | null; bytesRead: number }> {
  const whole = createHash('sha256');
  let prefix: Hash | undefined = prefixBytes === 0 ? whole.copy() : undefined;
  let done = 0;
  let sliceEndsAt = performance.now() + sliceMs;
  while (done < size) {
    checkCancelled();
    const border = prefixBytes !== null && done < prefixBytes ? Math.min(prefixBytes, size) : size;
    const wanted = Math.min(bufferBytes, border - done);
    pace.take(wanted, checkCancelled);
    const read = fs.readSync(fd, readBuffer(), 0, wanted, done);
    if (read === 0) break;
    whole.update(readBuffer().subarray(0, read));
    done += read;
    if (done === prefixBytes) prefix = whole.copy();
    if (performance.now() < sliceEndsAt) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceEndsAt = performance.now() + sliceMs;
  }
  return { sha256: whole.digest(), prefixSha256: prefix?.digest() ?? null, bytesRead: done };
}

/** The hash of the first bytes of a file, where it has as many; undefined where it can't be told. */
export async function hashPrefix(path: BytePath, seen: BigIntStats, bytes: number, options: Omit<HashOptions, 'prefixBytes'>): Promise<Buffer | undefined> {
  const opened = openSame(path, seen);
  if ('kind' in opened) return undefined;
  try {
    const found = await hashOpen(opened.fd, bytes, { ...options, prefixBytes: null });
    return found.bytesRead === bytes ? found.sha256 : undefined;
  } catch (error) {
    ended(error);
    return undefined;
  } finally {
    fs.closeSync(opened.fd);
  }
}

/** Holes that make up most of a file this large would take hours to read as zeros. */
export function isTooLarge(stats: BigIntStats, maxHashBytes: number): boolean {
  return stats.size > BigInt(maxHashBytes) && stats.blocks * 512n < stats.size / 8n;
}
