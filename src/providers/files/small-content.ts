import fs from 'node:fs';
import { type BytePath, fsPath, nameOf, parentOf } from './byte-path.ts';
import { fileFlags, isFault, look, lookAtOpen, openFolder } from './open-folder.ts';

/** Folders and files that are for their owner alone, whatever their modes say. */
const privateNames: ReadonlySet<string> = new Set([
  '.ssh', '.aws', '.azure', '.gnupg', '.kube', '.docker', '.password-store', '.mozilla', '.oci', 'gcloud', 'keyrings',
  '.netrc', '.pgpass', '.git-credentials', '.npmrc', '.pypirc', '.my.cnf', '.vault-token', '.htpasswd', 'shadow', 'gshadow', 'shadow-', 'gshadow-',
]);
const othersRead = 0o4n;
const othersSearch = 0o1n;

/** The content of a small file that anybody on the machine could read; of any other nothing may be shown. */
export function readSmallContent(realPath: BytePath, maxBytes: number): Uint8Array | null {
  if (realPath.split('/').some((part) => privateNames.has(part))) return null;
  const folder = parentOf(realPath) === '' ? '/' : parentOf(realPath);
  if (!isOpenToAll(folder)) return null;
  const opened = openFolder(folder);
  if (isFault(opened)) return null;
  try {
    return readOpen(opened.prefix + nameOf(realPath), maxBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  } finally {
    opened.close();
  }
}

function isOpenToAll(folder: BytePath): boolean {
  for (let each = folder; ; each = parentOf(each)) {
    const stats = look(each === '' ? '/' : each);
    if (stats === undefined || (stats.mode & othersSearch) === 0n) return false;
    if (each === '' || each === '/') return true;
  }
}

function readOpen(path: BytePath, maxBytes: number): Uint8Array | null {
  if (look(path)?.isFile() !== true) return null;
  const fd = fs.openSync(fsPath(path), fileFlags);
  try {
    const stats = lookAtOpen(fd);
    if (!stats.isFile() || (stats.mode & othersRead) === 0n || stats.size > BigInt(maxBytes)) return null;
    const content = new Uint8Array(Number(stats.size));
    let filled = 0;
    while (filled < content.length) {
      const read = fs.readSync(fd, content, filled, content.length - filled, filled);
      if (read === 0) break;
      filled += read;
    }
    return content.subarray(0, filled);
  } finally {
    fs.closeSync(fd);
  }
}
