import { z } from 'zod';
import { at, booleanAt, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

export const gcpBigtableTable = defineGcpResource({
  id: 'gcp:bigtable:table',
  title: 'Bigtable table',
  plural: 'Bigtable tables',
  nativeType: 'bigtableadmin.googleapis.com/Table',
  api: 'bigtableadmin.googleapis.com',
  permissions: ['bigtable.tables.list'],
  reads: 'Each table by its name and whether it is protected; never a row.',
  source: { from: 'asset', assetTypes: ['bigtableadmin.googleapis.com/Table'], lists: [listOf('bigtableadmin.v2', 'projects.instances.tables', 'tables', '{parent}/tables', { query: { pageSize: '1000' } })], below: 'gcp:bigtable:instance', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  // The list tells names alone; what else there is comes from Cloud Asset.
  attributes: z.object({ instance_uid: z.string(), granularity: z.string().nullable(), deletion_protection: z.boolean().nullable(), column_families: z.array(z.string()).nullable() }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf('bigtable.googleapis.com', textAt(data, 'name') ?? assetName ?? '', naming);
    const families = at(data, 'columnFamilies');
    return {
      uid,
      attributes: {
        instance_uid: uid.replace(/\/tables\/[^/]+$/, ''),
        granularity: textAt(data, 'granularity'),
        deletion_protection: booleanAt(data, 'deletionProtection'),
        column_families: typeof families === 'object' && families !== null ? Object.keys(families).sort() : null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.instance_uid),
});
