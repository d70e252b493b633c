import { z } from 'zod';
import { booleanAt, defineGcpResource, textAt } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'logging.googleapis.com';

export const gcpLoggingMetric = defineGcpResource({
  id: 'gcp:logging:metric',
  title: 'Log-based metric',
  plural: 'Log-based metrics',
  nativeType: 'logging.googleapis.com/LogMetric',
  api,
  permissions: ['logging.logMetrics.list'],
  reads: 'Each metric that is counted from logs, with its filter.',
  source: { from: 'asset', assetTypes: ['logging.googleapis.com/LogMetric'], lists: [listOf('logging.v2', 'projects.metrics', 'metrics', 'projects/{project}/metrics', { query: { pageSize: '1000' } })] },

  attributes: z.object({ filter: z.string().nullable(), metric_type: z.string().nullable().describe('What alerts name it by'), disabled: z.boolean(), description: z.string().nullable() }),

  normalise: ({ data, assetName }, naming) => {
    const name = textAt(data, 'name') ?? decodeURIComponent(assetName?.split('/').at(-1) ?? '');
    return { uid: `//${api}/projects/${naming.account}/metrics/${name}`, name, tags: {}, attributes: { filter: textAt(data, 'filter'), metric_type: textAt(data, 'metricDescriptor.type'), disabled: booleanAt(data, 'disabled') ?? false, description: textAt(data, 'description') } };
  },
});
