import { expect, it } from 'vitest';
import { withAnswers } from '../../../../test/aws-services.ts';

it('reads each of them, page by page', async () => {
  await using under = await withAnswers({
    'cloudfront.ListOriginAccessControls': ({ Marker }) => ({ OriginAccessControlList: Marker === 'next' ? { Items: [{ Id: 'X2', Name: 'bare', Description: '' }], IsTruncated: false } : { Items: [{ Id: 'X1', Name: 'assets', Description: 'd', SigningProtocol: 'sigv4', SigningBehavior: 'always', OriginAccessControlOriginType: 's3' }], IsTruncated: true, NextMarker: 'next' } }),
  });
  const { resources, end } = await under.collect('aws:cloudfront:origin-access-control');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(resources).toMatchObject([
    { uid: 'arn:aws:cloudfront::123456789012:origin-access-control/X1', name: 'assets', region: 'global', attributes: { control_id: 'X1', description: 'd', origin_type: 's3', signing_behavior: 'always', signing_protocol: 'sigv4' } },
    { uid: 'arn:aws:cloudfront::123456789012:origin-access-control/X2', name: 'bare', attributes: { description: null, signing_behavior: null } },
  ]);
  under.aws.setFaults([{ kind: 'deny' }]);
  expect((await under.collect('aws:cloudfront:origin-access-control')).end.result).toMatchObject({ status: 'denied', error: { permission: 'cloudfront:ListOriginAccessControls' } });
});
