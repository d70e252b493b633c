import { type Answer, Refusal, s3Answer } from '../answer.ts';
import { type Bucket, listing } from '../estate.ts';
import { pageOf } from '../paging.ts';
import { type Call, estateOf } from '../world.ts';
import { tag } from '../xml.ts';

const owner = (account: string): string => `<Owner><ID>${account.repeat(5)}abcd</ID></Owner>`;

/** With any parameter the answer says the region of each bucket; without, as AWS has always done, it does not. */
function listBuckets(call: Call): Answer {
  const { params, account, region, isLooping } = call;
  const wanted = params.get('bucket-region');
  const prefix = params.get('prefix');
  const isModern = ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'].some((name) => params.has(name));
  if (wanted !== null && wanted !== region) {
    throw new Refusal(400, 'InvalidArgument', 'Requests made to a Regional endpoint that is different from the bucket-region parameter are not supported.');
  }
  const size = numberOf(params, 'max-buckets', 10_000, 1, 10_000);
  const keep = wanted === null && prefix === null
    ? undefined
    : (bucket: Bucket): boolean => (wanted === null || bucket.region === wanted) && (prefix === null || bucket.name.startsWith(prefix));
  const refuse = (): Refusal => new Refusal(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  const { items, next } = pageOf(listing(estateOf(call), 'buckets'), { token: params.get('continuation-token'), size, isLooping }, refuse, keep);
  const buckets = items.map((bucket) => `<Bucket>${tag('Name', bucket.name)}${tag('CreationDate', bucket.createdAt)}${isModern ? tag('BucketRegion', bucket.region) : ''}</Bucket>`);
  const inner = `${owner(account)}<Buckets>${buckets.join('')}</Buckets>${tag('ContinuationToken', next)}${prefix === null ? '' : tag('Prefix', prefix)}`;
  return s3Answer('ListAllMyBucketsResult', inner);
}

function numberOf(params: URLSearchParams, name: string, byDefault: number, least: number, most: number): number {
  const text = params.get(name);
  if (text === null) return byDefault;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return Math.min(number, most);
  throw new Refusal(400, 'InvalidArgument', `Provided ${name} not an integer or within integer range`);
}

/** The entries of a bucket in order: current objects, old versions, delete markers; each knows its key. */
function entryXml(bucket: Bucket, number: number, account: string): string {
  const times = `<LastModified>${bucket.createdAt}</LastModified>`;
  const isMarker = number >= bucket.objects + bucket.oldVersions;
  const isLatest = number < bucket.objects || isMarker;
  const version = `<VersionId>v${String(number).padStart(8, '0')}</VersionId><IsLatest>${isLatest}</IsLatest>${times}${owner(account)}`;
  const key = tag('Key', keyOf(number));
  if (isMarker) return `<DeleteMarker>${key}${version}</DeleteMarker>`;
  return `<Version>${key}${version}<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>${1024 + number}</Size><StorageClass>STANDARD</StorageClass></Version>`;
}

const keyOf = (number: number): string => `data/${String(number).padStart(8, '0')}.bin`;

function listObjectVersions(call: Call, bucket: Bucket): Answer {
  const size = numberOf(call.params, 'max-keys', 1000, 0, 1000);
  const total = bucket.objects + bucket.oldVersions + bucket.deleteMarkers;
  const from = Number(/(\d{8})\.bin$/.exec(call.params.get('key-marker') ?? '')?.[1] ?? -1) + 1;
  const to = call.isLooping ? from : Math.min(total, from + size);
  const entries: string[] = [];
  for (let number = from; number < to; number++) entries.push(entryXml(bucket, number, call.account));
  const isTruncated = call.isLooping || (to < total && size > 0);
  const next = isTruncated ? `<NextKeyMarker>${keyOf(to - 1)}</NextKeyMarker><NextVersionIdMarker>v${String(to - 1).padStart(8, '0')}</NextVersionIdMarker>` : '';
  const head = `${tag('Name', bucket.name)}<Prefix/><KeyMarker/><VersionIdMarker/>${next}${tag('MaxKeys', size)}${tag('IsTruncated', isTruncated)}`;
  return s3Answer('ListVersionsResult', head + entries.join(''));
}

function listObjects(call: Call, bucket: Bucket): Answer {
  const size = numberOf(call.params, 'max-keys', 1000, 0, 1000);
  const all = { length: bucket.objects, slice: (from: number, to: number) => Array.from({ length: Math.max(0, Math.min(to, bucket.objects) - from) }, (_, i) => from + i) };
  const refuse = (): Refusal => new Refusal(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  const { items, next } = pageOf(all, { token: call.params.get('continuation-token'), size, isLooping: call.isLooping }, refuse);
  const token = size === 0 ? undefined : next;
  const contents = items.map((number) => `<Contents>${tag('Key', keyOf(number))}<LastModified>${bucket.createdAt}</LastModified><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>${1024 + number}</Size><StorageClass>STANDARD</StorageClass></Contents>`);
  const head = `${tag('Name', bucket.name)}<Prefix/>${tag('KeyCount', items.length)}${tag('MaxKeys', size)}${tag('IsTruncated', token !== undefined)}${tag('NextContinuationToken', token)}`;
  return s3Answer('ListBucketResult', head + contents.join(''));
}

type BucketOperation = (call: Call, bucket: Bucket) => Answer;
const bucketOperations: Record<string, BucketOperation> = {
  ListObjectVersions: listObjectVersions,
  ListObjectsV2: listObjects,
  GetBucketLocation: (_call, bucket) => s3Answer('LocationConstraint', bucket.region === 'us-east-1' ? '' : bucket.region),
  GetBucketTagging(_call, bucket) {
    const tags = Object.entries(bucket.tags).map(([key, value]) => `<Tag>${tag('Key', key)}${tag('Value', value)}</Tag>`);
    if (tags.length === 0) throw new Refusal(404, 'NoSuchTagSet', 'The TagSet does not exist', { extra: { BucketName: bucket.name } });
    return s3Answer('Tagging', `<TagSet>${tags.join('')}</TagSet>`);
  },
  GetBucketVersioning: (_call, bucket) =>
    s3Answer('VersioningConfiguration', bucket.oldVersions + bucket.deleteMarkers > 0 ? '<Status>Enabled</Status>' : ''),
  HeadBucket: (_call, bucket) => ({ status: 200, body: '', headers: { 'x-amz-bucket-region': bucket.region, 'x-amz-access-point-alias': 'false' } }),
};

/** A bucket answers in its own region only; where it is can be asked of us-east-1 for all. */
function onBucket(operation: BucketOperation): (call: Call) => Answer {
  return (call) => {
    const { bucket: name = '', foundBucket: bucket, region, world } = call;
    if (bucket === undefined) {
      const isOfOther = Object.values(world.estate.accounts).some((account) => world.lookup.bucket(account, name) !== undefined);
      if (isOfOther) throw new Refusal(403, 'AccessDenied', 'Access Denied');
      throw new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { extra: { BucketName: name } });
    }
    if (bucket.region !== region && !(call.operation === 'GetBucketLocation' && region === 'us-east-1')) {
      const message = 'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
      const extra = { Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, Bucket: name };
      throw new Refusal(301, 'PermanentRedirect', message, { headers: { 'x-amz-bucket-region': bucket.region }, extra });
    }
    return operation(call, bucket);
  };
}

export const s3Operations: Record<string, (call: Call) => Answer> = {
  ListBuckets: listBuckets,
  ...Object.fromEntries(Object.entries(bucketOperations).map(([name, operation]) => [name, onBucket(operation)])),
};
