import type { CallCounter, MetricAnswers, MetricAsk } from '../../core/collector.ts';
import { type MetricFacts, type MetricQuestion, periodOf } from '../../core/rule.ts';
import { mapConcurrently } from '../../platform/map-concurrently.ts';
import { CloudFailure } from '../cloud-http.ts';
import { listAt, numberAt, textAt } from '../fields.ts';
import { factsOf, type MetricPoint, windowOf } from '../metric-facts.ts';
import { describeFailure } from './errors.ts';
import type { Asking, AzureSession } from './session.ts';

/** Resources that one batch call takes (learn.microsoft.com/azure/azure-monitor/metrics/migrate-to-batch-api). */
const mostResources = 50;
const callsAtOnce = 8;

const aggregations: Readonly<Record<MetricQuestion['statistic'], { name: string; field: string }>> = { average: { name: 'Average', field: 'average' }, maximum: { name: 'Maximum', field: 'maximum' }, sum: { name: 'Total', field: 'total' } };

/** Questions about resources of one type in one region, over one window, that a call can ask together. */
interface Group {
  region: string;
  namespace: string;
  statistic: MetricQuestion['statistic'];
  days: number;
  periodSeconds: number;
  names: Set<string>;
  uids: Set<string>;
  places: number[];
}

interface Window {
  since: Date;
  until: Date;
}

/**
 * What Azure Monitor knows of the resources of a subscription: fifty resources in a call by the batch interface of their
 * region; one by one where that is not there or refuses.
 */
export async function readMetrics(session: AzureSession, subscription: string, asks: readonly MetricAsk[], signal: AbortSignal, now = new Date()): Promise<MetricAnswers> {
  const answers: MetricAnswers = { facts: asks.map(() => undefined) };
  const counter: CallCounter = { calls: 0, throttled: 0 };
  const read = async (group: Group): Promise<void> => {
    const asking: Asking = { account: subscription, call: `metrics of ${group.namespace}`, counter, signal };
    const window = windowOf(group.days, now);
    try {
      const found = await readGroup(session, group, window, asking);
      for (const place of group.places) {
        const ask = asks[place];
        if (ask !== undefined) answers.facts[place] = found.get(keyOf(ask.uid, ask.question.name));
      }
    } catch (error) {
      if (signal.aborted) throw error;
      answers.error ??= describeFailure(error, 'Microsoft.Insights/metrics/read').toStored();
    }
  };
  for await (const _ of mapConcurrently(groupsOf(asks), callsAtOnce, read)) void _;
  return answers;
}

const keyOf = (uid: string, metric: string): string => `${uid.toLowerCase()} ${metric.toLowerCase()}`;
/** `microsoft.compute/virtualmachines` of a resource's id. */
const namespaceOf = (uid: string): string => {
  const parts = (uid.toLowerCase().split('/providers/').at(-1) ?? '').split('/');
  return [parts[0], ...parts.slice(1).filter((_, place) => place % 2 === 0)].join('/');
};

function groupsOf(asks: readonly MetricAsk[]): Group[] {
  const open = new Map<string, Group>();
  const groups: Group[] = [];
  for (const [place, { uid, region, question }] of asks.entries()) {
    const namespace = question.namespace?.toLowerCase() ?? namespaceOf(uid);
    const periodSeconds = periodOf(question);
    const key = [region, namespace, question.statistic, question.days, periodSeconds].join(' ');
    let group = open.get(key);
    if (group === undefined || (group.uids.size >= mostResources && !group.uids.has(uid))) {
      group = { region, namespace, statistic: question.statistic, days: question.days, periodSeconds, names: new Set(), uids: new Set(), places: [] };
      open.set(key, group);
      groups.push(group);
    }
    group.names.add(question.name);
    group.uids.add(uid);
    group.places.push(place);
  }
  return groups;
}

async function readGroup(session: AzureSession, group: Group, window: Window, asking: Asking): Promise<Map<string, MetricFacts | null>> {
  const query = queryOf(group, window);
  const found = new Map<string, MetricFacts | null>();
  if (session.cloud.metricsOf !== undefined && group.region !== 'global') {
    try {
      const body = await session.metricsBatch<unknown>(group.region, { metricnamespace: group.namespace, ...query }, { resourceids: [...group.uids] }, asking);
      for (const one of listAt(body, 'values')) take(found, textAt(one, 'resourceid') ?? '', listAt(one, 'value'), group, window);
      return found;
    } catch (error) {
      const isRefused = error instanceof CloudFailure && ['denied', 'missing', 'other', 'credentials'].includes(error.kind);
      if (!isRefused) throw error;
    }
  }
  for await (const _ of mapConcurrently(group.uids, callsAtOnce, (uid) => readOne(session, uid, { found, group, window, query, asking }))) void _;
  return found;
}

async function readOne(session: AzureSession, uid: string, { found, group, window, query, asking }: { found: Map<string, MetricFacts | null>; group: Group; window: Window; query: Record<string, string>; asking: Asking }): Promise<void> {
  const { starttime, endtime, ...others } = query;
  try {
    const body = await session.get<unknown>(`${uid}/providers/Microsoft.Insights/metrics`, '2018-01-01', asking, { ...others, timespan: `${starttime}/${endtime}` });
    take(found, uid, listAt(body, 'value'), group, window);
  } catch (error) {
    // A type without the metric is refused as a bad request: that tells of this resource alone.
    if (!(error instanceof CloudFailure && error.status === 400)) throw error;
    for (const name of group.names) found.set(keyOf(uid, name), null);
  }
}

const queryOf = ({ names, statistic, periodSeconds }: Group, { since, until }: Window): Record<string, string> => ({
  metricnames: [...names].join(','), starttime: since.toISOString(), endtime: until.toISOString(), interval: periodSeconds === 3600 ? 'PT1H' : 'P1D', aggregation: aggregations[statistic].name,
});

/** Series of one resource: a metric that is not in the answer is one that it does not have. */
function take(found: Map<string, MetricFacts | null>, uid: string, metrics: readonly unknown[], { names, statistic }: Group, window: Window): void {
  for (const name of names) found.set(keyOf(uid, name), null);
  for (const metric of metrics) {
    const name = textAt(metric, 'name.value') ?? '';
    const code = textAt(metric, 'errorCode');
    if (code !== null && code !== 'Success') {
      found.delete(keyOf(uid, name));
      continue;
    }
    const { field } = aggregations[statistic];
    const points = listAt(metric, 'timeseries').flatMap((series) => listAt(series, 'data').flatMap((point): MetricPoint[] => {
      const value = numberAt(point, field);
      const at = Date.parse(textAt(point, 'timeStamp') ?? '');
      return value === null || Number.isNaN(at) ? [] : [{ at, value }];
    }));
    found.set(keyOf(uid, name), factsOf(points, window));
  }
}
