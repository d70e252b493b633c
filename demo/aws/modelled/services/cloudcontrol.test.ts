import { expect, it } from 'vitest';
import { startAwsUnderTest, testAccount } from '../../../../test/collect-aws.ts';
import { defaultGenericTypes } from '../../../../src/providers/aws/generic/types.ts';
import { awsResourceTypes, awsTypesWith } from '../../../../src/providers/index.ts';

/** Of services whose things the generic types read. */
const isGeneric = /^arn:aws:(acm|sqs|wafv2|ecr|secretsmanager|elasticfilesystem|dynamodb|sns|states):|^arn:aws:logs:[^:]*:[^:]*:log-group:/;

it('has each certificate, queue, log group, secret, repository and web ACL that another thing of the estate points to', async () => {
  await using under = await startAwsUnderTest({ resources: 600, seed: 7, regions: ['us-east-1', 'eu-west-1'], accounts: [testAccount] });
  const collector = under.collector({ genericTypes: ['default'] });
  const collect = async (type: string) => (await under.collect(type, 'us-east-1', { collector })).resources;
  const units = (await Promise.all([...awsResourceTypes.keys()].map(collect))).flat();
  const generic = await Promise.all([...awsTypesWith(['default']).keys()].slice(awsResourceTypes.size).map(collect));
  expect(generic.filter((found) => found.length > 0)).toHaveLength(defaultGenericTypes.length);
  const known = new Set([...units, ...generic.flat()].map(({ uid }) => uid));
  const wanted = [...new Set(units.flatMap(({ relations }) => relations.map(({ uid }) => uid)))].filter((uid) => isGeneric.test(uid));
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((uid) => !known.has(uid))).toEqual([]);
  const back = generic.flat().flatMap(({ relations }) => relations.map(({ uid }) => uid));
  expect(back.filter((uid) => !known.has(uid))).toEqual([]);
  expect(JSON.stringify(generic)).not.toContain('hunter2');
});
