import { expect, it } from 'vitest';
import { ec2, nothingInOneCall, startAnswered } from './test-answered.ts';

it('reads each key pair under its name, as instances know it', async () => {
  const pairs = [{ KeyName: 'ops key', KeyPairId: 'key-1', KeyType: 'ed25519', KeyFingerprint: 'ab:cd', CreateTime: new Date('2026-01-02T03:04:05Z'), Tags: [{ Key: 'team', Value: 'ops' }] }, { KeyName: 'bare' }];
  await using under = await startAnswered({ 'ec2.DescribeKeyPairs': (_, { region }) => ({ KeyPairs: region === 'us-east-1' ? pairs : [] }) });
  const { resources, end } = await under.collect('aws:ec2:key-pair');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    { uid: ec2('key-pair/ops key'), name: 'ops key', createdAt: '2026-01-02T03:04:05.000Z', tags: { team: 'ops' }, relations: [], attributes: { key_name: 'ops key', key_pair_id: 'key-1', key_type: 'ed25519', fingerprint: 'ab:cd', created_at: '2026-01-02T03:04:05.000Z' } },
    { uid: ec2('key-pair/bare'), attributes: { key_pair_id: null, key_type: null, fingerprint: null, created_at: null } },
  ]);
  expect(await under.collect('aws:ec2:key-pair', 'eu-west-1')).toEqual(nothingInOneCall);
});
