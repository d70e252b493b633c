import { z } from 'zod';
import { booleanAt, defineGcpResource, textAt } from '../define.ts';
import { listOf } from '../sources.ts';

export const gcpIapBrand = defineGcpResource({
  id: 'gcp:iap:brand',
  title: 'OAuth consent screen',
  plural: 'OAuth consent screens',
  nativeType: 'iap.googleapis.com/Brand',
  api: 'iap.googleapis.com',
  permissions: ['clientauthconfig.brands.list'],
  reads: 'What people see when they sign in to an application of the project.',
  source: { from: 'list', lists: [listOf('iap.v1', 'projects.brands', 'brands', 'projects/{project}/brands')] },

  attributes: z.object({ application: z.string().nullable(), is_internal: z.boolean() }),

  normalise: ({ data }) => ({ tags: {}, attributes: { application: textAt(data, 'applicationTitle'), is_internal: booleanAt(data, 'orgInternalOnly') ?? false } }),
});
