import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { hashId } from '../../../platform/ids.ts';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const definition = (name: string): string => arnOf('ecs', `task-definition/${name}`);
const app = {
  name: 'app', image: 'nginx', privileged: true, readonlyRootFilesystem: true, user: '1000', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/app', 'awslogs-region': 'eu-west-1' } },
  environment: [{ name: 'STAGE', value: 'prod' }, { name: 'API_KEY', value: 'hunter2-secret' }], secrets: [{ name: 'A', valueFrom: `${arnOf('secretsmanager', 'secret:db-AbCdEf')}:password::` }, { name: 'B', valueFrom: '/app/b' }],
};
const rich = {
  networkMode: 'host', requiresCompatibilities: ['FARGATE', 'EC2'], cpu: '256', memory: '512', taskRoleArn: 'taskRole', executionRoleArn: 'arn:aws:iam::123456789012:role/exec', registeredAt: new Date('2025-01-02T03:04:05Z'),
  containerDefinitions: [app, { name: 'aside', image: 'envoy' }], volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
};
const arns = ['app:9', 'app:10', 'bare:1', ...Array.from({ length: 150 }, (_, n) => `app:${n + 11}`)].map(definition);
const answers: Record<string, Answerer> = {
  'ecs.ListTaskDefinitions': inPages('taskDefinitionArns', arns, 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' }),
  'ecs.DescribeTaskDefinition': ({ taskDefinition }) => ({ taskDefinition: { taskDefinitionArn: taskDefinition, ...(String(taskDefinition).includes('/app:') ? rich : {}) }, tags: [{ key: 'team', value: 'web' }] }),
};

it('reads the latest revision of each family, and of its variables only the names', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:ecs:task-definition');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 4, throttled: 0 });
  expect(resources.map(({ uid }) => uid)).toEqual([definition('app:160'), definition('bare:1')]);
  expect(resources[0]).toMatchObject({
    name: 'app:160', tags: { team: 'web' },
    attributes: {
      family: 'app', revision: 160, registered_at: '2025-01-02T03:04:05.000Z', network_mode: 'host', requires_compatibilities: ['EC2', 'FARGATE'],
      containers: [{ name: 'app', image: 'nginx', privileged: true, readonly_root: true, user: '1000', log_driver: 'awslogs', environment_names: ['API_KEY', 'STAGE'], secret_environment_names: ['API_KEY'] }, { name: 'aside', privileged: false, readonly_root: false }],
    },
    relations: [
      { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/taskRole' }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/exec' }, { kind: 'uses', uid: arnOf('secretsmanager', 'secret:db-AbCdEf') }, { kind: 'uses', uid: arnOf('ssm', 'parameter/app/b') },
      { kind: 'uses', uid: arnOf('elasticfilesystem', 'file-system/fs-1') }, { kind: 'logs-to', uid: 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/app' },
    ],
  });
  expect(JSON.stringify(resources)).not.toContain('hunter2');
  expect(resources[1]).toMatchObject({ attributes: { network_mode: 'bridge', containers: [], secret_uids: [] }, relations: [] });
});

it('reads a revision once, as none ever changes', async () => {
  await using under = await withAnswers(answers);
  const { resources } = await under.collect('aws:ecs:task-definition');
  const known = new Map(resources.map((one) => [hashId(one.uid), one]));
  under.aws.resetStats();
  const again = await under.collect('aws:ecs:task-definition', 'us-east-1', { known });
  expect([again.resources, under.aws.stats.byOperation]).toEqual([resources, { 'ecs.ListTaskDefinitions': 2 }]);
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeTaskDefinition' }]);
  expect(await under.collect('aws:ecs:task-definition')).toMatchObject({ resources: [{ attributes: { revision: 160, network_mode: null, containers: null } }, {}], end: { result: { status: 'partial', isListed: true } } });
});
