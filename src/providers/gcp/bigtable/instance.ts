import { z } from 'zod';
import { defineGcpResource, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

export const gcpBigtableInstance = defineGcpResource({
  id: 'gcp:bigtable:instance',
  title: 'Bigtable instance',
  plural: 'Bigtable instances',
  nativeType: 'bigtableadmin.googleapis.com/Instance',
  api: 'bigtableadmin.googleapis.com',
  permissions: ['bigtable.instances.list'],
  reads: 'Each instance with its kind and its state.',
  source: { from: 'asset', assetTypes: ['bigtableadmin.googleapis.com/Instance'], lists: [listOf('bigtableadmin.v2', 'projects.instances', 'instances', 'projects/{project}/instances')] },

  attributes: z.object({ state: z.string(), display_name: z.string().nullable(), instance_type: z.string().nullable().describe('PRODUCTION or DEVELOPMENT') }),

  normalise: ({ data, assetName }, naming) => ({
    uid: uidOf('bigtable.googleapis.com', textAt(data, 'name') ?? assetName ?? '', naming),
    attributes: { state: textAt(data, 'state') ?? 'UNKNOWN', display_name: textAt(data, 'displayName'), instance_type: textAt(data, 'type') },
  }),
});
