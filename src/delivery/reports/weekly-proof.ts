import { dayMs } from '../../core/time.ts';
import type { AlertFacts, FileIntegrityFacts, WatchedTarget } from './file-integrity-facts.ts';

/** PCI DSS asks for a comparison "at least once every seven days". */
export const mostDays = 7;

export interface WeeklyProof {
  /** Undefined where the target was not watched in the period. */
  isKept: boolean | undefined;
  /** Comparisons of every byte in the period. */
  comparisons: number;
  /** The longest time without one that touches the period, in days as a calendar counts them (UTC). */
  longest: { days: number; from: string; to: string } | undefined;
}

const time = (iso: string): number => new Date(iso).getTime();
const dayOf = (ms: number): number => Math.floor(ms / dayMs);

/** Whether a full comparison ran at least every seven days while the target was watched, and where the longest gap was. */
export function weeklyProof({ watchedSince, removedAt, fullComparisons }: WatchedTarget, { period, madeAt }: Pick<FileIntegrityFacts, 'period' | 'madeAt'>): WeeklyProof {
  const from = time(period.from);
  // Nobody knows yet what comes after the report.
  const end = Math.min(time(period.to), time(madeAt), removedAt === null ? Infinity : time(removedAt));
  const since = watchedSince === null ? Infinity : time(watchedSince);
  if (!(since < end) || end <= from) return { isKept: undefined, comparisons: 0, longest: undefined };
  const compared = new Set(fullComparisons.map(time).filter((at) => at >= since && at < end));
  // The first baseline read every byte too.
  const times = [...compared.add(since)].sort((a, b) => a - b);
  const before = times.findLast((at) => at <= from);
  const within = times.filter((at) => at > from);
  const points = [...(before === undefined ? [] : [before]), ...within, end];
  let longest = { days: -1, from: 0, to: 0 };
  for (let index = 1; index < points.length; index += 1) {
    const [start = 0, stop = 0] = [points[index - 1], points[index]];
    const days = dayOf(stop) - dayOf(start);
    if (days > longest.days) longest = { days, from: start, to: stop };
  }
  return { isKept: longest.days <= mostDays, comparisons: within.filter((at) => at !== since).length, longest: { days: longest.days, from: new Date(longest.from).toISOString(), to: new Date(longest.to).toISOString() } };
}

/** `unanswered`: nobody said anything and it is still so; `gone`: as accepted again, and nobody said why. */
export type AnswerState = 'unanswered' | 'partly' | 'gone' | 'answered';
export const answerStates: readonly AnswerState[] = ['unanswered', 'partly', 'gone', 'answered'];

export function answerState({ answers, openFiles }: AlertFacts): AnswerState {
  if (answers.length === 0) return openFiles > 0 ? 'unanswered' : 'gone';
  return openFiles > 0 ? 'partly' : 'answered';
}

/** From the alert to the first answer, or to now where there is none yet. */
export function msToAnswer({ openedAt, answers }: AlertFacts, madeAt: string): number {
  const first = answers.map(({ at }) => time(at)).sort((a, b) => a - b)[0] ?? time(madeAt);
  return Math.max(0, first - time(openedAt));
}

/** What nobody answered first, the oldest of it at the top; then the newest. */
export function inOrder(alerts: readonly AlertFacts[]): AlertFacts[] {
  const rank = (alert: AlertFacts): number => answerStates.indexOf(answerState(alert));
  return alerts.toSorted((a, b) => rank(a) - rank(b) || (rank(a) < 3 ? 1 : -1) * (time(a.openedAt) - time(b.openedAt)));
}

/** `45 s`, `12 min`, `3 h 5 min`, `4 d 2 h` */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
