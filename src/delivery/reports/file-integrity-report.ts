import { count, utc, utcDay } from '../messages/words.ts';
import type { AlertFacts, FileIntegrityFacts, WatchedTarget } from './file-integrity-facts.ts';
import { reportPage } from './report-page.ts';
import type { ReportTable } from './report-table.ts';
import { type AnswerState, answerState, durationText, inOrder, mostDays, msToAnswer, type WeeklyProof, weeklyProof } from './weekly-proof.ts';

export type { FileIntegrityFacts } from './file-integrity-facts.ts';
export { csvOf, type ReportTable } from './report-table.ts';

export interface FileIntegrityReport {
  title: string;
  /** A whole page for a browser or a printer. */
  html: string;
  /** The same facts, one file each by `csvOf`. */
  tables: ReportTable[];
}

/** All that is said about one target, worked out once. */
interface Judged {
  target: WatchedTarget;
  proof: WeeklyProof;
}

/**
 * The evidence that assessors ask for: PCI DSS 4.0.1 11.5.2 and 10.3.4, NIST SP 800-53 SI-7. It shows what happened; whether that
 * is enough is for them to say.
 */
export function fileIntegrityReport(facts: FileIntegrityFacts): FileIntegrityReport {
  // What is still being registered is part of the scope; what was removed before the period is not.
  const judged = facts.targets.map((target) => ({ target, proof: weeklyProof(target, facts) })).filter(({ target, proof }) => proof.isKept !== undefined || (target.watchedSince === null && target.removedAt === null));
  const requirements = requirementTable(facts, judged);
  const tables = [requirements, alertTable(facts), answerTable(facts), scopeTable(judged), checkTable(facts), troubleTable(facts), gapTable(facts), historyTable(facts)];
  const title = 'File integrity report';
  const page = reportPage({
    title,
    origin: [`${utc(facts.period.from)} to ${utc(facts.period.to)}`, `Made ${utc(facts.madeAt)} by ${facts.madeBy} with Roundsman ${facts.version}`],
    verdict: verdictOf(facts, judged),
    isDemo: facts.isDemo,
    tables,
    footer: [
      'For PCI DSS 4.0.1, requirements 11.5.2 and 10.3.4, and NIST SP 800-53 Rev. 5, control SI-7. It shows evidence; whether a requirement is met is for the assessor to say.',
      `A full comparison reads every byte and compares its SHA-256 with the accepted one; a sweep compares size, times, permissions, owner and inode, and reads what differs. Days between two comparisons are counted by the calendar, in UTC.`,
    ],
  });
  return { title, html: page, tables };
}

interface Totals {
  /** Targets by whether they were compared in full at least weekly; what is still being registered is neither. */
  weekly: number;
  notWeekly: number;
  /** Alerts without an answer for all of their files. */
  without: number;
  logs: number;
  trouble: number;
}

function totalsOf(facts: FileIntegrityFacts, judged: readonly Judged[]): Totals {
  return {
    weekly: judged.filter(({ proof }) => proof.isKept === true).length,
    notWeekly: judged.filter(({ proof }) => proof.isKept === false).length,
    without: facts.alerts.filter((alert) => answerState(alert) !== 'answered').length,
    logs: judged.filter(({ target }) => target.mode === 'append_only').length,
    trouble: facts.audits.reduce((sum, audit) => sum + audit.late + audit.failed + audit.partial, 0),
  };
}

function verdictOf(facts: FileIntegrityFacts, judged: readonly Judged[]): { text: string; isGood: boolean } {
  const { weekly, notWeekly, without, trouble } = totalsOf(facts, judged);
  const watched = weekly + notWeekly;
  if (watched === 0) return { text: 'Nothing was watched in this period.', isGood: false };
  const parts = [
    `${notWeekly === 0 ? (watched === 1 ? 'The watched target was' : `All ${watched} watched targets were`) : `${weekly} of ${count(watched, 'watched target')} ${weekly === 1 ? 'was' : 'were'}`} compared in full at least every ${mostDays} days`,
    facts.alerts.length === 0 ? 'there was no alert' : without === 0 ? `${facts.alerts.length === 1 ? 'the one alert was' : `all ${facts.alerts.length} alerts were`} answered` : `${without} of ${count(facts.alerts.length, 'alert')} ${without === 1 ? 'has' : 'have'} no full answer`,
    trouble === 0 ? 'no check failed or was late' : `${count(trouble, 'check')} failed, ended in part or was late`,
    facts.gaps.length === 0 ? 'nothing was left out' : `${count(facts.gaps.length, 'place')} could not be compared`,
  ];
  return { text: `${parts.join('; ')}.`, isGood: notWeekly + without + trouble + facts.gaps.length === 0 };
}

function requirementTable(facts: FileIntegrityFacts, judged: readonly Judged[]): ReportTable {
  const { weekly, notWeekly, without, logs, trouble } = totalsOf(facts, judged);
  const files = judged.reduce((sum, { target }) => sum + target.files, 0);
  const logAlerts = facts.alerts.filter(({ appendOnlyFiles }) => appendOnlyFiles > 0);
  const completed = facts.audits.reduce((sum, audit) => sum + audit.completed, 0);
  const { history } = facts;
  const state = (isShown: boolean): string => (isShown ? 'shown' : 'attention');
  const isProved = history.checkpoint !== null && (history.verified === null || history.verified.problems === 0);
  return {
    name: 'requirements',
    title: 'What this shows',
    note: '',
    empty: '',
    columns: [{ title: 'Requirement', name: 'requirement' }, { title: 'It asks for', name: 'asks_for' }, { title: 'Evidence in this period', name: 'evidence' }, { title: 'State', name: 'state', kind: 'state' }],
    rows: [
      ['PCI DSS 11.5.2', 'Personnel are alerted to unauthorised change, addition and deletion of critical files; comparisons at least once every seven days', `${count(judged.length, 'target')} with ${count(files, 'file')}; ${weekly} compared in full at least every ${mostDays} days, ${notWeekly} not; ${count(facts.alerts.length, 'alert')}, ${without} without a full answer`, state(weekly > 0 && notWeekly + without + facts.gaps.length === 0)],
      ['PCI DSS 10.3.4', 'Change detection on audit logs, so that what they hold cannot change without an alert', logs === 0 ? 'No target is watched as append-only' : `${count(logs, 'append-only target')}; ${count(logAlerts.length, 'alert')} about them, ${logAlerts.filter((alert) => answerState(alert) !== 'answered').length} without a full answer`, state(logs > 0 && logAlerts.every((alert) => answerState(alert) === 'answered'))],
      ['NIST SI-7, SI-7(1)', 'Integrity checks at a set frequency', `${count(completed, 'check')} completed, ${trouble} late, failed or in part`, state(completed > 0 && trouble === 0)],
      ['NIST SI-7(2), SI-7(7)', 'Notice of violations, tied to the response', `${count(facts.alerts.length, 'alert')}, each with its answers, times and notes below`, state(without === 0)],
      ['NIST SI-7(6), AU-10', 'Cryptographic protection', `SHA-256 of every file; a hash chain of ${count(history.entries, 'entry', 'entries')}${history.checkpoint === null ? ', not signed yet' : ', signed with Ed25519'}${history.verified === null ? '' : `, checked ${utcDay(history.verified.at)}: ${count(history.verified.problems, 'problem')}`}`, state(isProved)],
    ],
  };
}

const stateWords: Readonly<Record<AnswerState, string>> = { unanswered: 'unanswered', partly: 'answered in part', gone: 'no answer; as accepted again', answered: 'answered' };

function stateText(alert: AlertFacts): string {
  const state = answerState(alert);
  // Begins with another word than what is well.
  return state === 'partly' ? `open: ${stateWords.partly}, ${count(alert.openFiles, 'file')} left` : stateWords[state];
}

function alertTable({ alerts, madeAt }: FileIntegrityFacts): ReportTable {
  return {
    name: 'alerts',
    title: 'Alerts and answers',
    note: 'What nobody has answered stands first.',
    empty: 'There was no alert in this period.',
    columns: [
      { title: 'State', name: 'state', kind: 'state' }, { title: 'Opened', name: 'opened_at', kind: 'time' }, { title: 'Below', name: 'root', kind: 'code' }, { title: 'Files', name: 'files', kind: 'number' }, { title: 'What', name: 'statuses' },
      { title: 'First answer', name: 'answered_at', kind: 'time' }, { title: 'By', name: 'answered_by' }, { title: 'Time to answer', name: 'time_to_answer' }, { title: 'Note', name: 'note' }, { title: 'Audit', name: 'audit' }, { title: 'Host', name: 'host' }, { title: 'Alert', name: 'alert_id', kind: 'code' },
    ],
    rows: inOrder(alerts).map((alert) => {
      const first = alert.answers.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
      const what = Object.entries(alert.statuses).filter(([, files]) => files > 0).map(([status, files]) => `${files} ${status}`).join(', ');
      const duration = durationText(msToAnswer(alert, madeAt));
      return [stateText(alert), alert.openedAt, alert.root, alert.files, what, first?.at ?? null, first?.by ?? null, first === undefined ? (alert.openFiles > 0 ? `open for ${duration}` : null) : duration, first?.note ?? null, alert.audit, alert.host, alert.id];
    }),
  };
}

function answerTable({ alerts }: FileIntegrityFacts): ReportTable {
  return {
    name: 'answers',
    title: 'Every answer',
    note: '',
    empty: 'Nobody answered an alert in this period.',
    columns: [{ title: 'At', name: 'at', kind: 'time' }, { title: 'By', name: 'by' }, { title: 'Action', name: 'action' }, { title: 'Files', name: 'files', kind: 'number' }, { title: 'Note', name: 'note' }, { title: 'Alert', name: 'alert_id', kind: 'code' }],
    rows: alerts.flatMap(({ id, answers }) => answers.map(({ at, by, action, files, note }) => [at, by, action, files, note, id])).sort(([a], [b]) => Date.parse(String(b)) - Date.parse(String(a))),
  };
}

function proofText({ isKept, longest }: WeeklyProof): string {
  if (longest === undefined) return 'not yet: its first baseline is being taken';
  return `${isKept === true ? 'kept' : 'not kept'}: longest ${count(longest.days, 'day')}, ${utcDay(longest.from)} to ${utcDay(longest.to)}`;
}

function patternText({ kind, isRecursive, include, exclude }: WatchedTarget): string {
  const part = (title: string, patterns: readonly string[]): string[] => (patterns.length === 0 ? [] : [`${title} ${patterns.join(', ')}`]);
  return [kind === 'folder' ? `folder${isRecursive ? ' and all below' : ', its own files'}` : kind, ...part('only', include), ...part('without', exclude)].join('\n');
}

function scopeTable(judged: readonly Judged[]): ReportTable {
  const rank = ({ proof }: Judged): number => (proof.isKept === false ? 0 : proof.isKept === undefined ? 1 : 2);
  return {
    name: 'scope',
    title: 'What is watched',
    note: `A comparison of every byte must come at least every ${mostDays} days. Targets without one stand first.`,
    empty: 'Nothing was watched in this period.',
    columns: [
      { title: 'Path', name: 'path', kind: 'code' }, { title: 'Kind', name: 'kind' }, { title: 'Mode', name: 'mode' }, { title: 'Owner', name: 'owner' }, { title: 'Files', name: 'files', kind: 'number' }, { title: 'Weekly comparison', name: 'weekly', kind: 'state' },
      { title: 'Full ones', name: 'full_comparisons', kind: 'number' }, { title: 'Last full', name: 'last_full_at', kind: 'time' }, { title: 'Last sweep', name: 'last_sweep_at', kind: 'time' }, { title: 'Since', name: 'watched_since', kind: 'time' }, { title: 'Until', name: 'removed_at', kind: 'time', isLeftOutEmpty: true }, { title: 'Audit', name: 'audit' }, { title: 'Host', name: 'host' },
    ],
    rows: judged.toSorted((a, b) => rank(a) - rank(b)).map(({ target, proof }) => [
      target.path, patternText(target), target.mode === 'append_only' ? 'append-only' : 'standard', target.owner ?? 'the service', target.files, proofText(proof), proof.comparisons, target.lastFullAt, target.lastSweepAt, target.watchedSince, target.removedAt, target.audit, target.host,
    ]),
  };
}

function checkTable({ audits }: FileIntegrityFacts): ReportTable {
  const every = (seconds: number): string => `every ${durationText(seconds * 1000).replace(/ 0 (min|h)$/, '')}`;
  return {
    name: 'checks',
    title: 'Checks that ran',
    note: '',
    empty: 'There is no file audit.',
    columns: [
      { title: 'Audit', name: 'audit' }, { title: 'Host', name: 'host' }, { title: 'Runs', name: 'schedule' }, { title: 'Full', name: 'full_schedule' }, { title: 'Completed', name: 'completed', kind: 'number' }, { title: 'Late', name: 'late', kind: 'number' },
      { title: 'Failed', name: 'failed', kind: 'number' }, { title: 'In part', name: 'partial', kind: 'number' }, { title: 'Cancelled', name: 'cancelled', kind: 'number' },
    ],
    rows: audits.map((audit) => [audit.name, audit.host, audit.isRunning ? every(audit.intervalSeconds) : 'stopped', every(audit.fullIntervalSeconds), audit.completed, audit.late, audit.failed, audit.partial, audit.cancelled]),
  };
}

function troubleTable({ audits }: FileIntegrityFacts): ReportTable {
  return {
    name: 'check-trouble',
    title: 'Checks that were late or failed',
    note: '',
    empty: 'None.',
    columns: [{ title: 'At', name: 'at', kind: 'time' }, { title: 'Audit', name: 'audit' }, { title: 'What', name: 'what' }, { title: 'Reason', name: 'reason' }],
    rows: audits.flatMap(({ name, trouble }) => trouble.map(({ at, what, reason }) => [at, name, what, reason])).sort(([a], [b]) => Date.parse(String(b)) - Date.parse(String(a))),
  };
}

function gapTable({ gaps }: FileIntegrityFacts): ReportTable {
  return {
    name: 'gaps',
    title: 'What could not be compared',
    note: 'As of the last check of each target.',
    empty: 'Nothing: every watched file could be compared.',
    columns: [{ title: 'Path', name: 'path', kind: 'code' }, { title: 'Reason', name: 'reason' }, { title: 'Detail', name: 'detail' }, { title: 'Since', name: 'since', kind: 'time' }, { title: 'Watched path', name: 'target', kind: 'code' }, { title: 'Host', name: 'host' }],
    rows: gaps.map(({ path, reason, detail, since, target, host }) => [path, reason, detail, since, target, host]),
  };
}

function historyTable({ history }: FileIntegrityFacts): ReportTable {
  const { entries, keptSince, head, checkpoint, publicKey, verified } = history;
  return {
    name: 'history',
    title: 'Proof of the history',
    note: 'Each entry holds the hash of the one before it. An export can be checked anywhere with the command roundsman verify-history, against this checkpoint or that of a message.',
    empty: '',
    columns: [{ title: 'Fact', name: 'fact' }, { title: 'Value', name: 'value', kind: 'code' }],
    rows: [
      ['Entries', entries], ['Kept since', keptSince], ['Head', head === null ? null : `#${head.position} ${head.hash}`], ['Last signed checkpoint', checkpoint === null ? null : `#${checkpoint.position} ${checkpoint.hash}`], ['Signed at', checkpoint?.at ?? null],
      ['Signature (Ed25519)', checkpoint?.signature ?? null], ['Public key', publicKey], ['Checked from end to end', verified === null ? 'not for this report' : `${verified.at}: ${verified.problems === 0 ? 'intact' : count(verified.problems, 'problem')}`],
    ],
  };
}
