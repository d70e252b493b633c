import fs, { type FSWatcher } from 'node:fs';
import { absolutePath, type BytePath, bytePathOf, fsPath, joined, nameOf, parentOf } from './byte-path.ts';
import { type FolderFault, isFault, listFolder, look, openFolder } from './open-folder.ts';
import { createSelection, type Selection } from './selection.ts';
import type { TroubleKind, WatchSpec } from './watch-protocol.ts';

/** The watching of one root. */
export interface RootWatch {
  armed: Promise<void>;
  close(): void;
}

export interface WatchHandlers {
  /** Relative to the root. */
  mark(path: BytePath): void;
  trouble(kind: TroubleKind, detail: string): void;
}

/** One watched folder. */
interface Watched {
  watcher: FSWatcher;
  ino: bigint;
  folders: Set<BytePath>;
}

/** Events of a watched folder itself carry the end of the path that it is watched by; no entry is called so. */
const ownName = '.';

const foldersAtOnce = 200;
const lookAgainMs = 1000;

export function watchRoot(spec: WatchSpec, handlers: WatchHandlers): RootWatch {
  if (process.platform === 'linux') {
    const watch = new FolderWatch(spec, handlers);
    return { armed: watch.start(), close: () => watch.close() };
  }
  return watchWhole(spec, handlers);
}

/** Elsewhere the system watches a tree by itself. */
function watchWhole({ path, file, recursive }: WatchSpec, { mark, trouble }: WatchHandlers): RootWatch {
  try {
    const watcher = fs.watch(fsPath(path), { encoding: 'buffer', recursive: recursive && file === null }, (_, name) => {
      const relative = name === null ? '' : bytePathOf(name).replaceAll('\\', '/');
      if (file === null || file === relative) mark(relative);
    });
    watcher.on('error', (error) => trouble('gone', error.message));
    return { armed: Promise.resolve(), close: () => watcher.close() };
  } catch (error) {
    trouble('gone', (error as Error).message);
    return { armed: Promise.resolve(), close: () => undefined };
  }
}

/** inotify by folder. It tells of entries, never of what is below them, and of nothing that was there before. */
class FolderWatch {
  readonly #spec: WatchSpec;
  readonly #handlers: WatchHandlers;
  readonly #selection: Selection;
  readonly #watched = new Map<BytePath, Watched>();
  /** To be watched; with `isNew` their entries are news as well. */
  readonly #queue: { folder: BytePath; isNew: boolean }[] = [];
  #arming: Promise<void> | undefined;
  #uncovered = 0;
  #isClosed = false;
  #again: NodeJS.Timeout | undefined;

  constructor(spec: WatchSpec, handlers: WatchHandlers) {
    this.#spec = spec;
    this.#handlers = handlers;
    this.#selection = createSelection(spec);
  }

  start(): Promise<void> {
    return this.#arm('', false);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#again);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  #arm(folder: BytePath, isNew: boolean): Promise<void> {
    this.#queue.push({ folder, isNew });
    this.#arming ??= this.#armAll().finally(() => {
      this.#arming = undefined;
    });
    return this.#arming;
  }

  /** In portions: events go on being taken meanwhile. */
  async #armAll(): Promise<void> {
    const uncoveredBefore = this.#uncovered;
    for (let done = 1; this.#queue.length > 0 && !this.#isClosed; done += 1) {
      const next = this.#queue.pop();
      if (next !== undefined) this.#armOne(next.folder, next.isNew);
      if (done % foldersAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.#uncovered > uncoveredBefore && !this.#isClosed) this.#handlers.trouble('limit', `${this.#uncovered} folders are not watched: the limit of ${watchLimit()} is reached. Raise fs.inotify.max_user_watches.`);
  }

  #armOne(folder: BytePath, isNew: boolean): void {
    const opened = openFolder(absolutePath(this.#spec.path, folder));
    if (isFault(opened)) {
      if (folder === '') this.#lost(opened);
      return;
    }
    try {
      const { ino } = opened.look();
      const known = this.#watched.get(folder);
      if (known !== undefined && known.ino !== ino) this.#forget(folder);
      // Listed only after it is watched: what is put there in between is seen by one or the other.
      if (known?.ino !== ino) this.#watch(folder, `${opened.prefix}.`, ino);
      if (this.#spec.file !== null) return;
      for (const { name, isFolder } of listFolder(opened)) {
        const path = joined(folder, name);
        if (isNew && this.#isOfInterest(path)) this.#handlers.mark(path);
        if (!isFolder || !this.#selection.isEntered(path)) continue;
        this.#watched.get(folder)?.folders.add(name);
        this.#queue.push({ folder: path, isNew });
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    } finally {
      opened.close();
    }
  }

  #watch(folder: BytePath, path: BytePath, ino: bigint): void {
    try {
      const watcher = fs.watch(fsPath(path), { encoding: 'buffer' }, (_, name) => this.#onEvent(folder, name === null ? '' : bytePathOf(name)));
      watcher.on('error', () => this.#forget(folder));
      this.#watched.set(folder, { watcher, ino, folders: new Set() });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE') this.#uncovered += 1;
      else if (code === undefined) throw error;
    }
  }

  #onEvent(folder: BytePath, name: BytePath): void {
    const { file } = this.#spec;
    if (file !== null) {
      if (name === file || name === ownName) this.#handlers.mark(file);
      if (name === ownName) this.#lookForRoot();
      return;
    }
    if (folder === '' && (name === ownName || name === '')) {
      this.#handlers.mark('');
      this.#lookForRoot();
    }
    if (name === '' || name === ownName) return;
    const path = joined(folder, name);
    if (this.#isOfInterest(path)) this.#handlers.mark(path);
    this.#follow(folder, name, path);
  }

  /** Keeps what is watched in step with the folders there are. */
  #follow(folder: BytePath, name: BytePath, path: BytePath): void {
    const known = this.#watched.get(path);
    const stats = lookSafely(absolutePath(this.#spec.path, path));
    const isFolder = stats?.isDirectory() === true;
    if (known !== undefined && (!isFolder || stats?.ino !== known.ino)) this.#forget(path);
    if (!isFolder || !this.#selection.isEntered(path) || this.#watched.has(path)) return;
    this.#watched.get(folder)?.folders.add(name);
    void this.#arm(path, true);
  }

  #isOfInterest(path: BytePath): boolean {
    return this.#selection.isWatched(path, false) || this.#selection.isWatched(path, true) || this.#selection.isEntered(path);
  }

  #forget(folder: BytePath): void {
    const known = this.#watched.get(folder);
    if (known === undefined) return;
    this.#watched.delete(folder);
    this.#watched.get(parentOf(folder))?.folders.delete(nameOf(folder));
    known.watcher.close();
    for (const name of known.folders) this.#forget(joined(folder, name));
  }

  #lookForRoot(): void {
    const stats = lookSafely(this.#spec.path);
    if (stats?.isDirectory() === true && stats.ino === this.#watched.get('')?.ino) return;
    this.#lost({ reason: 'vanished', detail: 'it was removed' });
  }

  /** Said once, then looked for until it is there again. */
  #lost({ detail }: FolderFault): void {
    const wasWatched = this.#watched.has('');
    if (wasWatched || this.#again === undefined) this.#handlers.trouble('gone', `the folder can't be watched: ${detail}`);
    this.#forget('');
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (this.#isClosed) return;
      if (lookSafely(this.#spec.path)?.isDirectory() !== true) return this.#lost({ reason: 'vanished', detail: 'it was removed' });
      this.#again = undefined;
      this.#handlers.mark(this.#spec.file ?? '');
      void this.#arm('', true);
    }, lookAgainMs);
  }
}

function lookSafely(path: BytePath): fs.BigIntStats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
}

function watchLimit(): string {
  try {
    return `${fs.readFileSync('/proc/sys/fs/inotify/max_user_watches', 'utf8').trim()} watches of the user`;
  } catch {
    return 'the system';
  }
}
