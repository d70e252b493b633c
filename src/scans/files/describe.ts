import { createHash } from 'node:crypto';
import type { CollectedResource } from '../../core/collector.ts';
import type { AttributeValue } from '../../core/resource.ts';
import { canonicalJson } from '../../platform/canonical.ts';
import { hashId, hashIdOf } from '../../platform/ids.ts';
import { displayPath } from '../../providers/files/display.ts';
import type { FileChange, FileRecord, WatchedRoot } from '../../providers/files/engine.ts';
import type { RootRow } from '../../store/watched.ts';

/** Names, ids and words of watched files. */

const slash = Buffer.from('/');

/** Relative to the root: empty for the root itself. */
export function relativePath(folder: Buffer, name: Buffer): Buffer {
  if (name.length === 0) return folder;
  return folder.length === 0 ? name : Buffer.concat([folder, slash, name]);
}

/** Bytes of the whole path. A root that is a file has one record, whose name is the file's own. */
export function absolutePath(root: RootRow, folder: Buffer, name: Buffer): Buffer {
  if (root.kind !== 'folder') return root.path;
  const relative = relativePath(folder, name);
  if (relative.length === 0) return root.path;
  return root.path.equals(slash) ? Buffer.concat([slash, relative]) : Buffer.concat([root.path, slash, relative]);
}

export const fileIdOf = (root: RootRow, folder: Buffer, name: Buffer): string => (root.kind === 'folder' ? hashIdOf(root.id, relativePath(folder, name).toString('base64')) : root.id);

/** For people; an upload shows as it was named. */
export const shownPath = (root: RootRow, folder: Buffer, name: Buffer): string => (root.kind === 'upload' ? root.shown : displayPath(absolutePath(root, folder, name)).text);

export const pathHash = (bytes: Buffer): string => hashId(`path:${bytes.toString('base64')}`);

export function engineRoot(root: RootRow, never: readonly string[]): WatchedRoot {
  return { id: root.id, path: root.path, kind: root.kind === 'folder' ? 'folder' : 'file', recursive: root.recursive, include: root.include, exclude: root.exclude, mode: root.mode, never: root.kind === 'upload' ? [] : [...never] };
}

const hex = (bytes: Buffer | null | undefined): string | null => bytes?.toString('hex') ?? null;
export const sha256Of = (record: FileRecord | null): string | null => hex(record?.sha256);
const modeText = (record: FileRecord | null): string | null => (record === null ? null : record.mode.toString(8).padStart(4, '0'));
const timeText = (ns: bigint | undefined): string | null => (ns === undefined ? null : new Date(Number(ns / 1_000_000n)).toISOString());

/** What makes a sighting different from the one before; times are left out of what is only looked at. */
export function observedKey(change: Pick<FileChange, 'status' | 'after'>): string {
  const { after } = change;
  return hashId(canonicalJson([change.status, after === null ? null : [after.type, after.mode, after.uid, after.gid, after.size, hex(after.sha256), hex(after.target), after.state, hex(after.extended), after.links]]));
}

/** Each field as accepted and as seen, for the evidence of a file. */
export function fieldsOf(before: FileRecord | null, after: FileRecord | null): { name: string; before: string | number | null; after: string | number | null }[] {
  const field = (name: string, of: (record: FileRecord) => string | number | null) => ({ name, before: before === null ? null : of(before), after: after === null ? null : of(after) });
  return [
    field('type', ({ type }) => type),
    field('sha256', ({ sha256 }) => hex(sha256)),
    field('size', ({ size }) => size),
    field('mode', modeText),
    field('uid', ({ uid }) => uid),
    field('gid', ({ gid }) => gid),
    field('modified', ({ mtimeNs }) => timeText(mtimeNs)),
    field('changed', ({ ctimeNs }) => timeText(ctimeNs)),
    field('inode', ({ ino }) => String(ino)),
    field('device', ({ dev }) => String(dev)),
    field('links', ({ links }) => links),
    field('link_target', ({ target }) => (target === null ? null : displayPath(target).text)),
    field('readable', ({ state }) => (state === 'ok' ? 'yes' : 'no')),
    field('extended', ({ extended }) => hex(extended)),
  ];
}

/** The file as a resource of the inventory, which has rows for those that changed. */
export function resourceOf(root: RootRow, audit: string, change: Pick<FileChange, 'folder' | 'name' | 'changes' | 'before' | 'after'> & { status: string }, host: string, { changedLines, unchangedForDays }: { changedLines: number | null; unchangedForDays: number | null }): CollectedResource {
  const { before, after } = change;
  const shown = shownPath(root, change.folder, change.name);
  const uid = fileUrl(root, change.folder, change.name, host);
  const attributes: Record<string, AttributeValue> = {
    path: shown,
    status: change.status,
    changes: [...change.changes],
    sha256: sha256Of(after),
    previous_sha256: sha256Of(before),
    size_bytes: after?.size ?? null,
    previous_size_bytes: before?.size ?? null,
    mode: modeText(after),
    previous_mode: modeText(before),
    uid: after?.uid ?? null,
    gid: after?.gid ?? null,
    previous_uid: before?.uid ?? null,
    previous_gid: before?.gid ?? null,
    modified_at: timeText(after?.mtimeNs),
    previous_modified_at: timeText(before?.mtimeNs),
    type: after?.type ?? null,
    previous_type: before?.type ?? null,
    link_target: after?.target == null ? null : displayPath(after.target).text,
    previous_link_target: before?.target == null ? null : displayPath(before.target).text,
    changed_lines: changedLines,
    unchanged_for_days: unchangedForDays,
    audit,
    append_only: root.mode === 'append_only',
  };
  const content = { name: shown, region: 'global', tags: {}, attributes, relations: [] };
  return { kh: hashId(uid), ch: hashId(canonicalJson(content)), uid, createdAt: null, ...content };
}

/** The full name of a file among all resources. */
export const fileUrl = (root: RootRow, folder: Buffer, name: Buffer, host: string): string =>
  root.kind === 'upload' ? `file://${host}/upload/${root.id}/${encodeURIComponent(root.shown)}` : `file://${host}${encodePath(absolutePath(root, folder, name))}`;

/** Bytes as the path of a URL. */
function encodePath(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^A-Za-z0-9._~/-]/g, (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

export const sha256Text = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
