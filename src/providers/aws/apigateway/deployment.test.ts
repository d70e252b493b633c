import { expect, it } from 'vitest';
import { inPages, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const names = { size: 'limit', token: 'position', next: 'position' };
const apis = { 'apigateway.GetRestApis': () => ({ items: [{ id: 'a1', name: 'orders', endpointConfiguration: { types: ['PRIVATE'] } }, { id: 'a2', name: 'empty' }] }) };

it('reads the deployments of each API, five hundred a call', async () => {
  const deployments = [{ id: 'd1', description: 'first', createdDate: new Date('2025-01-02T03:04:05Z') }, ...Array.from({ length: 600 }, (_, n) => ({ id: `x${n}`, description: '' }))];
  await using under = await withAnswers({ ...apis, 'apigateway.GetDeployments': (input, asked) => (input['restApiId'] === 'a1' ? inPages('items', deployments, 500, names)(input, asked) : {}) });
  const { resources, end } = await under.collect('aws:apigateway:deployment');
  expect([resources.length, end]).toEqual([601, { result: { status: 'complete', isListed: true }, calls: 4, throttled: 0 }]);
  expect(resources[0]).toMatchObject({ uid: gateway('restapis/a1/deployments/d1'), name: 'orders · d1', createdAt: '2025-01-02T03:04:05.000Z', attributes: { description: 'first' }, relations: [{ kind: 'created-from', uid: gateway('restapis/a1') }] });
  expect(resources[1]).toMatchObject({ createdAt: null, attributes: { description: null, created_at: null } });
});
