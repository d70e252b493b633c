import { z } from 'zod';
import { defineGcpResource, linkAt, relationsTo, textAt } from '../define.ts';
import { bucketAt, serviceAccountAt } from '../links.ts';
import { computeRegions, listOf } from '../sources.ts';

export const gcpComposerEnvironment = defineGcpResource({
  id: 'gcp:composer:environment',
  title: 'Composer environment',
  plural: 'Composer environments',
  nativeType: 'composer.googleapis.com/Environment',
  api: 'composer.googleapis.com',
  permissions: ['composer.environments.list', 'compute.regions.list'],
  reads: 'Each environment of Airflow with its version, its size and its bucket; never a variable of it.',
  source: { from: 'asset', assetTypes: ['composer.googleapis.com/Environment'], lists: [listOf('composer.v1', 'projects.locations.environments', 'environments', 'projects/{project}/locations/{place}/environments', { query: { pageSize: '100' }, places: computeRegions })] },

  attributes: z.object({ state: z.string(), image_version: z.string().nullable(), size: z.string().nullable(), cluster_uid: z.string().nullable(), bucket_uid: z.string().nullable(), service_account_uid: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    attributes: {
      state: textAt(data, 'state') ?? 'UNKNOWN',
      image_version: textAt(data, 'config.softwareConfig.imageVersion'),
      size: textAt(data, 'config.environmentSize'),
      cluster_uid: linkAt(data, 'config.gkeCluster', 'container.googleapis.com', naming)?.replace(/\/(zones|regions)\//, '/locations/') ?? null,
      bucket_uid: bucketAt(data, 'config.dagGcsPrefix'),
      service_account_uid: serviceAccountAt(data, 'config.nodeConfig.serviceAccount', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('uses', [attributes.cluster_uid, attributes.bucket_uid]), ...relationsTo('assumes', attributes.service_account_uid)],
});
