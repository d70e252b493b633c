import { z } from 'zod';
import { booleanAt, dateOf, defineAzureResource, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';
import { timeAt } from './times.ts';

export const azureKeyvaultSecret = defineAzureResource({
  id: 'azure:keyvault:secret',
  title: 'Key vault secret',
  plural: 'Key vault secrets',
  nativeType: 'Microsoft.KeyVault/vaults/secrets',
  apiVersion: '2023-07-01',
  source: { from: 'children', parent: 'Microsoft.KeyVault/vaults', path: 'secrets' },
  reads: 'Names of secrets with when they were made and when they end; never a value.',

  attributes: z.object({
    vault_id: z.string(),
    enabled: z.boolean().nullable(),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
    not_before: z.string().nullable(),
    expires_at: z.string().nullable().describe('Null: never'),
    content_type: z.string().nullable(),
    uri: z.string().nullable(),
  }),

  normalise(row) {
    const createdAt = timeAt(row, 'properties.attributes.created');
    return {
      createdAt: dateOf(createdAt),
      attributes: {
        vault_id: ownerOf(row.id),
        enabled: booleanAt(row, 'properties.attributes.enabled'),
        created_at: createdAt,
        updated_at: timeAt(row, 'properties.attributes.updated'),
        not_before: timeAt(row, 'properties.attributes.nbf'),
        expires_at: timeAt(row, 'properties.attributes.exp'),
        content_type: textAt(row, 'properties.contentType'),
        uri: textAt(row, 'properties.secretUri'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.vault_id),
});
