import { z } from 'zod';
import { at, defineGcpResource, linkAt, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt } from '../links.ts';
import { listOf, locationsOf } from '../sources.ts';

const api = 'aiplatform.googleapis.com';

export const gcpVertexaiEndpoint = defineGcpResource({
  id: 'gcp:vertexai:endpoint',
  title: 'Vertex AI endpoint',
  plural: 'Vertex AI endpoints',
  nativeType: 'aiplatform.googleapis.com/Endpoint',
  api,
  permissions: ['aiplatform.endpoints.list', 'aiplatform.locations.list'],
  reads: 'Each endpoint with the models that are deployed to it and the machines kept for them.',
  // Endpoints answer at an address of their region; without Cloud Asset the list is refused and the target says so.
  source: { from: 'asset', assetTypes: ['aiplatform.googleapis.com/Endpoint'], lists: [listOf('aiplatform.v1', 'projects.locations.endpoints', 'endpoints', 'projects/{project}/locations/{place}/endpoints', { query: { pageSize: '100' }, places: locationsOf('aiplatform', 'v1') })] },

  attributes: z.object({
    endpoint_id: z.string(),
    deployed_models: z.array(z.object({ model_uid: z.string().nullable(), machine_type: z.string().nullable(), min_replicas: z.number().nullable(), has_accelerator: z.boolean() })),
    kms_key: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    return {
      uid,
      name: textAt(data, 'displayName') ?? uid.split('/').at(-1) ?? '',
      attributes: {
        endpoint_id: uid.split('/').at(-1) ?? '',
        deployed_models: listAt(data, 'deployedModels').map((one) => ({
          model_uid: linkAt(one, 'model', api, naming),
          machine_type: textAt(one, 'dedicatedResources.machineSpec.machineType'),
          min_replicas: numberAt(one, 'dedicatedResources.minReplicaCount') ?? numberAt(one, 'automaticResources.minReplicaCount'),
          has_accelerator: (numberAt(one, 'dedicatedResources.machineSpec.acceleratorCount') ?? 0) > 0 || typeof at(one, 'dedicatedResources.machineSpec.acceleratorType') === 'string',
        })),
        kms_key: kmsKeyAt(data, 'encryptionSpec.kmsKeyName', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('uses', attributes.deployed_models.map(({ model_uid: uid }) => uid)), ...relationsTo('encrypted-by', attributes.kms_key)],
});
