import { simulatedPoints } from '../metrics.ts';
import { type Answer, invalid, ok } from './answer.ts';

/** Cloud Monitoring, as far as a filter names a metric and the values of one label. */
export function listTimeSeries(query: URLSearchParams): Answer {
  const filter = query.get('filter') ?? '';
  const metric = /metric\.type\s*=\s*"([^"]+)"/.exec(filter)?.[1];
  const [, label, listed = ''] = /resource\.labels\.(\w+)\s*=\s*(?:one_of\((.+)\)|("(?:[^"\\]|\\.)*"))/.exec(filter) ?? [];
  const single = /resource\.labels\.\w+\s*=\s*("(?:[^"\\]|\\.)*")$/.exec(filter)?.[1];
  const from = Date.parse(query.get('interval.startTime') ?? '');
  const to = Date.parse(query.get('interval.endTime') ?? '');
  const periodSeconds = Number(/^(\d+)s$/.exec(query.get('aggregation.alignmentPeriod') ?? '')?.[1] ?? 0);
  if (metric === undefined || Number.isNaN(from) || Number.isNaN(to) || periodSeconds < 60) return invalid('the filter, interval or alignment period');
  const values = JSON.parse(`[${single ?? listed}]`) as string[];
  const timeSeries = values.map((value) => ({
    metric: { type: metric, labels: {} },
    resource: { type: 'simulated', labels: label === undefined ? {} : { [label]: value } },
    metricKind: 'GAUGE',
    valueType: 'DOUBLE',
    // Newest first, as the real one has them.
    points: simulatedPoints(value, metric, { from, to, periodSeconds }).map(({ at, value: measured }) => ({ interval: { startTime: new Date(at).toISOString(), endTime: new Date(at + periodSeconds * 1000).toISOString() }, value: Number.isInteger(measured) ? { int64Value: String(measured) } : { doubleValue: measured } })).reverse(),
  }));
  const offset = Number(query.get('pageToken') ?? 0);
  const size = Math.min(Number(query.get('pageSize') ?? 100_000), 25);
  return ok({ timeSeries: timeSeries.slice(offset, offset + size), ...(offset + size < timeSeries.length ? { nextPageToken: String(offset + size) } : {}) });
}
