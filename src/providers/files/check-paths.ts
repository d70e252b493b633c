import { type BytePath, bytePathOf, bytesOf, isAtOrBelow, joined, nameOf, parentOf } from './byte-path.ts';
import type { WatchedRoot } from './interface.ts';
import { type BaselineChunk, type Placed, unitsOf } from './merge.ts';
import { RecordBlock } from './record.ts';
import { type EngineParts, type Run, startRun, walkStream } from './run.ts';
import { createSession, type FileChange, type Outcome } from './session.ts';

interface PathBaseline {
  version: string;
  loadFolders(folders: Buffer[]): Promise<BaselineChunk[]>;
}

type Load = (folders: readonly BytePath[]) => Promise<BaselineChunk[]>;

/** Judges some paths, and all below them where a folder came, went or was replaced. */
export async function checkPaths(parts: EngineParts, root: WatchedRoot, paths: readonly Buffer[], baseline: PathBaseline, options: { signal: AbortSignal }): Promise<FileChange[]> {
  const run = startRun(parts, root, 'full', options.signal);
  const found = new Map<BytePath, FileChange>();
  const keep = (changes: readonly FileChange[]): void => {
    for (const change of changes) found.set(joined(bytePathOf(change.folder), bytePathOf(change.name)), change);
  };
  try {
    const load = loaderOf(parts, root.id, baseline);
    const judge = judgeWith(parts, run, options.signal);
    const turned = new Set<BytePath>();
    for (let wanted = wantedOf(run, paths); wanted.size > 0; ) {
      const outcomes = await judge(placedOf(wanted, await load([...wanted.keys()])));
      for (const { changes } of outcomes) {
        keep(changes);
        for (const change of changes.filter(isOtherFolder)) turned.add(joined(bytePathOf(change.folder), bytePathOf(change.name)));
      }
      wanted = wantedOf(run, lostFolders(outcomes).map(bytesOf));
    }
    for (const folder of highest(turned)) keep(await judgeBelow(parts, run, folder, load, judge));
    return [...found.values()];
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    run.end();
  }
}

/** Names to look at by the folder that they lie in. */
function wantedOf({ spec }: Run, paths: readonly Buffer[]): Map<BytePath, Set<BytePath>> {
  const wanted = new Map<BytePath, Set<BytePath>>();
  for (const path of paths) {
    const relative = spec.root.file ?? bytePathOf(path);
    const names = wanted.get(parentOf(relative)) ?? new Set();
    wanted.set(parentOf(relative), names.add(nameOf(relative)));
  }
  return wanted;
}

function loaderOf({ cache }: EngineParts, root: string, { version, loadFolders }: PathBaseline): Load {
  const cached = cache.get(root, version);
  if (cached === undefined) return async (folders) => (folders.length === 0 ? [] : loadFolders(folders.map(bytesOf)));
  return (folders) => {
    const wanted = new Set(folders);
    return Promise.resolve(cached.filter(({ folder }) => wanted.has(bytePathOf(folder))));
  };
}

/** The names of a folder beside the chunks that hold their range. */
function placedOf(wanted: ReadonlyMap<BytePath, ReadonlySet<BytePath>>, chunks: readonly BaselineChunk[]): Placed[] {
  return [...wanted].flatMap(([folder, set]) => {
    const names = [...set].sort((a, b) => (a < b ? -1 : 1));
    const mine = chunks.filter((chunk) => bytePathOf(chunk.folder) === folder).sort((a, b) => a.chunk - b.chunk);
    const firsts = mine.map(({ block }, index) => (index === 0 ? '' : new RecordBlock(block).nameAt(0)));
    const place = (of: readonly BytePath[], block: Uint8Array | null, chunk: number): Placed => ({ chunk, unit: { folder, state: 'listed', names: of.filter((name) => name !== '').join('\0'), block, seen: null, isPartial: true } });
    if (mine.length === 0) return [place(names, null, -1)];
    return mine.flatMap(({ block, chunk }, index) => {
      const upper = firsts[index + 1];
      const inRange = names.filter((name) => name >= (firsts[index] ?? '') && (upper === undefined || name < upper));
      return inRange.length === 0 ? [] : [place(inRange, block, chunk)];
    });
  });
}

type Judge = (placed: readonly Placed[]) => Promise<Outcome[]>;
const batchUnits = 32;

function judgeWith({ pool }: EngineParts, { spec }: Run, signal: AbortSignal): Judge {
  const session = createSession(pool, spec);
  return async (placed) => {
    const outcomes: Outcome[] = [];
    for (let from = 0; from < placed.length; from += batchUnits) {
      signal.throwIfAborted();
      outcomes.push(...(await session.judge(placed.slice(from, from + batchUnits))));
    }
    await Promise.all(outcomes.map((outcome) => session.complete(outcome)));
    return outcomes;
  };
}

/** A folder that came, went, or is another one under the same name: what lies in it is not what the baseline means. */
function isOtherFolder({ before, after, changes }: FileChange): boolean {
  const [was, is] = [before?.type === 'folder', after?.type === 'folder'];
  return was !== is || (was && is && changes.includes('inode'));
}

/** Paths were named below folders that are gone: the folders themselves are the news. */
const lostFolders = (outcomes: readonly Outcome[]): BytePath[] => outcomes.flatMap(({ gaps }) => gaps.flatMap(({ folder, name, reason }) => (name === null && folder !== '' && (reason === 'vanished' || reason === 'not-a-folder') ? [folder] : [])));

const highest = (folders: ReadonlySet<BytePath>): BytePath[] => [...folders].filter((folder) => ![...folders].some((other) => other !== folder && isAtOrBelow(folder, other)));

async function judgeBelow({ pool }: EngineParts, { spec }: Run, folder: BytePath, load: Load, judge: Judge): Promise<FileChange[]> {
  if (folder === '') return [];
  const chunks = await chunksBelow(folder, load);
  const changes: FileChange[] = [];
  let batch: Placed[] = [];
  const flush = async (): Promise<void> => {
    changes.push(...(await judge(batch)).flatMap((outcome) => outcome.changes));
    batch = [];
  };
  for await (const placed of unitsOf(walkStream(pool, spec, folder), streamOf(chunks), folder, () => undefined)) {
    batch.push(placed);
    if (batch.length >= batchUnits) await flush();
  }
  await flush();
  return changes;
}

async function* streamOf(chunks: readonly BaselineChunk[]): AsyncGenerator<BaselineChunk> {
  yield* chunks;
}

/** What the baseline has below a folder, found level by level through its records of folders. */
async function chunksBelow(folder: BytePath, load: Load): Promise<BaselineChunk[]> {
  const all: BaselineChunk[] = [];
  for (let level: BytePath[] = [folder]; level.length > 0; ) {
    const chunks = await load(level);
    all.push(...chunks);
    level = chunks.flatMap((chunk) => foldersIn(chunk).map((name) => joined(bytePathOf(chunk.folder), name)));
  }
  return all.sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
}

function foldersIn({ block: bytes }: BaselineChunk): BytePath[] {
  const block = new RecordBlock(bytes);
  return Array.from({ length: block.count }, (_, index) => index).flatMap((index) => (block.typeAt(index) === 'folder' && block.nameAt(index) !== '' ? [block.nameAt(index)] : []));
}
