import { randomUUID } from 'node:crypto';
import { displayPath } from '../../providers/files/display.ts';
import { type BaselineChunk, type CheckCounts, type FileChange, type Gap, RecordBlock } from '../../providers/files/engine.ts';
import type { RootRow, StoredGap } from '../../store/watched.ts';
import { engineRoot, fileIdOf, relativePath, shownPath } from './describe.ts';
import type { FileParts } from './parts.ts';
import { judgeFiles, type RecordedCounts, recordChanges, type Sighting } from './record-changes.ts';

/** Changes that are kept in one transaction. */
const changesPerCommit = 250;
const gapsKept = 50;
/** Touches that get a row of their own in the history of one check; the rest is counted in the check's row. */
const touchesTold = 200;

export interface RootCheck {
  counts: CheckCounts;
  gaps: StoredGap[];
  recorded: RecordedCounts & { restored: number };
}

/** Takes the first baseline of a root, from the beginning where an earlier attempt was cut off. */
export async function baselineRoot(root: RootRow, { audit, runId, trigger }: Sighting, parts: FileParts, options: { signal: AbortSignal; onProgress?(counts: CheckCounts): void }): Promise<RootCheck> {
  const { watched, engine, ledger, db, clock } = parts;
  await watched.clearChunks(root.id);
  const { counts, gaps } = await engine.baseline(engineRoot(root, parts.never), async (chunks: BaselineChunk[]) => void (await watched.putChunks(root.id, chunks)), options);
  const stored = storedGaps(root, gaps);
  await keepCopies(root, parts);
  const at = clock.now();
  await db.transaction(async () => {
    await watched.updateRoot(root.id, { state: 'watched', files: counts.files, last_sweep_at: at, last_full_at: at, gaps: stored });
    await ledger.append([{ kind: 'file', status: 'registered', ...(root.kind === 'folder' ? {} : { fileId: root.id }), runId, data: { path: root.shown, root_id: root.id, audit: audit.name, host: parts.host, trigger, changes: ['registered'], files: counts.files, bytes: counts.bytesHashed, owner_id: root.owner_id } }], at);
  });
  return { counts, gaps: stored, recorded: { news: 0, expected: 0, touched: 0, restored: 0 } };
}

/** Compares a root with what was accepted and keeps what differs. */
export async function checkRoot(root: RootRow, kind: 'sweep' | 'full', sighting: Sighting, parts: FileParts, options: { signal: AbortSignal; onProgress?(counts: CheckCounts): void }): Promise<RootCheck> {
  const { watched, engine, clock } = parts;
  const startedAt = clock.now();
  let version = root.version;
  const wrong = new Set<string>();
  const recorded = { news: 0, expected: 0, touched: 0, restored: 0 };
  const found = async (changes: FileChange[]): Promise<void> => {
    const current = await watched.root(root.id);
    // Something was accepted meanwhile: what the check compared with is not the baseline any more.
    const fresh = current === undefined || current.version === version ? changes : await again(current, changes, parts, options.signal);
    // A touch is told while there are few; of a hundred thousand the number is enough.
    const told = fresh.filter(({ status }) => status !== 'verified' || (recorded.touched += 1) <= touchesTold);
    for (let from = 0; from < told.length; from += changesPerCommit) {
      const some = told.slice(from, from + changesPerCommit);
      const counts = await recordChanges(some, { ...sighting, root: current ?? root }, parts);
      recorded.news += counts.news;
      recorded.expected += counts.expected;
      // A manifest that accepted some of them gave the baseline a new version; the engine's own copy is older.
      if (counts.expected > 0) version = (await watched.root(root.id))?.version ?? version;
      for (const { status, folder, name } of some) if (status !== 'verified') wrong.add(fileIdOf(root, folder, name));
    }
  };
  const refreshed = async (chunks: BaselineChunk[]): Promise<string> =>
    parts.db.transaction(async () => {
      // Blocks of before an acceptance would undo it; the engine's copy is then nobody's.
      if ((await watched.lockRoot(root.id)) !== version) return randomUUID();
      version = await watched.putChunks(root.id, chunks);
      return version;
    });
  const { counts, gaps } = await engine.check(engineRoot(root, parts.never), kind, { version: root.version, load: () => watched.load(root.id) }, { found, refreshed }, options);
  recorded.restored = await restoreRest(root, wrong, startedAt, sighting, parts);
  const stored = storedGaps(root, gaps);
  const at = clock.now();
  await watched.updateRoot(root.id, { files: counts.files, gaps: stored, last_sweep_at: at, ...(kind === 'full' ? { last_full_at: at } : {}) });
  return { counts, gaps: stored, recorded };
}

/** The same entries against the baseline as it is now. */
function again(root: RootRow, changes: readonly FileChange[], { engine, watched, never }: FileParts, signal: AbortSignal): Promise<FileChange[]> {
  return engine.checkPaths(engineRoot(root, never), changes.map(({ folder, name }) => relativePath(folder, name)), { version: root.version, loadFolders: (folders) => watched.loadFolders(root.id, folders) }, { signal });
}

/** What was not as accepted before this check and was not named by it is as accepted again. */
async function restoreRest(root: RootRow, wrong: ReadonlySet<string>, startedAt: Date, sighting: Sighting, parts: FileParts): Promise<number> {
  const gone = (await parts.states.idsBefore(root.id, startedAt)).filter((id) => !wrong.has(id));
  for (let from = 0; from < gone.length; from += changesPerCommit) await markRestored(gone.slice(from, from + changesPerCommit), { ...sighting, root }, parts);
  return gone.length;
}

export async function markRestored(ids: readonly string[], sighting: Sighting, parts: FileParts): Promise<void> {
  const { states, ledger, db, clock } = parts;
  await db.transaction(async () => {
    const at = clock.now();
    const rows = await states.byIds(ids);
    await states.remove(rows.map(({ id }) => id));
    await ledger.append(
      rows.map((row) => ({ kind: 'file' as const, status: 'verified', fileId: row.id, runId: sighting.runId, data: { path: row.shown, root_id: row.root_id, audit: sighting.audit.name, host: parts.host, trigger: sighting.trigger, changes: ['restored'], sha256: row.previous_sha256, previous_sha256: row.sha256, alert_id: row.alert_id } })),
      at,
    );
    await judgeFiles(rows.map((row) => ({ id: row.id, change: { folder: row.folder, name: row.name, status: 'verified', changes: [], before: null, after: null } })), sighting, parts, at);
  });
}

function storedGaps(root: RootRow, gaps: readonly Gap[]): StoredGap[] {
  const named = gaps.slice(0, gapsKept).map(({ folder, name, reason, detail }) => ({ path: root.kind === 'upload' ? root.shown : shownPath(root, folder, name ?? Buffer.alloc(0)), reason, detail }));
  return gaps.length <= gapsKept ? named : [...named, { path: displayPath(root.path).text, reason: 'more', detail: `and ${gaps.length - gapsKept} more places` }];
}

/** A root with more files than this keeps none of their content, so that watching does not double what is watched. */
const mostCopies = 1000;
const copyBytes = 65_536;

/** Keeps the content of small files that everybody on the machine may read, so that a change of them can be shown. */
async function keepCopies(root: RootRow, { engine, watched, copies, never, logger }: FileParts): Promise<void> {
  if (!root.diff || root.kind === 'upload') return;
  const keys = await watched.keysOf(root.id);
  if (keys.reduce((sum, { records }) => sum + records, 0) > mostCopies) return;
  for await (const { folder, block } of watched.load(root.id)) {
    for (const record of new RecordBlock(block)) {
      if (record.type !== 'file' || record.size > copyBytes || record.state !== 'ok') continue;
      const content = await engine.readSmall(engineRoot(root, never), relativePath(folder, record.name), copyBytes).catch((error: unknown) => void logger.debug({ err: error }, 'A copy could not be read'));
      if (content !== undefined && !content.includes(0)) copies.keep(content);
    }
  }
}
