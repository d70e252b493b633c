import type { GetBucketEncryptionOutput, GetBucketVersioningOutput, LifecycleRule, ObjectLockConfiguration, PublicAccessBlockConfiguration, ReplicationRule, Tag } from '@aws-sdk/client-s3';
import { type AwsListContext, detailOf } from '../define.ts';
import { publicPermissions, aclOfBucket } from './bucket-acl-grants.ts';

/** What each bucket is asked about; null where S3 says that there is none, undefined where it could not be read. */
export interface BucketDetails {
  versioning: GetBucketVersioningOutput | null | undefined;
  encryption: GetBucketEncryptionOutput | null | undefined;
  block: PublicAccessBlockConfiguration | null | undefined;
  ownership: string | null | undefined;
  hasPublicPolicy: boolean | null | undefined;
  aclPermissions: string[] | null | undefined;
  logging: { bucket: string | undefined } | null | undefined;
  lifecycle: LifecycleRule[] | null | undefined;
  replication: ReplicationRule[] | null | undefined;
  objectLock: ObjectLockConfiguration | null | undefined;
  hasWebsite: boolean | null | undefined;
  tags: Tag[] | null | undefined;
}

export async function detailsOfBucket(name: string, region: string, context: AwsListContext): Promise<BucketDetails> {
  const s3 = await import('@aws-sdk/client-s3');
  const client = context.client(s3.S3Client, region);
  const of = { Bucket: name };
  const detail = <Answer>(operation: string, ask: () => Promise<Answer>, ...absent: string[]) => detailOf(context, `s3:${operation}`, () => ask().catch(unlessGone), absent);
  const [versioning, encryption, block, ownership, logging, lifecycle, replication, objectLock, website, tags] = await Promise.all([
    detail('GetBucketVersioning', () => client.send(new s3.GetBucketVersioningCommand(of))),
    detail('GetBucketEncryption', () => client.send(new s3.GetBucketEncryptionCommand(of)), 'ServerSideEncryptionConfigurationNotFoundError'),
    detail('GetPublicAccessBlock', () => client.send(new s3.GetPublicAccessBlockCommand(of)), 'NoSuchPublicAccessBlockConfiguration'),
    detail('GetBucketOwnershipControls', () => client.send(new s3.GetBucketOwnershipControlsCommand(of)), 'OwnershipControlsNotFoundError'),
    detail('GetBucketLogging', () => client.send(new s3.GetBucketLoggingCommand(of))),
    detail('GetBucketLifecycleConfiguration', () => client.send(new s3.GetBucketLifecycleConfigurationCommand(of)), 'NoSuchLifecycleConfiguration'),
    detail('GetBucketReplication', () => client.send(new s3.GetBucketReplicationCommand(of)), 'ReplicationConfigurationNotFoundError'),
    detail('GetObjectLockConfiguration', () => client.send(new s3.GetObjectLockConfigurationCommand(of)), 'ObjectLockConfigurationNotFoundError'),
    detail('GetBucketWebsite', () => client.send(new s3.GetBucketWebsiteCommand(of)), 'NoSuchWebsiteConfiguration'),
    detail('GetBucketTagging', () => client.send(new s3.GetBucketTaggingCommand(of)), 'NoSuchTagSet'),
  ]);
  const found = {
    versioning, encryption, objectLock: within(objectLock, ({ ObjectLockConfiguration }) => ObjectLockConfiguration),
    block: within(block, ({ PublicAccessBlockConfiguration }) => PublicAccessBlockConfiguration),
    ownership: within(ownership, ({ OwnershipControls }) => OwnershipControls?.Rules?.[0]?.ObjectOwnership),
    logging: within(logging, ({ LoggingEnabled }) => ({ bucket: LoggingEnabled?.TargetBucket })),
    lifecycle: within(lifecycle, ({ Rules }) => Rules ?? []),
    replication: within(replication, ({ ReplicationConfiguration }) => ReplicationConfiguration?.Rules),
    hasWebsite: within(website, () => true),
    tags: within(tags, ({ TagSet }) => TagSet),
  };
  const [hasPublicPolicy, aclPermissions] = await Promise.all([policyIsPublic(), permissionsForAll()]);
  return { ...found, hasPublicPolicy, aclPermissions };

  /** Not asked where the answer would make nothing public. */
  async function policyIsPublic(): Promise<boolean | null | undefined> {
    if (found.block?.RestrictPublicBuckets === true) return false;
    const status = await detail('GetBucketPolicyStatus', () => client.send(new s3.GetBucketPolicyStatusCommand(of)), 'NoSuchBucketPolicy');
    return within(status, ({ PolicyStatus }) => PolicyStatus?.IsPublic ?? false);
  }

  async function permissionsForAll(): Promise<string[] | null | undefined> {
    if (found.block?.IgnorePublicAcls === true || found.ownership === 'BucketOwnerEnforced') return [];
    return within(await detail('GetBucketAcl', () => aclOfBucket(name, region, context)), ({ grants }) => publicPermissions(grants));
  }
}

/** Of a bucket that went away meanwhile nothing is known; the next scan does not list it. */
function unlessGone(error: unknown): undefined {
  if ((error as Error).name !== 'NoSuchBucket') throw error;
}

/** A part of an answer; what S3 leaves out is not there. */
function within<Answer, Part>(answer: Answer | null | undefined, part: (answer: Answer) => Part | null | undefined): Part | null | undefined {
  if (answer === undefined) return undefined;
  return answer === null ? null : (part(answer) ?? null);
}
