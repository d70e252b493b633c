import type { ChangedFile, FilesChanged, HistoryCheckpoint } from '../../core/summary.ts';
import { plainLine } from './plain.ts';
import { belowText, count, utc } from './words.ts';

/** What all channels say about changed files; each escapes it in its own way. */

/** A message names so many, whatever it is given. */
export const namedFiles = 20;

/** Kinds of change in the words of people. What goes with another kind, or with every write, has none. */
const kindWords: Readonly<Record<string, string>> = {
  content: 'content', size: 'size', mode: 'mode', owner: 'owner', group: 'group', type: 'type', target: 'link target', links: 'number of hard links', extended: 'access list or extended attributes', mtime: 'modification time',
  'mtime-backdated': 'modification time set back', shrunk: 'lost bytes', prefix: 'old lines changed', 'symlink-escape': 'leads out of its folder', unchanged: 'not changed for too long', inode: 'replaced', ctime: 'touched',
};
/** Said only where nothing else is. */
const minor: ReadonlySet<string> = new Set(['inode', 'ctime', 'mtime']);

/** `content, mode`; empty where the status says it all. */
export function kindsText({ changes, status }: Pick<ChangedFile, 'changes' | 'status'>): string {
  const told = changes.filter((kind) => kind !== status && !(kind === 'size' && changes.includes('content')));
  const major = told.filter((kind) => !minor.has(kind));
  const kinds = major.length > 0 || changes.includes(status) ? major : told;
  return kinds.map((kind) => kindWords[kind] ?? plainLine(kind, 30)).join(', ');
}

/** `tampered: content, mode` */
export function whatText(file: ChangedFile): string {
  const kinds = kindsText(file);
  return kinds === '' ? plainLine(file.status, 20) : `${plainLine(file.status, 20)}: ${kinds}`;
}

/** `9f86d081884c → 0123456789ab`; empty where the content is the same or not known. */
export function hashesText({ sha256, previousSha256 }: ChangedFile): string {
  if (sha256 === previousSha256) return '';
  const short = (hash: string | null): string => (hash === null ? '–' : plainLine(hash.slice(0, 12), 12));
  return `${short(previousSha256)} → ${short(sha256)}`;
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

export function sizeText(bytes: number | null): string {
  if (bytes === null) return '';
  if (bytes < 1024) return count(bytes, 'byte');
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

export const originText = ({ audit, host, openedAt }: FilesChanged): string => `${plainLine(audit, 60)} on ${plainLine(host, 60)} · ${utc(openedAt)}`;

const statusOrder = ['tampered', 'missing', 'added', 'unreadable'];

/** For the second message: how far it went. Undefined for the first, which goes out before that is known. */
export function extentText({ isUpdate, count: total, root, statuses }: FilesChanged): string | undefined {
  if (!isUpdate) return undefined;
  const place = (status: string): number => (statusOrder.includes(status) ? statusOrder.indexOf(status) : statusOrder.length);
  const parts = Object.entries(statuses).filter(([, files]) => files > 0).sort(([a], [b]) => place(a) - place(b));
  const told = parts.map(([status, files]) => `, ${files.toLocaleString('en-US')} ${plainLine(status, 20)}`).join('');
  return `It came of one cause: ${count(total, 'file')}${belowText(root, 200)}${told}.`;
}

export const namedOf = ({ files }: FilesChanged): ChangedFile[] => files.slice(0, namedFiles);

/** `… and 483 more`; undefined where all are named. */
export function moreText(change: FilesChanged): string | undefined {
  const rest = change.count - namedOf(change).length;
  return rest > 0 ? `… and ${rest.toLocaleString('en-US')} more` : undefined;
}

/** The first files of which it is known what changed in them. */
export const shownDiffs = (change: FilesChanged): (ChangedFile & { diff: string })[] =>
  namedOf(change).filter((file): file is ChangedFile & { diff: string } => file.diff !== undefined && file.diff.trim() !== '').slice(0, 2);

const longestLine = 300;

/** The lines of a diff as visible text, as many as fit; `written` makes of a line what is counted. */
export function diffLines(diff: string, maxLength: number, written: (line: string) => string = (line) => line): string[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  const kept: string[] = [];
  // Room for the line that says how many were left out.
  let room = maxLength - 30;
  for (const line of lines) {
    const shown = written(plainLine(line.replaceAll('\t', '    '), longestLine));
    room -= shown.length + 1;
    if (room < 0) return [...kept, `… ${count(lines.length - kept.length, 'more line')}`];
    kept.push(shown);
  }
  return kept;
}

export const filesLink = ({ publicUrl, alertId }: FilesChanged): string => `${publicUrl}/app/files?alert=${encodeURIComponent(alertId)}`;

/** The signed head of the history: whoever keeps the message can show later that nothing before it was cut or rewritten. */
export const checkpointLine = ({ position, hash }: HistoryCheckpoint, where = 'signature in the webhook and mail'): string => `History checkpoint #${position} · ${plainLine(hash.slice(0, 16), 16)} · ${where}`;

/** All of it, for the text part of a mail. */
export function checkpointFacts({ position, hash, at, signature, publicKey }: HistoryCheckpoint): string {
  const line = (text: string): string => plainLine(text, 200);
  return [
    `History checkpoint #${position} of ${line(at)}`,
    `Hash: ${line(hash)}`,
    `Signature (Ed25519): ${line(signature)}`,
    `Public key: ${line(publicKey)}`,
    'Keep this message. It shows later whether the history up to here was cut or rewritten:',
    `roundsman verify-history FILE --checkpoint ${position}:${line(hash)} --public-key ${line(publicKey)}`,
  ].join('\n');
}
