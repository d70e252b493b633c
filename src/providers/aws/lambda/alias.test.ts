import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { functionArn, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const functions = ['orders', 'bare', 'gone'].map((name) => ({ FunctionName: name, FunctionArn: functionArn(name) }));
const aliases = [
  { AliasArn: functionArn('orders:live'), Name: 'live', FunctionVersion: '7', Description: 'in use', RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } },
  ...Array.from({ length: 60 }, (_, n) => ({ AliasArn: functionArn(`orders:a${n}`), Name: `a${n}`, FunctionVersion: '1', Description: '' })),
];
const answers: Record<string, Answerer> = {
  'lambda.ListFunctions': inPages('Functions', functions),
  'lambda.ListAliases': (input, asked) => (input['FunctionName'] === 'gone' ? noSuch()(input, asked) : input['FunctionName'] === 'orders' ? inPages('Aliases', aliases)(input, asked) : {}),
};

it('reads the aliases of each function; one that is deleted meanwhile has none', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:lambda:alias');
  expect([resources.length, end]).toEqual([61, { result: { status: 'complete', isListed: true }, calls: 1 + 4, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: functionArn('orders:live'), name: 'orders:live', attributes: { alias_name: 'live', function_version: '7', description: 'in use', additional_version_weights: { 8: 0.1 } }, relations: [{ kind: 'owned-by', uid: functionArn('orders') }],
  });
  expect(resources[1]?.attributes).toMatchObject({ description: null, additional_version_weights: {} });
});

it('lets no alias look gone where one function cannot be asked', async () => {
  await using under = await withAnswers(answers);
  under.aws.setFaults([{ kind: 'deny', operation: 'ListAliases', times: 1 }]);
  expect((await under.collect('aws:lambda:alias')).end.result).toMatchObject({ isListed: false, error: { permission: 'lambda:ListAliases' } });
});

it('lists the functions once for all types that are about them', async () => {
  await using under = await withAnswers(answers);
  const collector = under.collector();
  await Promise.all(['function', 'alias', 'function-url-config'].map((type) => under.collect(`aws:lambda:${type}`, 'us-east-1', { collector, depth: 'listed' })));
  expect(under.aws.stats.byOperation['lambda.ListFunctions']).toBe(1);
});
