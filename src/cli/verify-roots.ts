import fs from 'node:fs';
import path from 'node:path';
import type { WatchedRoot } from '../providers/files/engine.ts';
import { readAideConf } from './aide-conf.ts';
import type { Context } from './context.ts';
import { couldNotRun, wrongUsage } from './fault.ts';
import { complain } from './terminal.ts';

/** What to watch, as it stands on the command line. */
export interface SelectionOptions {
  include?: string[];
  exclude?: string[];
  aideConf?: string;
}

/** The roots that the command line names; a path that is gone keeps the name it had. */
export function askedRoots(context: Context, paths: readonly string[], { include = [], exclude = [], aideConf }: SelectionOptions, never: string[]): WatchedRoot[] {
  const named = paths.map((each, index): WatchedRoot => {
    const real = realPath(each);
    return { id: String(index), path: Buffer.from(real), kind: isFolder(real) ? 'folder' : 'file', recursive: true, include, exclude, mode: 'standard', never };
  });
  const roots = aideConf === undefined ? named : [...named, ...aideRoots(context, aideConf, never)];
  const twice = roots.find((root, index) => roots.findIndex((other) => other.path.equals(root.path)) !== index);
  if (twice !== undefined) throw wrongUsage(`${twice.path.toString()} is named twice.`);
  return roots;
}

function aideRoots(context: Context, file: string, never: string[]): WatchedRoot[] {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw couldNotRun(`${file} can't be read: ${(error as Error).message}`, error);
  }
  const { roots, unsupported } = readAideConf(text);
  for (const { line, text: written, why } of unsupported) complain(context.terminal, `${file}:${line}: ${why}: ${written}`);
  const present = roots.filter(({ path: place }) => fs.existsSync(place));
  for (const { path: place } of roots.filter((root) => !present.includes(root))) complain(context.terminal, `${file}: there is no ${place}.`);
  return present.map(({ path: place, recursive, exclude, mode }) => ({ id: place, path: Buffer.from(realPath(place)), kind: isFolder(place) ? 'folder' : 'file', recursive, include: [], exclude, mode, never }));
}

function realPath(place: string): string {
  try {
    return fs.realpathSync.native(place);
  } catch {
    return path.resolve(place);
  }
}

const isFolder = (place: string): boolean => fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? true;
