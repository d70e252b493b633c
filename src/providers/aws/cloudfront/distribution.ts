import type { DistributionConfig, DistributionSummary, Tag } from '@aws-sdk/client-cloudfront';
import { z } from 'zod';
import { type AwsListContext, type AwsNormaliseContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { bucketOfOrigin } from './bucket-of-origin.ts';

interface DistributionWithDetails {
  summary: DistributionSummary;
  /** Undefined while nothing has read it. */
  config?: DistributionConfig | undefined;
  tags?: Tag[] | undefined;
}

export const awsCloudfrontDistribution = defineAwsResource({
  id: 'aws:cloudfront:distribution',
  title: 'CloudFront distribution',
  plural: 'CloudFront distributions',
  nativeType: 'AWS::CloudFront::Distribution',
  locality: 'global',
  permissions: ['cloudfront:ListDistributions', 'cloudfront:GetDistributionConfig', 'cloudfront:ListTagsForResource'],
  reads: 'Names, origins, certificate, viewer protocols and web ACL of each distribution; with details also logging and tags.',

  attributes: z.object({
    distribution_id: z.string(),
    domain_name: z.string().nullable(),
    aliases: z.array(z.string()),
    status: z.string().nullable(),
    enabled: z.boolean(),
    comment: z.string().nullable(),
    modified_at: z.string().nullable(),
    origins: z.array(z.object({
      id: z.string(), domain_name: z.string(), is_bucket: z.boolean(), access_control_uid: z.string().nullable(), access_identity_uid: z.string().nullable(), protocol_policy: z.string().nullable(),
    })),
    origin_bucket_uids: z.array(z.string()),
    viewer_protocol_policies: z.array(z.string()).describe('Of all behaviours; allow-all lets plain HTTP through'),
    certificate_uid: z.string().nullable().describe("Null: CloudFront's own certificate"),
    minimum_protocol: z.string().nullable(),
    web_acl_uid: z.string().nullable(),
    geo_restriction: z.string().nullable().describe('none, whitelist or blacklist'),
    function_uids: z.array(z.string()).describe('Functions that handle requests at the edge'),
    http_version: z.string().nullable(),
    price_class: z.string().nullable(),
    logging_enabled: z.boolean().nullable().describe('Standard logging to a bucket'),
    logging_bucket_uid: z.string().nullable(),
    default_root_object: z.string().nullable(),
  }),

  async *list({ client }) {
    const { CloudFrontClient, paginateListDistributions } = await import('@aws-sdk/client-cloudfront');
    for await (const page of pages(paginateListDistributions({ client: client(CloudFrontClient), pageSize: 100 }, {}), ({ DistributionList }) => DistributionList?.NextMarker)) {
      for (const summary of page.DistributionList?.Items ?? []) yield { summary };
    }
  },

  normalise: ({ summary, config, tags }: DistributionWithDetails, naming) => {
    const behaviours = [summary.DefaultCacheBehavior, ...(summary.CacheBehaviors?.Items ?? [])];
    const origins = originsOf(summary, naming);
    const logging = config?.Logging;
    return {
      uid: summary.ARN ?? naming.arn('cloudfront', `distribution/${summary.Id ?? ''}`),
      name: summary.Aliases?.Items?.[0] ?? summary.DomainName ?? summary.Id ?? '',
      tags: tagsOf(tags),
      attributes: {
        distribution_id: summary.Id ?? '',
        domain_name: summary.DomainName ?? null,
        aliases: [...(summary.Aliases?.Items ?? [])].sort(),
        status: summary.Status ?? null,
        enabled: summary.Enabled ?? false,
        comment: text(summary.Comment),
        modified_at: summary.LastModifiedTime?.toISOString() ?? null,
        origins,
        origin_bucket_uids: [...new Set(origins.flatMap(({ domain_name: domain }) => uidOfBucket(bucketOfOrigin(domain), naming) ?? []))].sort(),
        viewer_protocol_policies: [...new Set(behaviours.flatMap((behaviour) => behaviour?.ViewerProtocolPolicy ?? []))].sort(),
        certificate_uid: certificateOf(summary, naming),
        minimum_protocol: summary.ViewerCertificate?.MinimumProtocolVersion ?? null,
        // Older web ACLs are named by their id only.
        web_acl_uid: text(summary.WebACLId)?.startsWith('arn:') === false ? `arn:${naming.partition}:waf::${naming.account}:webacl/${summary.WebACLId ?? ''}` : text(summary.WebACLId),
        geo_restriction: summary.Restrictions?.GeoRestriction?.RestrictionType ?? null,
        function_uids: [...new Set(behaviours.flatMap((behaviour) => [...(behaviour?.FunctionAssociations?.Items ?? []).map(({ FunctionARN }) => FunctionARN ?? ''), ...(behaviour?.LambdaFunctionAssociations?.Items ?? []).map(({ LambdaFunctionARN }) => withoutVersion(LambdaFunctionARN ?? ''))]))].filter((uid) => uid !== '').sort(),
        http_version: summary.HttpVersion ?? null,
        price_class: summary.PriceClass ?? null,
        logging_enabled: config === undefined ? null : (logging?.Enabled ?? false),
        logging_bucket_uid: logging?.Enabled === true ? (uidOfBucket(bucketOfOrigin(logging.Bucket ?? ''), naming) ?? null) : null,
        default_root_object: text(config?.DefaultRootObject),
      },
    };
  },

  details: {
    fields: ['logging_enabled', 'logging_bucket_uid', 'default_root_object'],
    bringTags: true,
    read: (raw, context) => withDetails(raw, context),
  },

  relations: ({ attributes }) => [
    ...relationsTo('routes-to', attributes.origin_bucket_uids),
    ...relationsTo('uses', [attributes.certificate_uid, attributes.web_acl_uid, ...attributes.origins.flatMap((origin) => [origin.access_control_uid, origin.access_identity_uid]), ...attributes.function_uids]),
    ...relationsTo('logs-to', attributes.logging_bucket_uid),
  ],
});

const text = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
const withoutVersion = (functionArn: string): string => functionArn.split(':').slice(0, 7).join(':');
const uidOfBucket = (bucket: string | undefined, { partition }: AwsNormaliseContext): string | undefined => (bucket === undefined ? undefined : `arn:${partition}:s3:::${bucket}`);

function originsOf({ Origins }: DistributionSummary, { arn }: AwsNormaliseContext) {
  const origins = (Origins?.Items ?? []).map(({ Id = '', DomainName = '', OriginAccessControlId, S3OriginConfig, CustomOriginConfig }) => {
    const identity = S3OriginConfig?.OriginAccessIdentity?.split('/').at(-1);
    return {
      id: Id,
      domain_name: DomainName,
      // A website is an origin like any other: it cannot tell who asks.
      is_bucket: bucketOfOrigin(DomainName) !== undefined && CustomOriginConfig === undefined,
      access_control_uid: text(OriginAccessControlId) === null ? null : arn('cloudfront', `origin-access-control/${OriginAccessControlId ?? ''}`),
      access_identity_uid: text(identity) === null ? null : arn('cloudfront', `origin-access-identity/${identity ?? ''}`),
      protocol_policy: CustomOriginConfig?.OriginProtocolPolicy ?? null,
    };
  });
  return origins.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function certificateOf({ ViewerCertificate: certificate }: DistributionSummary, { partition, account }: AwsNormaliseContext): string | null {
  const acm = text(certificate?.ACMCertificateArn);
  const iam = text(certificate?.IAMCertificateId);
  return acm ?? (iam === null ? null : `arn:${partition}:iam::${account}:server-certificate/${iam}`);
}

async function withDetails(raw: DistributionWithDetails, context: AwsListContext): Promise<DistributionWithDetails> {
  const { CloudFrontClient, GetDistributionConfigCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudfront');
  const client = context.client(CloudFrontClient);
  const { Id, ARN } = raw.summary;
  const [answer, tagged] = await Promise.all([
    detailOf(context, 'cloudfront:GetDistributionConfig', () => client.send(new GetDistributionConfigCommand({ Id })), ['NoSuchDistribution']),
    detailOf(context, 'cloudfront:ListTagsForResource', () => client.send(new ListTagsForResourceCommand({ Resource: ARN })), ['NoSuchResource']),
  ]);
  return { ...raw, config: answer?.DistributionConfig, tags: tagged?.Tags?.Items };
}
