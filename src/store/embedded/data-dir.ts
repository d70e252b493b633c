import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import zlib from 'node:zlib';
import { AppError } from '../../core/errors.ts';

/** PostgreSQL's major version inside the pinned PGlite; a directory of another major is not opened. */
const postgresMajor = '18';
/** Room that is given back when the disk is full, so that the store can still be opened and cleaned up. */
const reserveBytes = 32 * 1024 * 1024;
const leastFreeBytes = 24 * 1024 * 1024;
/** The unpacked seed and the first log files. */
const leastFreeForNewBytes = 64 * 1024 * 1024;

const seedFile = new URL('./seed.tar.zst', import.meta.url);

export interface DataDir {
  root: string;
  /** Where PostgreSQL's files lie. */
  database: string;
  /** True when this start created it. */
  isNew: boolean;
  /** Frees the reserve; answers false where it was free already. */
  freeReserve(): boolean;
  /** Makes the reserve again once there is room for it twice; answers whether it is there now. */
  restoreReserve(): boolean;
  unlock(): void;
}

/**
 * Takes the data directory for this process alone and makes it ready to open.
 * Throws DATA_DIR_LOCKED (naming the holder), DATA_DIR_UNWRITABLE, DATA_DIR_NEWER or STORE_FULL.
 */
export function openDataDir(root: string): DataDir {
  const absolute = path.resolve(root);
  try {
    fs.mkdirSync(absolute, { recursive: true, mode: 0o700 });
    fs.chmodSync(absolute, 0o700);
    fs.accessSync(absolute, fs.constants.W_OK);
  } catch (cause) {
    throw new AppError('DATA_DIR_UNWRITABLE', { detail: `DATA_DIR ${absolute} cannot be written (${(cause as NodeJS.ErrnoException).code}). Give this user the directory, or set DATA_DIR to another one.`, cause });
  }
  const unlock = lock(absolute);
  try {
    const database = path.join(absolute, 'postgres');
    const reserve = path.join(absolute, 'reserve');
    const isNew = !fs.existsSync(path.join(database, 'PG_VERSION'));
    checkRoom(absolute, reserve, isNew ? leastFreeForNewBytes : leastFreeBytes);
    if (isNew) plantSeed(database);
    checkMajor(database);
    restoreReserve(absolute, reserve);
    return { root: absolute, database, isNew, freeReserve: () => freeReserve(reserve), restoreReserve: () => restoreReserve(absolute, reserve), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * A lock that the kernel frees when the process dies: an exclusive SQLite transaction held for life. A pid file would
 * be wrong in containers, and a heartbeat would be stolen while the engine blocks.
 */
function lock(root: string): () => void {
  const holderFile = path.join(root, 'holder.json');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path.join(root, 'lock.db'));
    database.exec('pragma busy_timeout=0; pragma locking_mode=exclusive; begin exclusive');
  } catch (cause) {
    database?.close();
    if (!isBusy(cause)) throw new AppError('DATA_DIR_UNWRITABLE', { detail: `DATA_DIR ${root} cannot be locked: lock.db in it says "${(cause as Error).message}". Remove that file, or set DATA_DIR to another directory.`, cause });
    throw new AppError('DATA_DIR_LOCKED', { detail: `DATA_DIR ${root} is in use by ${holderOf(holderFile)}. Stop that one first, or set DATA_DIR to another directory.`, cause });
  }
  const held = database;
  fs.writeFileSync(holderFile, JSON.stringify({ pid: process.pid, host: os.hostname(), started: new Date().toISOString(), command: process.argv.slice(1).map((word) => path.basename(word)).join(' ') }), { mode: 0o600 });
  return () => {
    fs.rmSync(holderFile, { force: true });
    held.close();
  };
}

/** SQLITE_BUSY and SQLITE_LOCKED; anything else is no other process. */
const isBusy = (error: unknown): boolean => [5, 6].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

function holderOf(holderFile: string): string {
  try {
    const { pid, host, started } = JSON.parse(fs.readFileSync(holderFile, 'utf8')) as { pid: number; host: string; started: string };
    return `process ${pid} on ${host}, started ${started}`;
  } catch {
    return 'another process that has just started';
  }
}

function checkRoom(root: string, reserve: string, neededBytes: number): void {
  const { bavail, bsize } = fs.statfsSync(root);
  if (bavail * bsize >= neededBytes) return;
  if (freeReserve(reserve)) return;
  throw new AppError('STORE_FULL', { detail: `The disk of DATA_DIR ${root} has ${Math.floor((bavail * bsize) / 1_048_576)} MiB free and the store needs ${neededBytes / 1_048_576} to open. Free some space and start again; nothing was lost.` });
}

function checkMajor(database: string): void {
  const found = fs.readFileSync(path.join(database, 'PG_VERSION'), 'utf8').trim();
  if (found !== postgresMajor) {
    throw new AppError('DATA_DIR_NEWER', { detail: `The store in ${database} is of PostgreSQL ${found} and this version opens ${postgresMajor}. Start the version that wrote it.` });
  }
}

/** Unpacks the shipped empty cluster beside its place and renames it, so that a kill leaves nothing half made. */
function plantSeed(database: string): void {
  const beside = `${database}.new`;
  fs.rmSync(beside, { recursive: true, force: true });
  fs.mkdirSync(beside, { mode: 0o700 });
  for (const entry of readTar(zlib.zstdDecompressSync(fs.readFileSync(seedFile)))) {
    const target = path.join(beside, entry.name);
    if (entry.isDirectory) fs.mkdirSync(target, { recursive: true, mode: 0o700 });
    else {
      fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      fs.writeFileSync(target, entry.body, { mode: 0o600 });
    }
  }
  fs.renameSync(beside, database);
}

/** The entries of a plain ustar archive. */
function* readTar(archive: Buffer): Generator<{ name: string; isDirectory: boolean; body: Buffer }> {
  for (let at = 0; at + 512 <= archive.length; ) {
    const text = (from: number, length: number) => archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') return;
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    const prefix = text(345, 155);
    const full = (prefix === '' ? name : `${prefix}/${name}`).replace(/^\/+/, '');
    if (full.split('/').includes('..')) throw new Error(`the seed names ${full}`);
    yield { name: full, isDirectory: text(156, 1) === '5', body: archive.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function freeReserve(reserve: string): boolean {
  if (!fs.existsSync(reserve)) return false;
  fs.rmSync(reserve);
  return true;
}

function restoreReserve(root: string, reserve: string): boolean {
  if (fs.existsSync(reserve)) return true;
  const { bavail, bsize } = fs.statfsSync(root);
  if (bavail * bsize < reserveBytes * 2) return false;
  const descriptor = fs.openSync(reserve, 'wx', 0o600);
  try {
    // Written, not truncated to size: a hole in a file reserves nothing.
    const block = Buffer.alloc(1_048_576);
    for (let written = 0; written < reserveBytes; written += block.length) fs.writeSync(descriptor, block);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  return true;
}
