import type { ContainerDefinition, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo } from '../define.ts';
import { secretNames } from '../lambda/secret-names.ts';
import { pages } from '../pages.ts';
import { roleUid, tagsOfEcs } from './clusters.ts';

interface DefinitionWithDetails {
  arn: string;
  /** Undefined while nothing has read it. */
  definition?: TaskDefinition;
  tags?: Tag[];
}

export const awsEcsTaskDefinition = defineAwsResource({
  id: 'aws:ecs:task-definition',
  title: 'ECS task definition',
  plural: 'ECS task definitions',
  nativeType: 'AWS::ECS::TaskDefinition',
  locality: 'regional',
  permissions: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition'],
  reads: 'The latest active revision of each family; with details also its containers, roles, network mode and the names of variables. Values of variables are not kept.',
  chain: 2,

  attributes: z.object({
    family: z.string(),
    revision: z.int(),
    network_mode: z.string().nullable().describe('awsvpc, bridge, host or none'),
    requires_compatibilities: z.array(z.string()).nullable(),
    cpu_units: z.string().nullable(),
    memory_mib: z.string().nullable(),
    task_role_uid: z.string().nullable(),
    execution_role_uid: z.string().nullable(),
    registered_at: z.string().nullable(),
    pid_mode: z.string().nullable(),
    containers: z.array(z.object({
      name: z.string(), image: z.string().nullable(), privileged: z.boolean(), readonly_root: z.boolean(), user: z.string().nullable(), log_driver: z.string().nullable(),
      environment_names: z.array(z.string()), secret_environment_names: z.array(z.string()).describe('Variables whose value is a secret by its look'),
    })).nullable(),
    secret_uids: z.array(z.string()).nullable().describe('Secrets and parameters that its containers are given'),
    log_group_uids: z.array(z.string()).nullable(),
    file_system_uids: z.array(z.string()).nullable(),
  }),

  async *list(context) {
    for (const arn of await latestRevisions(context)) yield { arn };
  },

  normalise: ({ arn: uid, definition, tags }: DefinitionWithDetails, naming) => {
    const [family = '', revision = '0'] = (uid.split('/').at(-1) ?? '').split(':');
    const containers = definition?.containerDefinitions ?? [];
    return {
      uid,
      name: `${family}:${revision}`,
      // Not `createdAt`: a scan that skips the details would not know it.
      tags: tagsOfEcs(tags),
      attributes: {
        family,
        revision: Number(revision),
        network_mode: definition === undefined ? null : (definition.networkMode ?? 'bridge'),
        requires_compatibilities: definition === undefined ? null : [...(definition.requiresCompatibilities ?? [])].sort(),
        cpu_units: definition?.cpu ?? null,
        memory_mib: definition?.memory ?? null,
        task_role_uid: roleUid(definition?.taskRoleArn, naming),
        execution_role_uid: roleUid(definition?.executionRoleArn, naming),
        registered_at: definition?.registeredAt?.toISOString() ?? null,
        pid_mode: definition?.pidMode ?? null,
        containers: definition === undefined ? null : containers.map(containerOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
        secret_uids: definition === undefined ? null : secretUids(containers, naming.arn),
        log_group_uids: definition === undefined ? null : unique(containers.flatMap((container) => logGroupOf(container, naming.arn) ?? [])),
        file_system_uids: definition === undefined ? null : unique((definition.volumes ?? []).flatMap(({ efsVolumeConfiguration: efs }) => (efs?.fileSystemId === undefined ? [] : naming.arn('elasticfilesystem', `file-system/${efs.fileSystemId}`)))),
      },
    };
  },

  details: {
    fields: ['network_mode', 'requires_compatibilities', 'cpu_units', 'memory_mib', 'task_role_uid', 'execution_role_uid', 'registered_at', 'pid_mode', 'containers', 'secret_uids', 'log_group_uids', 'file_system_uids'],
    bringTags: true,
    // A revision never changes; a new tag on it is read when the next revision comes.
    marker: ({ family, revision }) => `${family}:${revision}`,
    read: async (raw, context) => {
      const { ECSClient, DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
      const answer = await detailOf(context, 'ecs:DescribeTaskDefinition', () => context.client(ECSClient).send(new DescribeTaskDefinitionCommand({ taskDefinition: raw.arn, include: ['TAGS'] })));
      return answer?.taskDefinition === undefined ? raw : { ...raw, definition: answer.taskDefinition, tags: answer.tags ?? [] };
    },
  },

  relations: ({ attributes }) => [
    ...relationsTo('assumes', [attributes.task_role_uid, attributes.execution_role_uid]),
    ...relationsTo('uses', [...(attributes.secret_uids ?? []), ...(attributes.file_system_uids ?? [])]),
    ...relationsTo('logs-to', attributes.log_group_uids ?? []),
  ],
});

/** A family has up to thousands of revisions; the last one is what would be started. */
async function latestRevisions(context: AwsListContext): Promise<string[]> {
  const { ECSClient, paginateListTaskDefinitions } = await import('@aws-sdk/client-ecs');
  const latest = new Map<string, { revision: number; arn: string }>();
  const listing = paginateListTaskDefinitions({ client: context.client(ECSClient), pageSize: 100 }, { status: 'ACTIVE' });
  for await (const { taskDefinitionArns = [] } of pages(listing, ({ nextToken }) => nextToken)) {
    for (const arn of taskDefinitionArns) {
      const at = arn.lastIndexOf(':');
      const [family, revision] = [arn.slice(0, at), Number(arn.slice(at + 1))];
      if (revision > (latest.get(family)?.revision ?? -1)) latest.set(family, { revision, arn });
    }
  }
  return [...latest.values()].map(({ arn }) => arn);
}

function containerOf({ name = '', image, privileged, readonlyRootFilesystem, user, logConfiguration, environment }: ContainerDefinition) {
  const variables = (environment ?? []).map((variable) => [variable.name ?? '', variable.value] as const);
  return {
    name, image: image ?? null, privileged: privileged ?? false, readonly_root: readonlyRootFilesystem ?? false, user: user ?? null, log_driver: logConfiguration?.logDriver ?? null,
    environment_names: variables.map(([key]) => key).sort(), secret_environment_names: secretNames(variables),
  };
}

type Arn = (service: string, rest: string, region?: string) => string;
const unique = (list: readonly string[]): string[] => [...new Set(list)].sort();

/** A secret is named by ARN, with a key of its JSON and a version behind it; a parameter by ARN or by name. */
function secretUids(containers: readonly ContainerDefinition[], arn: Arn): string[] {
  const named = containers.flatMap(({ secrets }) => (secrets ?? []).flatMap(({ valueFrom }) => valueFrom ?? []));
  return unique(named.map((name) => (name.startsWith('arn:') ? name.split(':').slice(0, name.includes(':secretsmanager:') ? 7 : undefined).join(':') : arn('ssm', `parameter/${name.replace(/^\//, '')}`))));
}

function logGroupOf({ logConfiguration }: ContainerDefinition, arn: Arn): string | undefined {
  const { 'awslogs-group': group, 'awslogs-region': region } = logConfiguration?.options ?? {};
  return logConfiguration?.logDriver !== 'awslogs' || group === undefined ? undefined : arn('logs', `log-group:${group}`, region);
}
