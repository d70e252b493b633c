import { z } from 'zod';
import { at, booleanAt, defineGcpResource, labelsOf, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { computeLinks, serviceAccountAt, textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'container.googleapis.com';

export const gcpKubernetesNodePool = defineGcpResource({
  id: 'gcp:kubernetes:node-pool',
  title: 'GKE node pool',
  plural: 'GKE node pools',
  nativeType: 'container.googleapis.com/NodePool',
  api,
  permissions: ['container.clusters.list', 'container.clusters.get'],
  reads: 'Each node pool with its machines, its size and whether it keeps itself up to date.',
  source: {
    from: 'asset',
    assetTypes: ['container.googleapis.com/NodePool'],
    lists: [listOf('container.v1', 'projects.locations.clusters.nodePools', 'nodePools', '{parent}/nodePools')],
    below: 'gcp:kubernetes:cluster',
    parentName: ({ data }) => (textAt(data, 'selfLink') ?? '').replace(/^.*\/(projects\/[^/]+)\/(?:zones|locations|regions)\//, '$1/locations/'),
  },

  attributes: z.object({
    cluster_uid: z.string(),
    status: z.string(),
    version: z.string().nullable(),
    machine_type: z.string().nullable(),
    disk_size_gib: z.number().nullable(),
    disk_type: z.string().nullable(),
    image_type: z.string().nullable(),
    initial_node_count: z.number().nullable(),
    min_nodes: z.number().nullable(),
    max_nodes: z.number().nullable(),
    is_spot: z.boolean(),
    auto_upgrade: z.boolean(),
    auto_repair: z.boolean(),
    has_secure_boot: z.boolean(),
    has_integrity_monitoring: z.boolean(),
    metadata_mode: z.string().nullable().describe('GKE_METADATA hides the metadata of the node from its pods'),
    service_account_uid: z.string().nullable(),
    zones: z.array(z.string()),
    group_uids: z.array(z.string()),
  }),

  normalise: ({ data, assetName, parent }, naming) => {
    const own = uidOf(api, textAt(data, 'selfLink') ?? assetName ?? `${textAt(parent?.data, 'selfLink') ?? ''}/nodePools/${textAt(data, 'name') ?? ''}`, naming).replace(/\/(zones|regions)\//, '/locations/');
    return {
      uid: own,
      region: /\/locations\/([a-z]+-[a-z]+\d+)/.exec(own)?.[1] ?? 'global',
      tags: labelsOf(at(data, 'config.resourceLabels')),
      attributes: {
        cluster_uid: own.replace(/\/nodePools\/.*$/, ''),
        status: textAt(data, 'status') ?? 'UNKNOWN',
        version: textAt(data, 'version'),
        machine_type: textAt(data, 'config.machineType'),
        disk_size_gib: numberAt(data, 'config.diskSizeGb'),
        disk_type: textAt(data, 'config.diskType'),
        image_type: textAt(data, 'config.imageType'),
        initial_node_count: numberAt(data, 'initialNodeCount'),
        min_nodes: numberAt(data, 'autoscaling.minNodeCount'),
        max_nodes: numberAt(data, 'autoscaling.maxNodeCount'),
        is_spot: booleanAt(data, 'config.spot') ?? booleanAt(data, 'config.preemptible') ?? false,
        auto_upgrade: booleanAt(data, 'management.autoUpgrade') ?? false,
        auto_repair: booleanAt(data, 'management.autoRepair') ?? false,
        has_secure_boot: booleanAt(data, 'config.shieldedInstanceConfig.enableSecureBoot') ?? false,
        has_integrity_monitoring: booleanAt(data, 'config.shieldedInstanceConfig.enableIntegrityMonitoring') ?? false,
        metadata_mode: textAt(data, 'config.workloadMetadataConfig.mode'),
        service_account_uid: serviceAccountAt(data, 'config.serviceAccount', naming),
        zones: textsAt(data, 'locations').sort(),
        group_uids: computeLinks(data, 'instanceGroupUrls', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.cluster_uid), ...relationsTo('uses', attributes.group_uids), ...relationsTo('assumes', attributes.service_account_uid)],
});
