import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aBucket, anEstate } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

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
  const { resources, end } = await under.collect('aws:s3:bucket');
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
  const { resources, end } = await under.collect('aws:s3:bucket');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED', permission: 's3:ListBucketVersions', message: expect.stringContaining('1 more') as string } });
  expect(emptiness(resources)).toEqual({ empty: true, full: null, 'old-versions': false, markers: false, 'with.dots': null });
});

it('names the permission that the list of buckets needs', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'ListBuckets' }]);
  expect((await under.collect('aws:s3:bucket')).end.result).toMatchObject({ status: 'denied', error: { permission: 's3:ListAllMyBuckets' } });
});

it('says nothing of the content of a bucket that is deleted between the list and the question', async () => {
  await using own = await startAwsUnderTest({ estate: anEstate({ buckets: [aBucket({ name: 'stays' }), aBucket({ name: 'goes' })] }), latencyMs: 60 });
  const collecting = own.collect('aws:s3:bucket');
  await expect.poll(() => own.aws.stats.byOperation['s3.ListBuckets'], { interval: 5 }).toBe(1);
  own.aws.mutate((estate) => void estate.accounts['123456789012']!.buckets.pop());
  const { resources, end } = await collecting;
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(emptiness(resources)).toEqual({ stays: true, goes: null });
});
