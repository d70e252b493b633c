import { z } from 'zod';
import { booleanAt, defineGcpResource, textAt } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'logging.googleapis.com';

export const gcpLoggingExclusion = defineGcpResource({
  id: 'gcp:logging:exclusion',
  title: 'Log exclusion',
  plural: 'Log exclusions',
  nativeType: 'logging.googleapis.com/LogExclusion',
  api,
  permissions: ['logging.exclusions.list'],
  reads: 'Each filter of logs that are thrown away.',
  source: { from: 'list', lists: [listOf('logging.v2', 'projects.exclusions', 'exclusions', 'projects/{project}/exclusions', { query: { pageSize: '1000' } })] },

  attributes: z.object({ filter: z.string().nullable(), disabled: z.boolean(), description: z.string().nullable() }),

  normalise: ({ data, assetName }, naming) => ({ uid: `//${api}/projects/${naming.account}/exclusions/${textAt(data, 'name') ?? assetName?.split('/').at(-1) ?? ''}`, tags: {}, attributes: { filter: textAt(data, 'filter'), disabled: booleanAt(data, 'disabled') ?? false, description: textAt(data, 'description') } }),
});
