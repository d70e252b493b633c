import { hashText, mix } from '../../generate/random.ts';
import type { PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';

/** One thing in so many lies idle: its metrics stay near nothing. */
const idleOneIn = 4;

/** What is measured in percent, of what is counted. */
const isShare = (name: string): boolean => /Utilization|Percent/.test(name);

interface Query {
  Id?: string;
  MetricStat?: { Metric?: { Namespace?: string; MetricName?: string; Dimensions?: { Name?: string; Value?: string }[] }; Period?: number };
}

/** Points over the window, the same whenever they are asked for: idle things near nothing, busy ones with a working day's curve. */
function pointsOf(query: Query, from: number, to: number): { Timestamps: Date[]; Values: number[] } {
  const { Metric: { MetricName = '', Dimensions = [] } = {}, Period = 3600 } = query.MetricStat ?? {};
  const thing = hashText(Dimensions.map(({ Value }) => Value).join('/'));
  const isIdle = thing % idleOneIn === 0;
  const Timestamps: Date[] = [];
  const Values: number[] = [];
  for (let at = from; at < to; at += Period * 1000) {
    const noise = mix(thing, hashText(MetricName), at / 1000) / 4294967296;
    const hour = new Date(at).getUTCHours();
    const load = isIdle ? 0.01 : 0.2 + (hour >= 8 && hour < 18 ? 0.5 : 0) + noise * 0.2;
    Timestamps.push(new Date(at));
    Values.push(isShare(MetricName) ? Math.round(load * 10_000) / 100 : isIdle ? 0 : Math.round(load * 1000 * Period));
  }
  return { Timestamps, Values };
}

export const cloudwatchServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudwatch.GetMetricData': ({ MetricDataQueries, StartTime, EndTime }): Fields => {
    const time = (value: unknown): number => (value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : Date.parse(String(value)));
    const queries = (Array.isArray(MetricDataQueries) ? MetricDataQueries : []) as Query[];
    return { MetricDataResults: queries.map((query) => ({ Id: query.Id, Label: query.Id, StatusCode: 'Complete', ...pointsOf(query, time(StartTime), time(EndTime)) })) };
  },
};
