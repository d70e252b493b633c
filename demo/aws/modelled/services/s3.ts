import { Refusal } from '../../answer.ts';
import { bucketAt } from '../../generate/buckets.ts';
import { hashText } from '../../generate/random.ts';
import type { PlacedAnswerer } from '../estate.ts';
import { keyArn } from './kms-keys.ts';

/** From 0 up to 1, the same for the same bucket and trait: a bucket is asked for by its name only. */
const trait = (name: unknown, of: string): number => (hashText(`${String(name)}/${of}`) % 1000) / 1000;

const none = (code: string): never => {
  throw new Refusal(404, code, 'There is none.');
};
const blocksAll = (name: unknown): boolean => trait(name, 'block') < 0.7;
const hasPublicPolicy = (name: unknown): boolean => trait(name, 'block') > 0.9;
const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
const ownerId = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

const tlsOnly = (bucket: string): object => ({ Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucket, `${bucket}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
const publicRead = (bucket: string): object => ({ Sid: 'Website', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucket}/*` });
const fromPartner = (bucket: string): object => ({ Sid: 'Partner', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: ['s3:ListBucket', 's3:GetObject'], Resource: [bucket, `${bucket}/*`] });

function policyOf(name: unknown): object {
  const bucket = `arn:aws:s3:::${String(name)}`;
  const u = trait(name, 'policy');
  if (hasPublicPolicy(name)) return { Version: '2012-10-17', Statement: [publicRead(bucket)] };
  if (u >= 0.5) return none('NoSuchBucketPolicy');
  return { Version: '2012-10-17', Statement: [tlsOnly(bucket), ...(u < 0.1 ? [fromPartner(bucket)] : [])] };
}

export const s3Services: Readonly<Record<string, PlacedAnswerer>> = {
  's3.GetBucketEncryption': ({ Bucket }, { plan, region }) => {
    const byDefault = trait(Bucket, 'kms') < 0.3 ? { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn(plan, region, 0) } : { SSEAlgorithm: 'AES256' };
    return { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }] } };
  },
  's3.GetPublicAccessBlock': ({ Bucket }) => {
    if (trait(Bucket, 'block') > 0.85) return none('NoSuchPublicAccessBlockConfiguration');
    const isOn = blocksAll(Bucket);
    return { PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: isOn, BlockPublicPolicy: isOn, RestrictPublicBuckets: isOn } };
  },
  's3.GetBucketOwnershipControls': ({ Bucket }) => (trait(Bucket, 'owner') < 0.15 ? none('OwnershipControlsNotFoundError') : { OwnershipControls: { Rules: [{ ObjectOwnership: trait(Bucket, 'owner') < 0.85 ? 'BucketOwnerEnforced' : 'BucketOwnerPreferred' }] } }),
  's3.GetBucketLogging': ({ Bucket }, { plan }) => (trait(Bucket, 'logging') < 0.4 ? { LoggingEnabled: { TargetBucket: bucketAt(plan, 0).name, TargetPrefix: `${String(Bucket)}/` } } : {}),
  's3.GetBucketLifecycleConfiguration': ({ Bucket }) => {
    if (trait(Bucket, 'lifecycle') > 0.5) return none('NoSuchLifecycleConfiguration');
    return { Rules: [{ ID: 'tidy', Status: 'Enabled', Filter: { Prefix: '' }, NoncurrentVersionExpiration: { NoncurrentDays: 90 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] };
  },
  's3.GetBucketReplication': ({ Bucket }, { plan }) => {
    if (trait(Bucket, 'replication') > 0.1) return none('ReplicationConfigurationNotFoundError');
    return { ReplicationConfiguration: { Role: `arn:aws:iam::${plan.account}:role/replication`, Rules: [{ Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${bucketAt(plan, 0).name}` } }] } };
  },
  's3.GetObjectLockConfiguration': ({ Bucket }) => (trait(Bucket, 'lock') < 0.1 ? { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } } : none('ObjectLockConfigurationNotFoundError')),
  's3.GetBucketWebsite': ({ Bucket }) => (hasPublicPolicy(Bucket) ? { IndexDocument: { Suffix: 'index.html' } } : none('NoSuchWebsiteConfiguration')),
  's3.GetBucketPolicy': ({ Bucket }) => ({ Policy: JSON.stringify(policyOf(Bucket)) }),
  's3.GetBucketPolicyStatus': ({ Bucket }) => policyOf(Bucket) && { PolicyStatus: { IsPublic: hasPublicPolicy(Bucket) } },
  's3.GetBucketAcl': ({ Bucket }) => ({
    Owner: { ID: ownerId },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: ownerId }, Permission: 'FULL_CONTROL' }, ...(trait(Bucket, 'owner') < 0.1 ? [{ Grantee: { Type: 'Group', URI: everyone }, Permission: 'READ' }] : [])],
  }),
};
