import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aKey, anEstate, aUser } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const users = [
    aUser({ name: 'none' }),
    aUser({ name: 'two', keys: [
      aKey({ id: 'AKIA0000000000000001', createdAt: '2025-03-01T00:00:00.000Z' }),
      aKey({ id: 'AKIA0000000000000002', createdAt: '2025-01-01T00:00:00.000Z', isActive: false, lastUsedAt: '2026-05-01T00:00:00.000Z', lastUsedRegion: 'eu-west-1', lastUsedService: 's3' }),
    ] }),
    aUser({ name: 'twins', keys: [
      aKey({ id: 'AKIA0000000000000003', lastUsedAt: '2026-05-02T00:00:00.000Z', lastUsedRegion: 'us-east-1', lastUsedService: 'ec2' }),
      aKey({ id: 'AKIA0000000000000004' }),
    ] }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ users }), now: new Date('2026-07-01T00:00:00Z') });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

const uses = (resources: { attributes: Record<string, unknown> }[]) => resources.map(({ attributes }) => [attributes['access_key_id'], attributes['is_active'], attributes['last_used'], attributes['last_used_service']]).sort();
const expected = [
  ['AKIA0000000000000001', true, null, null],
  ['AKIA0000000000000002', false, '2026-05-01T00:00:00.000Z', 's3'],
  ['AKIA0000000000000003', true, '2026-05-02T00:00:00.000Z', 'ec2'],
  ['AKIA0000000000000004', true, null, null],
];

it('takes ids from the list and their use from the report, and asks one by one only where two keys are of one moment', async () => {
  const { resources, end } = await under.collect('aws:iam:access-key');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(uses(resources)).toEqual(expected);
  expect(under.aws.stats.byOperation).toMatchObject({ 'iam.ListAccessKeys': 2, 'iam.GetAccessKeyLastUsed': 2 });
  expect(resources.find(({ attributes }) => attributes['access_key_id'] === 'AKIA0000000000000002')).toMatchObject({
    uid: 'arn:aws:iam::123456789012:user/two/access-key/AKIA0000000000000002', name: 'two · AKIA0000000000000002', region: 'global', createdAt: '2025-01-01T00:00:00.000Z',
    attributes: { user_name: 'two', user_uid: 'arn:aws:iam::123456789012:user/two', created_at: '2025-01-01T00:00:00.000Z', last_used_region: 'eu-west-1' },
    relations: [{ kind: 'owned-by', uid: 'arn:aws:iam::123456789012:user/two' }],
  });
});

it('says the same without the report, by asking about every user and key', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'GenerateCredentialReport' }]);
  const { resources, end } = await under.collect('aws:iam:access-key');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(uses(resources)).toEqual(expected);
  expect(under.aws.stats.byOperation).toMatchObject({ 'iam.ListAccessKeys': 3, 'iam.GetAccessKeyLastUsed': 4 });
});

it('never reads or keeps a secret', async () => {
  const { resources } = await under.collect('aws:iam:access-key');
  expect(JSON.stringify(resources)).not.toMatch(/secret/i);
  expect(Object.keys(under.aws.stats.byOperation)).not.toContain('iam.CreateAccessKey');
});

it('names the permission where keys may not be listed', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'ListAccessKeys' }]);
  const { end } = await under.collect('aws:iam:access-key');
  expect(end.result).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'iam:ListAccessKeys' } });
});
