import { z } from 'zod';
import { at, dateOf, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';
import { runCreatedAt, runLabels, runName, runParts, runRegion } from './template.ts';

const api = 'run.googleapis.com';

export const gcpRunRevision = defineGcpResource({
  id: 'gcp:run:revision',
  title: 'Cloud Run revision',
  plural: 'Cloud Run revisions',
  nativeType: 'run.googleapis.com/Revision',
  api,
  permissions: ['run.revisions.list'],
  reads: 'Each revision of a service with its image and its size, where the lists are asked the last 50 of each service; never a variable of it.',
  source: {
    from: 'asset',
    assetTypes: ['run.googleapis.com/Revision'],
    lists: [listOf('run.v2', 'projects.locations.services.revisions', 'revisions', '{parent}/revisions', { query: { pageSize: '50' }, most: 50 })],
    below: 'gcp:run:service',
    parentName: ({ data }) => textAt(data, 'name') ?? '',
  },

  attributes: z.object({
    service_uid: z.string(),
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
  }),

  normalise: ({ data, assetName, parent }, naming) => {
    const named = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    const service = (textAt(data, 'service') ?? textAt(parent?.data, 'name'))?.split('/').at(-1) ?? (/\/services\/([^/]+)\//.exec(named)?.[1] ?? serviceOf(data));
    const place = named.replace(/\/(services\/[^/]+\/)?revisions\/[^/]+$/, '');
    const name = runName(data) ?? named.split('/').at(-1) ?? '';
    const region = runRegion(data);
    return {
      uid: `${place}/services/${service}/revisions/${name}`,
      ...(region === undefined ? {} : { region }),
      name,
      createdAt: dateOf(runCreatedAt(data)),
      tags: runLabels(data),
      attributes: { service_uid: `${place}/services/${service}`, ...runParts(data, naming, data, data) },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.service_uid), ...relationsTo('assumes', attributes.service_account_uid), ...relationsTo('uses', [attributes.connector_uid, ...attributes.secret_uids])],
});

/** Of Knative's labels, whose names have dots. */
const serviceOf = (data: Record<string, unknown>): string => {
  const labels = at(data, 'metadata.labels');
  return typeof labels === 'object' && labels !== null ? String((labels as Record<string, unknown>)['serving.knative.dev/service'] ?? '') : '';
};
