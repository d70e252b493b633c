import type { MetricAnswers, MetricAsk } from '../../core/collector.ts';
import { type MetricQuestion, periodOf } from '../../core/rule.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { at, listAt } from '../fields.ts';
import { factsOf, type MetricPoint, pointsOf, windowOf } from '../metric-facts.ts';
import type { GcpApi } from './api.ts';
import { toAppError } from './failure.ts';
import { pagesOf } from './pages.ts';

/** Characters that a filter holds (cloud.google.com/monitoring/api/v3/filters). */
const mostOfFilter = 2048;
/** Points that one page holds at the most, whatever is asked for: `pageSize` of monitoring.v3.projects.timeSeries.list. */
const mostPoints = 100_000;
/** What is read of an answer; the rest is half of it. */
const readFields = 'timeSeries(metric/labels,resource/labels,points(interval/endTime,value)),nextPageToken';
const callsAtOnce = 4;

const aligners: Readonly<Record<MetricQuestion['statistic'], string>> = { average: 'ALIGN_MEAN', maximum: 'ALIGN_MAX', sum: 'ALIGN_SUM' };

/** Questions that one filter asks: the same metric over the same window, of things that differ in one label. */
interface Group {
  question: MetricQuestion;
  label: string | undefined;
  values: Set<string>;
  /** Characters of the values in the filter. */
  length: number;
  places: number[];
}

/** As it is answered; a number of 64 bits comes as text. There are too many of them to look for each key in any casing. */
interface Point {
  interval?: { endTime?: string };
  value?: { doubleValue?: number; int64Value?: string; distributionValue?: { mean?: number } };
}

interface Series {
  labels: ReadonlyMap<string, string>;
  points: MetricPoint[];
}

/** What Cloud Monitoring knows of a project's resources: a metric of many of them in a call. */
export async function readMetrics(api: GcpApi, project: string, asks: readonly MetricAsk[], signal: AbortSignal, now = new Date()): Promise<MetricAnswers> {
  const answers: MetricAnswers = { facts: asks.map(() => undefined) };
  const read = async ({ question, label, values, places }: Group): Promise<void> => {
    const window = windowOf(question.days, now);
    try {
      const series = await readSeries(api, project, { question, label, values, window }, signal);
      for (const place of places) {
        const { dimensions = {} } = asks[place]?.question ?? {};
        const own = series.filter(({ labels }) => Object.entries(dimensions).every(([name, value]) => labels.get(name) === value));
        answers.facts[place] = factsOf(together(own, question.statistic), window);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      answers.error ??= toAppError(error, { account: project, permission: 'monitoring.timeSeries.list' }).toStored();
    }
  };
  for await (const _ of mapConcurrently(groupsOf(asks), callsAtOnce, read)) void _;
  return answers;
}

function groupsOf(asks: readonly MetricAsk[]): Group[] {
  const open = new Map<string, Group>();
  const groups: Group[] = [];
  for (const [place, { question }] of asks.entries()) {
    const { name, statistic, days, dimensions = {} } = question;
    // The label that tells the most things apart is the last: `location` is that of many, `instance_id` of one.
    const label = Object.keys(dimensions).at(-1);
    const value = label === undefined ? undefined : dimensions[label];
    const key = [name, statistic, days, periodOf(question), label ?? ''].join(' ');
    const length = value === undefined ? 0 : JSON.stringify(value).length + separator.length;
    let group = open.get(key);
    if (group === undefined || (value !== undefined && !group.values.has(value) && !hasRoom(group, length))) {
      group = { question, label, values: new Set(), length: filterOf({ name, label, values: [] }).length, places: [] };
      open.set(key, group);
      groups.push(group);
    }
    if (value !== undefined && !group.values.has(value)) {
      group.values.add(value);
      group.length += length;
    }
    group.places.push(place);
  }
  return groups;
}

const separator = ', ';

/** As many as the filter holds, and as one page answers. */
const hasRoom = ({ question, values, length }: Group, more: number): boolean => length + more <= mostOfFilter && (values.size + 1) * pointsOf(question) <= mostPoints;

const filterOf = ({ name, label, values }: { name: string; label: string | undefined; values: readonly string[] }): string =>
  `metric.type = ${JSON.stringify(name)}${label === undefined ? '' : ` AND resource.labels.${label} = ${values.length === 1 ? JSON.stringify(values[0]) : `one_of(${values.map((value) => JSON.stringify(value)).join(separator)})`}`}`;

async function readSeries(api: GcpApi, project: string, { question, label, values, window }: Pick<Group, 'question' | 'label' | 'values'> & { window: { since: Date; until: Date } }, signal: AbortSignal): Promise<Series[]> {
  const query = {
    filter: filterOf({ name: question.name, label, values: [...values] }),
    'interval.startTime': window.since.toISOString(),
    'interval.endTime': window.until.toISOString(),
    'aggregation.alignmentPeriod': `${periodOf(question)}s`,
    'aggregation.perSeriesAligner': aligners[question.statistic],
    pageSize: String(mostPoints),
    fields: readFields,
  };
  const series: Series[] = [];
  const call = 'monitoring.v3.projects.timeSeries.list';
  for await (const page of pagesOf<{ timeSeries?: unknown[]; nextPageToken?: string }>(api, { host: 'monitoring.googleapis.com', path: `v3/projects/${project}/timeSeries`, query, account: project, call, counter: { calls: 0, throttled: 0 }, signal })) {
    for (const one of page.timeSeries ?? []) series.push(seriesOf(one));
  }
  return series;
}

function seriesOf(one: unknown): Series {
  const labels = new Map<string, string>();
  for (const part of ['metric.labels', 'resource.labels']) for (const [name, value] of Object.entries(at(one, part) ?? {})) labels.set(name, String(value));
  const points: MetricPoint[] = [];
  for (const point of listAt(one, 'points') as (Point | null)[]) {
    const { doubleValue, int64Value, distributionValue } = point?.value ?? {};
    const value = Number(doubleValue ?? int64Value ?? distributionValue?.mean ?? Number.NaN);
    // A point stands for the time before its end.
    const time = Date.parse(point?.interval?.endTime ?? '') - 1;
    if (Number.isFinite(value) && !Number.isNaN(time)) points.push({ at: time, value });
  }
  return { labels, points };
}

/** Several series of one thing, e.g. one for each answer code: counts are added, shares averaged, of the greatest the greatest is taken. */
function together(series: readonly Series[], statistic: MetricQuestion['statistic']): MetricPoint[] {
  if (series.length < 2) return series[0]?.points ?? [];
  const byTime = Map.groupBy(series.flatMap(({ points }) => points), (point) => point.at);
  return [...byTime].map(([time, points]) => {
    const values = points.map(({ value }) => value);
    const sum = values.reduce((total, value) => total + value, 0);
    return { at: time, value: statistic === 'sum' ? sum : statistic === 'maximum' ? Math.max(...values) : sum / values.length };
  });
}
