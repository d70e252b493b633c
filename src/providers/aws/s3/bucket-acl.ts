import type { Bucket } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { aclOfBucket, type BucketAcl, publicPermissions } from './bucket-acl-grants.ts';
import { readEach } from '../read-each.ts';
import { pagesOfBuckets, regionOfBucket } from './buckets.ts';

interface AclOfBucket extends BucketAcl {
  name: string;
  region: string;
}

/** As many as the buckets themselves; the pacing lets them out. */
const inParallel = 1000;

export const awsS3BucketAcl = defineAwsResource({
  id: 'aws:s3:bucket-acl',
  title: 'S3 bucket access control list',
  plural: 'S3 bucket access control lists',
  nativeType: 'AWS::S3::BucketAcl',
  locality: 'global',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketLocation', 's3:GetBucketAcl'],
  reads: 'Owner and grants of the access control list of each bucket.',
  chain: 3,

  attributes: z.object({
    bucket_uid: z.string(),
    owner_id: z.string().nullable().describe('The canonical user id'),
    grants: z.array(z.object({ grantee: z.string(), permission: z.string() })).describe('The grantee is a canonical user id, an e-mail address or the address of a group'),
    public_permissions: z.array(z.string()).describe('What anybody may do; the block on public access is not considered'),
    has_foreign_grants: z.boolean().describe('Grants something to another account'),
  }),

  async *list(context) {
    const buckets = (await Array.fromAsync(pagesOfBuckets(context))).flat();
    yield* readEach(buckets, context, { limit: inParallel, absent: ['NoSuchBucket'], read: (bucket) => aclOf(bucket, context) });
  },

  normalise: ({ name, region, owner, grants }: AclOfBucket, { partition }) => {
    const bucketUid = `arn:${partition}:s3:::${name}`;
    const given = grants.map(({ Grantee, Permission }) => ({ grantee: Grantee?.URI ?? Grantee?.ID ?? Grantee?.EmailAddress ?? 'unknown', permission: Permission ?? 'unknown' }));
    return {
      uid: `${bucketUid}/acl`,
      name: `${name} · access control list`,
      region,
      tags: {},
      attributes: {
        bucket_uid: bucketUid,
        owner_id: owner?.ID ?? null,
        grants: given.sort((a, b) => (`${a.grantee} ${a.permission}` < `${b.grantee} ${b.permission}` ? -1 : 1)),
        public_permissions: publicPermissions(grants),
        has_foreign_grants: grants.some(({ Grantee }) => Grantee?.ID !== undefined && Grantee.ID !== owner?.ID),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('attached-to', attributes.bucket_uid),
});

async function aclOf(bucket: Bucket, context: AwsListContext): Promise<AclOfBucket> {
  const { Name: name = '' } = bucket;
  const region = await regionOfBucket(bucket, context);
  return { name, region, ...(await aclOfBucket(name, region, context)) };
}
