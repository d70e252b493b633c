import type { Bucket } from '@aws-sdk/client-s3';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';

/** One listing that several types read, each at its own pace; a page is asked once, when the first of them wants it. */
class SharedPages<Page> {
  readonly #listing: AsyncIterator<Page>;
  readonly #pages: Promise<IteratorResult<Page>>[] = [];

  constructor(listing: AsyncIterable<Page>) {
    this.#listing = listing[Symbol.asyncIterator]();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Page> {
    for (let number = 0; ; number++) {
      const page = await (this.#pages[number] ??= this.#listing.next());
      if (page.done === true) return;
      yield page.value;
    }
  }
}

/** The account's buckets, page by page, listed once for all types that are about buckets. */
export async function* pagesOfBuckets(context: AwsListContext): AsyncGenerator<Bucket[]> {
  const { S3Client, paginateListBuckets } = await import('@aws-sdk/client-s3');
  const shared = await context.shared('s3:buckets', () => {
    // With a page size the answer carries each bucket's region and goes beyond 10,000 buckets.
    const listing = paginateListBuckets({ client: context.client(S3Client), pageSize: 1000 }, {});
    return Promise.resolve(new SharedPages(pages(listing, ({ ContinuationToken }) => ContinuationToken)));
  });
  for await (const page of shared) yield page.Buckets ?? [];
}

/** From the list, or asked once where a server does not name it there. */
export async function regionOfBucket(bucket: Bucket, context: AwsListContext): Promise<string> {
  const { BucketRegion, Name = '' } = bucket;
  return BucketRegion ?? context.shared(`s3:location:${Name}`, () => locationOf(Name, context));
}

/** `null` and `EU` are S3's oldest names. */
async function locationOf(name: string, context: AwsListContext): Promise<string> {
  const { S3Client, GetBucketLocationCommand } = await import('@aws-sdk/client-s3');
  const { LocationConstraint } = await context.client(S3Client).send(new GetBucketLocationCommand({ Bucket: name }));
  if (LocationConstraint === undefined || (LocationConstraint as string) === '') return 'us-east-1';
  return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
}
