import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { withAnswers } from '../../../../test/aws-services.ts';
import { hashId } from '../../../platform/ids.ts';
import { bucketOfOrigin } from './bucket-of-origin.ts';

const arnOf = (rest: string): string => `arn:aws:cloudfront::123456789012:${rest}`;
const origin = (Id: string, DomainName: string, parts: object) => ({ Id, DomainName, OriginPath: '', ...parts });
const rich = {
  Id: 'E1', ARN: arnOf('distribution/E1'), Status: 'Deployed', LastModifiedTime: new Date('2025-01-02T03:04:05Z'), DomainName: 'd1.cloudfront.net', Aliases: { Quantity: 2, Items: ['www.example.com', 'cdn.example.com'] }, Enabled: true, Comment: 'shop', WebACLId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1',
  Origins: { Quantity: 3, Items: [origin('new', 'data.s3.eu-west-1.amazonaws.com', { OriginAccessControlId: 'C1' }), origin('old', 'logs.s3.amazonaws.com', { S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/I1' } }), origin('api', 'api.example.com', { CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' } })] },
  DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', LambdaFunctionAssociations: { Quantity: 1, Items: [{ LambdaFunctionARN: 'arn:aws:lambda:us-east-1:123456789012:function:edge:3', EventType: 'viewer-request' }] } },
  CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: '/a', ViewerProtocolPolicy: 'allow-all' }] }, ViewerCertificate: { ACMCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1', MinimumProtocolVersion: 'TLSv1' }, Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Quantity: 0 } },
};
const answers: Record<string, Answerer> = {
  'cloudfront.ListDistributions': ({ Marker }) => ({ DistributionList: Marker === 'next' ? { Items: [{ Id: 'E2', ARN: arnOf('distribution/E2'), DomainName: 'd2.cloudfront.net', WebACLId: 'old-id' }], IsTruncated: false } : { Items: [rich], IsTruncated: true, NextMarker: 'next' } }),
  'cloudfront.GetDistributionConfig': ({ Id }) => ({ DistributionConfig: { Comment: '', Enabled: true, DefaultRootObject: Id === 'E1' ? 'index.html' : '', Logging: { Enabled: Id === 'E1', Bucket: Id === 'E1' ? 'logs.s3.amazonaws.com' : '', Prefix: '' } } }),
  'cloudfront.ListTagsForResource': ({ Resource }) => ({ Tags: { Items: Resource === rich.ARN ? [{ Key: 'team', Value: 'web' }] : [] } }),
};

it('reads each distribution with its origins, page by page', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:cloudfront:distribution');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2 + 4, throttled: 0 });
  expect(resources[0]).toMatchObject({
    uid: arnOf('distribution/E1'), name: 'www.example.com', region: 'global', tags: { team: 'web' },
    attributes: {
      aliases: ['cdn.example.com', 'www.example.com'], enabled: true, comment: 'shop', modified_at: '2025-01-02T03:04:05.000Z', viewer_protocol_policies: ['allow-all', 'redirect-to-https'], minimum_protocol: 'TLSv1', geo_restriction: 'whitelist',
      logging_enabled: true, default_root_object: 'index.html', origins: [{ id: 'api', is_bucket: false, protocol_policy: 'http-only' }, { id: 'new', is_bucket: true, access_identity_uid: null }, { id: 'old', is_bucket: true, access_control_uid: null }],
    },
    relations: [
      { kind: 'routes-to', uid: 'arn:aws:s3:::data' }, { kind: 'routes-to', uid: 'arn:aws:s3:::logs' }, { kind: 'uses', uid: 'arn:aws:acm:us-east-1:123456789012:certificate/1' }, { kind: 'uses', uid: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1' },
      { kind: 'uses', uid: arnOf('origin-access-control/C1') }, { kind: 'uses', uid: arnOf('origin-access-identity/I1') }, { kind: 'uses', uid: 'arn:aws:lambda:us-east-1:123456789012:function:edge' }, { kind: 'logs-to', uid: 'arn:aws:s3:::logs' },
    ],
  });
  expect(resources[1]).toMatchObject({ name: 'd2.cloudfront.net', tags: {}, attributes: { origins: [], certificate_uid: null, logging_enabled: false, default_root_object: null }, relations: [{ kind: 'uses', uid: 'arn:aws:waf::123456789012:webacl/old-id' }] });
});

it('keeps what it knew of one whose configuration may not be read', async () => {
  await using under = await withAnswers(answers);
  const { resources } = await under.collect('aws:cloudfront:distribution');
  const known = new Map(resources.map((one) => [hashId(one.uid), one]));
  under.aws.setFaults([{ kind: 'deny', operation: 'GetDistributionConfig' }]);
  expect(await under.collect('aws:cloudfront:distribution', 'global', { known })).toMatchObject({ resources, end: { result: { status: 'partial', isListed: true, error: { permission: 'cloudfront:GetDistributionConfig' } } } });
});

it.each([
  ['a.s3.amazonaws.com', 'a'], ['a.b.s3.eu-west-1.amazonaws.com', 'a.b'], ['a.s3-eu-west-1.amazonaws.com', 'a'], ['a.s3-website-us-east-1.amazonaws.com', 'a'], ['a.s3-website.eu-central-1.amazonaws.com', 'a'], ['a.s3.cn-north-1.amazonaws.com.cn', 'a'],
  ['lb-1.eu-west-1.elb.amazonaws.com', undefined], ['example.com', undefined],
])('knows the bucket of %s', (domain, bucket) => expect(bucketOfOrigin(domain)).toBe(bucket));
