import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpBigtableCluster = defineGcpResource({
  id: 'gcp:bigtable:cluster',
  title: 'Bigtable cluster',
  plural: 'Bigtable clusters',
  nativeType: 'bigtableadmin.googleapis.com/Cluster',
  api: 'bigtableadmin.googleapis.com',
  permissions: ['bigtable.clusters.list'],
  reads: 'Each cluster with its nodes, its storage and its key.',
  source: { from: 'asset', assetTypes: ['bigtableadmin.googleapis.com/Cluster'], lists: [listOf('bigtableadmin.v2', 'projects.instances.clusters', 'clusters', 'projects/{project}/instances/-/clusters')] },

  attributes: z.object({
    instance_uid: z.string(),
    state: z.string(),
    nodes: z.number().nullable(),
    min_nodes: z.number().nullable().describe('Of an autoscaled cluster'),
    max_nodes: z.number().nullable(),
    storage_type: z.string().nullable(),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf('bigtable.googleapis.com', textAt(data, 'name') ?? assetName ?? '', naming);
    const limits = 'clusterConfig.clusterAutoscalingConfig.autoscalingLimits';
    return {
      uid,
      attributes: {
        instance_uid: uid.replace(/\/clusters\/[^/]+$/, ''),
        state: textAt(data, 'state') ?? 'UNKNOWN',
        nodes: numberAt(data, 'serveNodes'),
        min_nodes: numberAt(data, `${limits}.minServeNodes`),
        max_nodes: numberAt(data, `${limits}.maxServeNodes`),
        storage_type: textAt(data, 'defaultStorageType'),
        kms_key: kmsKeyAt(data, 'encryptionConfig.kmsKeyName', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.instance_uid), ...relationsTo('encrypted-by', attributes.kms_key)],
});
