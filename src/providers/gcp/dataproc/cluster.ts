import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { bucketAt, computeLink, endAt, kmsKeyAt, serviceAccountAt } from '../links.ts';
import { computeRegions, listOf } from '../sources.ts';

const api = 'dataproc.googleapis.com';

export const gcpDataprocCluster = defineGcpResource({
  id: 'gcp:dataproc:cluster',
  title: 'Dataproc cluster',
  plural: 'Dataproc clusters',
  nativeType: 'dataproc.googleapis.com/Cluster',
  api,
  permissions: ['dataproc.clusters.list', 'compute.regions.list'],
  reads: 'Each cluster with its machines, its network, its buckets and when it deletes itself.',
  source: { from: 'asset', assetTypes: ['dataproc.googleapis.com/Cluster'], lists: [listOf('dataproc.v1', 'projects.regions.clusters', 'clusters', 'projects/{project}/regions/{place}/clusters', { query: { pageSize: '100' }, places: computeRegions })] },

  attributes: z.object({
    state: z.string(),
    state_since: z.string().nullable(),
    image_version: z.string().nullable(),
    master_count: z.number().nullable(),
    master_machine_type: z.string().nullable(),
    worker_count: z.number().nullable(),
    worker_machine_type: z.string().nullable(),
    secondary_worker_count: z.number().nullable(),
    idle_delete_ttl: z.string().nullable(),
    network_uid: z.string().nullable(),
    subnetwork_uid: z.string().nullable(),
    service_account_uid: z.string().nullable(),
    staging_bucket_uid: z.string().nullable(),
    temp_bucket_uid: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName, location }, naming) => {
    const zone = endAt(data, 'config.gceClusterConfig.zoneUri');
    const labels = (data['labels'] ?? {}) as Record<string, unknown>;
    const region = /\/regions\/([^/]+)/.exec(assetName ?? '')?.[1] ?? textAt({ value: labels['goog-dataproc-location'] }, 'value') ?? zone?.replace(/-[a-z]$/, '') ?? location ?? 'global';
    const name = textAt(data, 'clusterName') ?? assetName?.split('/').at(-1) ?? '';
    return {
      uid: `//${api}/projects/${naming.account}/regions/${region}/clusters/${name}`,
      name,
      region,
      attributes: {
        state: textAt(data, 'status.state') ?? 'UNKNOWN',
        state_since: textAt(data, 'status.stateStartTime'),
        image_version: textAt(data, 'config.softwareConfig.imageVersion'),
        master_count: numberAt(data, 'config.masterConfig.numInstances'),
        master_machine_type: endAt(data, 'config.masterConfig.machineTypeUri'),
        worker_count: numberAt(data, 'config.workerConfig.numInstances'),
        worker_machine_type: endAt(data, 'config.workerConfig.machineTypeUri'),
        secondary_worker_count: numberAt(data, 'config.secondaryWorkerConfig.numInstances'),
        idle_delete_ttl: textAt(data, 'config.lifecycleConfig.idleDeleteTtl'),
        network_uid: computeLink(data, 'config.gceClusterConfig.networkUri', naming),
        subnetwork_uid: computeLink(data, 'config.gceClusterConfig.subnetworkUri', naming),
        service_account_uid: serviceAccountAt(data, 'config.gceClusterConfig.serviceAccount', naming),
        staging_bucket_uid: bucketAt(data, 'config.configBucket'),
        temp_bucket_uid: bucketAt(data, 'config.tempBucket'),
        kms_key: kmsKeyAt(data, 'config.encryptionConfig.gcePdKmsKeyName', naming),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', [attributes.network_uid, attributes.subnetwork_uid]),
    ...relationsTo('uses', [attributes.staging_bucket_uid, attributes.temp_bucket_uid]),
    ...relationsTo('assumes', attributes.service_account_uid),
    ...relationsTo('encrypted-by', attributes.kms_key),
  ],
});
