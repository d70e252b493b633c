import type { Bucket } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import { type AwsListContext, type AwsNormaliseContext, defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { kindOf, toAppError } from '../errors.ts';
import { keyUid } from '../kms/key-uid.ts';
import { type BucketDetails, detailsOfBucket } from './bucket-details.ts';
import { pagesOfBuckets, regionOfBucket } from './buckets.ts';

interface BucketWithContent {
  bucket: Bucket;
  region: string;
  /** Undefined where it could not be read. */
  isEmpty: boolean | undefined;
  details?: BucketDetails;
}

/** A whole page waits in the buckets of its regions, so that a busy region holds up no other; the pacing lets them out. */
const inParallel = 1000;

export const awsS3Bucket = defineAwsResource({
  id: 'aws:s3:bucket',
  title: 'S3 bucket',
  plural: 'S3 buckets',
  nativeType: 'AWS::S3::Bucket',
  locality: 'global',
  permissions: [
    's3:ListAllMyBuckets', 's3:GetBucketLocation', 's3:ListBucketVersions',
    's3:GetBucketVersioning', 's3:GetEncryptionConfiguration', 's3:GetBucketPublicAccessBlock', 's3:GetBucketOwnershipControls', 's3:GetBucketLogging', 's3:GetLifecycleConfiguration',
    's3:GetReplicationConfiguration', 's3:GetBucketObjectLockConfiguration', 's3:GetBucketWebsite', 's3:GetBucketTagging', 's3:GetBucketPolicyStatus', 's3:GetBucketAcl',
  ],
  reads: 'Name, region, creation date, and whether a bucket holds anything; with details also how it is protected: versions, encryption, public access, logging, lifecycle, replication, lock.',
  chain: 3,

  attributes: z.object({
    bucket_region: z.string(),
    created_at: z.string().nullable(),
    is_empty: z.boolean().nullable().describe('No object, no old version and no delete marker; null: could not be read'),
    versioning: z.string().nullable().describe('Enabled, Suspended or Disabled'),
    mfa_delete: z.boolean().nullable(),
    encryption: z.string().nullable().describe('AES256, aws:kms, aws:kms:dsse or none'),
    kms_key_uid: z.string().nullable(),
    blocks_public_acls: z.boolean().nullable(),
    ignores_public_acls: z.boolean().nullable(),
    blocks_public_policy: z.boolean().nullable(),
    restricts_public_buckets: z.boolean().nullable(),
    object_ownership: z.string().nullable().describe('BucketOwnerEnforced switches access control lists off'),
    has_public_policy: z.boolean().nullable().describe('False too where the block on public access makes it ineffective'),
    public_acl_permissions: z.array(z.string()).nullable().describe('What anybody may do by the access control list'),
    is_public: z.boolean().nullable().describe('By policy or by access control list'),
    logging_bucket_uid: z.string().nullable(),
    lifecycle_rules: z.int().nullable().describe('Rules that are on'),
    expires_noncurrent_versions: z.boolean().nullable(),
    aborts_incomplete_uploads: z.boolean().nullable(),
    replication_bucket_uids: z.array(z.string()).nullable(),
    has_object_lock: z.boolean().nullable(),
    has_website: z.boolean().nullable(),
  }),

  async *list(context) {
    for await (const buckets of pagesOfBuckets(context)) yield* mapConcurrently(buckets, inParallel, (bucket) => withContent(bucket, context));
  },

  normalise: ({ bucket, region, isEmpty, details }: BucketWithContent, naming) => ({
    uid: `arn:${naming.partition}:s3:::${bucket.Name ?? ''}`,
    name: bucket.Name ?? '',
    region,
    createdAt: bucket.CreationDate,
    tags: tagsOf(details?.tags ?? undefined),
    attributes: { bucket_region: region, created_at: bucket.CreationDate?.toISOString() ?? null, is_empty: isEmpty ?? null, ...protectionOf(details, region, naming) },
  }),

  details: {
    fields: [
      'versioning', 'mfa_delete', 'encryption', 'kms_key_uid', 'blocks_public_acls', 'ignores_public_acls', 'blocks_public_policy', 'restricts_public_buckets', 'object_ownership', 'has_public_policy',
      'public_acl_permissions', 'is_public', 'logging_bucket_uid', 'lifecycle_rules', 'expires_noncurrent_versions', 'aborts_incomplete_uploads', 'replication_bucket_uids', 'has_object_lock', 'has_website',
    ],
    bringTags: true,
    // Without its region nothing can be asked of it; that is noted already.
    read: async (raw, context) => (raw.region === 'unknown' ? raw : { ...raw, details: await detailsOfBucket(raw.bucket.Name ?? '', raw.region, context) }),
  },

  relations: ({ attributes }) => [
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
    ...relationsTo('logs-to', attributes.logging_bucket_uid),
    ...relationsTo('routes-to', attributes.replication_bucket_uids ?? []),
  ],
});

/** Null while nothing has asked, or where it could not be read; what is not set up is false, 0 or `none`. */
function protectionOf(details: BucketDetails | undefined, region: string, { arn, partition }: AwsNormaliseContext) {
  const { versioning, encryption, block, ownership, hasPublicPolicy, aclPermissions, logging, lifecycle, replication, objectLock, hasWebsite } = details ?? ({} as Partial<BucketDetails>);
  const known = <Part, Value>(part: Part | null | undefined, absent: Value, value: (part: Part) => Value): Value | null => (part === undefined ? null : part === null ? absent : value(part));
  const byDefault = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const rules = lifecycle?.filter(({ Status }) => Status === 'Enabled') ?? [];
  const bucketUid = (name: string): string => `arn:${partition}:s3:::${name}`;
  const policyIsPublic = known(hasPublicPolicy, false, (isPublic) => isPublic);
  const permissions = known(aclPermissions, [], (list) => list);
  return {
    versioning: known(versioning, 'Disabled', ({ Status }) => Status ?? 'Disabled'),
    mfa_delete: known(versioning, false, ({ MFADelete }) => MFADelete === 'Enabled'),
    encryption: known(encryption, 'none', () => byDefault?.SSEAlgorithm ?? 'none'),
    kms_key_uid: keyUid(byDefault?.KMSMasterKeyID, arn, region),
    blocks_public_acls: known(block, false, ({ BlockPublicAcls }) => BlockPublicAcls === true),
    ignores_public_acls: known(block, false, ({ IgnorePublicAcls }) => IgnorePublicAcls === true),
    blocks_public_policy: known(block, false, ({ BlockPublicPolicy }) => BlockPublicPolicy === true),
    restricts_public_buckets: known(block, false, ({ RestrictPublicBuckets }) => RestrictPublicBuckets === true),
    object_ownership: known(ownership, 'ObjectWriter', (text) => text),
    has_public_policy: policyIsPublic,
    public_acl_permissions: permissions,
    is_public: policyIsPublic === true || (permissions?.length ?? 0) > 0 ? true : policyIsPublic === null || permissions === null ? null : false,
    logging_bucket_uid: logging?.bucket === undefined || logging.bucket === '' ? null : bucketUid(logging.bucket),
    lifecycle_rules: known(lifecycle, 0, () => rules.length),
    expires_noncurrent_versions: known(lifecycle, false, () => rules.some(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration !== undefined)),
    aborts_incomplete_uploads: known(lifecycle, false, () => rules.some(({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload !== undefined)),
    replication_bucket_uids: known(replication, [], (list) => [...new Set(list.flatMap(({ Status, Destination }) => (Status === 'Enabled' ? (Destination?.Bucket ?? []) : [])))].sort()),
    has_object_lock: known(objectLock, false, ({ ObjectLockEnabled }) => ObjectLockEnabled === 'Enabled'),
    has_website: known(hasWebsite, false, () => true),
  };
}

async function withContent(bucket: Bucket, context: AwsListContext): Promise<BucketWithContent> {
  const { S3Client, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  let region = bucket.BucketRegion;
  try {
    region ??= await regionOfBucket(bucket, context);
    const answer = await context.client(S3Client, region).send(new ListObjectVersionsCommand({ Bucket: bucket.Name, MaxKeys: 1 }));
    return { bucket, region, isEmpty: (answer.Versions?.length ?? 0) === 0 && (answer.DeleteMarkers?.length ?? 0) === 0 };
  } catch (error) {
    if (context.signal.aborted) throw error;
    // Deleted between the list and the question: nothing to say, the next scan does not list it.
    if ((error as Error).name === 'NoSuchBucket') return { bucket, region: region ?? context.region, isEmpty: undefined };
    if (kindOf(error) === 'credentials') throw error;
    context.gap(toAppError(error, 's3:ListBucketVersions', region ?? context.region));
    return { bucket, region: region ?? 'unknown', isEmpty: undefined };
  }
}
