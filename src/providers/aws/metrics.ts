import type { GetMetricDataCommandOutput, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { CallCounter, DiscoveredAccount, MetricAnswers, MetricAsk } from '../../core/collector.ts';
import { type MetricQuestion, periodOf } from '../../core/rule.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { factsOf, type MetricPoint, pointsOf, windowOf } from '../metric-facts.ts';
import { pages } from './pages.ts';
import { type AwsSession, describeFailure } from './session.ts';

/**
 * Points that one call answers at the most, and queries it takes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const mostPoints = 100_800;
const mostQueries = 500;
const callsAtOnce = 4;

const statistics: Readonly<Record<MetricQuestion['statistic'], string>> = { average: 'Average', maximum: 'Maximum', sum: 'Sum' };

interface Numbered {
  ask: MetricAsk;
  place: number;
}

/** What CloudWatch knows of the resources: by region and window, hundreds of questions in a call. GetMetricData is billed by metric, not by call. */
export async function readMetrics(session: AwsSession, account: Pick<DiscoveredAccount, 'id' | 'roleArn' | 'externalId'>, asks: readonly MetricAsk[], signal: AbortSignal, now = new Date()): Promise<MetricAnswers> {
  const { CloudWatchClient, paginateGetMetricData } = await import('@aws-sdk/client-cloudwatch');
  const { id, roleArn, externalId } = account;
  const prepared = await session.prepare({ id, ...(roleArn === null ? {} : { roleArn }), ...(externalId === null ? {} : { externalId }) });
  const counter: CallCounter = { calls: 0, throttled: 0 };
  const answers: MetricAnswers = { facts: asks.map(() => undefined) };
  const read = async ({ region, days, asked }: Group): Promise<void> => {
    const client = session.client(CloudWatchClient as never, prepared, region, counter, signal) as InstanceType<typeof CloudWatchClient>;
    const window = windowOf(days, now);
    const points = new Map<string, MetricPoint[]>();
    try {
      const input = { MetricDataQueries: asked.map(queryOf), StartTime: window.since, EndTime: window.until };
      for await (const page of pages(paginateGetMetricData({ client }, input), ({ NextToken }: GetMetricDataCommandOutput) => NextToken)) for (const result of page.MetricDataResults ?? []) collect(points, result);
      for (const { place } of asked) {
        const own = points.get(idOf(place));
        // Left out of the answer, or refused by itself: that is not the same as no points.
        if (own !== undefined) answers.facts[place] = factsOf(own, window);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      answers.error ??= describeFailure(error, region).toStored();
    }
  };
  for await (const _ of mapConcurrently(groupsOf(asks), callsAtOnce, read)) void _;
  return answers;
}

interface Group {
  region: string;
  days: number;
  /** That the answer may hold. */
  points: number;
  asked: Numbered[];
}

/** Questions of one region and window, as many as a call takes. */
function groupsOf(asks: readonly MetricAsk[]): Group[] {
  const groups = new Map<string, Group>();
  const full: Group[] = [];
  for (const [place, ask] of asks.entries()) {
    const { days } = ask.question;
    const region = ask.region === 'global' ? 'us-east-1' : ask.region;
    const key = `${region}/${days}`;
    const points = pointsOf(ask.question);
    let group = groups.get(key) ?? { region, days, points: 0, asked: [] };
    if (group.asked.length >= mostQueries || (group.asked.length > 0 && group.points + points > mostPoints)) {
      full.push(group);
      group = { region, days, points: 0, asked: [] };
    }
    groups.set(key, group);
    group.points += points;
    group.asked.push({ ask, place });
  }
  return [...full, ...groups.values()];
}

const idOf = (place: number): string => `m${place}`;

function queryOf({ ask: { question }, place }: Numbered): MetricDataQuery {
  return {
    Id: idOf(place),
    MetricStat: {
      Metric: { Namespace: question.namespace, MetricName: question.name, Dimensions: Object.entries(question.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })) },
      Period: periodOf(question),
      Stat: statistics[question.statistic],
    },
  };
}

function collect(points: Map<string, MetricPoint[]>, { Id = '', StatusCode, Timestamps = [], Values = [] }: MetricDataResult): void {
  if (StatusCode === 'Forbidden' || StatusCode === 'InternalError') return;
  const own = points.get(Id) ?? [];
  points.set(Id, own);
  for (const [place, at] of Timestamps.entries()) own.push({ at: at.getTime(), value: Values[place] ?? 0 });
}

