import { expect, it } from 'vitest';
import { inPages, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const names = { size: 'limit', token: 'position', next: 'position' };
const apis = { 'apigateway.GetRestApis': () => ({ items: [{ id: 'a1', name: 'orders', endpointConfiguration: { types: ['PRIVATE'] } }, { id: 'a2', name: 'empty' }] }) };

it('reads the paths of each API, and asks once for paths and methods', async () => {
  const resources = [{ id: 'r0', path: '/' }, { id: 'r1', parentId: 'r0', path: '/orders', resourceMethods: { POST: {}, GET: { authorizationType: 'NONE' } } }, ...Array.from({ length: 600 }, (_, n) => ({ id: `x${n}`, path: `/x${n}` }))];
  await using under = await withAnswers({ ...apis, 'apigateway.GetResources': (input, asked) => (input['restApiId'] === 'a1' ? inPages('items', resources, 500, names)(input, asked) : {}) });
  const collector = under.collector();
  const { resources: found, end } = await under.collect('aws:apigateway:resource', 'us-east-1', { collector });
  expect([found.length, end]).toEqual([602, { result: { status: 'complete', isListed: true }, calls: 4, throttled: 0 }]);
  expect(found[0]).toMatchObject({ uid: gateway('restapis/a1/resources/r0'), name: 'orders /', attributes: { parent_uid: null, http_methods: [] }, relations: [{ kind: 'member-of', uid: gateway('restapis/a1') }] });
  expect(found[1]).toMatchObject({ attributes: { path: '/orders', http_methods: ['GET', 'POST'] }, relations: [{ kind: 'member-of', uid: gateway('restapis/a1') }, { kind: 'owned-by', uid: gateway('restapis/a1/resources/r0') }] });
  expect((await under.collect('aws:apigateway:method', 'us-east-1', { collector })).end.calls).toBe(0);
});
