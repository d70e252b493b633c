import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Severity } from '../../core/severity.ts';
import { addCounts, type CheckCounts, createFileEngine, type FileChange, type FileEngine, type Gap, noCounts, type WatchedRoot } from '../../providers/files/engine.ts';
import { type BaselineHead, besideOf, openBaseline, storedRoot, type StoredBaseline, type StoredRoot, writeBaseline } from '../baseline-file.ts';
import type { Context } from '../context.ts';
import { CommandFault, couldNotRun, type ExitCode, exitCodes, wrongUsage } from '../fault.ts';
import { createUpdate } from '../updated-baseline.ts';
import { isFailing, tellCheck, tellFirst } from '../verify-report.ts';
import { askedRoots, type SelectionOptions } from '../verify-roots.ts';
import { plural } from '../words.ts';

export interface VerifyOptions extends SelectionOptions {
  baseline?: string;
  update?: boolean;
  sweep?: boolean;
  failOn?: Severity;
}

const defaultFile = 'roundsman.baseline';

/** Compares files with a baseline that lies in a file of its own; no service and no store are needed. */
export async function verify(context: Context, paths: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  const file = placeOf(options.baseline ?? defaultFile);
  const baseline = openBaseline(file);
  const engine = createFileEngine({ maxMbPerSecond: () => 0, isBackground: false });
  try {
    const asked = askedRoots(context, paths, options, ownFiles(file));
    return baseline === undefined ? await first(context, engine, file, asked) : await compare(context, engine, { file, baseline }, asked, options);
  } catch (error) {
    if (context.interrupted.aborted) throw new CommandFault(exitCodes.interrupted, 'Interrupted: the baseline is as it was.');
    throw error;
  } finally {
    baseline?.close();
    await engine.close();
  }
}

/** By its real path, as the files around it are known by theirs. */
function placeOf(given: string): string {
  const file = path.resolve(given);
  const folder = path.dirname(file);
  if (!fs.existsSync(folder)) throw couldNotRun(`There is no folder ${folder} for the baseline.`);
  return path.join(fs.realpathSync.native(folder), path.basename(file));
}

/** The baseline may lie among what it is about. */
const ownFiles = (file: string): string[] => [file, besideOf(file)];

const newHead = (roots: readonly StoredRoot[]): BaselineHead => ({ algorithm: 'sha256', host: os.hostname(), created_at: new Date().toISOString(), roots: [...roots] });

async function first(context: Context, engine: FileEngine, file: string, roots: readonly WatchedRoot[]): Promise<ExitCode> {
  if (roots.length === 0) throw wrongUsage(`Name what to watch: there is no baseline at ${file} yet.`);
  const gone = roots.filter((root) => !fs.existsSync(root.path));
  if (gone.length > 0) throw couldNotRun(`There is no ${gone.map((root) => root.path.toString()).join(' and no ')}.`);
  const startedAt = performance.now();
  const counts = noCounts();
  const gaps: [WatchedRoot, Gap[]][] = [];
  const writer = openWriter(file, newHead(roots.map(storedRoot)));
  let sha256: string;
  try {
    for (const [index, root] of roots.entries()) {
      const result = await withProgress(context, counts, undefined, (onProgress) => engine.baseline(root, (chunks) => Promise.resolve(writer.add(index, chunks)), { signal: context.interrupted, onProgress }));
      addCounts(counts, result.counts);
      gaps.push([root, result.gaps]);
    }
    sha256 = writer.finish();
  } catch (error) {
    writer.discard();
    throw error;
  }
  tellFirst(context, { file, sha256, counts, seconds: (performance.now() - startedAt) / 1000, gaps });
  return exitCodes.done;
}

function openWriter(file: string, head: BaselineHead): ReturnType<typeof writeBaseline> {
  try {
    return writeBaseline(file, head);
  } catch (error) {
    throw couldNotRun(`The baseline can't be written to ${file}: ${(error as Error).message}`, error);
  }
}

async function withProgress<Result>(context: Context, before: CheckCounts, total: number | undefined, work: (onProgress: (counts: CheckCounts) => void) => Promise<Result>): Promise<Result> {
  const progress = context.progress();
  const onProgress = (counts: CheckCounts): void => {
    const done = before.files + counts.files;
    const read = before.bytesHashed + counts.bytesHashed;
    progress.update({ label: 'Reading', done, total: total ?? 0, detail: `${plural(done, 'file')}, ${(read / 1e9).toFixed(1)} GB` });
  };
  return work(onProgress).finally(() => progress.end());
}

interface Known {
  file: string;
  baseline: StoredBaseline;
}

async function compare(context: Context, engine: FileEngine, { file, baseline }: Known, asked: readonly WatchedRoot[], options: VerifyOptions): Promise<ExitCode> {
  const chosen = chosenRoots(baseline.head.roots, asked, file, options);
  const startedAt = performance.now();
  const counts = noCounts();
  const found: [WatchedRoot, FileChange[]][] = [];
  const gaps: [WatchedRoot, Gap[]][] = [];
  const updates = new Map<number, ReturnType<typeof createUpdate>>();
  for (const { index, root } of chosen) {
    const update = createUpdate();
    const changes: FileChange[] = [];
    updates.set(index, update);
    const handlers = {
      found: (given: FileChange[]) => Promise.resolve(void changes.push(...given)),
      refreshed: (chunks: Parameters<typeof update.refreshed>[0]) => {
        if (options.update === true) update.refreshed(chunks);
        return Promise.resolve(baseline.sha256);
      },
    };
    const result = await withProgress(context, counts, baseline.files, (onProgress) =>
      engine.check(root, options.sweep === true ? 'sweep' : 'full', { version: baseline.sha256, load: () => baseline.chunksOf(index) }, handlers, { signal: context.interrupted, onProgress }),
    );
    addCounts(counts, result.counts);
    update.found(changes);
    found.push([root, changes]);
    gaps.push([root, result.gaps]);
  }
  const accepted = options.update === true ? await rewrite(file, baseline, updates) : undefined;
  tellCheck(context, { file, baseline, isSweep: options.sweep === true, counts, seconds: (performance.now() - startedAt) / 1000, found, gaps, accepted });
  return accepted === undefined && found.some(([, changes]) => changes.some((change) => isFailing(change, options.failOn ?? 'low'))) ? exitCodes.found : exitCodes.done;
}

/** Of the roots in the baseline those that were asked for; the patterns are those that it was made with. */
function chosenRoots(stored: readonly StoredRoot[], asked: readonly WatchedRoot[], file: string, options: VerifyOptions): { index: number; root: WatchedRoot }[] {
  const all = stored.map((each, index) => ({ index, root: { ...each, id: String(index), path: Buffer.from(each.path, 'base64'), never: ownFiles(file) } }));
  if (asked.length === 0) return all;
  return asked.map((root) => {
    const found = all.find((each) => each.root.path.equals(root.path));
    if (found === undefined) throw wrongUsage(`The baseline ${file} does not hold ${root.path.toString()}. Take another with --baseline FILE.`);
    const isOther = (['include', 'exclude'] as const).some((rule) => (options.aideConf !== undefined || options[rule] !== undefined) && JSON.stringify(found.root[rule]) !== JSON.stringify(root[rule]));
    if (isOther) throw wrongUsage(`The baseline ${file} was made with other patterns. Leave them out, or make another with --baseline FILE.`);
    return found;
  });
}

/** What was found becomes the baseline; what was not looked at stays as it was. */
async function rewrite(file: string, baseline: StoredBaseline, updates: ReadonlyMap<number, ReturnType<typeof createUpdate>>): Promise<string> {
  const writer = openWriter(file, newHead(baseline.head.roots));
  try {
    for (const index of baseline.head.roots.keys()) {
      const old = baseline.chunksOf(index);
      for await (const chunk of updates.get(index)?.chunks(old) ?? old) writer.add(index, [chunk]);
    }
    return writer.finish();
  } catch (error) {
    writer.discard();
    throw error;
  }
}

