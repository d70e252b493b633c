import type { z } from 'zod';
import type { ListedFile, FilePlace } from '../../jobs/file-audit.ts';
import { absolutePath, fieldsOf, recordOfState, sha256Of } from '../../jobs/file-words.ts';
import type { LedgerRow } from '../../store/ledger.ts';
import type { auditFile, auditFileDetail, auditFileItem, historyRow } from '../contract/audit.ts';
import { readCursor, writeCursor } from '../cursor.ts';

const isPlain = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes);

export function toFile(file: ListedFile, isNew = false): z.infer<typeof auditFile> {
  const [folder, name] = file.kind === 'state' ? [file.state.folder, file.state.name] : [file.folder, file.record.name];
  const bytes = absolutePath(file.root, folder, name);
  const exact = file.root.kind === 'upload' || isPlain(bytes) ? {} : { path_bytes: bytes.toString('base64') };
  if (file.kind === 'state') {
    const { id, shown, status, changes, sha256, previous_sha256, size, checked_at } = file.state;
    return { id, path: shown, ...exact, status, changes, sha256, previous_sha256, size, checked_at: checked_at.toISOString() };
  }
  const { record, root } = file;
  const checkedAt = root.last_sweep_at ?? root.created_at;
  return { id: file.id, path: file.shown, ...exact, status: isNew ? 'registered' : record.state === 'ok' ? 'verified' : 'unreadable', changes: [], sha256: sha256Of(record), previous_sha256: isNew ? null : sha256Of(record), size: record.size, checked_at: checkedAt.toISOString() };
}

interface Rights {
  canRestore: boolean;
  mayAnswer: boolean;
}

export function toFileItem(file: ListedFile, { canRestore, mayAnswer }: Rights): z.infer<typeof auditFileItem> {
  return { ...toFile(file), root_id: file.root.id, since: file.kind === 'state' ? file.state.since.toISOString() : null, can_restore: canRestore && mayAnswer, may_answer: mayAnswer };
}

export function toDetail(file: ListedFile, audit: string, rights: Rights): z.infer<typeof auditFileDetail> {
  const [before, after] = file.kind === 'state' ? [recordOfState(file.state.before_record), recordOfState(file.state.after_record)] : [file.record, file.record];
  return {
    ...toFileItem(file, rights),
    root: { id: file.root.id, path: file.root.shown, kind: file.root.kind, audit },
    fields: fieldsOf(before, after),
    diff: file.kind === 'state' ? file.state.diff : null,
    alert_id: file.kind === 'state' ? file.state.alert_id : null,
  };
}

export const cursorOf = (place: FilePlace): string => (place.kind === 'state' ? writeCursor(['state', place.since.toISOString(), place.id, 0, 0]) : writeCursor(['record', place.root, place.folder, place.chunk, place.index]));

export function placeOfCursor(text: string | undefined): FilePlace | undefined {
  const parts = readCursor(text, 5);
  if (parts === undefined) return undefined;
  const [kind, first, second, chunk, index] = parts;
  if (kind === 'state') return { kind, since: new Date(String(first)), id: String(second) };
  return { kind: 'record', root: String(first), folder: String(second), chunk: Number(chunk), index: Number(index) };
}

interface Entry {
  path?: string;
  trigger?: 'schedule' | 'manual' | 'watch';
  changes?: string[];
  sha256?: string | null;
  previous_sha256?: string | null;
  counts?: Record<string, number>;
  note?: string;
}

export function toHistory(row: LedgerRow): z.infer<typeof historyRow> {
  const entry = JSON.parse(row.content) as Entry;
  return {
    id: String(row.position),
    kind: row.kind === 'run' ? 'run' : 'file',
    ...(row.file_id === null ? {} : { file_id: row.file_id }),
    run_id: row.run_id,
    ...(entry.path === undefined ? {} : { path: entry.path }),
    status: row.status ?? 'verified',
    ...(entry.sha256 === undefined ? {} : { sha256: entry.sha256 }),
    ...(entry.previous_sha256 === undefined ? {} : { previous_sha256: entry.previous_sha256 }),
    trigger: entry.trigger ?? 'manual',
    checked_at: row.at.toISOString(),
    changes: entry.changes ?? [],
    ...(entry.counts === undefined ? {} : { counts: entry.counts }),
    ...(entry.note === undefined ? {} : { note: entry.note }),
    ...(row.actor === null ? {} : { actor: row.actor }),
  };
}
