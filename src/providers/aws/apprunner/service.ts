import type { Service, ServiceSummary, Tag } from '@aws-sdk/client-apprunner';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { secretNames } from '../lambda/secret-names.ts';
import { pages } from '../pages.ts';

interface ServiceWithDetails {
  summary: ServiceSummary;
  /** Undefined while nothing has read it. */
  service?: Service | undefined;
  tags?: Tag[] | undefined;
}

export const awsApprunnerService = defineAwsResource({
  id: 'aws:apprunner:service',
  title: 'App Runner service',
  plural: 'App Runner services',
  nativeType: 'AWS::AppRunner::Service',
  locality: 'regional',
  permissions: ['apprunner:ListServices', 'apprunner:DescribeService', 'apprunner:ListTagsForResource'],
  reads: 'State and address of each service; with details also source, size, roles, network, tracing and the names of variables. Values of variables are not kept.',

  attributes: z.object({
    service_id: z.string(),
    service_url: z.string().nullable(),
    status: z.string().nullable(),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
    is_public: z.boolean().nullable().describe('Anybody may reach its address'),
    image: z.string().nullable(),
    repository_url: z.string().nullable(),
    connection_uid: z.string().nullable(),
    auto_deployments: z.boolean().nullable(),
    cpu: z.string().nullable(),
    memory: z.string().nullable(),
    instance_role_arn: z.string().nullable(),
    access_role_arn: z.string().nullable().describe('Taken to fetch the image'),
    egress_type: z.string().nullable().describe('VPC or DEFAULT'),
    vpc_connector_uid: z.string().nullable(),
    kms_key_uid: z.string().nullable(),
    observability_enabled: z.boolean().nullable(),
    observability_uid: z.string().nullable(),
    environment_names: z.array(z.string()).nullable().describe('Names of variables; values are never kept'),
    secret_environment_names: z.array(z.string()).nullable().describe('Variables whose value is a secret by its look'),
  }),

  async *list({ client }) {
    const { AppRunnerClient, paginateListServices } = await import('@aws-sdk/client-apprunner');
    for await (const page of pages(paginateListServices({ client: client(AppRunnerClient), pageSize: 20 }, {}), ({ NextToken }) => NextToken)) {
      // What was deleted stays listed for a while.
      for (const summary of page.ServiceSummaryList ?? []) if (summary.Status !== 'DELETED') yield { summary };
    }
  },

  normalise: ({ summary, service, tags }: ServiceWithDetails, { arn }) => {
    const image = service?.SourceConfiguration?.ImageRepository;
    const code = service?.SourceConfiguration?.CodeRepository;
    const authentication = service?.SourceConfiguration?.AuthenticationConfiguration;
    const values = image?.ImageConfiguration ?? code?.CodeConfiguration?.CodeConfigurationValues;
    const variables = Object.entries(values?.RuntimeEnvironmentVariables ?? {});
    return {
      uid: summary.ServiceArn ?? arn('apprunner', `service/${summary.ServiceName ?? ''}`),
      name: summary.ServiceName ?? '',
      createdAt: summary.CreatedAt,
      tags: tagsOf(tags),
      attributes: {
        service_id: summary.ServiceId ?? '',
        service_url: summary.ServiceUrl ?? null,
        status: summary.Status ?? null,
        created_at: summary.CreatedAt?.toISOString() ?? null,
        updated_at: summary.UpdatedAt?.toISOString() ?? null,
        is_public: service === undefined ? null : (service.NetworkConfiguration?.IngressConfiguration?.IsPubliclyAccessible ?? true),
        image: image?.ImageIdentifier ?? null,
        repository_url: code?.RepositoryUrl ?? null,
        connection_uid: authentication?.ConnectionArn ?? null,
        auto_deployments: service?.SourceConfiguration?.AutoDeploymentsEnabled ?? null,
        cpu: service?.InstanceConfiguration?.Cpu ?? null,
        memory: service?.InstanceConfiguration?.Memory ?? null,
        instance_role_arn: service?.InstanceConfiguration?.InstanceRoleArn ?? null,
        access_role_arn: authentication?.AccessRoleArn ?? null,
        egress_type: service?.NetworkConfiguration?.EgressConfiguration?.EgressType ?? null,
        vpc_connector_uid: service?.NetworkConfiguration?.EgressConfiguration?.VpcConnectorArn ?? null,
        kms_key_uid: service?.EncryptionConfiguration?.KmsKey ?? null,
        observability_enabled: service === undefined ? null : (service.ObservabilityConfiguration?.ObservabilityEnabled ?? false),
        observability_uid: service?.ObservabilityConfiguration?.ObservabilityConfigurationArn ?? null,
        environment_names: service === undefined ? null : variables.map(([name]) => name).sort(),
        secret_environment_names: service === undefined ? null : secretNames(variables),
      },
    };
  },

  details: {
    fields: [
      'is_public', 'image', 'repository_url', 'connection_uid', 'auto_deployments', 'cpu', 'memory', 'instance_role_arn', 'access_role_arn', 'egress_type', 'vpc_connector_uid', 'kms_key_uid', 'observability_enabled',
      'observability_uid', 'environment_names', 'secret_environment_names',
    ],
    bringTags: true,
    read: (raw, context) => withDetails(raw, context),
  },

  relations: ({ attributes }) => [
    ...relationsTo('assumes', [attributes.instance_role_arn, attributes.access_role_arn]),
    ...relationsTo('uses', [attributes.connection_uid, attributes.vpc_connector_uid, attributes.observability_uid, repositoryOf(attributes.image)]),
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
  ],
});

/** The repository of an image in ECR; images of public registries have no ARN. */
function repositoryOf(image: string | null): string | null {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(image ?? '') ?? [];
  return account === undefined ? null : `arn:aws:ecr:${region ?? ''}:${account}:repository/${name ?? ''}`;
}

async function withDetails(raw: ServiceWithDetails, context: AwsListContext): Promise<ServiceWithDetails> {
  const { AppRunnerClient, DescribeServiceCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-apprunner');
  const client = context.client(AppRunnerClient);
  const { ServiceArn } = raw.summary;
  const [answer, tagged] = await Promise.all([
    detailOf(context, 'apprunner:DescribeService', () => client.send(new DescribeServiceCommand({ ServiceArn })), ['ResourceNotFoundException']),
    detailOf(context, 'apprunner:ListTagsForResource', () => client.send(new ListTagsForResourceCommand({ ResourceArn: ServiceArn })), ['ResourceNotFoundException']),
  ]);
  return { ...raw, service: answer?.Service, tags: tagged?.Tags };
}
