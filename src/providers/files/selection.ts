import { type BytePath, isAtOrBelow, withParents } from './byte-path.ts';
import { compileGlob } from './glob.ts';

/** Which entries below a root are watched. */
export interface Selection {
  /** Whether the entry has a record. */
  isWatched(path: BytePath, isFolder: boolean): boolean;
  /** Whether the folder's entries are looked at. */
  isEntered(folder: BytePath): boolean;
  /** Whether the path is, or lies in, what this product keeps for itself. */
  isOwnData(path: BytePath): boolean;
}

export interface SelectionRules {
  include: readonly string[];
  exclude: readonly string[];
  recursive: boolean;
  /** Relative to the root. */
  never: readonly BytePath[];
}

/** A pattern that matches a folder holds for all below it. Exclusion wins over inclusion. */
export function createSelection({ include, exclude, recursive, never }: SelectionRules): Selection {
  const included = include.map(compileGlob);
  const excluded = exclude.map(compileGlob);
  const isOwnData = (path: BytePath): boolean => never.some((each) => isAtOrBelow(path, each));
  const matches = (globs: readonly ReturnType<typeof compileGlob>[], path: BytePath, isFolder: boolean): boolean => {
    if (globs.length === 0) return false;
    for (const each of withParents(path)) if (globs.some((glob) => glob(each, each === path ? isFolder : true))) return true;
    return false;
  };
  return {
    isOwnData,
    isWatched: (path, isFolder) =>
      path === '' || ((recursive || !path.includes('/')) && !isOwnData(path) && (included.length === 0 || matches(included, path, isFolder)) && !matches(excluded, path, isFolder)),
    isEntered: (folder) => folder === '' || (recursive && !isOwnData(folder) && !matches(excluded, folder, true)),
  };
}
