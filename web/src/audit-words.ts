import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { count, plural } from './format.ts';
import { listed, sentence } from './words.ts';

/** Names for what the file audit calls by id. */

export type FileStatus = z.infer<typeof c.fileStatus>;
export type AuditFile = z.infer<typeof c.auditFileItem>;
export type AuditFileDetail = z.infer<typeof c.auditFileDetail>;
export type HistoryRow = z.infer<typeof c.historyRow>;
export type WatchedRoot = z.infer<typeof c.watchedRoot>;
export type FileAlert = z.infer<typeof c.fileAlert>;
export type Totals = z.infer<typeof c.auditTotals>;
export type Scheduler = z.infer<typeof c.schedulerStatus>;
export type Gap = WatchedRoot['gaps'][number];

/** What is not as somebody accepted it, worst first. */
export const wrongStatuses = ['tampered', 'missing', 'added', 'unreadable'] as const satisfies FileStatus[];
export const isWrong = (status: string): boolean => (wrongStatuses as readonly string[]).includes(status);
export const wrongIn = (totals: Totals): number => wrongStatuses.reduce((sum, each) => sum + totals[each], 0);

const changes: Record<string, string> = {
  content: 'content', size: 'size', mode: 'permissions', owner: 'owner', group: 'group', type: 'type', target: 'link target', links: 'number of hard links', inode: 'inode', mtime: 'modification time',
  'mtime-backdated': 'modification time set back', ctime: 'status time', extended: 'extended attributes', added: 'new here', missing: 'gone', unreadable: 'cannot be read', shrunk: 'shrunk', prefix: 'old lines changed',
  'symlink-escape': 'leads out of its folder', restored: 'as accepted again', accepted: 'accepted', unchanged: 'not changed for too long', registered: 'first fingerprint taken', removed: 'no longer watched',
};
export const changeName = (change: string): string => changes[change] ?? change.replaceAll('-', ' ');
export function changesText(list: readonly string[]): string {
  // The size says nothing beside the content, nor the inode beside either.
  const named = list.filter((each) => !(list.includes('content') && ['size', 'mtime', 'ctime', 'inode'].includes(each)));
  const text = listed((named.length === 0 ? [...list] : named).map(changeName));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const fields: Record<string, string> = { sha256: 'SHA-256', uid: 'Owner (uid)', gid: 'Group (gid)', mode: 'Permissions', modified: 'Content modified', changed: 'Status changed', links: 'Hard links', link_target: 'Link target', extended: 'Extended attributes' };
export const fieldName = (name: string): string => fields[name] ?? sentence(name);

/** `0644` → `rw-r--r--` */
export function modeLetters(octal: string): string {
  const bits = Number.parseInt(octal, 8);
  return Array.from({ length: 9 }, (_, index) => ((bits >> (8 - index)) & 1 ? 'rwx'.charAt(index % 3) : '-')).join('');
}

export const triggers: Record<HistoryRow['trigger'], string> = { schedule: 'Schedule', manual: 'By hand', watch: 'Watching' };

/** `2 tampered, 1 missing` */
export function statusCounts(statuses: Record<string, number>): string {
  return listed(wrongStatuses.filter((each) => (statuses[each] ?? 0) > 0).map((each) => `${count(statuses[each] ?? 0)} ${each}`));
}

export const kindNames: Record<WatchedRoot['kind'], string> = { file: 'File', folder: 'Folder', upload: 'Upload' };
export const alertTitle = (alert: FileAlert): string => (alert.count === 1 ? `1 file changed: ${alert.first[0]?.path ?? alert.root}` : `${plural(alert.count, 'file')} of one cause below ${alert.root}`);
