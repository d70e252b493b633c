import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Refusal } from '../../../../demo/aws/answer.ts';
import { aBucket, anEstate } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

const statement = (parts: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: '*', ...parts }] });
const policies: Record<string, string> = {
  open: statement({ Principal: '*' }),
  narrowed: statement({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
  partner: statement({ Principal: { AWS: ['arn:aws:iam::222222222222:role/b', 'arn:aws:iam::222222222222:role/a'], Service: 'cloudtrail.amazonaws.com' } }),
  broken: '{"Statement":',
  huge: JSON.stringify({ Statement: Array.from({ length: 20_000 }, (_, n) => ({ Effect: 'Deny', Principal: '*', Action: `s3:${'x'.repeat(100)}${n}` })) }),
};
let under: AwsUnderTest;
beforeAll(async () => {
  const buckets = [...Object.keys(policies), 'bare'].map((name) => aBucket({ name, region: name === 'open' ? 'eu-west-1' : 'us-east-1' }));
  under = await startAwsUnderTest({
    estate: anEstate({ buckets }),
    answers: {
      's3.GetBucketPolicy': ({ Bucket }) => {
        const Policy = policies[String(Bucket)];
        if (Policy === undefined) throw new Refusal(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist');
        return { Policy };
      },
    },
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});

it('reads the policy of each bucket that has one, and whom it lets in', async () => {
  const { resources, end } = await under.collect('aws:s3:bucket-policy');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 7, throttled: 0 });
  const of = Object.fromEntries(resources.map((one) => [one.name.split(' ')[0], one]));
  expect(Object.keys(of).sort()).toEqual(Object.keys(policies).sort());
  expect(of['open']).toMatchObject({
    uid: 'arn:aws:s3:::open/policy', region: 'eu-west-1', relations: [{ kind: 'attached-to', uid: 'arn:aws:s3:::open' }],
    attributes: { bucket_uid: 'arn:aws:s3:::open', principals: ['*'], is_open_to_anybody: true, policy: { Statement: [{ Action: ['s3:GetObject', 's3:PutObject'] }] } },
  });
  expect(of['narrowed']?.attributes).toMatchObject({ principals: ['*'], is_open_to_anybody: false });
  expect(of['partner']).toMatchObject({
    attributes: { principals: ['arn:aws:iam::222222222222:role/a', 'arn:aws:iam::222222222222:role/b', 'cloudtrail.amazonaws.com'], is_open_to_anybody: false },
    relations: [{ kind: 'attached-to' }, { kind: 'grants', uid: 'arn:aws:iam::222222222222:role/a' }, { kind: 'grants', uid: 'arn:aws:iam::222222222222:role/b' }],
  });
  expect(of['broken']?.attributes).toMatchObject({ policy: '{"Statement":', principals: [], is_open_to_anybody: false });
  expect((of['huge']!.attributes['policy'] as { Statement: unknown[] }).Statement).toHaveLength(20_000);
});

it('lets no policy look gone that could not be read', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'GetBucketPolicy', region: 'eu-west-1' }]);
  const { resources, end } = await under.collect('aws:s3:bucket-policy');
  expect(end.result).toMatchObject({ status: 'partial', isListed: false, error: { permission: 's3:GetBucketPolicy' } });
  expect(resources).toHaveLength(4);
});
