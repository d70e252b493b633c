import { AppError } from '../../core/errors.ts';
import { type FileRecord, RecordBlock } from '../../providers/files/engine.ts';
import { timeId } from '../../platform/ids.ts';
import type { FileState } from '../../store/file-states.ts';
import type { RootRow } from '../../store/watched.ts';
import { acceptRecords } from './accept-records.ts';
import { markRestored } from './check-root.ts';
import { engineRoot, fileIdOf, observedKey, relativePath, sha256Of } from './describe.ts';
import type { FileParts } from './parts.ts';
import { judgeFiles, recordChanges } from './record-changes.ts';

/** What people answer to a change: accept it, restore the file, or stop watching. */

export interface Answerer {
  /** `local`, `user:ID` or `token:ID`. */
  actor: string;
  note: string;
}

export const recordOfState = (packed: Buffer | null): FileRecord | null => (packed === null ? null : new RecordBlock(packed).recordAt(0));

async function auditOf(root: RootRow, { schedules }: FileParts): Promise<{ id: string; name: string }> {
  return { id: root.schedule_id, name: (await schedules.get(root.schedule_id))?.name ?? 'file-audit' };
}

/**
 * Makes what was shown the baseline. Throws CONFLICT where the file has changed again since: nobody accepts what nobody saw.
 */
export async function acceptChange(state: FileState, root: RootRow, { actor, note }: Answerer, parts: FileParts): Promise<void> {
  const { engine, db, watched, states, ledger, clock } = parts;
  const now = await engine.read(engineRoot(root, parts.never), relativePath(state.folder, state.name));
  const seen = recordOfState(state.after_record);
  const audit = await auditOf(root, parts);
  const runId = timeId();
  if (observedKey({ status: state.status, after: now }) !== observedKey({ status: state.status, after: seen })) {
    await recheckPaths(root, [relativePath(state.folder, state.name)], parts, 'manual');
    throw new AppError('CONFLICT', { detail: `${state.shown} has changed again since it was shown. Look at the new change, then accept it.` });
  }
  // The name as the baseline has it: of a watched file the engine gives its own.
  const after = now === null ? null : { ...now, name: state.name };
  await db.transaction(async () => {
    if ((await watched.lockRoot(root.id)) === undefined) throw new AppError('NOT_FOUND', { detail: 'The file is not watched any more.' });
    const [still] = await states.byIds([state.id]);
    if (still === undefined || still.observed !== state.observed) throw new AppError('CONFLICT', { detail: `Somebody else has answered to ${state.shown} meanwhile.` });
    const at = clock.now();
    await acceptRecords(root, [{ folder: state.folder, name: state.name, before: recordOfState(state.before_record), after }], parts);
    await ledger.append(
      [{ kind: 'file', status: 'verified', fileId: state.id, runId, actor, data: { path: state.shown, root_id: root.id, audit: audit.name, host: parts.host, trigger: 'manual', changes: ['accepted'], accepted: state.changes, sha256: sha256Of(after), previous_sha256: state.previous_sha256, size: after?.size ?? null, note, alert_id: state.alert_id } }],
      at,
    );
    await judgeFiles([{ id: state.id, change: { folder: state.folder, name: state.name, status: 'verified', changes: [], before: after, after } }], { root, audit, trigger: 'manual', runId }, parts, at);
  });
  if (after?.sha256 != null && root.diff && after.size <= 65_536) {
    const content = await engine.readSmall(engineRoot(root, parts.never), relativePath(state.folder, state.name), 65_536).catch(() => undefined);
    if (content !== undefined) parts.copies.keep(content);
  }
}

/** Looks at some paths of a root now. Answers how many are not as accepted. */
export async function recheckPaths(root: RootRow, paths: readonly Buffer[], parts: FileParts, trigger: 'manual' | 'watch', runId = timeId()): Promise<number> {
  const { engine, watched, clock } = parts;
  const startedAt = clock.now();
  const audit = await auditOf(root, parts);
  const changes = await engine.checkPaths(engineRoot(root, parts.never), [...paths], { version: root.version, loadFolders: (folders) => watched.loadFolders(root.id, folders) }, { signal: new AbortController().signal });
  // A touch changes nothing that is guarded; the next check takes its stamps over and tells it.
  const wrong = changes.filter(({ status }) => status !== 'verified');
  if (wrong.length > 0) await recordChanges(wrong, { root, audit, trigger, runId }, parts);
  await restoreThose(root, paths, changes, startedAt, { root, audit, trigger, runId }, parts);
  return changes.filter(({ status }) => status !== 'verified').length;
}

async function restoreThose(root: RootRow, paths: readonly Buffer[], changes: readonly { folder: Buffer; name: Buffer; status: string }[], startedAt: Date, sighting: Parameters<typeof recordChanges>[1], parts: FileParts): Promise<void> {
  const wrong = new Set(changes.filter(({ status }) => status !== 'verified').map(({ folder, name }) => fileIdOf(root, folder, name)));
  const asked = paths.map((path) => {
    const at = root.kind === 'folder' ? path.lastIndexOf('/') : -1;
    return fileIdOf(root, at < 0 ? Buffer.alloc(0) : path.subarray(0, at), at < 0 ? path : path.subarray(at + 1));
  });
  const known = (await parts.states.byIds(asked.filter((id) => !wrong.has(id)))).filter(({ checked_at }) => checked_at < startedAt);
  if (known.length > 0) await markRestored(known.map(({ id }) => id), sighting, parts);
}

/** Puts back what was uploaded, and looks at once whether it is as accepted. */
export async function restoreUpload(root: RootRow, { actor }: { actor: string }, parts: FileParts): Promise<void> {
  if (root.kind !== 'upload') throw new AppError('NOT_POSSIBLE', { detail: 'Only what was uploaded has a copy here. Restore this file from your backup; the next check sees it.' });
  const [chunk] = await parts.watched.loadFolders(root.id, [Buffer.alloc(0)]);
  const record = chunk === undefined ? undefined : new RecordBlock(chunk.block).recordAt(0);
  const sha256 = record?.sha256?.toString('hex');
  if (record === undefined || sha256 === undefined || !(await parts.copies.restoreUpload(root.id, root.shown, sha256))) {
    throw new AppError('NOT_POSSIBLE', { detail: 'The kept copy is missing or was changed too. Upload the file again.' });
  }
  const [state] = await parts.states.byIds([root.id]);
  // Before the transaction: reading a large file would keep everybody else from the store.
  const now = await parts.engine.read(engineRoot(root, parts.never), Buffer.alloc(0));
  await parts.db.transaction(async () => {
    const at = parts.clock.now();
    await parts.ledger.append([{ kind: 'file', status: 'verified', fileId: root.id, actor, data: { path: root.shown, root_id: root.id, host: parts.host, trigger: 'manual', changes: ['restored'], sha256, previous_sha256: state?.sha256 ?? null, alert_id: state?.alert_id ?? null } }], at);
    // A restored file has an inode and times of its own: they are the new stamps of the same content.
    if (now !== null) await acceptRecords(root, [{ folder: Buffer.alloc(0), name: record.name, before: record, after: { ...now, name: record.name } }], parts);
    await judgeFiles([{ id: root.id, change: { folder: Buffer.alloc(0), name: record.name, status: 'verified', changes: [], before: now, after: now } }], { root, audit: await auditOf(root, parts), trigger: 'manual', runId: timeId() }, parts, at);
  });
}
