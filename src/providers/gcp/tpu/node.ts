import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, relationsTo, textAt } from '../define.ts';
import { computeLink, serviceAccountAt } from '../links.ts';
import { listOf, locationsOf } from '../sources.ts';

export const gcpTpuNode = defineGcpResource({
  id: 'gcp:tpu:node',
  title: 'TPU node',
  plural: 'TPU nodes',
  nativeType: 'tpu.googleapis.com/Node',
  api: 'tpu.googleapis.com',
  permissions: ['tpu.nodes.list', 'tpu.locations.list'],
  reads: 'Each TPU with its kind, its state and its network.',
  source: { from: 'asset', assetTypes: ['tpu.googleapis.com/Node'], lists: [listOf('tpu.v2', 'projects.locations.nodes', 'nodes', 'projects/{project}/locations/{place}/nodes', { query: { pageSize: '1000' }, places: locationsOf('tpu', 'v2') })] },

  attributes: z.object({ node_id: z.string().nullable(), state: z.string(), health: z.string().nullable(), accelerator_type: z.string().nullable(), chips: z.number().nullable(), runtime_version: z.string().nullable(), is_spot: z.boolean(), network_uid: z.string().nullable(), service_account_uid: z.string().nullable() }),

  normalise: ({ data }, naming) => {
    const type = textAt(data, 'acceleratorType');
    return {
      attributes: {
        node_id: textAt(data, 'id') ?? textAt(data, 'name')?.split('/').at(-1) ?? null,
        state: textAt(data, 'state') ?? 'UNKNOWN',
        health: textAt(data, 'health'),
        accelerator_type: type,
        chips: numberAt({ value: /-(\d+)$/.exec(type ?? '')?.[1] }, 'value'),
        runtime_version: textAt(data, 'runtimeVersion'),
        is_spot: booleanAt(data, 'schedulingConfig.spot') === true || booleanAt(data, 'schedulingConfig.preemptible') === true,
        network_uid: textAt(data, 'networkConfig.network')?.includes('/') === true ? computeLink(data, 'networkConfig.network', naming) : null,
        service_account_uid: serviceAccountAt(data, 'serviceAccount.email', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uid), ...relationsTo('assumes', attributes.service_account_uid)],
});
