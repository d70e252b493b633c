import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

it('reads the instances of each cluster, a hundred a call; one outside of EC2 is no instance', async () => {
  const arns = ['a', 'b', ...Array.from({ length: 110 }, (_, n) => `c${n}`)].map((id) => arnOf('ecs', `container-instance/main/${id}`));
  await using under = await withAnswers({
    'ecs.ListClusters': () => ({ clusterArns: [arnOf('ecs', 'cluster/main')] }),
    'ecs.ListContainerInstances': inPages('containerInstanceArns', arns, 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' }),
    'ecs.DescribeContainerInstances': ({ containerInstances }) => ({
      containerInstances: (containerInstances as string[]).map((containerInstanceArn) => ({
        containerInstanceArn, ec2InstanceId: containerInstanceArn.endsWith('/b') ? 'mi-1' : 'i-1',
        ...(containerInstanceArn.endsWith('/a') ? { status: 'ACTIVE', agentConnected: true, versionInfo: { agentVersion: '1.90.0' }, registeredAt: new Date('2025-01-02T03:04:05Z'), tags: [{ key: 'a', value: 'b' }] } : {}),
      })),
    }),
  });
  const { resources, end } = await under.collect('aws:ecs:container-instance');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 5, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: arnOf('ecs', 'container-instance/main/a'), name: 'i-1', createdAt: '2025-01-02T03:04:05.000Z', tags: { a: 'b' }, attributes: { container_instance_id: 'a', status: 'ACTIVE', agent_connected: true, agent_version: '1.90.0' },
    relations: [{ kind: 'member-of', uid: arnOf('ecs', 'cluster/main') }, { kind: 'attached-to', uid: arnOf('ec2', 'instance/i-1') }],
  });
  expect(resources[1]).toMatchObject({ name: 'mi-1', attributes: { instance_uid: null, agent_connected: false, agent_version: null }, relations: [{ kind: 'member-of' }] });
});
