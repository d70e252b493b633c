import { simulatedPoints } from '../metrics.ts';
import { type Answer, invalid, ok } from './answer.ts';

/** Cloud Monitoring, as far as a filter names a metric and the values of one label. A page holds so many points: a series may go on with the next. */
export function listTimeSeries(query: URLSearchParams, most = 100_000): Answer {
  const filter = query.get('filter') ?? '';
  const metric = /metric\.type\s*=\s*"([^"]+)"/.exec(filter)?.[1];
  const [, label, listed = ''] = /resource\.labels\.(\w+)\s*=\s*(?:one_of\((.+)\)|("(?:[^"\\]|\\.)*"))/.exec(filter) ?? [];
  const single = /resource\.labels\.\w+\s*=\s*("(?:[^"\\]|\\.)*")$/.exec(filter)?.[1];
  const from = Date.parse(query.get('interval.startTime') ?? '');
  const to = Date.parse(query.get('interval.endTime') ?? '');
  const periodSeconds = Number(/^(\d+)s$/.exec(query.get('aggregation.alignmentPeriod') ?? '')?.[1] ?? 0);
  if (metric === undefined || Number.isNaN(from) || Number.isNaN(to) || periodSeconds < 60) return invalid('the filter, interval or alignment period');
  const values = JSON.parse(`[${single ?? listed}]`) as string[];
  const offset = Number(query.get('pageToken') ?? 0);
  const size = Math.min(Number(query.get('pageSize') ?? most), most);
  let passed = 0;
  const timeSeries = values.flatMap((value) => {
    // Newest first, as the real one has them.
    const all = simulatedPoints(value, metric, { from, to, periodSeconds }).reverse();
    const points = all.slice(Math.max(0, offset - passed), Math.max(0, offset + size - passed));
    passed += all.length;
    if (points.length === 0) return [];
    return [{
      metric: { type: metric, labels: {} },
      resource: { type: 'simulated', labels: label === undefined ? {} : { [label]: value } },
      metricKind: 'GAUGE',
      valueType: 'DOUBLE',
      points: points.map(({ at, value: measured }) => ({ interval: { startTime: new Date(at).toISOString(), endTime: new Date(at + periodSeconds * 1000).toISOString() }, value: Number.isInteger(measured) ? { int64Value: String(measured) } : { doubleValue: measured } })),
    }];
  });
  return ok({ timeSeries, ...(offset + size < passed ? { nextPageToken: String(offset + size) } : {}) });
}
