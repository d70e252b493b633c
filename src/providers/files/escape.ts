import fs from 'node:fs';
import path from 'node:path';
import { absolutePath, type BytePath, bytePathOf, fsPath, isAtOrBelow, joined } from './byte-path.ts';

/** Whether a symbolic link leads out of the watched root; one that leads nowhere is judged by where it would. */
export function isEscape(root: BytePath, folder: BytePath, name: BytePath, target: Buffer): boolean {
  const place = absolutePath(root, folder);
  return !isAtOrBelow(resolved(absolutePath(root, joined(folder, name))) ?? path.posix.resolve(place, bytePathOf(target)), root);
}

function resolved(link: BytePath): BytePath | undefined {
  try {
    return fs.realpathSync.native(fsPath(link), { encoding: 'latin1' });
  } catch {
    return undefined;
  }
}
