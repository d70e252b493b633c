import fs from 'node:fs';
import { absolutePath, type BytePath, joined } from './byte-path.ts';
import { faultOf, type FolderFault, isFault, type Listed, listFolder, openFolder, type OpenFolder } from './open-folder.ts';
import { orderedQueue } from './ordered-queue.ts';
import type { Selection } from './selection.ts';

/** At most so many names in a piece of a folder, and so many records in a chunk of a baseline. */
export const chunkNames = 4096;

/** One folder, or one piece of a very large one, in the order of the bytes of its path and names. */
export type Walked =
  | { folder: BytePath; kind: 'names'; piece: number; isLast: boolean; /** Joined by NUL, the one byte that no name has. */ names: string }
  | { folder: BytePath; kind: 'fault'; fault: FolderFault }
  | { folder: BytePath; kind: 'skipped'; name: BytePath; reason: 'excluded-own-data' | 'special'; detail: string };

interface WalkOptions {
  /** The root's real path. */
  root: BytePath;
  /** Where to begin, relative to the root. */
  from: BytePath;
  selection: Selection;
  checkCancelled(): void;
}

/** File systems that the kernel makes up; `/proc` alone has a million entries, none of them a file. */
const madeUp: ReadonlyMap<number, string> = new Map([
  [0x9fa0, 'proc'],
  [0x62656572, 'sysfs'],
  [0x27e0eb, 'cgroup'],
  [0x63677270, 'cgroup2'],
  [0x64626720, 'debugfs'],
  [0x74726163, 'tracefs'],
  [0x73636673, 'securityfs'],
  [0xcafe4a11, 'bpf'],
  [0x1cd1, 'devpts'],
  [0x19800202, 'mqueue'],
  [0x62656570, 'configfs'],
  [0x6165676c, 'pstore'],
]);

/** Walks in the order in which a store sorts paths as bytes, so that a baseline can be read alongside. */
export function* walkFolders({ root, from, selection, checkCancelled }: WalkOptions): Generator<Walked> {
  const pending = orderedQueue(from);
  let device: bigint | undefined;
  for (let folder = pending.take(); folder !== undefined; folder = pending.take()) {
    checkCancelled();
    const opened = openFolder(absolutePath(root, folder));
    if (isFault(opened)) {
      yield { folder, kind: 'fault', fault: opened };
      continue;
    }
    try {
      const { dev } = opened.look();
      const system = dev === device ? undefined : madeUp.get(typeOfSystem(opened));
      if (system !== undefined) {
        yield { folder, kind: 'skipped', name: '', reason: 'special', detail: `a ${system} file system is not a place of files` };
        continue;
      }
      device = dev;
      yield* entriesOf(folder, listFolder(opened), selection, pending.add);
    } catch (error) {
      yield { folder, kind: 'fault', fault: faultOf(error) };
    } finally {
      opened.close();
    }
  }
}

function* entriesOf(folder: BytePath, listed: Iterable<Listed>, selection: Selection, add: (folder: BytePath) => void): Generator<Walked> {
  let names: BytePath[] = [];
  let piece = 0;
  for (const { name, isFolder } of listed) {
    const path = joined(folder, name);
    if (selection.isOwnData(path)) {
      yield { folder, kind: 'skipped', name, reason: 'excluded-own-data', detail: 'what this product keeps for itself is not watched' };
      continue;
    }
    if (isFolder && selection.isEntered(path)) add(path);
    if (!selection.isWatched(path, isFolder)) continue;
    if (names.length === chunkNames) {
      yield { folder, kind: 'names', piece, isLast: false, names: names.join('\0') };
      names = [];
      piece += 1;
    }
    names.push(name);
  }
  yield { folder, kind: 'names', piece, isLast: true, names: names.join('\0') };
}

/** Linux's number of the kind of file system that a folder lies on. */
export const typeOfSystem = ({ prefix }: OpenFolder): number => Number(BigInt.asUintN(32, BigInt(fs.statfsSync(prefix).type)));
