import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const secret = (name: string, region = 'us-east-1'): string => `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
const kms = `arn:aws:kms:us-east-1:${account}:key/1`;
const rotation = `arn:aws:lambda:us-east-1:${account}:function:rotate`;
const at = (day: string): Date => new Date(`${day}T03:04:05Z`);
beforeAll(async () => {
  const secrets = [
    {
      ARN: secret('db-AbCdEf'), Name: 'db', Description: 'Orders', KmsKeyId: kms, RotationEnabled: true, RotationLambdaARN: rotation, RotationRules: { AutomaticallyAfterDays: 30 }, LastRotatedDate: at('2026-01-06'), LastChangedDate: at('2026-01-05'),
      LastAccessedDate: new Date('2026-01-07T00:00:00Z'), CreatedDate: at('2026-01-02'), Tags: [{ Key: 'env', Value: 'prod' }], PrimaryRegion: 'us-east-1', SecretVersionsToStages: { v1: ['AWSCURRENT'] },
    },
    { ARN: secret('copy-AbCdEf'), Name: 'copy', KmsKeyId: 'alias/copies', PrimaryRegion: 'eu-west-1', OwningService: 'rds', DeletedDate: at('2026-01-08'), Type: 'partner' },
    { Name: 'bare' },
    ...many(150, (n) => ({ Name: `s${n}` })),
  ];
  under = await startAnswered({ 'secretsmanager.ListSecrets': (input, asked) => (input['IncludePlannedDeletion'] === true ? paged('SecretList', { 'us-east-1': secrets })(input, asked) : {}) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every secret by pages of a hundred, and no value', async () => {
  const { resources, end } = await under.collect('aws:secretsmanager:secret');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 153]);
  expect(resources[0]).toMatchObject({ uid: secret('db-AbCdEf'), name: 'db', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' }, relations: [{ kind: 'encrypted-by', uid: kms }, { kind: 'uses', uid: rotation }] });
  expect(resources[0]?.attributes).toEqual({
    secret_name: 'db', description: 'Orders', created_at: '2026-01-02T03:04:05.000Z', last_accessed_on: '2026-01-07', last_changed_at: '2026-01-05T03:04:05.000Z', deleted_at: null, rotation_enabled: true, rotation_function_uid: rotation, rotation_days: 30,
    last_rotated_at: '2026-01-06T03:04:05.000Z', kms_key_uid: kms, owning_service: null, primary_region: 'us-east-1', is_replica: false, partner: null,
  });
  expect(resources[1]).toMatchObject({
    attributes: { deleted_at: '2026-01-08T03:04:05.000Z', owning_service: 'rds', is_replica: true, partner: 'partner', last_accessed_on: null },
    relations: [{ kind: 'encrypted-by', uid: `arn:aws:kms:us-east-1:${account}:alias/copies` }, { kind: 'created-from', uid: secret('copy-AbCdEf', 'eu-west-1') }],
  });
  expect(resources[2]).toMatchObject({ uid: secret('bare'), createdAt: null, relations: [], attributes: { created_at: null, kms_key_uid: null, rotation_enabled: false, primary_region: null, is_replica: false } });
  expect(under.aws.stats.byOperation).toEqual({ 'secretsmanager.ListSecrets': 2 });
});

it('asks one call of a region without a secret, and says where it may not', async () => {
  expect(await under.collect('aws:secretsmanager:secret', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'secretsmanager' }]);
  expect(await under.collect('aws:secretsmanager:secret')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'secretsmanager:ListSecrets' } } } });
});
