import { simulatedPoints } from '../metrics.ts';
import { type AzureAnswer, refusal } from './world.ts';

export const metricsRoot = '/metrics';

/** Fields by what is asked for. */
const fields: Readonly<Record<string, string>> = { Average: 'average', Maximum: 'maximum', Total: 'total' };
/** A type that has no metrics at all. */
const without = /\/microsoft\.network\/networkinterfaces\//i;

/** Azure Monitor: fifty resources of a region in a batch, or one resource below its own id. Undefined for any other question. */
export function answerMetrics(url: URL, method: string, body: string): AzureAnswer | undefined {
  const { pathname, searchParams } = url;
  const one = /^(\/subscriptions\/.+)\/providers\/microsoft\.insights\/metrics$/i.exec(pathname)?.[1];
  const isBatch = method === 'POST' && pathname.startsWith(metricsRoot) && pathname.endsWith('/metrics:getBatch');
  if (one === undefined && !isBatch) return undefined;
  const names = (searchParams.get('metricnames') ?? '').split(',').filter((name) => name !== '');
  const field = fields[searchParams.get('aggregation') ?? ''];
  const [from, to] = isBatch ? [searchParams.get('starttime'), searchParams.get('endtime')] : (searchParams.get('timespan') ?? '').split('/');
  const window = { from: Date.parse(from ?? ''), to: Date.parse(to ?? ''), periodSeconds: searchParams.get('interval') === 'P1D' ? 86_400 : 3600 };
  if (names.length === 0 || field === undefined || Number.isNaN(window.from) || Number.isNaN(window.to)) return refusal(400, 'BadRequest', 'The metrics that are asked for are not valid.');
  const valueOf = (id: string): unknown[] => names.map((name) => ({ id: `${id}/providers/Microsoft.Insights/metrics/${name}`, type: 'Microsoft.Insights/metrics', name: { value: name, localizedValue: name }, unit: 'Count', errorCode: 'Success', timeseries: [{ metadatavalues: [], data: simulatedPoints(id, name, window).map(({ at, value }) => ({ timeStamp: new Date(at).toISOString(), [field]: value })) }] }));
  if (one !== undefined) return without.test(one) ? refusal(400, 'BadRequest', 'Failed to find metric configuration for provider.') : { status: 200, body: { cost: 0, timespan: '', interval: 'PT1H', value: valueOf(one) } };
  const { resourceids = [] } = JSON.parse(body) as { resourceids?: string[] };
  if (resourceids.length > 50) return refusal(400, 'BadRequest', 'At most 50 resources.');
  return { status: 200, body: { values: resourceids.map((id) => ({ starttime: from, endtime: to, interval: searchParams.get('interval'), namespace: searchParams.get('metricnamespace'), resourceregion: '', resourceid: id, value: valueOf(id) })) } };
}
