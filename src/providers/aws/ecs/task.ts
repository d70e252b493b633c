import type { Task } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { type AwsListContext, type AwsNormaliseContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { chunksOf } from '../read-each.ts';
import { inEachCluster, tagsOfEcs } from './clusters.ts';

export const awsEcsTask = defineAwsResource({
  id: 'aws:ecs:task',
  title: 'ECS task',
  plural: 'ECS tasks',
  nativeType: 'AWS::ECS::Task',
  locality: 'regional',
  permissions: ['ecs:ListClusters', 'ecs:ListTasks', 'ecs:DescribeTasks'],
  reads: 'Running tasks: what each was started from, by which service, where it runs and with which images.',
  chain: 3,

  attributes: z.object({
    task_id: z.string(),
    cluster_uid: z.string().nullable(),
    task_definition_uid: z.string().nullable(),
    group: z.string().nullable(),
    service_uid: z.string().nullable(),
    container_instance_uid: z.string().nullable(),
    launch_type: z.string().nullable(),
    capacity_provider: z.string().nullable(),
    last_status: z.string().nullable(),
    cpu_units: z.int().nullable().describe('1024 are one processor'),
    memory_mib: z.int().nullable(),
    availability_zone: z.string().nullable(),
    platform_version: z.string().nullable(),
    started_at: z.string().nullable(),
    started_by: z.string().nullable(),
    images: z.array(z.string()),
    network_interface_uids: z.array(z.string()),
    subnet_uids: z.array(z.string()),
    exec_enabled: z.boolean(),
  }),

  list: (context) => inEachCluster(context, (cluster) => tasksOf(cluster, context)),

  normalise: (task: Task, { arn }) => {
    const uid = task.taskArn ?? '';
    const id = uid.split('/').at(-1) ?? '';
    return {
      uid,
      name: id,
      createdAt: task.createdAt,
      tags: tagsOfEcs(task.tags),
      attributes: {
        task_id: id,
        cluster_uid: task.clusterArn ?? null,
        task_definition_uid: task.taskDefinitionArn ?? null,
        group: task.group ?? null,
        service_uid: serviceOf(task, arn),
        container_instance_uid: task.containerInstanceArn ?? null,
        launch_type: task.launchType ?? null,
        capacity_provider: task.capacityProviderName ?? null,
        last_status: task.lastStatus ?? null,
        cpu_units: numberOf(task.cpu),
        memory_mib: numberOf(task.memory),
        availability_zone: task.availabilityZone ?? null,
        platform_version: task.platformVersion ?? null,
        started_at: task.startedAt?.toISOString() ?? null,
        started_by: task.startedBy ?? null,
        images: [...new Set((task.containers ?? []).flatMap(({ image }) => image ?? []))].sort(),
        network_interface_uids: attached(task, 'networkInterfaceId').map((one) => arn('ec2', `network-interface/${one}`)),
        subnet_uids: attached(task, 'subnetId').map((one) => arn('ec2', `subnet/${one}`)),
        exec_enabled: task.enableExecuteCommand ?? false,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', [attributes.cluster_uid, ...attributes.subnet_uids]),
    ...relationsTo('created-from', attributes.task_definition_uid),
    ...relationsTo('managed-by', attributes.service_uid),
    ...relationsTo('attached-to', attributes.container_instance_uid),
    ...relationsTo('uses', attributes.network_interface_uids),
  ],
});

const numberOf = (text: string | undefined): number | null => (text === undefined || !/^\d+$/.test(text) ? null : Number(text));

/** The group of a task that a service started is `service:NAME`. */
function serviceOf({ group, clusterArn }: Task, arn: AwsNormaliseContext['arn']): string | null {
  const name = /^service:(.+)$/.exec(group ?? '')?.[1];
  const cluster = clusterArn?.split('/').at(-1);
  return name === undefined || cluster === undefined ? null : arn('ecs', `service/${cluster}/${name}`);
}

function attached({ attachments }: Task, name: string): string[] {
  const values = (attachments ?? []).flatMap(({ details }) => (details ?? []).flatMap((detail) => (detail.name === name ? (detail.value ?? []) : [])));
  return [...new Set(values)].sort();
}

async function tasksOf(cluster: string, context: AwsListContext): Promise<Task[]> {
  const { ECSClient, paginateListTasks, DescribeTasksCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  const tasks: Task[] = [];
  for await (const { taskArns = [] } of pages(paginateListTasks({ client, pageSize: 100 }, { cluster }), ({ nextToken }) => nextToken)) {
    for (const some of chunksOf(taskArns, 100)) tasks.push(...((await client.send(new DescribeTasksCommand({ cluster, tasks: some, include: ['TAGS'] }))).tasks ?? []));
  }
  return tasks;
}
