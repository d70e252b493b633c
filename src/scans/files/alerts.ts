import type { ChangedFile, FilesChanged } from '../../core/summary.ts';
import { timeId } from '../../platform/ids.ts';
import type { FileAlert } from '../../store/file-states.ts';
import type { FileParts } from './parts.ts';
import type { Sighting } from './record-changes.ts';

/** Changes below one watched path that follow each other within this time come of one cause. */
export const quietMs = 20_000;
/** However busy it is, its extent is told after this long. */
const longestMs = 3 * 60_000;
const namedFiles = 20;

/** The deepest folder of both. */
export function commonFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map((path) => path.split('/').slice(0, -1));
  let common = first ?? [];
  for (const parts of rest) {
    let length = 0;
    while (length < common.length && common[length] === parts[length]) length += 1;
    common = common.slice(0, length);
  }
  return common.join('/') || '/';
}

const isOver = (alert: FileAlert, at: Date): boolean => at.getTime() - alert.last_at.getTime() > quietMs || at.getTime() - alert.opened_at.getTime() > longestMs;

/**
 * Adds the files to the open alert of their watched path, or opens one and tells it at once. Within the caller's transaction; answers
 * the alert's id. What follows of the same cause is told once more when it is over.
 */
export async function noteInAlert(files: readonly ChangedFile[], { root, audit, runId }: Sighting, parts: FileParts, at: Date): Promise<string> {
  const { states } = parts;
  let alert = await states.openAlert(root.id);
  if (alert !== undefined && isOver(alert, at)) {
    await close(alert, audit.name, parts, at);
    alert = undefined;
  }
  const isNew = alert === undefined;
  const named = files.slice(0, namedFiles);
  const counted: Record<string, number> = { ...alert?.kinds };
  for (const { status } of files) counted[status] = (counted[status] ?? 0) + 1;
  const paths = files.slice(0, 1000).map(({ path }) => path);
  const next: FileAlert = {
    id: alert?.id ?? timeId(at.getTime()),
    schedule_id: audit.id,
    root_id: root.id,
    opened_at: alert?.opened_at ?? at,
    last_at: at,
    closed_at: null,
    count: (alert?.count ?? 0) + files.length,
    told: isNew ? files.length : (alert?.told ?? 0),
    root: commonFolder(alert === undefined ? paths : [`${alert.root}/`, ...paths]),
    kinds: counted,
    first: alert === undefined ? named.map(({ id, path, status, changes, diff }) => ({ id, path, status, changes, ...(diff === undefined ? {} : { diff }) })) : alert.first,
    run_id: alert?.run_id ?? runId,
  };
  await states.putAlert(next);
  if (isNew) await parts.tell(audit.id, { kind: 'files-changed', change: await messageOf(next, named, audit.name, false, parts, at) });
  return next.id;
}

async function messageOf(alert: FileAlert, files: readonly ChangedFile[], audit: string, isUpdate: boolean, { ledger, host, isDemo, publicUrl }: FileParts, at: Date): Promise<FilesChanged> {
  const { publicKey, ...checkpoint } = await ledger.checkpoint(at);
  return { alertId: alert.id, audit, host, openedAt: alert.opened_at.toISOString(), count: alert.count, isUpdate, root: alert.root, statuses: alert.kinds, files: [...files], checkpoint: { ...checkpoint, publicKey }, publicUrl: publicUrl(), isDemo };
}

/** Ends the alert; tells its extent where it grew beyond what was told. */
async function close(alert: FileAlert, audit: string, parts: FileParts, at: Date): Promise<void> {
  await parts.states.putAlert({ ...alert, told: alert.count, closed_at: at });
  if (alert.count <= alert.told) return;
  const files = alert.first.map((file) => ({ ...file, sha256: null, previousSha256: null, size: null }));
  await parts.tell(alert.schedule_id, { kind: 'files-changed', change: await messageOf(alert, files, audit, true, parts, at) });
}

/** Closes the alerts that went quiet; called now and then. */
export async function closeQuietAlerts(parts: FileParts): Promise<void> {
  const at = parts.clock.now();
  for (const { root_id, schedule_id } of (await parts.states.openAlerts()).filter((alert) => isOver(alert, at))) {
    await parts.db.transaction(async () => {
      const alert = await parts.states.openAlert(root_id);
      const audit = await parts.schedules.get(schedule_id);
      if (alert !== undefined && isOver(alert, at)) await close(alert, audit?.name ?? 'file-audit', parts, at);
    });
  }
}
