import fs, { type BigIntStats } from 'node:fs';
import { type BytePath, fsPath } from './byte-path.ts';
import { createSortedNames, type SortedNames } from './sorted-names.ts';

/** A folder held open: what its entries are called through `prefix` stays in it, whatever happens to the path meanwhile. */
export interface OpenFolder {
  prefix: BytePath;
  /** What the folder itself is. */
  look(): BigIntStats;
  close(): void;
}

export type FolderFault = { reason: 'denied' | 'vanished' | 'not-a-folder'; detail: string };

const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
/** A pipe put in a file's place must not hold the reader. */
export const fileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

let descriptors: string | undefined;

/** Where the system lists a process's open files; empty where it does not. The number is found faster than `self`. */
function descriptorFolder(): string {
  descriptors ??= probeDescriptors();
  return descriptors;
}

function probeDescriptors(): string {
  if (process.platform !== 'linux') return '';
  try {
    return fs.readlinkSync('/proc/self') === String(process.pid) ? `/proc/${process.pid}/fd/` : '/proc/self/fd/';
  } catch {
    return '';
  }
}

/** What a failed call of the file system says of the folder; anything else that was thrown goes on. */
export function faultOf(error: unknown): FolderFault {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ESTALE') return removed;
  if (code === 'ENOTDIR' || code === 'ELOOP') return { reason: 'not-a-folder', detail: 'something else took the place of the folder' };
  if (code === 'EACCES' || code === 'EPERM') return { reason: 'denied', detail: 'permission denied' };
  return { reason: 'denied', detail: code };
}

export const isFault = (opened: OpenFolder | FolderFault): opened is FolderFault => 'reason' in opened;

/** Opens a folder by its real path; a link anywhere in it, even one put there just now, is refused. */
export function openFolder(realPath: BytePath): OpenFolder | FolderFault {
  try {
    return descriptorFolder() === '' ? openByPath(realPath) : openByDescriptor(realPath, descriptorFolder());
  } catch (error) {
    return faultOf(error);
  }
}

const outerLink: FolderFault = { reason: 'not-a-folder', detail: 'a link took the place of an outer folder' };
const removed: FolderFault = { reason: 'vanished', detail: 'it was removed meanwhile' };

function openByDescriptor(realPath: BytePath, descriptorsOfProcess: string): OpenFolder | FolderFault {
  const fd = fs.openSync(fsPath(realPath), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const opened = { prefix: `${descriptorsOfProcess}${fd}/`, look: () => lookAtOpen(fd), close: () => fs.closeSync(fd) };
  try {
    const found = fs.readlinkSync(`${descriptorsOfProcess}${fd}`, 'latin1');
    if (found === realPath) return opened;
    opened.close();
    return found === `${realPath} (deleted)` ? removed : outerLink;
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** Where open files have no names of their own: what lies in the way is looked at, but may change the moment after. */
function openByPath(realPath: BytePath): OpenFolder | FolderFault {
  const stats = look(realPath);
  if (stats === undefined) return removed;
  if (!stats.isDirectory()) return { reason: 'not-a-folder', detail: 'something else took the place of the folder' };
  const found = fs.realpathSync.native(fsPath(realPath), 'latin1');
  if (found.replaceAll('\\', '/') !== realPath.replaceAll('\\', '/')) return outerLink;
  fs.accessSync(fsPath(realPath), fs.constants.R_OK);
  return { prefix: `${realPath}/`, look: () => stats, close: () => undefined };
}

const lookOptions = { bigint: true, throwIfNoEntry: false } as const;

/** What an entry is, links not followed; undefined where there is none. */
export const look = (path: BytePath): BigIntStats | undefined => fs.lstatSync(fsPath(path), lookOptions);
export const lookAtOpen = (fd: number): BigIntStats => fs.fstatSync(fd, { bigint: true });

/** An entry's name, and whether it is a folder. */
export interface Listed {
  name: BytePath;
  isFolder: boolean;
}

/** Sorted by the bytes of the names. */
export function listFolder(folder: OpenFolder): Iterable<Listed> {
  const { names, folders } = listTyped(folder) ?? listUntyped(folder.prefix);
  return listedOf(names, folders);
}

interface Listing {
  names: SortedNames;
  folders: Set<BytePath>;
}

function* listedOf(names: SortedNames, folders: ReadonlySet<BytePath>): Generator<Listed> {
  for (const name of names.all()) yield { name, isFolder: folders.has(name) };
}

function listTyped({ prefix, look: lookAtFolder }: OpenFolder): Listing | undefined {
  if (!prefix.startsWith('/proc/')) return undefined;
  const listing: Listing = { names: createSortedNames(), folders: new Set() };
  const add = (entry: fs.Dirent): void => {
    listing.names.add(entry.name);
    if (entry.isDirectory()) listing.folders.add(entry.name);
  };
  try {
    if (lookAtFolder().size <= smallFolderBytes) fs.readdirSync(prefix, { encoding: 'latin1', withFileTypes: true }).forEach(add);
    else streamFolder(prefix, add);
    return listing;
  } catch (error) {
    // A file system that does not tell types makes Node look each up, by a name that it spells wrong beyond ASCII.
    if ((error as NodeJS.ErrnoException).syscall === 'lstat') return undefined;
    throw error;
  }
}

/** At once is quicker, but a million names as directory entries would be a quarter of a gigabyte. */
const smallFolderBytes = 65_536n;

function streamFolder(prefix: BytePath, add: (entry: fs.Dirent) => void): void {
  const folder = fs.opendirSync(prefix, { encoding: 'latin1', bufferSize: 512 });
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) add(entry);
  } finally {
    folder.closeSync();
  }
}

function listUntyped(prefix: BytePath): Listing {
  const listing: Listing = { names: createSortedNames(), folders: new Set() };
  for (const name of fs.readdirSync(fsPath(prefix), 'latin1')) {
    listing.names.add(name);
    if (isFolderAt(prefix + name)) listing.folders.add(name);
  }
  return listing;
}

function isFolderAt(path: BytePath): boolean {
  try {
    return look(path)?.isDirectory() === true;
  } catch {
    return false;
  }
}
