import { z } from 'zod';
import { dateOf, defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'bigquery.googleapis.com';

const timeAt = (data: unknown, path: string): string | null => dateOf(textAt(data, path))?.toISOString() ?? null;

export const gcpBigqueryTable = defineGcpResource({
  id: 'gcp:bigquery:table',
  title: 'BigQuery table',
  plural: 'BigQuery tables',
  nativeType: 'bigquery.googleapis.com/Table',
  api,
  permissions: ['bigquery.tables.list'],
  reads: 'Each table and view with its kind and dates, and its size where Cloud Asset tells; never a row.',
  source: {
    from: 'asset',
    assetTypes: ['bigquery.googleapis.com/Table'],
    lists: [{ method: 'bigquery.v2.tables.list', host: api, path: 'bigquery/v2/projects/{project}/datasets/{parent}/tables', query: { maxResults: '1000' }, items: 'tables' }],
    below: 'gcp:bigquery:dataset',
    parentName: (row) => textAt(row.data, 'datasetReference.datasetId') ?? '',
  },

  attributes: z.object({
    dataset_uid: z.string(),
    table_type: z.string().describe('TABLE, VIEW, EXTERNAL, MATERIALIZED_VIEW, SNAPSHOT'),
    size_bytes: z.number().nullable(),
    long_term_bytes: z.number().nullable(),
    rows: z.number().nullable(),
    expires_at: z.string().nullable(),
    last_modified_at: z.string().nullable(),
    partitioning: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, parent }, naming) => {
    const dataset = textAt(data, 'tableReference.datasetId') ?? textAt(parent?.data, 'datasetReference.datasetId') ?? '';
    const datasetUid = `//${api}/projects/${naming.account}/datasets/${dataset}`;
    const table = textAt(data, 'tableReference.tableId') ?? '';
    const key = textAt(data, 'encryptionConfiguration.kmsKeyName');
    return {
      uid: `${datasetUid}/tables/${table}`,
      name: table,
      createdAt: dateOf(textAt(data, 'creationTime')),
      attributes: {
        dataset_uid: datasetUid,
        table_type: textAt(data, 'type') ?? 'TABLE',
        size_bytes: numberAt(data, 'numBytes'),
        long_term_bytes: numberAt(data, 'numLongTermBytes'),
        rows: numberAt(data, 'numRows'),
        expires_at: timeAt(data, 'expirationTime'),
        last_modified_at: timeAt(data, 'lastModifiedTime'),
        partitioning: textAt(data, 'timePartitioning.type') ?? (data['rangePartitioning'] === undefined ? null : 'RANGE'),
        kms_key: key === null ? null : uidOf('cloudkms.googleapis.com', key, naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.dataset_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
