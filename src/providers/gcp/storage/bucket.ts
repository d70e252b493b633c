import { z } from 'zod';
import { at, booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'storage.googleapis.com';

export const gcpStorageBucket = defineGcpResource({
  id: 'gcp:storage:bucket',
  title: 'Storage bucket',
  plural: 'Storage buckets',
  nativeType: 'storage.googleapis.com/Bucket',
  api,
  permissions: ['storage.buckets.list', 'storage.buckets.getIamPolicy'],
  reads: 'Each bucket with its class, place, protection, lifecycle and access lists; never an object.',
  source: {
    from: 'asset',
    assetTypes: ['storage.googleapis.com/Bucket'],
    lists: [{ method: 'storage.v1.buckets.list', host: api, path: 'storage/v1/b', query: { project: '{project}', projection: 'full', maxResults: '1000' }, items: 'items' }],
  },

  attributes: z.object({
    location_type: z.string().nullable().describe('region, dual-region or multi-region'),
    storage_class: z.string(),
    uniform_access: z.boolean(),
    public_access_prevention: z.string().describe('enforced, or inherited from the organisation'),
    public_acl_entities: z.array(z.string()).nullable().describe('allUsers and allAuthenticatedUsers in access lists; null where the lists were not told'),
    versioning: z.boolean(),
    retention_days: z.number().nullable(),
    retention_locked: z.boolean(),
    soft_delete_days: z.number().nullable(),
    lifecycle_rules: z.number(),
    autoclass: z.boolean(),
    kms_key: z.string().nullable(),
    log_bucket: z.string().nullable(),
    requester_pays: z.boolean(),
    website: z.boolean(),
  }),

  normalise: ({ data }, naming) => {
    const days = (path: string): number | null => {
      const seconds = numberAt(data, path);
      return seconds === null ? null : Math.round(seconds / 864) / 100;
    };
    const lists = [at(data, 'acl'), at(data, 'defaultObjectAcl')].filter(Array.isArray);
    const uniform = booleanAt(data, 'iamConfiguration.uniformBucketLevelAccess.enabled') ?? booleanAt(data, 'iamConfiguration.bucketPolicyOnly.enabled') ?? false;
    const key = textAt(data, 'encryption.defaultKmsKeyName');
    return {
      uid: `//${api}/${textAt(data, 'name') ?? textAt(data, 'id') ?? ''}`,
      attributes: {
        location_type: textAt(data, 'locationType'),
        storage_class: textAt(data, 'storageClass') ?? 'STANDARD',
        uniform_access: uniform,
        public_access_prevention: textAt(data, 'iamConfiguration.publicAccessPrevention') ?? 'inherited',
        public_acl_entities: lists.length === 0 && !uniform ? null : [...new Set(lists.flat().flatMap((entry) => textAt(entry, 'entity') ?? []))].filter((entity) => /^all(Authenticated)?Users$/.test(entity)).sort(),
        versioning: booleanAt(data, 'versioning.enabled') ?? false,
        retention_days: days('retentionPolicy.retentionPeriod'),
        retention_locked: booleanAt(data, 'retentionPolicy.isLocked') ?? false,
        soft_delete_days: days('softDeletePolicy.retentionDurationSeconds'),
        lifecycle_rules: listAt(data, 'lifecycle.rule').length,
        autoclass: booleanAt(data, 'autoclass.enabled') ?? false,
        kms_key: key === null ? null : uidOf('cloudkms.googleapis.com', key, naming),
        log_bucket: textAt(data, 'logging.logBucket'),
        requester_pays: booleanAt(data, 'billing.requesterPays') ?? false,
        website: textAt(data, 'website.mainPageSuffix') !== null,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('encrypted-by', attributes.kms_key), ...relationsTo('logs-to', attributes.log_bucket === null ? null : `//${api}/${attributes.log_bucket}`)],
});
