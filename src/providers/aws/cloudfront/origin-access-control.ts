import type { OriginAccessControlSummary } from '@aws-sdk/client-cloudfront';
import { z } from 'zod';
import { defineAwsResource } from '../define.ts';
import { pages } from '../pages.ts';

export const awsCloudfrontOriginAccessControl = defineAwsResource({
  id: 'aws:cloudfront:origin-access-control',
  title: 'CloudFront origin access control',
  plural: 'CloudFront origin access controls',
  nativeType: 'AWS::CloudFront::OriginAccessControl',
  locality: 'global',
  permissions: ['cloudfront:ListOriginAccessControls'],
  reads: 'How distributions sign what they ask of an origin.',

  attributes: z.object({
    control_id: z.string(),
    description: z.string().nullable(),
    origin_type: z.string().nullable().describe('s3, lambda, mediastore, …'),
    signing_behavior: z.string().nullable().describe('always, never or no-override'),
    signing_protocol: z.string().nullable(),
  }),

  async *list({ client }) {
    const { CloudFrontClient, paginateListOriginAccessControls } = await import('@aws-sdk/client-cloudfront');
    const listing = paginateListOriginAccessControls({ client: client(CloudFrontClient), pageSize: 100 }, {});
    for await (const page of pages(listing, ({ OriginAccessControlList: list }) => list?.NextMarker)) yield* page.OriginAccessControlList?.Items ?? [];
  },

  normalise: (control: OriginAccessControlSummary, { arn }) => {
    const id = control.Id ?? '';
    return {
      uid: arn('cloudfront', `origin-access-control/${id}`),
      name: control.Name ?? id,
      tags: {},
      attributes: {
        control_id: id,
        description: control.Description === undefined || control.Description === '' ? null : control.Description,
        origin_type: control.OriginAccessControlOriginType ?? null,
        signing_behavior: control.SigningBehavior ?? null,
        signing_protocol: control.SigningProtocol ?? null,
      },
    };
  },
});
