import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const names = { size: 'limit', token: 'position', next: 'position' };

it('reads each API, five hundred a call', async () => {
  const rich = {
    id: 'a1', name: 'orders', description: 'all', createdDate: new Date('2025-01-02T03:04:05Z'), endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ['vpce-1'] }, disableExecuteApiEndpoint: true, apiKeySource: 'HEADER', minimumCompressionSize: 1024, tags: { team: 'web' },
    policy: '{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"execute-api:Invoke\\",\\"Resource\\":\\"execute-api:\\/*\\"}]}',
  };
  await using under = await withAnswers({ 'apigateway.GetRestApis': inPages('items', [rich, { id: 'a2' }, ...Array.from({ length: 600 }, (_, n) => ({ id: `x${n}` }))], 500, names) });
  const { resources, end } = await under.collect('aws:apigateway:rest-api');
  expect([resources.length, end]).toEqual([602, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: gateway('restapis/a1'), name: 'orders', createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, relations: [{ kind: 'uses', uid: arnOf('ec2', 'vpc-endpoint/vpce-1') }],
    attributes: { endpoint_types: ['PRIVATE'], disables_execute_api_endpoint: true, minimum_compression_bytes: 1024, policy: { Statement: [{ Principal: '*', Resource: 'execute-api:/*' }] } },
  });
  expect(resources[1]).toMatchObject({ name: 'a2', tags: {}, attributes: { endpoint_types: [], policy: null, disables_execute_api_endpoint: false }, relations: [] });
});
