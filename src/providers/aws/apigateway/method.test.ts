import { expect, it } from 'vitest';
import { functionArn, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const invocation = (name: string): string => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
const apis = { 'apigateway.GetRestApis': () => ({ items: [{ id: 'a1', name: 'orders', endpointConfiguration: { types: ['PRIVATE'] } }, { id: 'a2', name: 'empty' }] }) };

it('reads who may call each method and what answers it', async () => {
  const integration = (uri: string, parts: object = {}) => ({ type: 'AWS_PROXY', uri, ...parts });
  const resourceMethods = {
    GET: { authorizationType: 'CUSTOM', authorizerId: 'z1', apiKeyRequired: true, methodIntegration: integration(invocation('orders:live'), { credentials: 'arn:aws:iam::123456789012:role/call', connectionType: 'VPC_LINK', connectionId: 'l1' }) },
    POST: { authorizationType: 'NONE', methodIntegration: integration(invocation('${stageVariables.fn}'), { credentials: 'arn:aws:iam::*:user/*' }) },
    PUT: {},
  };
  await using under = await withAnswers({ ...apis, 'apigateway.GetResources': ({ restApiId }) => ({ items: restApiId === 'a1' ? [{ id: 'r1', path: '/orders', resourceMethods }] : [] }) });
  const { resources, end } = await under.collect('aws:apigateway:method');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 3, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: gateway('restapis/a1/resources/r1/methods/GET'), name: 'orders GET /orders', attributes: { authorization_type: 'CUSTOM', api_key_required: true, is_private_api: true, integration_type: 'AWS_PROXY', vpc_link_id: 'l1' },
      relations: [{ kind: 'member-of', uid: gateway('restapis/a1/resources/r1') }, { kind: 'uses', uid: gateway('restapis/a1/authorizers/z1') }, { kind: 'routes-to', uid: functionArn('orders') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/call' }],
    },
    { attributes: { authorization_type: 'NONE', api_key_required: false, function_uid: null, role_arn: null }, relations: [{ kind: 'member-of' }] },
    { attributes: { authorization_type: null, integration_type: null, integration_uri: null } },
  ]);
});
