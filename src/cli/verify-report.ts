import { atLeast, type Severity } from '../core/severity.ts';
import { displayPath } from '../providers/files/display.ts';
import type { ChangeKind, CheckCounts, FileChange, FileRecord, Gap, WatchedRoot } from '../providers/files/engine.ts';
import type { StoredBaseline } from './baseline-file.ts';
import type { Context } from './context.ts';
import type { Column, Tone } from './table.ts';
import { complain } from './terminal.ts';
import { count, duration, localTime, plural } from './words.ts';

type ByRoot<Item> = [WatchedRoot, Item[]][];

/** As the rules about watched files have it. */
const severityOfKind: Partial<Record<ChangeKind, Severity>> = { prefix: 'critical', shrunk: 'critical', content: 'high', missing: 'high', 'mtime-backdated': 'high', 'symlink-escape': 'high', type: 'high' };

export const isFailing = ({ status, changes }: FileChange, failOn: Severity): boolean => status !== 'verified' && changes.some((kind) => atLeast(severityOfKind[kind] ?? 'medium', failOn));

const slash = Buffer.from('/');

function pathOf(root: WatchedRoot, folder: Buffer, name: Buffer | null): Buffer {
  if (root.kind === 'file') return root.path;
  const parts = [root.path.equals(slash) ? Buffer.alloc(0) : root.path, folder, name ?? Buffer.alloc(0)].filter((part, index) => index === 0 || part.length > 0);
  const whole = Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [slash, part])));
  return whole.length === 0 ? slash : whole;
}

export interface FirstReport {
  file: string;
  sha256: string;
  counts: CheckCounts;
  seconds: number;
  gaps: ByRoot<Gap>;
}

export function tellFirst(context: Context, { file, sha256, counts, seconds, gaps }: FirstReport): void {
  if (context.isJson) context.json({ baseline: { file, sha256 }, is_first: true, counts: wireCounts(counts), changes: [], gaps: wireGaps(gaps) });
  else {
    context.say(`${context.paint('Baseline', 'good')} of ${plural(counts.files, 'file')} in ${plural(counts.folders, 'folder')} written in ${duration(seconds)}: ${file}`);
    context.say(`Its SHA-256 is ${sha256}. Keep that elsewhere: who can change the files may change the baseline too.`);
  }
  tellGaps(context, gaps);
}

export interface CheckReport {
  file: string;
  baseline: StoredBaseline;
  isSweep: boolean;
  counts: CheckCounts;
  seconds: number;
  found: ByRoot<FileChange>;
  gaps: ByRoot<Gap>;
  /** The hash of the new baseline, where what was found was accepted. */
  accepted: string | undefined;
}

interface Row {
  path: Buffer;
  change: FileChange;
}

export function tellCheck(context: Context, report: CheckReport): void {
  const { file, baseline, counts, found, gaps, accepted } = report;
  const rows = found.flatMap(([root, changes]) => changes.map((change): Row => ({ path: pathOf(root, change.folder, change.name), change }))).sort((a, b) => Buffer.compare(a.path, b.path));
  if (context.isJson) {
    context.json({
      baseline: { file, sha256: accepted ?? baseline.sha256, created_at: baseline.head.created_at, host: baseline.head.host, ...(accepted === undefined ? {} : { previous_sha256: baseline.sha256 }) },
      is_first: false,
      kind: report.isSweep ? 'sweep' : 'full',
      accepted: accepted !== undefined,
      counts: wireCounts(counts),
      changes: rows.map(wireRow),
      gaps: wireGaps(gaps),
    });
    return tellGaps(context, gaps);
  }
  const shown = rows.filter(({ change }) => change.status !== 'verified');
  if (shown.length > 0 || !context.terminal.isOutTerminal) context.table(columns, shown);
  tellSummary(context, report, rows.length - shown.length);
  tellGaps(context, gaps);
}

function tellSummary(context: Context, { file, baseline, isSweep, counts, seconds, accepted }: CheckReport, touched: number): void {
  const wrong = (['tampered', 'missing', 'added', 'unreadable'] as const).filter((status) => counts[status] > 0).map((status) => `${count(counts[status])} ${status}`);
  const what = `${plural(counts.files, 'file')} in ${plural(counts.folders, 'folder')} ${isSweep ? `looked at, ${count(counts.hashed)} read,` : 'read'} in ${duration(seconds)}`;
  const also = touched === 0 ? '' : ` ${plural(touched, 'other')} only touched or replaced by the same content.`;
  context.say(wrong.length === 0 ? `${context.paint('As accepted', 'good')}: ${what}.${also}` : `\n${context.paint(wrong.join(', '), accepted === undefined ? 'bad' : 'attention')}: ${what}.${also}`);
  if (accepted === undefined) context.say(`Compared with the baseline of ${localTime(baseline.head.created_at)} by ${baseline.head.host}, SHA-256 ${baseline.sha256}.`);
  else context.say(`Accepted into ${file}; its SHA-256 is now ${accepted}.`);
}

const tones: Record<FileChange['status'], Tone | undefined> = { tampered: 'bad', missing: 'bad', added: 'attention', unreadable: 'attention', verified: undefined };
const sizeText = ({ before, after }: FileChange): string => (before === null || after === null || before.size === after.size ? '' : `${count(before.size)} → ${count(after.size)}`);
const words: Partial<Record<ChangeKind, string>> = { mtime: 'time', 'mtime-backdated': 'time put back', ctime: 'status time', extended: 'attributes', 'symlink-escape': 'leads outside', links: 'hard links', prefix: 'old lines', target: 'link target' };
/** What the status says already, or what comes with any change, is left out for people. */
const shownKinds = ({ changes }: FileChange): string => changes.filter((kind) => !['added', 'missing', 'unreadable', 'ctime'].includes(kind)).map((kind) => words[kind] ?? kind).join(', ');

const columns: Column<Row>[] = [
  { title: 'Status', shown: ({ change }) => change.status, tone: ({ change }) => tones[change.status] },
  { title: 'Path', shown: ({ path }) => displayPath(path).text, shrinksTo: 20 },
  { title: 'Changed', shown: ({ change }) => shownKinds(change), plain: ({ change }) => change.changes.join(','), shrinksTo: 12 },
  { title: 'Bytes', shown: ({ change }) => sizeText(change), plain: ({ change }) => change.after?.size ?? null, dropsAt: 1 },
  { title: 'SHA-256', shown: ({ change }) => change.after?.sha256?.toString('hex') ?? '', isPlainOnly: true },
];

const wireCounts = ({ bytesHashed, ...counts }: CheckCounts) => ({ ...counts, bytes_hashed: bytesHashed });
const wirePath = (bytes: Buffer) => {
  const { text, pathBytes } = displayPath(bytes);
  return { path: text, ...(pathBytes === null ? {} : { path_bytes: pathBytes }) };
};
const wireGaps = (gaps: ByRoot<Gap>) => gaps.flatMap(([root, list]) => list.filter(isNews).map(({ folder, name, reason, detail }) => ({ ...wirePath(pathOf(root, folder, name)), reason, detail })));
const timeOf = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString();
const wireRecord = (record: FileRecord | null) =>
  record === null
    ? null
    : {
        type: record.type,
        sha256: record.sha256?.toString('hex') ?? null,
        size: record.size,
        mode: record.mode.toString(8).padStart(4, '0'),
        uid: record.uid,
        gid: record.gid,
        links: record.links,
        inode: String(record.ino),
        modified_at: timeOf(record.mtimeNs),
        changed_at: timeOf(record.ctimeNs),
        target: record.target === null ? null : displayPath(record.target).text,
        readable: record.state === 'ok',
      };
const wireRow = ({ path, change }: Row) => ({ ...wirePath(path), status: change.status, changes: change.changes, before: wireRecord(change.before), after: wireRecord(change.after) });

/** The baseline's own file lies among the watched ones: everybody knows. */
const isNews = ({ reason }: Gap): boolean => reason !== 'excluded-own-data';
const mostGaps = 10;

/** What could not be looked at, on stderr. */
export function tellGaps(context: Context, gaps: ByRoot<Gap>): void {
  const all = gaps.flatMap(([root, list]) => list.filter(isNews).map((gap) => `${displayPath(pathOf(root, gap.folder, gap.name)).text}: ${gap.detail}`));
  for (const line of all.slice(0, mostGaps)) complain(context.terminal, `Not read: ${line}`);
  if (all.length > mostGaps) complain(context.terminal, `and ${plural(all.length - mostGaps, 'other place')} not read.`);
}
