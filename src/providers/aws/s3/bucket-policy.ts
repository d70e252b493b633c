import type { Bucket } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { isOpenToAnybody, policyDocument, principalsOf, principalUids } from '../iam/policy-document.ts';
import { readEach } from '../read-each.ts';
import { pagesOfBuckets, regionOfBucket } from './buckets.ts';

interface PolicyOfBucket {
  name: string;
  region: string;
  policy: string;
}

/** As many as the buckets themselves; the pacing lets them out. */
const inParallel = 1000;

export const awsS3BucketPolicy = defineAwsResource({
  id: 'aws:s3:bucket-policy',
  title: 'S3 bucket policy',
  plural: 'S3 bucket policies',
  nativeType: 'AWS::S3::BucketPolicy',
  locality: 'global',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketLocation', 's3:GetBucketPolicy'],
  reads: 'The policy of each bucket that has one, and whom it allows something.',
  chain: 3,

  attributes: z.object({
    bucket_uid: z.string(),
    policy: z.json().describe('As data; as text where it is no JSON'),
    principals: z.array(z.string()).describe('Whom it allows something; * is anybody'),
    is_open_to_anybody: z.boolean().describe('Allows anybody something without a condition; the block on public access is not considered'),
  }),

  async *list(context) {
    const buckets = (await Array.fromAsync(pagesOfBuckets(context))).flat();
    for await (const policy of readEach(buckets, context, { limit: inParallel, absent: ['NoSuchBucketPolicy', 'NoSuchBucket'], read: (bucket) => policyOf(bucket, context) })) if (policy.policy !== '') yield policy;
  },

  normalise: ({ name, region, policy }: PolicyOfBucket, { partition }) => {
    const bucketUid = `arn:${partition}:s3:::${name}`;
    const document = policyDocument(policy);
    return {
      uid: `${bucketUid}/policy`,
      name: `${name} · policy`,
      region,
      tags: {},
      attributes: { bucket_uid: bucketUid, policy: document, principals: principalsOf(document), is_open_to_anybody: isOpenToAnybody(document) },
    };
  },

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.bucket_uid), ...relationsTo('grants', principalUids(attributes.principals))],
});

async function policyOf(bucket: Bucket, context: AwsListContext): Promise<PolicyOfBucket> {
  const { S3Client, GetBucketPolicyCommand } = await import('@aws-sdk/client-s3');
  const { Name: name = '' } = bucket;
  const region = await regionOfBucket(bucket, context);
  const { Policy } = await context.client(S3Client, region).send(new GetBucketPolicyCommand({ Bucket: name }));
  return { name, region, policy: Policy ?? '' };
}
