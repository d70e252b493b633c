import fs from 'node:fs';
import path from 'node:path';
import { type BytePath, bytePathOf, bytePathOfText, bytesOf, fsPath, isAtOrBelow } from './byte-path.ts';
import { look } from './open-folder.ts';

/** A path that may be watched, or why not. Outside the roots one answer serves for what exists and what does not. */
export type ResolvedPath =
  | { kind: 'file' | 'folder'; /** Real path. */ path: Buffer; /** Own data below it, which is left out. */ leftOut: Buffer[] }
  | { kind: 'refused'; reason: 'not-a-path' | 'outside' | 'own-data' | 'not-found' | 'denied' | 'special'; message: string };

type Refusal = Extract<ResolvedPath, { kind: 'refused' }>;

const refusals: Readonly<Record<Refusal['reason'], string>> = {
  'not-a-path': 'It must be an absolute path without `..` in it.',
  outside: 'The path does not lie in a folder that may be watched.',
  'own-data': 'The path belongs to the data of this service, which changes all the time.',
  'not-found': 'There is no such file or folder.',
  denied: 'The service may not look there. Give its user the permission to read the path.',
  special: 'Only files and folders can be watched: it is a device, a pipe or a socket.',
};

const refused = (reason: Refusal['reason']): Refusal => ({ kind: 'refused', reason, message: refusals[reason] });

/** Follows every link of the path and answers where it leads, if that is below one of the roots and not in `never`. */
export function resolveBelowRoots(given: Buffer | string, roots: readonly string[], never: readonly string[]): ResolvedPath {
  const wanted = typeof given === 'string' ? bytePathOfText(given) : bytePathOf(given);
  if (!wanted.startsWith('/') || wanted.includes('\0') || wanted.split('/').includes('..')) return refused('not-a-path');
  const end = follow(wanted);
  if (!realPathsOf(roots).some((root) => isAtOrBelow(end.path, root))) return refused('outside');
  const own = realPathsOf(never);
  if (own.some((place) => isAtOrBelow(end.path, place))) return refused('own-data');
  if (end.kind !== 'found') return refused(end.kind);
  if (end.type === 'other') return refused('special');
  return { kind: end.type, path: bytesOf(end.path), leftOut: end.type === 'file' ? [] : own.filter((place) => isAtOrBelow(place, end.path)).map(bytesOf) };
}

function realPathsOf(places: readonly string[]): BytePath[] {
  return places.flatMap((place) => {
    const end = follow(bytePathOfText(path.resolve(place)));
    return end.kind === 'found' ? [end.path] : [];
  });
}

type End = { kind: 'found'; path: BytePath; type: 'file' | 'folder' | 'other' } | { kind: 'not-found' | 'denied'; path: BytePath };
const mostLinks = 40;

/**
 * Like realpath, but it also tells where a path that does not exist would lie: a dangling link out of a root must get
 * the answer of one that leads to something.
 */
function follow(wanted: BytePath): End {
  let current: BytePath = '/';
  let type: 'file' | 'folder' | 'other' = 'folder';
  let links = 0;
  for (const left = partsOf(wanted); left.length > 0; ) {
    const part = left.shift() ?? '';
    if (part === '..') {
      current = path.posix.dirname(current);
      continue;
    }
    const next = path.posix.join(current, part);
    const rest = (): BytePath => path.posix.resolve(next, ...left);
    let stats: fs.BigIntStats | undefined;
    try {
      stats = look(next);
      if (stats?.isSymbolicLink() === true) {
        links += 1;
        if (links > mostLinks) return { kind: 'not-found', path: rest() };
        const target = fs.readlinkSync(fsPath(next), 'latin1');
        if (target.startsWith('/')) current = '/';
        left.unshift(...partsOf(target));
        continue;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return { kind: 'denied', path: rest() };
    }
    if (stats === undefined || (left.length > 0 && !stats.isDirectory())) return { kind: 'not-found', path: rest() };
    current = next;
    type = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  }
  return { kind: 'found', path: current, type };
}

const partsOf = (target: BytePath): BytePath[] => target.split('/').filter((part) => part !== '' && part !== '.');
