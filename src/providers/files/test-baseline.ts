import fs from 'node:fs';
import type { BaselineChunk, CheckResult, FileChange, FileEngine, WatchedRoot } from './engine.ts';

/** A baseline in memory, kept as the product's store keeps it. */
export interface TestBaseline {
  root: WatchedRoot;
  chunks: Map<string, BaselineChunk>;
  loads: number;
  take(): Promise<CheckResult>;
  check(kind: 'sweep' | 'full', signal?: AbortSignal): Promise<CheckResult & { changes: string[]; found: FileChange[]; refreshed: number }>;
  checkPaths(...paths: (string | Buffer)[]): Promise<string[]>;
  sorted(): BaselineChunk[];
  /** After its chunks were changed by hand. */
  bump(): void;
}

export const watched = (path: string, given: Partial<WatchedRoot> = {}): WatchedRoot => ({ id: path, path: Buffer.from(fs.realpathSync(path)), kind: 'folder', recursive: true, include: [], exclude: [], mode: 'standard', never: [], ...given });

const keyOf = ({ folder, chunk }: BaselineChunk): string => `${folder.toString('latin1')}\0${chunk}`;
/** `conf/a: tampered content, mtime` */
export const told = ({ folder, name, status, changes }: FileChange): string => `${[folder, name].map((part) => part.toString('latin1')).filter((part) => part !== '').join('/')}: ${status} ${changes.join(', ')}`;

export function testBaseline(engine: FileEngine, root: WatchedRoot): TestBaseline {
  const chunks = new Map<string, BaselineChunk>();
  let version = 1;
  const sorted = (): BaselineChunk[] => [...chunks.values()].sort((a, b) => Buffer.compare(a.folder, b.folder) || a.chunk - b.chunk);
  const keep = (given: readonly BaselineChunk[]): void => {
    for (const chunk of given) chunks.set(keyOf(chunk), chunk);
  };
  const never = new AbortController().signal;
  const baseline: TestBaseline = {
    root,
    chunks,
    loads: 0,
    bump: () => {
      version += 1;
    },
    sorted,
    take: () => {
      chunks.clear();
      version += 1;
      return engine.baseline(root, (given) => Promise.resolve(keep(given)), { signal: never });
    },
    async check(kind, signal = never) {
      const found: FileChange[] = [];
      let refreshed = 0;
      async function* load(): AsyncGenerator<BaselineChunk> {
        baseline.loads += 1;
        yield* sorted();
      }
      const result = await engine.check(
        root,
        kind,
        { version: String(version), load },
        {
          found: (changes) => Promise.resolve(void found.push(...changes)),
          refreshed: (given) => {
            keep(given);
            refreshed += given.length;
            version += 1;
            return Promise.resolve(String(version));
          },
        },
        { signal },
      );
      return { ...result, found, refreshed, changes: found.map(told).sort() };
    },
    async checkPaths(...paths) {
      const wanted = paths.map((path) => Buffer.from(path as string));
      const loadFolders = (folders: Buffer[]): Promise<BaselineChunk[]> => Promise.resolve(sorted().filter((chunk) => folders.some((folder) => folder.equals(chunk.folder))));
      return (await engine.checkPaths(root, wanted, { version: String(version), loadFolders }, { signal: never })).map(told).sort();
    },
  };
  return baseline;
}
