import type { ContainerInstance } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { chunksOf } from '../read-each.ts';
import { inEachCluster, tagsOfEcs } from './clusters.ts';

interface InstanceOfCluster {
  instance: ContainerInstance;
  cluster: string;
}

export const awsEcsContainerInstance = defineAwsResource({
  id: 'aws:ecs:container-instance',
  title: 'ECS container instance',
  plural: 'ECS container instances',
  nativeType: 'AWS::ECS::ContainerInstance',
  locality: 'regional',
  permissions: ['ecs:ListClusters', 'ecs:ListContainerInstances', 'ecs:DescribeContainerInstances'],
  reads: 'The instances that serve a cluster, and the version of their agent.',
  chain: 3,

  attributes: z.object({
    container_instance_id: z.string(),
    cluster_uid: z.string(),
    instance_uid: z.string().nullable(),
    ec2_instance_id: z.string().nullable(),
    status: z.string().nullable(),
    agent_connected: z.boolean(),
    agent_version: z.string().nullable(),
    docker_version: z.string().nullable(),
    capacity_provider: z.string().nullable(),
    registered_at: z.string().nullable(),
  }),

  list: (context) => inEachCluster(context, (cluster) => instancesOf(cluster, context)),

  normalise: ({ instance, cluster }: InstanceOfCluster, { arn }) => {
    const uid = instance.containerInstanceArn ?? '';
    const id = uid.split('/').at(-1) ?? '';
    // An instance outside of EC2 has the id of its management agent, `mi-…`.
    const isOfEc2 = instance.ec2InstanceId?.startsWith('i-') === true;
    return {
      uid,
      name: instance.ec2InstanceId ?? id,
      createdAt: instance.registeredAt,
      tags: tagsOfEcs(instance.tags),
      attributes: {
        container_instance_id: id,
        cluster_uid: cluster,
        instance_uid: isOfEc2 ? arn('ec2', `instance/${instance.ec2InstanceId ?? ''}`) : null,
        ec2_instance_id: instance.ec2InstanceId ?? null,
        status: instance.status ?? null,
        agent_connected: instance.agentConnected ?? false,
        agent_version: instance.versionInfo?.agentVersion ?? null,
        docker_version: instance.versionInfo?.dockerVersion ?? null,
        capacity_provider: instance.capacityProviderName ?? null,
        registered_at: instance.registeredAt?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.cluster_uid), ...relationsTo('attached-to', attributes.instance_uid)],
});

async function instancesOf(cluster: string, context: AwsListContext): Promise<InstanceOfCluster[]> {
  const { ECSClient, paginateListContainerInstances, DescribeContainerInstancesCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  const found: InstanceOfCluster[] = [];
  for await (const { containerInstanceArns = [] } of pages(paginateListContainerInstances({ client, pageSize: 100 }, { cluster }), ({ nextToken }) => nextToken)) {
    for (const some of chunksOf(containerInstanceArns, 100)) {
      const answer = await client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances: some, include: ['TAGS'] }));
      found.push(...(answer.containerInstances ?? []).map((instance) => ({ instance, cluster })));
    }
  }
  return found;
}
