import { simulatedPoints } from '../../../metrics.ts';
import type { PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';

interface Query {
  Id?: string;
  MetricStat?: { Metric?: { MetricName?: string; Dimensions?: { Value?: string }[] }; Period?: number };
}

export const cloudwatchServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudwatch.GetMetricData': ({ MetricDataQueries, StartTime, EndTime }): Fields => {
    const time = (value: unknown): number => (value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : Date.parse(String(value)));
    const queries = (Array.isArray(MetricDataQueries) ? MetricDataQueries : []) as Query[];
    const MetricDataResults = queries.map((query) => {
      const { Metric: { MetricName = '', Dimensions = [] } = {}, Period = 3600 } = query.MetricStat ?? {};
      const points = simulatedPoints(Dimensions.map(({ Value }) => Value).join('/'), MetricName, { from: time(StartTime), to: time(EndTime), periodSeconds: Period });
      return { Id: query.Id, Label: query.Id, StatusCode: 'Complete', Timestamps: points.map(({ at }) => new Date(at)), Values: points.map(({ value }) => value) };
    });
    return { MetricDataResults };
  },
};
