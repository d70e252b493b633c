import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const arns = ['rich', 'bare', ...Array.from({ length: 150 }, (_, n) => `t${n}`)].map((id) => arnOf('ecs', `task/main/${id}`));
const at = new Date('2025-01-02T03:04:05Z');
const rich = {
  taskDefinitionArn: arnOf('ecs', 'task-definition/app:3'), group: 'service:orders', containerInstanceArn: arnOf('ecs', 'container-instance/main/ci'), launchType: 'EC2', lastStatus: 'RUNNING', cpu: '256', memory: '512', createdAt: at, startedAt: at, tags: [{ key: 'a', value: 'b' }],
  containers: [{ image: 'nginx' }, { image: 'envoy' }], attachments: [{ type: 'eni', details: [{ name: 'subnetId', value: 'subnet-1' }, { name: 'networkInterfaceId', value: 'eni-1' }, { name: 'macAddress', value: 'x' }] }], enableExecuteCommand: true,
};

it('reads the running tasks of each cluster, a hundred a call, and what each belongs to', async () => {
  await using under = await withAnswers({
    'ecs.ListClusters': () => ({ clusterArns: [arnOf('ecs', 'cluster/main')] }),
    'ecs.ListTasks': inPages('taskArns', arns, 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' }),
    'ecs.DescribeTasks': ({ tasks, cluster }) => ({ tasks: (tasks as string[]).map((taskArn) => ({ taskArn, ...(taskArn.endsWith('/rich') ? { clusterArn: cluster, ...rich } : {}) })) }),
  });
  const { resources, end } = await under.collect('aws:ecs:task');
  expect([resources.length, end]).toEqual([152, { result: { status: 'complete', isListed: true }, calls: 5, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: arnOf('ecs', 'task/main/rich'), name: 'rich', createdAt: '2025-01-02T03:04:05.000Z', tags: { a: 'b' }, attributes: { service_uid: arnOf('ecs', 'service/main/orders'), cpu_units: 256, memory_mib: 512, images: ['envoy', 'nginx'], last_status: 'RUNNING' },
    relations: [
      { kind: 'member-of', uid: arnOf('ecs', 'cluster/main') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-1') }, { kind: 'created-from', uid: arnOf('ecs', 'task-definition/app:3') },
      { kind: 'managed-by', uid: arnOf('ecs', 'service/main/orders') }, { kind: 'attached-to', uid: arnOf('ecs', 'container-instance/main/ci') }, { kind: 'uses', uid: arnOf('ec2', 'network-interface/eni-1') },
    ],
  });
  expect(resources[1]).toMatchObject({ name: 'bare', attributes: { service_uid: null, cpu_units: null, images: [], exec_enabled: false }, relations: [] });
});
