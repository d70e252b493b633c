import { z } from 'zod';
import { at, defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf, locationsOf } from '../sources.ts';

export const gcpArtifactregistryRepository = defineGcpResource({
  id: 'gcp:artifactregistry:repository',
  title: 'Artifact repository',
  plural: 'Artifact repositories',
  nativeType: 'artifactregistry.googleapis.com/Repository',
  api: 'artifactregistry.googleapis.com',
  permissions: ['artifactregistry.repositories.list', 'artifactregistry.locations.list'],
  reads: 'Each repository with its format, its size and how many clean-up policies it has.',
  source: { from: 'asset', assetTypes: ['artifactregistry.googleapis.com/Repository'], lists: [listOf('artifactregistry.v1', 'projects.locations.repositories', 'repositories', 'projects/{project}/locations/{place}/repositories', { query: { pageSize: '1000' }, places: locationsOf('artifactregistry', 'v1') })] },

  attributes: z.object({ format: z.string().nullable(), mode: z.string().nullable(), size_bytes: z.number().nullable(), cleanup_policies: z.number(), is_scanned: z.string().nullable(), kms_key: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    attributes: {
      format: textAt(data, 'format'),
      mode: textAt(data, 'mode'),
      size_bytes: numberAt(data, 'sizeBytes'),
      cleanup_policies: Object.keys(at(data, 'cleanupPolicies') ?? {}).length,
      is_scanned: textAt(data, 'vulnerabilityScanningConfig.enablementState'),
      kms_key: kmsKeyAt(data, 'kmsKeyName', naming),
    },
  }),

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key),
});
