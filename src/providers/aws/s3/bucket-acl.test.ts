import { expect, it } from 'vitest';
import { aBucket, anEstate } from '../../../../demo/aws/make.ts';
import { startAwsUnderTest } from '../../../../test/collect-aws.ts';

const group = (name: string, permission: string) => ({ Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` }, Permission: permission });
const user = (id: string, permission: string) => ({ Grantee: { Type: 'CanonicalUser', ID: id }, Permission: permission });
const grants: Record<string, object[]> = { mine: [user('me', 'FULL_CONTROL'), group('s3/LogDelivery', 'WRITE')], open: [user('other', 'READ'), user('me', 'FULL_CONTROL'), group('global/AuthenticatedUsers', 'WRITE'), group('global/AllUsers', 'READ')] };
const started = () => startAwsUnderTest({ estate: anEstate({ buckets: Object.keys(grants).map((name) => aBucket({ name })) }), answers: { 's3.GetBucketAcl': ({ Bucket }) => ({ Owner: { ID: 'me' }, Grants: grants[String(Bucket)] }) } });

it('reads owner and grants of each bucket, and what anybody may do', async () => {
  await using under = await started();
  const { resources, end } = await under.collect('aws:s3:bucket-acl');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 3, throttled: 0 });
  const [mine, open] = resources.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
  expect(mine).toMatchObject({ uid: 'arn:aws:s3:::mine/acl', region: 'us-east-1', attributes: { owner_id: 'me', public_permissions: [], has_foreign_grants: false }, relations: [{ kind: 'attached-to', uid: 'arn:aws:s3:::mine' }] });
  expect(open?.attributes).toMatchObject({
    public_permissions: ['READ', 'WRITE'], has_foreign_grants: true,
    grants: [{ grantee: 'http://acs.amazonaws.com/groups/global/AllUsers', permission: 'READ' }, { grantee: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers', permission: 'WRITE' }, { grantee: 'me', permission: 'FULL_CONTROL' }, { grantee: 'other', permission: 'READ' }],
  });
});

it('lists the buckets once for all that is about buckets, and asks for a list only once', async () => {
  await using under = await started();
  const collector = under.collector();
  await Promise.all(['aws:s3:bucket', 'aws:s3:bucket-acl', 'aws:s3:bucket-policy'].map((type) => under.collect(type, 'global', { collector })));
  expect(under.aws.stats.byOperation).toMatchObject({ 's3.ListBuckets': 1, 's3.GetBucketAcl': 2 });
});
