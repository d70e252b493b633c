import type { Service } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { chunksOf } from '../read-each.ts';
import { inEachCluster, roleUid, tagsOfEcs } from './clusters.ts';

export const awsEcsService = defineAwsResource({
  id: 'aws:ecs:service',
  title: 'ECS service',
  plural: 'ECS services',
  nativeType: 'AWS::ECS::Service',
  locality: 'regional',
  permissions: ['ecs:ListClusters', 'ecs:ListServices', 'ecs:DescribeServices'],
  reads: 'Task definition, wanted number of tasks, network and load balancing of each service.',
  chain: 3,

  attributes: z.object({
    service_name: z.string(),
    cluster_uid: z.string().nullable(),
    status: z.string().nullable(),
    desired_count: z.int(),
    launch_type: z.string().nullable().describe('Null: by capacity provider'),
    capacity_providers: z.array(z.string()),
    scheduling_strategy: z.string().nullable(),
    platform_version: z.string().nullable(),
    task_definition_uid: z.string().nullable(),
    role_uid: z.string().nullable(),
    subnet_uids: z.array(z.string()),
    security_group_uids: z.array(z.string()),
    assigns_public_ip: z.boolean(),
    target_group_uids: z.array(z.string()).describe('Those that a deployment changes over to as well'),
    deployment_controller: z.string().nullable().describe('ECS, CODE_DEPLOY or EXTERNAL'),
    is_discoverable: z.boolean().describe('Others may find it by Cloud Map, Service Connect or VPC Lattice'),
    exec_enabled: z.boolean().describe('Commands can be run in its containers'),
    deployment_circuit_breaker: z.boolean(),
    created_at: z.string().nullable(),
  }),

  list: (context) => inEachCluster(context, (cluster) => servicesOf(cluster, context)),

  normalise: (service: Service, naming) => {
    const { arn } = naming;
    const network = service.networkConfiguration?.awsvpcConfiguration;
    return {
      uid: service.serviceArn ?? arn('ecs', `service/${service.serviceName ?? ''}`),
      name: service.serviceName ?? '',
      createdAt: service.createdAt,
      tags: tagsOfEcs(service.tags),
      attributes: {
        service_name: service.serviceName ?? '',
        cluster_uid: service.clusterArn ?? null,
        status: service.status ?? null,
        desired_count: service.desiredCount ?? 0,
        launch_type: service.launchType ?? null,
        capacity_providers: (service.capacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []).sort(),
        scheduling_strategy: service.schedulingStrategy ?? null,
        platform_version: service.platformVersion ?? null,
        task_definition_uid: service.taskDefinition ?? null,
        role_uid: roleUid(service.roleArn, naming),
        subnet_uids: (network?.subnets ?? []).map((id) => arn('ec2', `subnet/${id}`)).sort(),
        security_group_uids: (network?.securityGroups ?? []).map((id) => arn('ec2', `security-group/${id}`)).sort(),
        assigns_public_ip: network?.assignPublicIp === 'ENABLED',
        target_group_uids: [...new Set((service.loadBalancers ?? []).flatMap(({ targetGroupArn, advancedConfiguration: other }) => [targetGroupArn ?? [], other?.alternateTargetGroupArn ?? []].flat()))].sort(),
        deployment_controller: service.deploymentController?.type ?? null,
        is_discoverable: isDiscoverable(service),
        exec_enabled: service.enableExecuteCommand ?? false,
        deployment_circuit_breaker: service.deploymentConfiguration?.deploymentCircuitBreaker?.enable ?? false,
        created_at: service.createdAt?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', [attributes.cluster_uid, ...attributes.subnet_uids]),
    ...relationsTo('uses', [attributes.task_definition_uid, ...attributes.security_group_uids]),
    ...relationsTo('assumes', attributes.role_uid),
    ...relationsTo('attached-to', attributes.target_group_uids),
  ],
});

const isDiscoverable = ({ serviceRegistries = [], deployments = [] }: Service): boolean =>
  serviceRegistries.length > 0 || deployments.some(({ serviceConnectConfiguration: connect, vpcLatticeConfigurations: lattice = [] }) => connect?.enabled === true || lattice.length > 0);

async function servicesOf(cluster: string, context: AwsListContext): Promise<Service[]> {
  const { ECSClient, paginateListServices, DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  const services: Service[] = [];
  for await (const { serviceArns = [] } of pages(paginateListServices({ client, pageSize: 100 }, { cluster }), ({ nextToken }) => nextToken)) {
    // Ten at a time are the most that AWS describes.
    for (const some of chunksOf(serviceArns, 10)) services.push(...((await client.send(new DescribeServicesCommand({ cluster, services: some, include: ['TAGS'] }))).services ?? []));
  }
  // What was deleted stays listed as such for a while.
  return services.filter(({ status }) => status !== 'INACTIVE');
}
