import { z } from 'zod';
import { at, booleanAt, dateOf, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf, locationsOf } from '../sources.ts';
import { runCreatedAt, runIngress, runLabels, runName, runParts, runRegion } from './template.ts';

const api = 'run.googleapis.com';

export const gcpRunService = defineGcpResource({
  id: 'gcp:run:service',
  title: 'Cloud Run service',
  plural: 'Cloud Run services',
  nativeType: 'run.googleapis.com/Service',
  api,
  permissions: ['run.services.list', 'run.locations.list'],
  reads: 'Each service with its image, its size, as whom it runs and from where it may be asked; never a variable of it.',
  // The list of services takes no `-` for all places (run.v2.projects.locations.services.list).
  source: { from: 'asset', assetTypes: ['run.googleapis.com/Service'], lists: [listOf('run.v2', 'projects.locations.services', 'services', 'projects/{project}/locations/{place}/services', { query: { pageSize: '100' }, places: locationsOf('run', 'v1') })] },

  attributes: z.object({
    images: z.array(z.string()),
    service_account_uid: z.string().nullable(),
    connector_uid: z.string().nullable(),
    secret_uids: z.array(z.string()),
    kms_key: z.string().nullable(),
    min_instances: z.number(),
    max_instances: z.number().nullable(),
    cpu: z.string().nullable(),
    memory: z.string().nullable(),
    is_cpu_always_on: z.boolean(),
    ingress: z.string().nullable(),
    uri: z.string().nullable(),
    binary_authorization: z.boolean(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const parts = runParts(data, naming, at(data, 'template'), at(data, 'spec.template'));
    const own = { value: at(data, 'scaling') };
    const region = runRegion(data);
    return {
      uid: uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming),
      ...(region === undefined ? {} : { region }),
      name: runName(data) ?? assetName?.split('/').at(-1) ?? '',
      createdAt: dateOf(runCreatedAt(data)),
      tags: runLabels(data),
      attributes: {
        ...parts,
        // Of the service itself, which counts over all its revisions.
        min_instances: Math.max(parts.min_instances, Number(textAt(own, 'value.minInstanceCount') ?? 0) || 0),
        ingress: runIngress(data),
        uri: textAt(data, 'uri') ?? textAt(data, 'status.url'),
        binary_authorization: booleanAt(data, 'binaryAuthorization.useDefault') ?? textAt(data, 'binaryAuthorization.policy') !== null,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('assumes', attributes.service_account_uid), ...relationsTo('uses', [attributes.connector_uid, ...attributes.secret_uids]), ...relationsTo('encrypted-by', attributes.kms_key)],
});
