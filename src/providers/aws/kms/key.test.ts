import { expect, it } from 'vitest';
import { hashId } from '../../../platform/ids.ts';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const keyArn = (id: string): string => arnOf('kms', `key/${id}`);
const at = new Date('2025-01-02T03:04:05.000Z');
const own = { KeyManager: 'CUSTOMER', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS', MultiRegion: false, CreationDate: at };
const keys: Record<string, object> = {
  data: { ...own, Description: 'Orders' },
  aws: { ...own, KeyManager: 'AWS', Description: 'Default key' },
  imported: { ...own, Origin: 'EXTERNAL', KeyState: 'PendingDeletion', DeletionDate: at, ValidTo: at },
  replica: { ...own, KeySpec: 'RSA_2048', MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Arn: 'arn:aws:kms:eu-west-1:123456789012:key/replica', Region: 'eu-west-1' } } },
};
const idOf = (input: Record<string, unknown>): string => String(input['KeyId']);
const names = { size: 'Limit', token: 'Marker', next: 'NextMarker' };
const answers: Record<string, Answerer> = {
  'kms.ListKeys': inPages('Keys', Object.keys(keys).map((id) => ({ KeyId: id, KeyArn: keyArn(id) })), 3, names),
  'kms.DescribeKey': (input) => ({ KeyMetadata: { KeyId: idOf(input), Arn: keyArn(idOf(input)), ...keys[idOf(input)] } }),
  'kms.GetKeyRotationStatus': () => ({ KeyRotationEnabled: true, RotationPeriodInDays: 90 }),
  'kms.GetKeyPolicy': (input) => ({ Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: idOf(input) === 'data' ? '*' : { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*' }] }) }),
  'kms.ListResourceTags': (input) => ({ Tags: idOf(input) === 'data' ? [{ TagKey: 'team', TagValue: 'web' }] : [], Truncated: false }),
};

it('reads each key; rotation only where there can be one, and no details of the keys of AWS', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:kms:key');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'kms.ListKeys': 2, 'kms.DescribeKey': 4, 'kms.GetKeyRotationStatus': 1, 'kms.GetKeyPolicy': 3, 'kms.ListResourceTags': 3 });
  const of = Object.fromEntries(resources.map((one) => [one.attributes['key_id'], one]));
  expect(of['data']).toMatchObject({
    uid: keyArn('data'), name: 'Orders', createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, relations: [],
    attributes: { key_state: 'Enabled', key_manager: 'CUSTOMER', is_public: true, rotation_enabled: true, rotation_period_days: 90, policy_principals: ['*'] },
  });
  expect(of['aws']).toMatchObject({ tags: {}, attributes: { key_manager: 'AWS', is_public: null, rotation_enabled: null, policy: null } });
  expect(of['imported']).toMatchObject({ name: 'imported', attributes: { deletion_at: '2025-01-02T03:04:05.000Z', material_expires_at: '2025-01-02T03:04:05.000Z', rotation_enabled: null, is_public: false } });
  expect(of['replica']).toMatchObject({ attributes: { is_multi_region: true, multi_region_role: 'REPLICA' }, relations: [{ kind: 'replica-of', uid: 'arn:aws:kms:eu-west-1:123456789012:key/replica' }] });
});

it('keeps a key that does not let us ask, and one whose policy may not be read', async () => {
  await using under = await withAnswers({ ...answers, 'kms.DescribeKey': (input, asked) => (idOf(input) === 'imported' ? noSuch('AccessDeniedException')(input, asked) : answers['kms.DescribeKey']!(input, asked)) });
  const { resources, end } = await under.collect('aws:kms:key');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'kms:DescribeKey' } });
  expect(resources.find(({ uid }) => uid === keyArn('imported'))?.attributes).toMatchObject({ key_state: null, is_public: null });
  const before = resources.find(({ uid }) => uid === keyArn('data'))!;
  under.aws.setFaults([{ kind: 'deny', operation: 'GetKeyPolicy' }]);
  const again = await under.collect('aws:kms:key', 'us-east-1', { known: new Map([[hashId(before.uid), before]]) });
  expect(again.resources.find(({ uid }) => uid === before.uid)).toEqual(before);
});

it('asks one call of a region without keys', async () => {
  await using under = await withAnswers(answers);
  expect(await under.collect('aws:kms:key', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
