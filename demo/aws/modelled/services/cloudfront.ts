import { bucketAt } from '../../generate/buckets.ts';
import { countOf, timeAgo } from '../../generate/plan.ts';
import { iamId } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';

/** One distribution for every eight buckets, at least three. */
export const distributionCount = ({ plan }: Place): number => 3 + Math.floor(countOf(plan, 'buckets') / 8);
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const idOf = ({ plan }: Place, kind: number, number: number): string => `E${iamId('', plan.seed, 770 + kind, number).slice(0, 13)}`;
const numberOf = (place: Place, id: unknown): number => numbers(distributionCount(place)).find((number) => String(id).endsWith(idOf(place, 0, number))) ?? 0;
/** CloudFront's ARNs name no region. */
const arnOf = ({ account }: Place, rest: string): string => `arn:aws:cloudfront::${account}:${rest}`;

/** Every fourth distribution reads its bucket as anybody would, every ninth one that is there no more. */
function originOf(place: Place, number: number): Fields {
  const bucket = bucketAt(place.plan, number % countOf(place.plan, 'buckets'));
  const name = number % 9 === 8 ? `${bucket.name}-gone` : bucket.name;
  const way = number % 4;
  return {
    Id: 'bucket', DomainName: `${name}.s3.${bucket.region}.amazonaws.com`, OriginPath: '', CustomHeaders: { Quantity: 0 }, OriginAccessControlId: way === 1 || way === 2 ? idOf(place, 2, 0) : '',
    S3OriginConfig: { OriginAccessIdentity: way === 3 ? `origin-access-identity/cloudfront/${idOf(place, 1, 0)}` : '' },
  };
}

function summary(place: Place, number: number): Fields {
  const id = idOf(place, 0, number);
  const hasName = number % 3 !== 0;
  return {
    Id: id, ARN: arnOf(place, `distribution/${id}`), Status: 'Deployed', LastModifiedTime: new Date(timeAgo(place.plan, 40 + number)), DomainName: `d${id.slice(1).toLowerCase()}.cloudfront.net`, Enabled: number % 7 !== 6, Comment: '', PriceClass: 'PriceClass_100', HttpVersion: 'http2',
    IsIPV6Enabled: true, Staging: false, Aliases: hasName ? { Quantity: 1, Items: [`cdn-${number}.example.com`] } : { Quantity: 0 }, Origins: { Quantity: 1, Items: [originOf(place, number)] }, CacheBehaviors: { Quantity: 0 }, CustomErrorResponses: { Quantity: 0 },
    DefaultCacheBehavior: { TargetOriginId: 'bucket', ViewerProtocolPolicy: number % 5 === 0 ? 'allow-all' : 'redirect-to-https' }, Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    ViewerCertificate: hasName ? { ACMCertificateArn: `arn:aws:acm:us-east-1:${place.account}:certificate/0a1b2c3d-${number}`, MinimumProtocolVersion: number % 4 === 0 ? 'TLSv1' : 'TLSv1.2_2021', SSLSupportMethod: 'sni-only' } : { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
    WebACLId: number % 2 === 0 ? '' : `arn:aws:wafv2:us-east-1:${place.account}:global/webacl/shared/0a1b2c3d`,
  };
}

/** CloudFront puts its pages into a list of their own. */
function pageIn(name: string, items: readonly unknown[], input: Fields, asked: { isLooping: boolean }): Fields {
  const { Items = [], NextMarker } = pageOfFields(items, input, { size: 'MaxItems', token: 'Marker', next: 'NextMarker', list: 'Items' }, asked);
  return { [name]: { Items, Quantity: (Items as unknown[]).length, Marker: '', MaxItems: Number(input['MaxItems'] ?? 100), IsTruncated: NextMarker !== undefined, NextMarker } };
}

export const cloudfrontServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudfront.ListDistributions': (input, place, asked) => pageIn('DistributionList', numbers(distributionCount(place)).map((number) => summary(place, number)), input, asked),
  'cloudfront.GetDistributionConfig': ({ Id }, place) => {
    const number = numberOf(place, Id);
    const isLogged = number % 3 === 1;
    return { DistributionConfig: { CallerReference: 'demo', Comment: '', Enabled: true, DefaultRootObject: number % 2 === 0 ? 'index.html' : '', Logging: { Enabled: isLogged, IncludeCookies: false, Bucket: isLogged ? `${bucketAt(place.plan, 0).name}.s3.amazonaws.com` : '', Prefix: '' } } };
  },
  'cloudfront.ListTagsForResource': ({ Resource }, place) => ({ Tags: { Items: numberOf(place, Resource) % 3 === 2 ? [] : [{ Key: 'team', Value: 'web' }] } }),
  'cloudfront.ListCloudFrontOriginAccessIdentities': (input, place, asked) => pageIn('CloudFrontOriginAccessIdentityList', [{ Id: idOf(place, 1, 0), S3CanonicalUserId: '0123456789abcdef'.repeat(4), Comment: 'assets' }], input, asked),
  'cloudfront.ListOriginAccessControls': (input, place, asked) =>
    pageIn('OriginAccessControlList', numbers(2).map((number) => ({ Id: idOf(place, 2, number), Name: `buckets-${number}`, Description: '', SigningProtocol: 'sigv4', SigningBehavior: number === 0 ? 'always' : 'never', OriginAccessControlOriginType: 's3' })), input, asked),
};
