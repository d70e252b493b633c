import { instanceId } from '../../generate/facts.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { clusterArn, clusterCount, clusterName, clusterOf, containerInstanceArn, definitionArn, familyOf, isEmptyCluster, networkOfService, serviceName, servicesPerCluster, servingInstances, taskId } from './ecs-names.ts';
import { balancerCount, groupArn, typeOf } from './elb-estate.ts';
import { roleArnAt } from './iam-names.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const names = { size: 'maxResults', token: 'nextToken', next: 'nextToken' } as const;
const lastNumber = (name: unknown): number => Number(/(\d+)$/.exec(String(name))?.[1] ?? 0);
const servicesIn = (place: Place, cluster: number): number[] => (isEmptyCluster(place.plan, place.region, cluster) ? [] : numbers(servicesPerCluster));
const serviceArn = (place: Place, cluster: number, service: number): string => place.arn('ecs', `service/${clusterName(cluster)}/${serviceName(place, cluster, service)}`);
const tags = (number: number): Fields[] => (number % 4 === 3 ? [] : [{ key: 'team', value: 'platform' }, { key: 'env', value: 'prod' }]);
const desired = (service: number): number => (service % 6 === 5 ? 0 : 2);

/** Every fourth service is reached through a load balancer of its region, as far as there are any. */
function balancedBy(place: Place, service: number): Fields {
  const groups = numbers(balancerCount(place)).filter((number) => typeOf(number) === 'application');
  return service % 4 !== 1 || groups.length === 0 ? {} : { loadBalancers: [{ targetGroupArn: groupArn(place, groups[service % groups.length] ?? 0), containerName: 'app', containerPort: 8080 }], deploymentController: { type: 'ECS' } };
}

function describeService(place: Place, cluster: number, service: number): Fields {
  const { subnetId, securityGroup } = networkOfService(place, cluster, service);
  return {
    serviceArn: serviceArn(place, cluster, service), serviceName: serviceName(place, cluster, service), clusterArn: clusterArn(place, cluster), status: 'ACTIVE', desiredCount: desired(service), runningCount: desired(service), launchType: service % 3 === 0 ? 'EC2' : 'FARGATE',
    schedulingStrategy: 'REPLICA', taskDefinition: definitionArn(place, cluster, service), createdAt: new Date(timeAgo(place.plan, 200 + service)), tags: tags(service), enableExecuteCommand: service % 8 === 7, ...balancedBy(place, service),
    networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId], securityGroups: [securityGroup], assignPublicIp: service % 5 === 4 ? 'ENABLED' : 'DISABLED' } },
  };
}

interface TaskNumber { cluster: number; service: number; task: number }
const tasksIn = (place: Place, cluster: number): TaskNumber[] => servicesIn(place, cluster).flatMap((service) => numbers(desired(service)).map((task) => ({ cluster, service, task })));
const taskArn = (place: Place, { cluster, service, task }: TaskNumber): string => place.arn('ecs', `task/${clusterName(cluster)}/${taskId(place, cluster, service, task)}`);

function describeTask(place: Place, number: TaskNumber): Fields {
  const { cluster, service, task } = number;
  const isOnInstance = cluster === 0 && service % 3 === 0 && servingInstances(place.plan, place.region) > 0;
  const { subnetId, availabilityZone } = networkOfService(place, cluster, service);
  const startedAt = new Date(timeAgo(place.plan, 3 + service));
  return {
    taskArn: taskArn(place, number), clusterArn: clusterArn(place, cluster), taskDefinitionArn: definitionArn(place, cluster, service), group: `service:${serviceName(place, cluster, service)}`, lastStatus: 'RUNNING', desiredStatus: 'RUNNING',
    launchType: service % 3 === 0 ? 'EC2' : 'FARGATE', cpu: '256', memory: '512', availabilityZone, createdAt: startedAt, startedAt, startedBy: 'ecs-svc/1', containers: [{ name: 'app', image: 'nginx:latest' }],
    ...(isOnInstance ? { containerInstanceArn: containerInstanceArn(place, (service + task) % servingInstances(place.plan, place.region)) } : {}),
    attachments: [{ type: 'ElasticNetworkInterface', details: [{ name: 'subnetId', value: subnetId }, { name: 'networkInterfaceId', value: hexId('eni', place.plan.seed, 745 + place.region, cluster * 10_000 + service * 100 + task) }] }],
  };
}

function describeDefinition(place: Place, cluster: number, service: number): Fields {
  const environment = [{ name: 'STAGE', value: 'prod' }, ...(service % 9 === 2 ? [{ name: 'DATABASE_URL', value: 'postgres://app:example-password@db/orders' }] : [])];
  const app = {
    name: 'app', image: service % 2 === 0 ? `${place.account}.dkr.ecr.${place.regionName}.amazonaws.com/app@sha256:${'a'.repeat(64)}` : 'nginx:latest', privileged: service % 12 === 11, readonlyRootFilesystem: service % 3 !== 0, environment, essential: true,
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/ecs/${familyOf(place, cluster, service)}`, 'awslogs-region': place.regionName } }, secrets: [{ name: 'KEY', valueFrom: place.arn('secretsmanager', 'secret:app-key-AbCdEf') }],
  };
  return {
    taskDefinition: {
      taskDefinitionArn: definitionArn(place, cluster, service), family: familyOf(place, cluster, service), revision: 3 + (service % 5), status: 'ACTIVE', networkMode: service % 10 === 9 ? 'host' : 'awsvpc', requiresCompatibilities: [service % 3 === 0 ? 'EC2' : 'FARGATE'],
      cpu: '256', memory: '512', taskRoleArn: roleArnAt(place.plan, service), executionRoleArn: roleArnAt(place.plan, service + 1), registeredAt: new Date(timeAgo(place.plan, 20 + service)), containerDefinitions: [app], volumes: [],
    },
    tags: tags(service),
  };
}

/** The definition that an ARN names; older revisions are never asked for. */
function definitionNumber(place: Place, arn: unknown): [cluster: number, service: number] {
  const cluster = Number(/\/apps-(\d+)-/.exec(String(arn))?.[1] ?? 0);
  return [cluster, Number(/-svc-(\d+):/.exec(String(arn))?.[1] ?? 0)];
}

export const ecsServices: Readonly<Record<string, PlacedAnswerer>> = {
  'ecs.ListClusters': (input, place, asked) => pageOfFields(numbers(clusterCount(place.plan, place.region)).map((cluster) => clusterArn(place, cluster)), input, { ...names, list: 'clusterArns' }, asked),
  'ecs.DescribeClusters': ({ clusters }, place) => ({
    clusters: (clusters as string[]).map(clusterOf).map((cluster) => ({ clusterArn: clusterArn(place, cluster), clusterName: clusterName(cluster), status: 'ACTIVE', settings: [{ name: 'containerInsights', value: cluster % 2 === 0 ? 'enabled' : 'disabled' }], capacityProviders: ['FARGATE'], tags: tags(cluster) })),
  }),
  'ecs.ListServices': (input, place, asked) => pageOfFields(servicesIn(place, clusterOf(input['cluster'])).map((service) => serviceArn(place, clusterOf(input['cluster']), service)), input, { ...names, list: 'serviceArns', standard: 10 }, asked),
  'ecs.DescribeServices': ({ cluster, services }, place) => ({ services: (services as string[]).map((arn) => describeService(place, clusterOf(cluster), lastNumber(arn))) }),
  'ecs.ListTasks': (input, place, asked) => pageOfFields(tasksIn(place, clusterOf(input['cluster'])).map((task) => taskArn(place, task)), input, { ...names, list: 'taskArns' }, asked),
  'ecs.DescribeTasks': ({ cluster, tasks }, place) => {
    const byArn = new Map(tasksIn(place, clusterOf(cluster)).map((task) => [taskArn(place, task), task]));
    return { tasks: (tasks as string[]).flatMap((arn) => byArn.get(arn) ?? []).map((task) => describeTask(place, task)) };
  },
  'ecs.ListTaskDefinitions': (input, place, asked) => {
    const arns = numbers(clusterCount(place.plan, place.region)).flatMap((cluster) => servicesIn(place, cluster).flatMap((service) => {
      const latest = definitionArn(place, cluster, service);
      return [latest.replace(/:\d+$/, ':1'), latest];
    }));
    return pageOfFields(arns, input, { ...names, list: 'taskDefinitionArns' }, asked);
  },
  'ecs.DescribeTaskDefinition': ({ taskDefinition }, place) => describeDefinition(place, ...definitionNumber(place, taskDefinition)),
  'ecs.ListContainerInstances': (input, place, asked) =>
    pageOfFields(clusterOf(input['cluster']) === 0 ? numbers(servingInstances(place.plan, place.region)).map((local) => containerInstanceArn(place, local)) : [], input, { ...names, list: 'containerInstanceArns' }, asked),
  'ecs.DescribeContainerInstances': ({ containerInstances }, place) => ({
    containerInstances: numbers(servingInstances(place.plan, place.region)).filter((local) => (containerInstances as string[]).includes(containerInstanceArn(place, local))).map((local) => ({
      containerInstanceArn: containerInstanceArn(place, local), ec2InstanceId: instanceId(place.plan, place.plan.cuts.instances[place.region]! + local), status: 'ACTIVE', agentConnected: true, versionInfo: { agentVersion: '1.90.0', dockerVersion: 'DockerVersion: 25.0.8' },
      registeredAt: new Date(timeAgo(place.plan, 40 + local)), tags: [],
    })),
  }),
};
