import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const names = { size: 'Limit', token: 'Marker', next: 'NextMarker' };
const grants = [
  { GrantId: 'g1', Name: 'import', GranteePrincipal: 'arn:aws:iam::222222222222:role/import', RetiringPrincipal: 'x', IssuingAccount: 'arn:aws:iam::123456789012:root', Operations: ['Encrypt', 'Decrypt'], Constraints: { EncryptionContextSubset: { a: 'b' } }, CreationDate: new Date('2025-01-02T03:04:05Z') },
  { GrantId: 'g2', GranteePrincipal: 'ec2.us-east-1.amazonaws.com' },
  ...Array.from({ length: 120 }, (_, n) => ({ GrantId: `x${n}` })),
];
const answers: Record<string, Answerer> = {
  'kms.ListKeys': () => ({ Keys: ['own', 'aws'].map((KeyId) => ({ KeyId, KeyArn: arnOf('kms', `key/${KeyId}`) })) }),
  'kms.DescribeKey': ({ KeyId }) => ({ KeyMetadata: { KeyId, Arn: arnOf('kms', `key/${String(KeyId)}`), KeyManager: KeyId === 'aws' ? 'AWS' : 'CUSTOMER' } }),
  'kms.ListGrants': inPages('Grants', grants, 100, names),
};

it('reads the grants of the keys that are not of AWS', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:kms:grant');
  expect([resources.length, end]).toEqual([122, { result: { status: 'complete', isListed: true }, calls: 5, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: arnOf('kms', 'key/own/grant/g1'), name: 'import', createdAt: '2025-01-02T03:04:05.000Z', attributes: { grantee: 'arn:aws:iam::222222222222:role/import', operations: ['Decrypt', 'Encrypt'], is_constrained: true },
    relations: [{ kind: 'attached-to', uid: arnOf('kms', 'key/own') }, { kind: 'grants', uid: 'arn:aws:iam::222222222222:role/import' }],
  });
  expect(resources[1]).toMatchObject({ name: 'g2', attributes: { grant_name: null, operations: [], is_constrained: false }, relations: [{ kind: 'attached-to' }] });
});

it('asks for a key once for keys and grants, and lets no grant look gone that could not be read', async () => {
  await using under = await withAnswers(answers);
  const collector = under.collector();
  await Promise.all(['key', 'grant'].map((type) => under.collect(`aws:kms:${type}`, 'us-east-1', { collector, depth: 'listed' })));
  expect(under.aws.stats.byOperation).toMatchObject({ 'kms.ListKeys': 1, 'kms.DescribeKey': 2 });
  under.aws.setFaults([{ kind: 'deny', operation: 'ListGrants' }]);
  expect((await under.collect('aws:kms:grant')).end.result).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'kms:ListGrants' } });
});
