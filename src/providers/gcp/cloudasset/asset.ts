import { z } from 'zod';
import type { AttributeValue } from '../../../core/resource.ts';
import { withoutSecrets } from '../../../platform/redact.ts';
import { defineGcpResource, textAt, uidOf } from '../define.ts';

const api = 'cloudasset.googleapis.com';

export const gcpCloudassetAsset = defineGcpResource({
  id: 'gcp:cloudasset:asset',
  title: 'Other resource',
  plural: 'Other resources',
  nativeType: 'cloudasset.googleapis.com/Asset',
  api,
  permissions: ['cloudasset.assets.listResource'],
  reads: 'Everything that Cloud Asset knows in the project and that no other type here reads, as its service describes it, without secrets.',
  source: { from: 'others' },

  attributes: z.object({
    native_type: z.string(),
    state: z.string().nullable(),
    data: z.record(z.string(), z.json()).describe('As the service describes it'),
  }),

  normalise: ({ assetName, assetType, data }, naming) => ({
    uid: uidOf(api, assetName ?? '', naming),
    name: textAt(data, 'displayName') ?? textAt(data, 'name')?.split('/').at(-1) ?? assetName?.split('/').at(-1) ?? '',
    attributes: {
      native_type: assetType ?? '',
      state: textAt(data, 'state') ?? textAt(data, 'status') ?? textAt(data, 'lifecycleState'),
      data: withoutSecrets(data) as Record<string, AttributeValue>,
    },
  }),
});
