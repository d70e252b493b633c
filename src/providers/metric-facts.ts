import { type MetricFacts, type MetricQuestion, periodOf } from '../core/rule.ts';

export interface MetricPoint {
  /** Milliseconds since 1970 of the point's start. */
  at: number;
  value: number;
}

const dayMs = 86_400_000;
/** Points of one thing in the whole window. */
export const pointsOf = (question: Pick<MetricQuestion, 'days' | 'statistic' | 'isHourly'>): number => Math.ceil((question.days * 86_400) / periodOf(question));

/** The window of so many whole days that ends with the last whole hour. */
export function windowOf(days: number, now: Date): { since: Date; until: Date } {
  const until = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  return { since: new Date(until.getTime() - days * dayMs), until };
}

/** What points show together. Percentiles by nearest rank. */
export function factsOf(points: readonly MetricPoint[], { since, until }: { since: Date; until: Date }): MetricFacts {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const sum = values.reduce((total, value) => total + value, 0);
  const rank = (part: number): number => values[Math.max(0, Math.ceil(values.length * part) - 1)] ?? 0;
  return {
    points: values.length,
    coveredDays: new Set(points.map(({ at }) => Math.floor((at - since.getTime()) / dayMs))).size,
    average: values.length === 0 ? 0 : sum / values.length,
    maximum: values.at(-1) ?? 0,
    sum,
    p95: rank(0.95),
    p99: rank(0.99),
    since: since.toISOString(),
    until: until.toISOString(),
  };
}
