import { DeleteBucketCommand, GetBucketLocationCommand, GetBucketTaggingCommand, HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command, ListObjectVersionsCommand, paginateListBuckets, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aBucket, anEstate } from './make.ts';
import { type SimulatedAws, startSimulatedAws } from './server.ts';

let aws: SimulatedAws;
const s3 = (region = 'us-east-1'): S3Client =>
  new S3Client({ endpoint: aws.url, region, credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }, maxAttempts: 1, forcePathStyle: true });

beforeAll(async () => {
  const buckets = [
    aBucket({ name: 'logs', objects: 2500, tags: { env: 'prod' } }), aBucket({ name: 'empty' }),
    aBucket({ name: 'markers', deleteMarkers: 2 }), aBucket({ name: 'logs-eu', region: 'eu-west-1', oldVersions: 1 }),
  ];
  const estate = anEstate({ buckets });
  Object.assign(estate.accounts, anEstate({ account: '210987654321', buckets: [aBucket({ name: 'of-another' })] }).accounts);
  aws = await startSimulatedAws({ estate });
});
afterAll(() => aws.close());

it('says the region of buckets only when a parameter is given', async () => {
  expect((await s3().send(new ListBucketsCommand({}))).Buckets?.[3]?.BucketRegion).toBeUndefined();
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListBuckets({ client: s3(), pageSize: 3 }, {})) pages.push((page.Buckets ?? []).map((bucket) => bucket.BucketRegion));
  expect(pages).toEqual([['us-east-1', 'us-east-1', 'us-east-1'], ['eu-west-1']]);
  expect((await s3().send(new ListBucketsCommand({ Prefix: 'logs' }))).Buckets?.map((bucket) => bucket.Name)).toEqual(['logs', 'logs-eu']);
  expect((await s3('eu-west-1').send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' }))).Buckets).toHaveLength(1);
});

it('shows old versions and delete markers of a bucket that lists as empty', async () => {
  const one = (Bucket: string, region?: string) => s3(region).send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }));
  expect(await one('logs')).toMatchObject({ IsTruncated: true, Versions: [{ IsLatest: true }] });
  const empty = await one('empty');
  expect([empty.Versions, empty.DeleteMarkers, empty.IsTruncated]).toEqual([undefined, undefined, false]);
  expect((await one('markers')).DeleteMarkers).toHaveLength(1);
  expect((await one('logs-eu', 'eu-west-1')).Versions).toMatchObject([{ IsLatest: false }]);
  expect((await s3().send(new ListObjectsV2Command({ Bucket: 'markers' }))).KeyCount).toBe(0);
  let objects = 0;
  for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket: 'logs' })) objects += page.Contents?.length ?? 0;
  expect(objects).toBe(2500);
});

it('sends a caller in the wrong region to the right one', async () => {
  const wrong = s3('ap-south-1').send(new ListObjectVersionsCommand({ Bucket: 'logs-eu' }));
  await expect(wrong).rejects.toMatchObject({ name: 'PermanentRedirect', $metadata: { httpStatusCode: 301 }, $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } } });
  await expect(s3('ap-south-1').send(new HeadBucketCommand({ Bucket: 'logs-eu' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 301 } });
  expect((await s3('eu-west-1').send(new HeadBucketCommand({ Bucket: 'logs-eu' }))).BucketRegion).toBe('eu-west-1');
  expect((await s3().send(new GetBucketLocationCommand({ Bucket: 'logs-eu' }))).LocationConstraint).toBe('eu-west-1');
});

it('tells a bucket of others from one that is not there', async () => {
  await expect(s3().send(new ListObjectsV2Command({ Bucket: 'of-another' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(s3().send(new ListObjectsV2Command({ Bucket: 'not-there' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(s3().send(new GetBucketTaggingCommand({ Bucket: 'empty' }))).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  expect((await s3().send(new GetBucketTaggingCommand({ Bucket: 'logs' }))).TagSet).toEqual([{ Key: 'env', Value: 'prod' }]);
});

it('refuses an unsigned caller and one who would delete', async () => {
  const unsigned = await fetch(`${aws.url}/logs`);
  expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  await expect(s3().send(new DeleteBucketCommand({ Bucket: 'empty' }))).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  expect(aws.stats.mutations).toContain('s3.DeleteBucket');
});

it('knows a bucket by its host name too', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260701/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const { request } = await import('node:http');
  const status = await new Promise<string>((resolve, reject) => {
    const asked = request(`${aws.url}/?versions&max-keys=1`, { headers: { host: 'markers.s3.us-east-1.amazonaws.com', authorization } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve(text));
    });
    asked.on('error', reject).end();
  });
  expect(status).toContain('<DeleteMarker>');
});
