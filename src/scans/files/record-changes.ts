import type { LedgerEntry } from '../../core/ledger.ts';
import { diffOfText } from '../../providers/files/diff.ts';
import type { FileChange } from '../../providers/files/engine.ts';
import { encodeBlock } from '../../providers/files/record.ts';
import type { FileState, FileStateStatus } from '../../store/file-states.ts';
import { scopeIdOf } from '../../store/inventory.ts';
import type { RootRow } from '../../store/watched.ts';
import { judgeResources } from '../evaluate.ts';
import { absolutePath, fileIdOf, observedKey, pathHash, relativePath, resourceOf, sha256Of, shownPath } from './describe.ts';
import { acceptRecords } from './accept-records.ts';
import { noteInAlert } from './alerts.ts';
import type { FileParts, Trigger } from './parts.ts';

export interface Sighting {
  root: RootRow;
  audit: { id: string; name: string };
  trigger: Trigger;
  runId: string;
}

export interface RecordedCounts {
  /** New or different from what was known. */
  news: number;
  expected: number;
  touched: number;
}

const diffBytes = 65_536;
const eventsAtOnce = 20;

interface Judged {
  id: string;
  shown: string;
  change: FileChange;
}

/**
 * Keeps what a check found, in one transaction: history, the state of the files, their findings, the alert and the live
 * events. What was known already is not told again; what a manifest expects is accepted.
 */
export async function recordChanges(changes: readonly FileChange[], sighting: Sighting, parts: FileParts): Promise<RecordedCounts> {
  const judged = changes.map((change) => ({ id: fileIdOf(sighting.root, change.folder, change.name), shown: shownPath(sighting.root, change.folder, change.name), change }));
  const touched = judged.filter(({ change }) => change.status === 'verified');
  const wrong = judged.filter(({ change }) => change.status !== 'verified');
  const { expected, unexpected } = await splitExpected(wrong, sighting, parts);
  const diffs = await diffsOf(unexpected, sighting.root, parts);
  const at = parts.clock.now();
  return parts.db.transaction(async () => {
    if ((await parts.watched.lockRoot(sighting.root.id)) === undefined) return { news: 0, expected: 0, touched: 0 };
    const known = new Map((await parts.states.byIds(wrong.map(({ id }) => id))).map((state) => [state.id, state]));
    const isNew = ({ id, change }: Judged): boolean => known.get(id)?.observed !== observedKey(change);
    const news = unexpected.filter(isNew);
    await parts.states.touch(unexpected.filter((each) => !isNew(each)).map(({ id }) => id), at);
    const alertId = news.length === 0 ? null : await noteInAlert(news.map(({ id, shown, change }) => ({ id, path: shown, status: change.status, changes: [...change.changes], sha256: sha256Of(change.after), previousSha256: sha256Of(change.before), size: change.after?.size ?? null, ...(diffs.has(id) ? { diff: diffs.get(id)?.text ?? '' } : {}) })), sighting, parts, at);
    await parts.states.put(news.map((each) => stateOf(each, sighting.root, { at, alertId, diff: diffs.get(each.id)?.text ?? null, since: known.get(each.id)?.since ?? at })));
    if (expected.length > 0) await acceptRecords(sighting.root, expected.map(({ change }) => change), parts);
    await appendHistory({ touched, news, expected }, sighting, parts, at, diffs);
    await judgeFiles(news, { ...sighting, diffs }, parts, at);
    // What was announced after it was found wrong is right now, and so are its findings.
    const settled = expected.filter(({ id }) => known.has(id));
    await judgeFiles(settled.map(({ id, change }) => ({ id, change: { ...change, before: change.after, status: 'verified', changes: [] } })), sighting, parts, at);
    await publish(news, sighting, parts, at);
    return { news: news.length, expected: expected.length, touched: touched.length };
  });
}

function stateOf({ id, shown, change }: Judged, root: RootRow, { at, alertId, diff, since }: { at: Date; alertId: string | null; diff: string | null; since: Date }): FileState {
  return {
    root_id: root.id,
    id,
    folder: change.folder,
    name: change.name,
    shown,
    status: change.status as FileStateStatus,
    changes: [...change.changes],
    sha256: sha256Of(change.after),
    previous_sha256: sha256Of(change.before),
    size: change.after?.size ?? null,
    observed: observedKey(change),
    before_record: change.before === null ? null : encodeBlock([change.before]),
    after_record: change.after === null ? null : encodeBlock([change.after]),
    diff,
    alert_id: alertId,
    since,
    checked_at: at,
  };
}

/** What a manifest that is in force names with this very content, and what is meant to change (a backup). */
async function splitExpected(wrong: readonly Judged[], { root }: Sighting, { states, clock }: FileParts): Promise<{ expected: (Judged & { by: string })[]; unexpected: Judged[] }> {
  const isRewritten = ({ status, after }: FileChange): boolean => status === 'tampered' && after?.type === 'file' && after.state === 'ok';
  if (root.unchanged_days !== null) {
    return { expected: wrong.filter(({ change }) => isRewritten(change)).map((each) => ({ ...each, by: 'a file that is meant to change' })), unexpected: wrong.filter(({ change }) => !isRewritten(change)) };
  }
  const hashes = wrong.map(({ change }) => pathHash(absolutePath(root, change.folder, change.name)));
  const entries = new Map((await states.expected(hashes, clock.now())).map((entry) => [`${entry.path_hash} ${entry.sha256 ?? 'gone'}`, entry]));
  const used = new Map<string, number>();
  const expected: (Judged & { by: string })[] = [];
  const unexpected: Judged[] = [];
  for (const [index, each] of wrong.entries()) {
    // To the byte: nothing but this content (or the file's absence) is expected.
    const entry = each.change.status === 'unreadable' ? undefined : entries.get(`${hashes[index]} ${each.change.after === null ? 'gone' : (sha256Of(each.change.after) ?? 'unknown')}`);
    if (entry === undefined) unexpected.push(each);
    else {
      expected.push({ ...each, by: `manifest ${entry.name}` });
      used.set(entry.manifest_id, (used.get(entry.manifest_id) ?? 0) + 1);
    }
  }
  for (const [manifest, count] of used) await states.noteUsed(manifest, count);
  return { expected, unexpected };
}

/** What changed in small text files whose accepted content was kept. */
async function diffsOf(changed: readonly Judged[], root: RootRow, { engine, copies, never, logger }: FileParts): Promise<Map<string, { text: string; lines: number }>> {
  const diffs = new Map<string, { text: string; lines: number }>();
  if (!root.diff) return diffs;
  for (const { id, change } of changed.slice(0, eventsAtOnce)) {
    const before = sha256Of(change.before);
    if (!change.changes.includes('content') || before === null || (change.after?.size ?? Infinity) > diffBytes) continue;
    try {
      const old = copies.read(before);
      const now = old === undefined ? undefined : await engine.readSmall({ id: root.id, path: root.path, kind: root.kind === 'folder' ? 'folder' : 'file', recursive: root.recursive, include: [], exclude: [], mode: root.mode, never: [...never] }, relativePath(change.folder, change.name), diffBytes);
      const diff = old === undefined || now === undefined ? undefined : diffOfText(old, now, { maxLines: 200, context: 3 });
      if (diff !== undefined) diffs.set(id, { text: diff.text, lines: diff.added + diff.removed });
    } catch (error) {
      logger.debug({ err: error }, 'A diff could not be made');
    }
  }
  return diffs;
}

async function appendHistory({ touched, news, expected }: { touched: readonly Judged[]; news: readonly Judged[]; expected: readonly (Judged & { by: string })[] }, { root, audit, trigger, runId }: Sighting, { ledger, host }: FileParts, at: Date, diffs: ReadonlyMap<string, { lines: number }>): Promise<void> {
  const entry = ({ id, shown, change }: Judged, more: Record<string, unknown>, status: string): LedgerEntry => ({
    kind: 'file',
    status,
    fileId: id,
    runId,
    data: {
      path: shown,
      path_bytes: absolutePath(root, change.folder, change.name).toString('base64'),
      root_id: root.id,
      audit: audit.name,
      host,
      trigger,
      changes: change.changes,
      sha256: sha256Of(change.after),
      previous_sha256: sha256Of(change.before),
      size: change.after?.size ?? null,
      ...(diffs.has(id) ? { changed_lines: diffs.get(id)?.lines } : {}),
      ...more,
    },
  });
  await ledger.append([...news.map((each) => entry(each, {}, each.change.status)), ...expected.map((each) => entry(each, { note: `Expected by ${each.by}` }, 'verified')), ...touched.map((each) => entry(each, {}, 'verified'))], at);
}

/** The files as resources, and the findings of the rules about them. */
export async function judgeFiles(files: readonly { change: Pick<FileChange, 'folder' | 'name' | 'changes' | 'before' | 'after'> & { status: string }; id: string }[], { root, audit, runId, diffs, unchangedForDays = null }: Sighting & { diffs?: ReadonlyMap<string, { lines: number }>; unchangedForDays?: number | null }, parts: FileParts, at: Date): Promise<void> {
  if (files.length === 0) return;
  const { inventory, host } = parts;
  const scope = { provider: 'files' as const, account: host, region: 'global', type: 'files:host:file' };
  const scopeId = scopeIdOf(scope);
  await inventory.ensureScopes([scope]);
  const resources = files.map(({ change, id }) => resourceOf(root, audit.name, change, host, { changedLines: diffs?.get(id)?.lines ?? null, unchangedForDays }));
  await inventory.record(resources.map((resource) => ({ scopeId, type: scope.type, resource })), at);
  await inventory.noteListed(scopeId, at);
  const live = await inventory.byKeys(resources.map(({ kh }) => kh));
  const rules = (await parts.rules()).filter(({ rule }) => rule.resourceType === scope.type);
  await judgeResources(live.filter(({ scopeId: of }) => of === scopeId), { ...parts, runId, lease: undefined, rules, prices: { unit: () => undefined }, signal: new AbortController().signal, counts: { opened: 0, resolved: 0 } });
}

async function publish(news: readonly Judged[], { root, audit, trigger, runId }: Sighting, { events }: FileParts, at: Date): Promise<void> {
  await events.publish(
    news.slice(0, eventsAtOnce).map(({ id, shown, change }, index) => ({
      type: 'file.tampered' as const,
      data: {
        id,
        path: shown,
        status: change.status,
        changes: change.changes,
        sha256: sha256Of(change.after),
        previous_sha256: sha256Of(change.before),
        size: change.after?.size ?? null,
        audit: audit.name,
        run_id: runId,
        trigger,
        owner_id: root.owner_id,
        checked_at: at.toISOString(),
        // Said once, on the last that is told one by one.
        ...(index === eventsAtOnce - 1 && news.length > eventsAtOnce ? { more: news.length - eventsAtOnce } : {}),
      },
    })),
    at,
  );
}
