import type { Bucket } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { mapConcurrently } from '../concurrency.ts';
import { defineAwsResource, type AwsListContext } from '../define.ts';
import { kindOf, toAppError } from '../errors.ts';
import { pages } from '../pages.ts';

interface BucketWithContent {
  bucket: Bucket;
  region: string;
  /** Undefined where it could not be read. */
  isEmpty: boolean | undefined;
}

/** A whole page waits in the buckets of its regions, so that a busy region holds up no other; the pacing lets them out. */
const inParallel = 1000;

export const awsS3Bucket = defineAwsResource({
  id: 'aws:s3:bucket',
  title: 'S3 bucket',
  plural: 'S3 buckets',
  nativeType: 'AWS::S3::Bucket',
  locality: 'global',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketLocation', 's3:ListBucketVersions'],
  reads: 'Name, region, creation date, and whether a bucket holds any object, old version or delete marker.',
  chain: 3,

  attributes: z.object({
    bucket_region: z.string(),
    created_at: z.string().nullable(),
    is_empty: z.boolean().nullable().describe('No object, no old version and no delete marker; null: could not be read'),
  }),

  async *list(context) {
    const { S3Client, paginateListBuckets } = await import('@aws-sdk/client-s3');
    // With a page size the answer carries each bucket's region and goes beyond 10,000 buckets.
    const listing = paginateListBuckets({ client: context.client(S3Client), pageSize: 1000 }, {});
    for await (const page of pages(listing, ({ ContinuationToken }) => ContinuationToken)) {
      yield* mapConcurrently(page.Buckets ?? [], inParallel, (bucket) => withContent(bucket, context));
    }
  },

  normalise: ({ bucket, region, isEmpty }: BucketWithContent, { partition }) => ({
    uid: `arn:${partition}:s3:::${bucket.Name ?? ''}`,
    name: bucket.Name ?? '',
    region,
    createdAt: bucket.CreationDate,
    tags: {},
    attributes: { bucket_region: region, created_at: bucket.CreationDate?.toISOString() ?? null, is_empty: isEmpty ?? null },
  }),
});

async function withContent(bucket: Bucket, context: AwsListContext): Promise<BucketWithContent> {
  const { S3Client, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  let region = bucket.BucketRegion;
  try {
    region ??= await locationOf(bucket.Name ?? '', context);
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

/** Where a server does not name the region in the list. `null` and `EU` are S3's oldest names. */
async function locationOf(name: string, context: AwsListContext): Promise<string> {
  const { S3Client, GetBucketLocationCommand } = await import('@aws-sdk/client-s3');
  const { LocationConstraint } = await context.client(S3Client).send(new GetBucketLocationCommand({ Bucket: name }));
  if (LocationConstraint === undefined || (LocationConstraint as string) === '') return 'us-east-1';
  return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
}
