import fs from 'node:fs';
import path from 'node:path';
import { type BytePath, bytePathOf, fsPath, isAtOrBelow } from './byte-path.ts';

/** Whether a symbolic link leads out of the watched root; one that leads nowhere is judged by where it would. */
export function isEscape(root: BytePath, link: BytePath, target: Buffer): boolean {
  return !isAtOrBelow(resolved(link) ?? path.posix.resolve(path.posix.dirname(link), bytePathOf(target)), root);
}

function resolved(link: BytePath): BytePath | undefined {
  try {
    return fs.realpathSync.native(fsPath(link), { encoding: 'latin1' });
  } catch {
    return undefined;
  }
}
