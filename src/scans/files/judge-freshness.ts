import { hashId } from '../../platform/ids.ts';
import { RecordBlock } from '../../providers/files/engine.ts';
import { scopeIdOf } from '../../store/inventory.ts';
import type { RootRow } from '../../store/watched.ts';
import { noteInAlert } from './alerts.ts';
import { fileIdOf, fileUrl } from './describe.ts';
import type { FileParts } from './parts.ts';
import { judgeFiles, type Sighting } from './record-changes.ts';

const dayMs = 86_400_000;
const none = Buffer.alloc(0);

/**
 * Whether what is meant to change still does: a backup that nobody writes any more looks well in every comparison. Told
 * once, when it becomes too old; the finding stays until it is written again.
 */
export async function judgeFreshness(root: RootRow, sighting: Sighting, parts: FileParts): Promise<void> {
  if (root.unchanged_days === null || root.state !== 'watched') return;
  const { db, clock, inventory, ledger, host } = parts;
  const newest = await newestChange(root, parts);
  if (newest === undefined) return;
  const days = Math.floor((clock.now().getTime() - newest.getTime()) / dayMs);
  const isStale = days >= root.unchanged_days;
  const scopeId = scopeIdOf({ provider: 'files', account: host, region: 'global', type: 'files:host:file' });
  const known = (await inventory.byKeys([hashId(fileUrl(root, none, none, host))])).find((each) => each.scopeId === scopeId);
  const wasStale = known?.resource.attributes['unchanged_for_days'] != null;
  if (!isStale && !wasStale) return;
  const id = fileIdOf(root, none, none);
  await db.transaction(async () => {
    const at = clock.now();
    if (isStale && !wasStale) {
      await ledger.append([{ kind: 'file', status: 'verified', fileId: id, runId: sighting.runId, data: { path: root.shown, root_id: root.id, audit: sighting.audit.name, host, trigger: sighting.trigger, changes: ['unchanged'], unchanged_for_days: days } }], at);
      await noteInAlert([{ id, path: root.shown, status: 'unchanged', changes: ['unchanged'], sha256: null, previousSha256: null, size: null }], sighting, parts, at);
    }
    await judgeFiles([{ id, change: { folder: none, name: none, status: 'verified', changes: [], before: null, after: null } }], { ...sighting, unchangedForDays: isStale ? days : null }, parts, at);
  });
}

/** The latest modification of any file below the root, as last seen. */
async function newestChange(root: RootRow, { watched }: FileParts): Promise<Date | undefined> {
  let newest: bigint | undefined;
  for await (const { block } of watched.load(root.id)) {
    for (const { type, mtimeNs } of new RecordBlock(block)) if (type === 'file' && (newest === undefined || mtimeNs > newest)) newest = mtimeNs;
  }
  return newest === undefined ? undefined : new Date(Number(newest / 1_000_000n));
}
