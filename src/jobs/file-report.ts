import type { AlertAnswer, AlertFacts, AuditChecks, FileIntegrityFacts, WatchedTarget } from '../delivery/reports/file-integrity-facts.ts';
import type { FileParts } from '../scans/files/parts.ts';
import type { FileAlert } from '../store/file-states.ts';
import type { LedgerRow } from '../store/ledger.ts';
import type { ScheduleRow } from '../store/schedules.ts';
import type { RootRow } from '../store/watched.ts';

export interface ReportParts extends Pick<FileParts, 'watched' | 'states' | 'ledger' | 'clock' | 'host' | 'isDemo'> {
  audits(): Promise<AuditRow[]>;
  version: string;
}

type AuditRow = ScheduleRow & { audit: { intervalSeconds: number; fullIntervalSeconds: number } };

interface Entry {
  root_id?: string;
  changes?: string[];
  note?: string;
  alert_id?: string | null;
  due_at?: string;
  errors?: string[];
  audit?: string;
  checks?: { root_id: string; kind: string }[];
}

interface Gathered {
  /** Ends of the full comparisons by root. */
  fulls: Map<string, string[]>;
  since: Map<string, string>;
  removedAt: Map<string, string>;
  answers: Map<string, AlertAnswer[]>;
  runs: Map<string, { completed: number; partial: number; failed: number; cancelled: number; late: number; trouble: AuditChecks['trouble'] }>;
  entries: number;
  keptSince: string | null;
}

const pageSize = 1000;
/** The comparison before the period tells how old the proof was at its beginning. */
const lookBackMs = 40 * 86_400_000;

/** Everything that the report about file integrity says, out of the history. */
export async function fileIntegrityFacts(period: { from: Date; to: Date }, madeBy: string, parts: ReportParts): Promise<FileIntegrityFacts> {
  const { watched, states, ledger, clock, host, isDemo, version } = parts;
  const gathered = await gather(period, parts);
  const [roots, audits, alerts] = await Promise.all([watched.everyRoot(), parts.audits(), states.alertsBetween(period.from, period.to)]);
  const names = new Map(audits.map(({ id, name }) => [id, name]));
  const head = await ledger.checkpoint(clock.now());
  const open = new Map((await states.openByAlert(alerts.map(({ id }) => id))).map(({ alert_id, count }) => [alert_id, count]));
  return {
    period: { from: period.from.toISOString(), to: period.to.toISOString() },
    madeAt: clock.now().toISOString(),
    madeBy,
    version,
    isDemo,
    targets: roots.map((root) => targetOf(root, names.get(root.schedule_id) ?? 'file-audit', gathered)),
    audits: audits.map((row) => checksOf(row, host, gathered)),
    alerts: alerts.map((alert) => alertOf(alert, { audit: names.get(alert.schedule_id) ?? 'file-audit', host, openFiles: open.get(alert.id) ?? 0, isAppendOnly: roots.find(({ id }) => id === alert.root_id)?.mode === 'append_only', answers: gathered.answers.get(alert.id) ?? [] })),
    gaps: roots.filter(({ state }) => state === 'watched').flatMap((root) => root.gaps.map(({ path, reason, detail }) => ({ host: root.host, target: root.shown, path, reason, detail, since: null }))),
    history: { entries: gathered.entries, keptSince: gathered.keptSince, head: { position: head.position, hash: head.hash }, checkpoint: head, publicKey: head.publicKey, verified: null },
  };
}

async function gather({ from, to }: { from: Date; to: Date }, { ledger }: ReportParts): Promise<Gathered> {
  const gathered: Gathered = { fulls: new Map(), since: new Map(), removedAt: new Map(), answers: new Map(), runs: new Map(), entries: await ledger.count({}), keptSince: null };
  const filter = { kinds: ['file', 'run'], since: new Date(from.getTime() - lookBackMs), until: to };
  for (let before: number | undefined; ; ) {
    const rows = await ledger.list({ ...filter, ...(before === undefined ? {} : { before }) }, pageSize);
    for (const row of rows) note(row, from, gathered);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) break;
    before = last.position;
  }
  const [first] = await ledger.from(0, 1);
  gathered.keptSince = first === undefined ? null : ((JSON.parse(first.content) as { at: string }).at ?? null);
  return gathered;
}

function note(row: LedgerRow, from: Date, gathered: Gathered): void {
  const entry = JSON.parse(row.content) as Entry;
  const at = row.at.toISOString();
  if (row.kind === 'run') return noteRun(row, entry, from, gathered);
  if (entry.root_id !== undefined && entry.changes?.includes('registered') === true) {
    gathered.since.set(entry.root_id, at);
    // The first baseline read every byte.
    add(gathered.fulls, entry.root_id, at);
  }
  if (entry.root_id !== undefined && entry.changes?.includes('removed') === true) gathered.removedAt.set(entry.root_id, at);
  if (entry.alert_id == null) return;
  const action = entry.changes?.includes('accepted') === true ? 'accepted' : entry.changes?.includes('restored') === true ? 'restored' : undefined;
  if (action === undefined) return;
  const answers = gathered.answers.get(entry.alert_id) ?? [];
  gathered.answers.set(entry.alert_id, answers);
  const by = row.actor ?? 'the service';
  const same = answers.find((answer) => answer.action === action && answer.by === by && answer.note === (entry.note ?? ''));
  if (same === undefined) answers.push({ at, by, action, files: 1, note: entry.note ?? '' });
  else {
    same.files += 1;
    // Rows come newest first: what counts is when somebody first answered.
    same.at = at;
  }
}

function noteRun(row: LedgerRow, entry: Entry, from: Date, gathered: Gathered): void {
  const at = row.at.toISOString();
  if (row.status === 'completed' || row.status === 'partial') for (const { root_id, kind } of entry.checks ?? []) if (kind !== 'sweep') add(gathered.fulls, root_id, at);
  if (row.at < from) return;
  const name = entry.audit ?? 'file-audit';
  const counts = gathered.runs.get(name) ?? { completed: 0, partial: 0, failed: 0, cancelled: 0, late: 0, trouble: [] };
  gathered.runs.set(name, counts);
  const status = row.status as keyof Omit<typeof counts, 'trouble'>;
  if (status in counts) counts[status] += 1;
  if (status !== 'completed') counts.trouble.push({ at, what: status, reason: entry.errors?.[0] ?? (entry.due_at === undefined ? '' : `It was due at ${entry.due_at}.`) });
}

const add = (map: Map<string, string[]>, key: string, value: string): void => void map.set(key, [...(map.get(key) ?? []), value]);

function targetOf(root: RootRow, audit: string, { fulls, since, removedAt }: Gathered): WatchedTarget {
  return {
    host: root.host, path: root.shown, kind: root.kind, isRecursive: root.recursive, include: root.include, exclude: root.exclude, mode: root.mode, owner: root.owner_id, audit, files: root.files,
    watchedSince: since.get(root.id) ?? (root.state === 'registering' ? null : root.created_at.toISOString()), removedAt: root.state === 'removed' ? (removedAt.get(root.id) ?? null) : null,
    lastSweepAt: root.last_sweep_at?.toISOString() ?? null, lastFullAt: root.last_full_at?.toISOString() ?? null, fullComparisons: fulls.get(root.id) ?? [],
  };
}

function checksOf(row: AuditRow, host: string, { runs }: Gathered): AuditChecks {
  const counts = runs.get(row.name) ?? { completed: 0, partial: 0, failed: 0, cancelled: 0, late: 0, trouble: [] };
  return { name: row.name, host, isRunning: row.enabled && !row.paused, intervalSeconds: row.audit.intervalSeconds, fullIntervalSeconds: row.audit.fullIntervalSeconds, ...counts };
}

function alertOf(alert: FileAlert, { audit, host, openFiles, isAppendOnly, answers }: { audit: string; host: string; openFiles: number; isAppendOnly: boolean; answers: AlertAnswer[] }): AlertFacts {
  return { id: alert.id, audit, host, openedAt: alert.opened_at.toISOString(), files: alert.count, appendOnlyFiles: isAppendOnly ? alert.count : 0, root: alert.root, statuses: alert.kinds, openFiles, answers };
}
