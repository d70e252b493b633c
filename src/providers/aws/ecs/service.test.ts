import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const names = { size: 'maxResults', token: 'nextToken', next: 'nextToken' };
const cluster = (name: string): string => arnOf('ecs', `cluster/${name}`);
const arns = ['rich', 'bare', 'ended', ...Array.from({ length: 110 }, (_, n) => `s${n}`)].map((name) => arnOf('ecs', `service/main/${name}`));
const rich = {
  status: 'ACTIVE', desiredCount: 2, launchType: 'FARGATE', schedulingStrategy: 'REPLICA', platformVersion: 'LATEST', taskDefinition: arnOf('ecs', 'task-definition/app:3'), roleArn: 'ecsRole', createdAt: new Date('2025-01-02T03:04:05Z'),
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-b', 'subnet-a'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' } }, loadBalancers: [{ targetGroupArn: arnOf('elasticloadbalancing', 'targetgroup/app/1'), containerName: 'app', advancedConfiguration: { alternateTargetGroupArn: arnOf('elasticloadbalancing', 'targetgroup/app/2') } }],
  deploymentController: { type: 'ECS' },
  enableExecuteCommand: true, deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } }, tags: [{ key: 'team', value: 'web' }],
};
/** How others find some of them. */
const ways: Record<string, object> = {
  s1: { serviceRegistries: [{ registryArn: arnOf('servicediscovery', 'service/srv-1') }] }, s2: { deployments: [{}, { serviceConnectConfiguration: { enabled: true } }] }, s3: { deployments: [{ vpcLatticeConfigurations: [{ roleArn: 'r', targetGroupArn: 't', portName: 'p' }] }] },
  s4: { deployments: [{ serviceConnectConfiguration: { enabled: false }, vpcLatticeConfigurations: [] }], deploymentController: { type: 'CODE_DEPLOY' } },
};
const answers: Record<string, Answerer> = {
  'ecs.ListClusters': () => ({ clusterArns: [cluster('main'), cluster('gone'), cluster('empty')] }),
  'ecs.ListServices': (input, asked) => (input['cluster'] === cluster('gone') ? noSuch('ClusterNotFoundException')(input, asked) : input['cluster'] === cluster('main') ? inPages('serviceArns', arns, 100, names)(input, asked) : {}),
  'ecs.DescribeServices': (input) => ({
    services: (input['services'] as string[]).map((serviceArn) => {
      const serviceName = serviceArn.split('/')[2]!;
      return { serviceArn, serviceName, clusterArn: input['cluster'], ...ways[serviceName], ...(serviceName === 'rich' ? rich : { status: serviceName === 'ended' ? 'INACTIVE' : 'ACTIVE' }) };
    }),
  }),
};

it('reads the services of each cluster, ten a call', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:ecs:service');
  expect([resources.length, end.result]).toEqual([112, { status: 'complete', isListed: true }]);
  expect(under.aws.stats.byOperation).toEqual({ 'ecs.ListClusters': 1, 'ecs.ListServices': 4, 'ecs.DescribeServices': 12 });
  expect(resources.find(({ name }) => name === 'rich')).toMatchObject({
    uid: arnOf('ecs', 'service/main/rich'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, attributes: { desired_count: 2, launch_type: 'FARGATE', assigns_public_ip: true, exec_enabled: true, deployment_circuit_breaker: true, deployment_controller: 'ECS', is_discoverable: false },
    relations: [
      { kind: 'member-of', uid: cluster('main') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-a') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-b') },
      { kind: 'uses', uid: arnOf('ecs', 'task-definition/app:3') }, { kind: 'uses', uid: arnOf('ec2', 'security-group/sg-1') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/ecsRole' }, { kind: 'attached-to', uid: arnOf('elasticloadbalancing', 'targetgroup/app/1') },
      { kind: 'attached-to', uid: arnOf('elasticloadbalancing', 'targetgroup/app/2') },
    ],
  });
  expect(['s1', 's2', 's3', 's4'].map((wanted) => resources.find(({ name }) => name === wanted)?.attributes['is_discoverable'])).toEqual([true, true, true, false]);
  expect(resources.find(({ name }) => name === 's4')?.attributes).toMatchObject({ deployment_controller: 'CODE_DEPLOY' });
  expect(resources.find(({ name }) => name === 'bare')).toMatchObject({ tags: {}, attributes: { desired_count: 0, launch_type: null, subnet_uids: [], assigns_public_ip: false, exec_enabled: false }, relations: [{ kind: 'member-of', uid: cluster('main') }] });
});

it('lets no service look gone where one cluster cannot be read', async () => {
  await using under = await withAnswers(answers);
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeServices', times: 1 }]);
  expect((await under.collect('aws:ecs:service')).end.result).toMatchObject({ isListed: false, error: { permission: 'ecs:DescribeServices' } });
});
