import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';
import { keyUid } from './key-uid.ts';

it('reads each alias and its key, a hundred a call', async () => {
  const alias = (name: string, parts: object = {}) => ({ AliasName: `alias/${name}`, AliasArn: arnOf('kms', `alias/${name}`), ...parts });
  const aliases = [alias('data', { TargetKeyId: 'k1', CreationDate: new Date('2025-01-02T03:04:05Z') }), alias('aws/dynamodb'), ...Array.from({ length: 150 }, (_, n) => alias(`a${n}`, { TargetKeyId: 'k1' }))];
  await using under = await withAnswers({ 'kms.ListAliases': inPages('Aliases', aliases, 100, { size: 'Limit', token: 'Marker', next: 'NextMarker' }) });
  const { resources, end } = await under.collect('aws:kms:alias');
  expect([resources.length, end]).toEqual([152, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: arnOf('kms', 'alias/data'), name: 'alias/data', createdAt: '2025-01-02T03:04:05.000Z', attributes: { key_uid: arnOf('kms', 'key/k1'), is_aws_managed: false, updated_at: null }, relations: [{ kind: 'targets', uid: arnOf('kms', 'key/k1') }],
  });
  expect(resources[1]).toMatchObject({ attributes: { key_uid: null, is_aws_managed: true }, relations: [] });
});

it.each([
  [undefined, null], ['', null], ['k1', 'arn:aws:kms:eu-west-1:1:key/k1'], ['key/k1', 'arn:aws:kms:eu-west-1:1:key/k1'], ['alias/data', 'arn:aws:kms:eu-west-1:1:alias/data'], ['arn:aws:kms:us-east-1:2:key/k', 'arn:aws:kms:us-east-1:2:key/k'],
])('knows the key that a service names %s', (name, uid) => {
  expect(keyUid(name, (service, rest) => `arn:aws:${service}:eu-west-1:1:${rest}`)).toBe(uid);
});
