import { ownChunk, sizeOfChunk } from './baseline-cache.ts';
import { bytesOf } from './byte-path.ts';
import type { CheckHandlers, CheckOptions, CheckResult, WatchedRoot } from './interface.ts';
import { createFlow, createTurns, type Flow } from './flow.ts';
import { createGapList } from './gaps.ts';
import { addCounts, noCounts } from './counts.ts';
import { type BaselineChunk, type Placed, unitsOf } from './merge.ts';
import type { WireGap } from './protocol.ts';
import { type EngineParts, type Run, startRun, walkStream } from './run.ts';
import { bytesSoFar } from './run-memory.ts';
import { createSession, isComplete, type Outcome } from './session.ts';
import type { Walked } from './walk.ts';

/** A message to a thread holds about so much: small enough to spread the work, large enough that messages cost nothing. */
const batchNames = 1000;
const batchUnits = 64;
const batchBytes = 1 << 20;
/** Large files that wait to be read; each is a name and a record. */
const mostLarge = 4096;
const progressMs = 250;

export async function runBaseline(parts: EngineParts, root: WatchedRoot, emit: (chunks: BaselineChunk[]) => Promise<void>, options: CheckOptions): Promise<CheckResult> {
  const run = startRun(parts, root, 'baseline', options.signal);
  const deliver = async (outcomes: readonly Outcome[]): Promise<void> => {
    const chunks = outcomes.flatMap(({ placed, block }) => (block === null || isEmptyBlock(block) ? [] : [chunkOf(placed, block)]));
    if (chunks.length > 0) await emit(chunks);
  };
  return judgeAll(parts, run, placedOfBaseline(parts, run), deliver, options);
}

const emptyBlockBytes = 8;
const isEmptyBlock = (block: Buffer): boolean => block.length <= emptyBlockBytes;
const chunkOf = ({ unit, chunk }: Placed, block: Buffer): BaselineChunk => ({ folder: bytesOf(unit.folder), chunk, block });

interface PlacedOrGap {
  placed: Placed | null;
  gap: WireGap | null;
}

async function* placedOfBaseline({ pool }: EngineParts, run: Run): AsyncGenerator<PlacedOrGap> {
  for await (const each of walkedOf(pool, run)) {
    if (each.kind === 'fault') yield { placed: null, gap: { folder: each.folder, name: null, ...each.fault } };
    else if (each.kind === 'skipped') yield { placed: null, gap: { folder: each.folder, name: each.name === '' ? null : each.name, reason: each.reason, detail: each.detail } };
    else if (each.names !== '' || each.folder === '') yield { gap: null, placed: { chunk: each.piece, unit: { folder: each.folder, state: 'listed', names: each.names, block: null, seen: null, isPartial: each.piece > 0 } } };
  }
}

/** A watched file is a folder with one name in it. */
async function* walkedOf(pool: EngineParts['pool'], run: Run): AsyncGenerator<Walked> {
  const { file } = run.spec.root;
  if (file === null) yield* walkStream(pool, run.spec, '');
  else yield { folder: '', kind: 'names', piece: 0, isLast: true, names: file };
}

export async function runCheck(
  parts: EngineParts,
  root: WatchedRoot,
  kind: 'sweep' | 'full',
  baseline: { version: string; load(): AsyncIterable<BaselineChunk> },
  handlers: CheckHandlers,
  options: CheckOptions,
): Promise<CheckResult> {
  const run = startRun(parts, root, kind, options.signal);
  const source = baselineSource(parts, root.id, baseline);
  const deliver = async (outcomes: readonly Outcome[]): Promise<void> => {
    const changes = outcomes.flatMap((outcome) => outcome.changes);
    for (const outcome of outcomes) rememberSeen(parts, root.id, outcome);
    if (changes.length > 0) await handlers.found(changes);
    const refreshed = outcomes.flatMap(({ placed, block, isRefreshed }) => (isRefreshed && block !== null && placed.chunk >= 0 ? [chunkOf(placed, block)] : []));
    if (refreshed.length > 0) source.refreshed(refreshed, await handlers.refreshed(refreshed));
  };
  const result = await judgeAll(parts, run, placedOfCheck(parts, run, root.id, source.chunks()), deliver, options);
  source.keep();
  return result;
}

const seenKey = ({ unit, chunk }: Placed): string => `${unit.folder}\0${chunk}`;

function rememberSeen({ seen }: EngineParts, root: string, { placed, changes }: Outcome): void {
  const records = changes.flatMap(({ status, after }) => ((status === 'tampered' || status === 'added') && after !== null ? [after] : []));
  if (records.length > 0 || placed.unit.seen !== null) seen.put(root, seenKey(placed), records);
}

async function* placedOfCheck({ pool, seen }: EngineParts, run: Run, root: string, chunks: AsyncIterable<BaselineChunk>): AsyncGenerator<PlacedOrGap> {
  const gaps: WireGap[] = [];
  for await (const placed of unitsOf(walkedOf(pool, run), chunks, '', (gap) => gaps.push(gap))) {
    for (const gap of gaps.splice(0)) yield { placed: null, gap };
    placed.unit.seen = seen.get(root, seenKey(placed));
    yield { placed, gap: null };
  }
  for (const gap of gaps) yield { placed: null, gap };
}

/** The baseline from memory or from the caller; what the caller streams is kept in memory where there is room. */
function baselineSource({ cache }: EngineParts, root: string, baseline: { version: string; load(): AsyncIterable<BaselineChunk> }) {
  let { version } = baseline;
  const cached = cache.get(root, version);
  let read: BaselineChunk[] | undefined = cached === undefined && cache.mayHold(root, 0) ? [] : undefined;
  let readBytes = 0;
  const refreshedSince: BaselineChunk[] = [];
  async function* chunks(): AsyncGenerator<BaselineChunk> {
    if (cached !== undefined) return yield* cached;
    for await (const given of baseline.load()) {
      const chunk = ownChunk(given);
      readBytes += sizeOfChunk(chunk);
      if (read !== undefined && !cache.mayHold(root, readBytes)) read = undefined;
      read?.push(chunk);
      yield chunk;
    }
    return undefined;
  }
  return {
    chunks,
    refreshed(blocks: BaselineChunk[], newVersion: string): void {
      if (cached !== undefined) cache.refresh(root, version, blocks, newVersion);
      else if (read !== undefined) refreshedSince.push(...blocks);
      version = newVersion;
    },
    keep(): void {
      if (read === undefined) return;
      cache.put(root, baseline.version, read);
      if (version !== baseline.version) cache.refresh(root, baseline.version, refreshedSince, version);
    },
  };
}

type Deliver = (outcomes: readonly Outcome[]) => Promise<void>;

/** Sends units to the threads in batches and hands on what comes of them, one batch at a time. */
async function judgeAll(parts: EngineParts, run: Run, units: AsyncIterable<PlacedOrGap>, deliver: Deliver, { signal, onProgress }: CheckOptions): Promise<CheckResult> {
  const session = createSession(parts.pool, run.spec);
  const gaps = createGapList();
  const counts = noCounts();
  const turns = createTurns();
  const batches = createFlow(parts.pool.threads * 2 + 1, run.cancel);
  const large = createFlow(mostLarge, run.cancel);
  const handOn = (outcomes: readonly Outcome[]): Promise<void> =>
    turns(async () => {
      signal.throwIfAborted();
      for (const outcome of outcomes) {
        addCounts(counts, outcome.counts);
        gaps.add(outcome.gaps);
      }
      await deliver(outcomes);
    });
  const progress = onProgress === undefined ? undefined : setInterval(() => onProgress({ ...counts, bytesHashed: Math.max(counts.bytesHashed, bytesSoFar(run.spec.memory)) }), progressMs);
  const judge = async (batch: readonly Placed[]): Promise<void> => {
    parts.applyPace();
    const outcomes = await session.judge(batch);
    const complete = outcomes.filter(isComplete);
    if (complete.length > 0) await handOn(complete);
    for (const outcome of outcomes.filter((each) => !complete.includes(each))) {
      await large.start(outcome.large.length + outcome.rotations.length, async () => {
        await session.complete(outcome);
        await handOn([outcome]);
      });
    }
  };
  try {
    for await (const batch of batchesOf(units, gaps.add)) await batches.start(1, () => judge(batch));
    await batches.end();
    await large.end();
  } catch (error) {
    run.cancel();
    await settled(batches, large);
    signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(progress);
    run.end();
  }
  onProgress?.({ ...counts });
  return { counts, gaps: gaps.all() };
}

/** Nothing of a check that failed goes on behind its caller's back. */
async function settled(...flows: Flow[]): Promise<void> {
  for (const flow of flows) await flow.end().catch(() => undefined);
}

async function* batchesOf(units: AsyncIterable<PlacedOrGap>, onGaps: (gaps: readonly WireGap[]) => void): AsyncGenerator<Placed[]> {
  let batch: Placed[] = [];
  let [names, bytes] = [0, 0];
  for await (const { placed, gap } of units) {
    if (gap !== null) onGaps([gap]);
    if (placed === null) continue;
    batch.push(placed);
    names += placed.unit.names.length / 16;
    bytes += placed.unit.block?.length ?? 0;
    if (batch.length < batchUnits && names < batchNames && bytes < batchBytes) continue;
    yield batch;
    batch = [];
    [names, bytes] = [0, 0];
  }
  if (batch.length > 0) yield batch;
}
