import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const names = { size: 'maxResults', token: 'nextToken', next: 'nextToken' };
const arns = ['rich', 'bare', ...Array.from({ length: 110 }, (_, n) => `c${n}`)].map((name) => arnOf('ecs', `cluster/${name}`));

it('reads each cluster, a hundred a call', async () => {
  await using under = await withAnswers({
    'ecs.ListClusters': inPages('clusterArns', arns, 100, names),
    'ecs.DescribeClusters': ({ clusters }) => ({
      clusters: (clusters as string[]).map((clusterArn) => ({
        clusterArn, clusterName: clusterArn.split('/')[1],
        ...(clusterArn.endsWith('/rich')
          ? { status: 'ACTIVE', settings: [{ name: 'containerInsights', value: 'enhanced' }], capacityProviders: ['FARGATE_SPOT', 'FARGATE'], tags: [{ key: 'team', value: 'web' }], configuration: { executeCommandConfiguration: { logging: 'OVERRIDE', kmsKeyId: 'k1' } }, serviceConnectDefaults: { namespace: arnOf('servicediscovery', 'namespace/ns-1') } }
          : {}),
      })),
    }),
  });
  const { resources, end } = await under.collect('aws:ecs:cluster');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 4, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: arnOf('ecs', 'cluster/rich'), name: 'rich', tags: { team: 'web' }, attributes: { status: 'ACTIVE', container_insights: 'enhanced', capacity_providers: ['FARGATE', 'FARGATE_SPOT'], exec_logging: 'OVERRIDE' },
    relations: [{ kind: 'encrypted-by', uid: arnOf('kms', 'key/k1') }, { kind: 'uses', uid: arnOf('servicediscovery', 'namespace/ns-1') }],
  });
  expect(resources[1]).toMatchObject({ tags: {}, attributes: { status: null, container_insights: null, capacity_providers: [] }, relations: [] });
  expect(await under.collect('aws:ecs:cluster', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
