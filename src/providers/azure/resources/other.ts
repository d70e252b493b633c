import { z } from 'zod';
import { withoutSecrets } from '../../../platform/redact.ts';
import { at, defineAzureResource, textAt } from '../define.ts';

export const azureResourcesOther = defineAzureResource({
  id: 'azure:resources:other',
  title: 'Other resource',
  plural: 'Other resources',
  nativeType: 'Microsoft.Resources/resources',
  apiVersion: '2021-04-01',
  source: { from: 'graph', table: 'Resources', path: 'resources', query: { $expand: 'createdTime,provisioningState' } },
  permissions: ['*/read'],
  reads: 'Every resource of a type that has no page of its own here, with the properties as Azure tells them, secrets removed.',

  attributes: z.object({
    native_type: z.string().describe('Microsoft.Maps/accounts, …, in lower case'),
    kind: z.string().nullable(),
    sku_name: z.string().nullable(),
    provisioning_state: z.string().nullable(),
    properties: z.record(z.string(), z.json()).nullable().describe('Null: the way it was read does not tell them'),
  }),

  normalise: ({ type, kind, sku, properties, ...rest }) => ({
    attributes: {
      native_type: (type ?? '').toLowerCase(),
      kind: kind === undefined || kind === '' ? null : kind,
      sku_name: typeof sku === 'string' ? sku : textAt(sku, 'name'),
      provisioning_state: textAt(properties, 'provisioningState') ?? textAt(rest, 'provisioningState'),
      properties: at({ properties }, 'properties') === undefined || properties === null ? null : (withoutSecrets(properties) as never),
    },
  }),
});
