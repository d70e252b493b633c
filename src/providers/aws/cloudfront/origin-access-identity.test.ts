import { expect, it } from 'vitest';
import { withAnswers } from '../../../../test/aws-services.ts';

it('reads each of them, page by page', async () => {
  await using under = await withAnswers({
    'cloudfront.ListCloudFrontOriginAccessIdentities': ({ Marker }) => ({ CloudFrontOriginAccessIdentityList: Marker === 'next' ? { Items: [{ Id: 'X2', Comment: '', S3CanonicalUserId: '' }], IsTruncated: false } : { Items: [{ Id: 'X1', Comment: 'assets', S3CanonicalUserId: 'abc' }], IsTruncated: true, NextMarker: 'next' } }),
  });
  const { resources, end } = await under.collect('aws:cloudfront:origin-access-identity');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(resources).toMatchObject([
    { uid: 'arn:aws:cloudfront::123456789012:origin-access-identity/X1', name: 'assets', region: 'global', attributes: { identity_id: 'X1', comment: 'assets', s3_canonical_user_id: 'abc' } },
    { uid: 'arn:aws:cloudfront::123456789012:origin-access-identity/X2', name: 'X2', attributes: { comment: null } },
  ]);
  under.aws.setFaults([{ kind: 'deny' }]);
  expect((await under.collect('aws:cloudfront:origin-access-identity')).end.result).toMatchObject({ status: 'denied', error: { permission: 'cloudfront:ListCloudFrontOriginAccessIdentities' } });
});
