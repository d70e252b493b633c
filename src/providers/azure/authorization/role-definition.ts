import { z } from 'zod';
import { dateOf, defineAzureResource, listAt, textAt } from '../define.ts';
import { roleUid } from './role-uid.ts';

export const azureAuthorizationRoleDefinition = defineAzureResource({
  id: 'azure:authorization:role-definition',
  title: 'Role definition',
  plural: 'Role definitions',
  nativeType: 'Microsoft.Authorization/roleDefinitions',
  apiVersion: '2022-04-01',
  // Not from Resource Graph, which gives built-in roles without a subscription.
  source: { from: 'subscription', path: 'providers/Microsoft.Authorization/roleDefinitions' },
  reads: 'Built-in and own roles with what they allow.',

  attributes: z.object({
    role_id: z.string(),
    is_custom: z.boolean(),
    description: z.string().nullable(),
    assignable_scopes: z.array(z.string()),
    actions: z.array(z.string()),
    not_actions: z.array(z.string()),
    data_actions: z.array(z.string()),
    not_data_actions: z.array(z.string()),
    updated_at: z.string().nullable().describe('Of own roles'),
  }),

  normalise(row, { account }) {
    const all = (list: string): string[] => [...new Set(listAt(row, 'properties.permissions').flatMap((permission) => listAt(permission, list).filter((action) => typeof action === 'string')))].sort();
    const isCustom = textAt(row, 'properties.type')?.toLowerCase() === 'customrole';
    return {
      uid: roleUid(account, row.id),
      name: textAt(row, 'properties.roleName') ?? row.name ?? row.id,
      createdAt: isCustom ? dateOf(textAt(row, 'properties.createdOn')) : undefined,
      attributes: {
        role_id: row.id.split('/').at(-1)?.toLowerCase() ?? '',
        is_custom: isCustom,
        description: textAt(row, 'properties.description'),
        assignable_scopes: listAt(row, 'properties.assignableScopes').flatMap((scope) => (typeof scope === 'string' ? scope.toLowerCase() : [])).sort(),
        actions: all('actions'),
        not_actions: all('notActions'),
        data_actions: all('dataActions'),
        not_data_actions: all('notDataActions'),
        // The vendor changes built-in roles often, and nobody here can.
        updated_at: isCustom ? textAt(row, 'properties.updatedOn') : null,
      },
    };
  },
});
