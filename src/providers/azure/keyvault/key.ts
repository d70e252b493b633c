import { z } from 'zod';
import { booleanAt, dateOf, defineAzureResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { ownerOf } from '../ids.ts';
import { timeAt } from './times.ts';

export const azureKeyvaultKey = defineAzureResource({
  id: 'azure:keyvault:key',
  title: 'Key vault key',
  plural: 'Key vault keys',
  nativeType: 'Microsoft.KeyVault/vaults/keys',
  apiVersion: '2023-07-01',
  source: { from: 'children', parent: 'Microsoft.KeyVault/vaults', path: 'keys' },
  reads: 'Keys with kind, size, what they may do and when they end; never key material.',

  attributes: z.object({
    vault_id: z.string(),
    key_type: z.string().nullable().describe('RSA, EC, RSA-HSM or EC-HSM'),
    key_bits: z.number().nullable(),
    curve: z.string().nullable(),
    operations: z.array(z.string()),
    enabled: z.boolean().nullable(),
    exportable: z.boolean().nullable(),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
    expires_at: z.string().nullable().describe('Null: never'),
    recovery_level: z.string().nullable(),
    rotates: z.boolean().nullable().describe('Null: the list does not say'),
    uri: z.string().nullable(),
  }),

  normalise(row) {
    const createdAt = timeAt(row, 'properties.attributes.created');
    const actions = listAt(row, 'properties.rotationPolicy.lifetimeActions');
    return {
      createdAt: dateOf(createdAt),
      attributes: {
        vault_id: ownerOf(row.id),
        key_type: textAt(row, 'properties.kty'),
        key_bits: numberAt(row, 'properties.keySize'),
        curve: textAt(row, 'properties.curveName'),
        operations: listAt(row, 'properties.keyOps').filter((name) => typeof name === 'string').sort(),
        enabled: booleanAt(row, 'properties.attributes.enabled'),
        exportable: booleanAt(row, 'properties.attributes.exportable'),
        created_at: createdAt,
        updated_at: timeAt(row, 'properties.attributes.updated'),
        expires_at: timeAt(row, 'properties.attributes.exp'),
        recovery_level: textAt(row, 'properties.attributes.recoveryLevel'),
        rotates: actions.length === 0 ? null : actions.some((action) => textAt(action, 'action.type')?.toLowerCase() === 'rotate'),
        uri: textAt(row, 'properties.keyUri'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.vault_id),
});
