import { expect, it } from 'vitest';
import { arnOf, functionArn, inPages, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const names = { size: 'limit', token: 'position', next: 'position' };
const invocation = (name: string): string => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
const apis = { 'apigateway.GetRestApis': () => ({ items: [{ id: 'a1', name: 'orders', endpointConfiguration: { types: ['PRIVATE'] } }, { id: 'a2', name: 'empty' }] }) };

it('reads how each API finds out who calls', async () => {
  const authorizers = [
    { id: 'z1', name: 'tokens', type: 'TOKEN', authorizerUri: invocation('check'), authorizerCredentials: 'arn:aws:iam::123456789012:role/call', identitySource: 'method.request.header.Authorization', authorizerResultTtlInSeconds: 300 },
    { id: 'z2', name: 'pool', type: 'COGNITO_USER_POOLS', providerARNs: [arnOf('cognito-idp', 'userpool/b'), arnOf('cognito-idp', 'userpool/a')] },
    ...Array.from({ length: 600 }, (_, n) => ({ id: `x${n}` })),
  ];
  await using under = await withAnswers({ ...apis, 'apigateway.GetAuthorizers': (input, asked) => (input['restApiId'] === 'a1' ? inPages('items', authorizers, 500, names)(input, asked) : {}) });
  const { resources, end } = await under.collect('aws:apigateway:authorizer');
  expect([resources.length, end]).toEqual([602, { result: { status: 'complete', isListed: true }, calls: 4, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: gateway('restapis/a1/authorizers/z1'), name: 'orders · tokens', attributes: { authorizer_type: 'TOKEN', result_ttl_seconds: 300 },
    relations: [{ kind: 'member-of', uid: gateway('restapis/a1') }, { kind: 'uses', uid: functionArn('check') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/call' }],
  });
  expect(resources[1]).toMatchObject({ attributes: { function_uid: null, user_pool_uids: [arnOf('cognito-idp', 'userpool/a'), arnOf('cognito-idp', 'userpool/b')], identity_source: null } });
});
