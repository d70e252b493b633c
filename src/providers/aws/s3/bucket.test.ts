import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aBucket, anEstate } from '../../../../demo/aws/make.ts';
import { Refusal } from '../../../../demo/aws/answer.ts';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';
import { hashId } from '../../../platform/ids.ts';

const none = (code: string): Answerer => () => {
  throw new Refusal(404, code, 'There is none.');
};
/** A bucket that nothing was set up for, as accounts had them before 2023. */
const plainBucket: Record<string, Answerer> = {
  's3.GetBucketEncryption': none('ServerSideEncryptionConfigurationNotFoundError'), 's3.GetPublicAccessBlock': none('NoSuchPublicAccessBlockConfiguration'),
  's3.GetBucketOwnershipControls': none('OwnershipControlsNotFoundError'), 's3.GetBucketLogging': () => ({}), 's3.GetBucketLifecycleConfiguration': none('NoSuchLifecycleConfiguration'),
  's3.GetBucketReplication': none('ReplicationConfigurationNotFoundError'), 's3.GetObjectLockConfiguration': none('ObjectLockConfigurationNotFoundError'), 's3.GetBucketWebsite': none('NoSuchWebsiteConfiguration'),
  's3.GetBucketPolicyStatus': none('NoSuchBucketPolicy'), 's3.GetBucketAcl': () => ({ Owner: { ID: 'me' }, Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'me' }, Permission: 'FULL_CONTROL' }] }),
};
const guardedBucket: Record<string, Answerer> = {
  's3.GetBucketVersioning': () => ({ Status: 'Enabled', MFADelete: 'Enabled' }),
  's3.GetBucketEncryption': () => ({ ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/data' } }] } }),
  's3.GetPublicAccessBlock': () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } }),
  's3.GetBucketOwnershipControls': () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
  's3.GetBucketLogging': () => ({ LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'a/' } }),
  's3.GetBucketLifecycleConfiguration': () => ({ Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }, { Status: 'Disabled', Filter: { Prefix: '' }, NoncurrentVersionExpiration: { NoncurrentDays: 9 } }] }),
  's3.GetBucketReplication': () => ({ ReplicationConfiguration: { Role: 'r', Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copy' } }] } }),
  's3.GetObjectLockConfiguration': () => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  's3.GetBucketWebsite': () => ({ IndexDocument: { Suffix: 'index.html' } }),
};

let under: AwsUnderTest;
beforeAll(async () => {
  const buckets = [
    aBucket({ name: 'empty', createdAt: '2025-05-06T07:08:09.000Z' }),
    aBucket({ name: 'full', region: 'eu-west-1', objects: 3 }),
    aBucket({ name: 'old-versions', oldVersions: 1 }),
    aBucket({ name: 'markers', region: 'ap-south-1', deleteMarkers: 1 }),
    aBucket({ name: 'with.dots', region: 'eu-west-1' }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ buckets }) });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});
const emptiness = (resources: { name: string; attributes: Record<string, unknown> }[]) => Object.fromEntries(resources.map(({ name, attributes }) => [name, attributes['is_empty']]));

it('knows in one call a bucket whether it holds any object, old version or delete marker', async () => {
  const { resources, end } = await under.collect('aws:s3:bucket', 'global', { depth: 'listed' });
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(emptiness(resources)).toEqual({ empty: true, full: false, 'old-versions': false, markers: false, 'with.dots': true });
  expect(under.aws.stats.byOperation).toEqual({ 's3.ListBuckets': 1, 's3.ListObjectVersions': 5 });
  expect(under.aws.stats.byRegion).toEqual({ 'us-east-1': 3, 'eu-west-1': 2, 'ap-south-1': 1 });
  expect(resources.find(({ name }) => name === 'empty')).toMatchObject({
    uid: 'arn:aws:s3:::empty', region: 'us-east-1', createdAt: '2025-05-06T07:08:09.000Z', tags: {}, relations: [],
    attributes: { bucket_region: 'us-east-1', created_at: '2025-05-06T07:08:09.000Z', is_empty: true },
  });
  expect(resources.find(({ name }) => name === 'full')).toMatchObject({ uid: 'arn:aws:s3:::full', region: 'eu-west-1' });
});

it('keeps the buckets of a region that denies, without a word on their content', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'ListObjectVersions', region: 'eu-west-1' }]);
  const { resources, end } = await under.collect('aws:s3:bucket', 'global', { depth: 'listed' });
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED', permission: 's3:ListBucketVersions', message: expect.stringContaining('1 more') as string } });
  expect(emptiness(resources)).toEqual({ empty: true, full: null, 'old-versions': false, markers: false, 'with.dots': null });
});

it('names the permission that the list of buckets needs', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'ListBuckets' }]);
  expect((await under.collect('aws:s3:bucket', 'global', { depth: 'listed' })).end.result).toMatchObject({ status: 'denied', error: { permission: 's3:ListAllMyBuckets' } });
});

it('says nothing of the content of a bucket that is deleted between the list and the question', async () => {
  await using own = await startAwsUnderTest({ estate: anEstate({ buckets: [aBucket({ name: 'stays' }), aBucket({ name: 'goes' })] }), answers: plainBucket, latencyMs: 60 });
  const collecting = own.collect('aws:s3:bucket', 'global', { depth: 'full' });
  await expect.poll(() => own.aws.stats.byOperation['s3.ListBuckets'], { interval: 5 }).toBe(1);
  own.aws.mutate((estate) => void estate.accounts['123456789012']!.buckets.pop());
  const { resources, end } = await collecting;
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(emptiness(resources)).toEqual({ stays: true, goes: null });
});

describe('with details', () => {
  const buckets = [aBucket({ name: 'one', region: 'eu-west-1', tags: { team: 'web' } })];
  const started = (answers: Record<string, Answerer>) => startAwsUnderTest({ estate: anEstate({ buckets }), answers });

  it('reads how a bucket is protected, and asks nothing of what the block on public access makes ineffective', async () => {
    await using own = await started(guardedBucket);
    const { resources, end } = await own.collect('aws:s3:bucket');
    expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 12, throttled: 0 });
    expect(resources).toMatchObject([{
      region: 'eu-west-1', tags: { team: 'web' },
      attributes: {
        versioning: 'Enabled', mfa_delete: true, encryption: 'aws:kms', kms_key_uid: 'arn:aws:kms:eu-west-1:123456789012:alias/data', blocks_public_acls: true, restricts_public_buckets: true, object_ownership: 'BucketOwnerEnforced',
        has_public_policy: false, public_acl_permissions: [], is_public: false, lifecycle_rules: 1, expires_noncurrent_versions: false, aborts_incomplete_uploads: true, has_object_lock: true, has_website: true,
      },
      relations: [{ kind: 'encrypted-by', uid: 'arn:aws:kms:eu-west-1:123456789012:alias/data' }, { kind: 'logs-to', uid: 'arn:aws:s3:::logs' }, { kind: 'routes-to', uid: 'arn:aws:s3:::copy' }],
    }]);
    expect(Object.keys(own.aws.stats.byOperation)).not.toContain('s3.GetBucketPolicyStatus');
  });

  it('takes what S3 says is not there as data', async () => {
    await using own = await started(plainBucket);
    const { resources, end } = await own.collect('aws:s3:bucket');
    expect(end.result).toEqual({ status: 'complete', isListed: true });
    expect(resources[0]).toMatchObject({
      relations: [],
      attributes: {
        versioning: 'Disabled', mfa_delete: false, encryption: 'none', kms_key_uid: null, blocks_public_acls: false, restricts_public_buckets: false, object_ownership: 'ObjectWriter', has_public_policy: false,
        is_public: false, logging_bucket_uid: null, lifecycle_rules: 0, replication_bucket_uids: [], has_object_lock: false, has_website: false,
      },
    });
  });

  it.each([
    ['policy', { 's3.GetBucketPolicyStatus': () => ({ PolicyStatus: { IsPublic: true } }) }, { has_public_policy: true, public_acl_permissions: [] }],
    ['access control list', { 's3.GetBucketAcl': () => ({ Owner: { ID: 'me' }, Grants: [{ Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'WRITE' }] }) }, { has_public_policy: false, public_acl_permissions: ['WRITE'] }],
  ])('knows a bucket that is public by its %s', async (_by, answers, attributes) => {
    await using own = await started({ ...plainBucket, ...answers });
    expect((await own.collect('aws:s3:bucket')).resources[0]).toMatchObject({ attributes: { is_public: true, ...attributes } });
  });

  it('keeps what it knew where one question is denied, and all of it in a scan that asks for no details', async () => {
    await using own = await started(guardedBucket);
    const { resources: [before] } = await own.collect('aws:s3:bucket');
    const known = new Map([[hashId('arn:aws:s3:::one'), before!]]);
    own.aws.setFaults([{ kind: 'deny', operation: 'GetBucketEncryption' }]);
    const partly = await own.collect('aws:s3:bucket', 'global', { known });
    expect(partly.end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED' } });
    expect(partly.resources).toEqual([before]);
    own.aws.resetStats();
    expect((await own.collect('aws:s3:bucket', 'global', { known, depth: 'listed' })).resources).toEqual([before]);
    expect(own.aws.stats.byOperation).toEqual({ 's3.ListBuckets': 1, 's3.ListObjectVersions': 1 });
  });
});
