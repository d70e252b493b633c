import { z } from 'zod';
import { defineGcpResource, type GcpRow, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'bigquery.googleapis.com';

export const gcpBigqueryDataset = defineGcpResource({
  id: 'gcp:bigquery:dataset',
  title: 'BigQuery dataset',
  plural: 'BigQuery datasets',
  nativeType: 'bigquery.googleapis.com/Dataset',
  api,
  permissions: ['bigquery.datasets.get'],
  reads: 'Each dataset, who may read it, and how it is encrypted; never a row.',
  source: {
    from: 'asset',
    assetTypes: ['bigquery.googleapis.com/Dataset'],
    lists: [{ method: 'bigquery.v2.datasets.list', host: api, path: 'bigquery/v2/projects/{project}/datasets', query: { all: 'true', maxResults: '1000' }, items: 'datasets' }],
  },

  attributes: z.object({
    dataset_id: z.string(),
    access: z.array(z.object({ role: z.string().nullable(), member: z.string() })).nullable().describe('Null: not read'),
    default_table_expiration_days: z.number().nullable(),
    kms_key: z.string().nullable(),
    storage_billing: z.string().nullable(),
    last_modified_at: z.string().nullable(),
  }),

  normalise: (row, naming) => {
    const data = row.details ?? row.data;
    const id = textAt(data, 'datasetReference.datasetId') ?? textAt(data, 'id')?.split(':').at(-1) ?? '';
    const key = textAt(data, 'defaultEncryptionConfiguration.kmsKeyName');
    const days = numberAt(data, 'defaultTableExpirationMs');
    const modified = numberAt(data, 'lastModifiedTime');
    return {
      uid: `//${api}/projects/${naming.account}/datasets/${id}`,
      name: id,
      ...(numberAt(data, 'creationTime') === null ? {} : { createdAt: new Date(numberAt(data, 'creationTime') ?? 0) }),
      attributes: {
        dataset_id: id,
        access: data['access'] === undefined ? null : accessOf(data),
        default_table_expiration_days: days === null ? null : days / 86_400_000,
        kms_key: key === null ? null : uidOf('cloudkms.googleapis.com', key, naming),
        storage_billing: textAt(data, 'storageBillingModel'),
        last_modified_at: modified === null ? null : new Date(modified).toISOString(),
      },
    };
  },

  details: {
    fields: ['access', 'default_table_expiration_days', 'kms_key', 'storage_billing', 'last_modified_at'],
    // Cloud Asset brings the whole dataset, the list only its name.
    read: async (row: GcpRow, { account, get }) => {
      if (row.data['access'] !== undefined) return row;
      const id = textAt(row.data, 'datasetReference.datasetId') ?? '';
      const details = await get<GcpRow['data']>(api, `bigquery/v2/projects/${account}/datasets/${encodeURIComponent(id)}`);
      return details === undefined ? row : { ...row, details };
    },
  },

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key),
});

function accessOf(data: GcpRow['data']): { role: string | null; member: string }[] {
  const kinds = ['specialGroup', 'iamMember', 'userByEmail', 'groupByEmail', 'domain'];
  return listAt(data, 'access').flatMap((entry) => {
    const kind = kinds.find((name) => textAt(entry, name) !== null);
    return kind === undefined ? [] : [{ role: textAt(entry, 'role'), member: `${kind}:${textAt(entry, kind) ?? ''}` }];
  });
}
