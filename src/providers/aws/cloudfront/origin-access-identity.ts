import type { CloudFrontOriginAccessIdentitySummary } from '@aws-sdk/client-cloudfront';
import { z } from 'zod';
import { defineAwsResource } from '../define.ts';
import { pages } from '../pages.ts';

export const awsCloudfrontOriginAccessIdentity = defineAwsResource({
  id: 'aws:cloudfront:origin-access-identity',
  title: 'CloudFront origin access identity',
  plural: 'CloudFront origin access identities',
  nativeType: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
  locality: 'global',
  permissions: ['cloudfront:ListCloudFrontOriginAccessIdentities'],
  reads: 'The identities by which distributions read buckets; the older way, before access controls.',

  attributes: z.object({ identity_id: z.string(), comment: z.string().nullable(), s3_canonical_user_id: z.string().nullable().describe('How lists of buckets name it') }),

  async *list({ client }) {
    const { CloudFrontClient, paginateListCloudFrontOriginAccessIdentities } = await import('@aws-sdk/client-cloudfront');
    const listing = paginateListCloudFrontOriginAccessIdentities({ client: client(CloudFrontClient), pageSize: 100 }, {});
    for await (const page of pages(listing, ({ CloudFrontOriginAccessIdentityList: list }) => list?.NextMarker)) yield* page.CloudFrontOriginAccessIdentityList?.Items ?? [];
  },

  normalise: (identity: CloudFrontOriginAccessIdentitySummary, { arn }) => {
    const id = identity.Id ?? '';
    const comment = identity.Comment === undefined || identity.Comment === '' ? null : identity.Comment;
    return { uid: arn('cloudfront', `origin-access-identity/${id}`), name: comment ?? id, tags: {}, attributes: { identity_id: id, comment, s3_canonical_user_id: identity.S3CanonicalUserId ?? null } };
  },
});
