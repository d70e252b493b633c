import { z } from 'zod';
import { booleanAt, defineAzureResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';
import { withDetails } from '../read-details.ts';

const apiVersion = '2023-07-01';
const permission = 'Microsoft.ContainerRegistry/registries/replications/read';

export const azureContainerregistryRegistry = defineAzureResource({
  id: 'azure:containerregistry:registry',
  title: 'Container registry',
  plural: 'Container registries',
  nativeType: 'Microsoft.ContainerRegistry/registries',
  apiVersion,
  source: { from: 'graph', table: 'Resources' },
  permissions: ['Microsoft.ContainerRegistry/registries/read', permission],
  reads: 'Container registries with tier and how they are reached; with details also how many regions hold a copy. Never a password.',

  attributes: z.object({
    sku: z.string().nullable().describe('Basic, Standard or Premium'),
    login_server: z.string().nullable(),
    admin_user: z.boolean().nullable(),
    anonymous_pull: z.boolean().nullable(),
    public_network_access: z.boolean().nullable(),
    network_default_action: z.string().nullable(),
    zone_redundant: z.boolean().nullable(),
    data_endpoint: z.boolean().nullable(),
    encryption: z.boolean().nullable().describe('By an own key'),
    retention_days: z.number().nullable().describe('Of untagged images, where they are deleted'),
    private_endpoint_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
    replications: z.number().nullable().describe('Regions besides its own. Null until details are read'),
  }),

  details: { fields: ['replications'], read: (row, context) => withDetails(row, { replications: { path: 'replications', apiVersion, permission } }, context) },

  normalise(row) {
    const copies = listAt(row.details, 'replications.value').filter((copy) => textAt(copy, 'location')?.toLowerCase().replaceAll(' ', '') !== (row.location ?? '').toLowerCase().replaceAll(' ', ''));
    return {
      attributes: {
        sku: textAt(row, 'sku.name'),
        login_server: textAt(row, 'properties.loginServer'),
        admin_user: booleanAt(row, 'properties.adminUserEnabled'),
        anonymous_pull: booleanAt(row, 'properties.anonymousPullEnabled'),
        public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
        network_default_action: textAt(row, 'properties.networkRuleSet.defaultAction'),
        zone_redundant: booleanAt(row, 'properties.zoneRedundancy'),
        data_endpoint: booleanAt(row, 'properties.dataEndpointEnabled'),
        encryption: booleanAt(row, 'properties.encryption.status'),
        retention_days: booleanAt(row, 'properties.policies.retentionPolicy.status') === true ? numberAt(row, 'properties.policies.retentionPolicy.days') : null,
        private_endpoint_ids: privateEndpointIdsOf(row),
        identity_ids: identityIdsOf(row),
        replications: (row.details?.['replications'] ?? null) === null ? null : copies.length,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('uses', attributes.private_endpoint_ids), ...relationsTo('assumes', attributes.identity_ids)],
});
