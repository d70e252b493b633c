import type { Cluster } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { keyUid } from '../kms/key-uid.ts';
import { chunksOf } from '../read-each.ts';
import { clusterArns, tagsOfEcs } from './clusters.ts';

export const awsEcsCluster = defineAwsResource({
  id: 'aws:ecs:cluster',
  title: 'ECS cluster',
  plural: 'ECS clusters',
  nativeType: 'AWS::ECS::Cluster',
  locality: 'regional',
  permissions: ['ecs:ListClusters', 'ecs:DescribeClusters'],
  reads: 'Settings and capacity providers of each cluster.',
  chain: 2,

  attributes: z.object({
    cluster_name: z.string(),
    status: z.string().nullable(),
    container_insights: z.string().nullable().describe('enabled, enhanced or disabled'),
    capacity_providers: z.array(z.string()),
    exec_logging: z.string().nullable().describe('How commands run in containers are logged'),
    kms_key_uid: z.string().nullable().describe('Of commands run in containers'),
    service_connect_namespace_uid: z.string().nullable(),
  }),

  async *list(context) {
    const { ECSClient, DescribeClustersCommand } = await import('@aws-sdk/client-ecs');
    for (const clusters of chunksOf(await clusterArns(context), 100)) {
      const answer = await context.client(ECSClient).send(new DescribeClustersCommand({ clusters, include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] }));
      yield* answer.clusters ?? [];
    }
  },

  normalise: (cluster: Cluster, { arn }) => ({
    uid: cluster.clusterArn ?? arn('ecs', `cluster/${cluster.clusterName ?? ''}`),
    name: cluster.clusterName ?? '',
    tags: tagsOfEcs(cluster.tags),
    attributes: {
      cluster_name: cluster.clusterName ?? '',
      status: cluster.status ?? null,
      container_insights: cluster.settings?.find(({ name }) => name === 'containerInsights')?.value ?? null,
      capacity_providers: [...(cluster.capacityProviders ?? [])].sort(),
      exec_logging: cluster.configuration?.executeCommandConfiguration?.logging ?? null,
      kms_key_uid: keyUid(cluster.configuration?.executeCommandConfiguration?.kmsKeyId, arn),
      service_connect_namespace_uid: cluster.serviceConnectDefaults?.namespace ?? null,
    },
  }),

  relations: ({ attributes }) => [...relationsTo('encrypted-by', attributes.kms_key_uid), ...relationsTo('uses', attributes.service_connect_namespace_uid)],
});
