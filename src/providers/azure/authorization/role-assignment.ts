import { z } from 'zod';
import { dateOf, defineAzureResource, directoryUid, relationsTo, textAt } from '../define.ts';
import { builtInRoles, roleUid } from './role-uid.ts';

export const azureAuthorizationRoleAssignment = defineAzureResource({
  id: 'azure:authorization:role-assignment',
  title: 'Role assignment',
  plural: 'Role assignments',
  nativeType: 'Microsoft.Authorization/roleAssignments',
  apiVersion: '2022-04-01',
  // What is inherited from above belongs to no one subscription, and the list of each repeats it.
  source: { from: 'graph', table: 'AuthorizationResources', isOne: ({ id }) => /^\/subscriptions\//i.test(id) },
  reads: 'Who has which role on a subscription, a group or a resource; not what is inherited from management groups.',

  attributes: z.object({
    role_uid: z.string().nullable(),
    role_name: z.string().nullable().describe('Of the well-known roles'),
    principal_id: z.string().nullable(),
    principal_type: z.string().nullable().describe('User, Group or ServicePrincipal'),
    scope: z.string(),
    scope_kind: z.string().describe('subscription, resource-group or resource'),
    condition: z.string().nullable(),
    description: z.string().nullable(),
    created_at: z.string().nullable(),
  }),

  normalise(row, { account }) {
    const role = textAt(row, 'properties.roleDefinitionId');
    const scope = (textAt(row, 'properties.scope') ?? row.id.replace(/\/providers\/microsoft\.authorization\/roleassignments\/[^/]+$/i, '')).toLowerCase();
    const createdAt = textAt(row, 'properties.createdOn');
    const depth = scope.split('/').length;
    return {
      createdAt: dateOf(createdAt),
      attributes: {
        role_uid: role === null ? null : roleUid(account, role),
        role_name: role === null ? null : (builtInRoles[role.split('/').at(-1)?.toLowerCase() ?? ''] ?? null),
        principal_id: textAt(row, 'properties.principalId'),
        principal_type: textAt(row, 'properties.principalType'),
        scope,
        scope_kind: depth <= 3 ? 'subscription' : depth === 5 ? 'resource-group' : 'resource',
        condition: textAt(row, 'properties.condition'),
        description: textAt(row, 'properties.description'),
        created_at: createdAt,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('grants', attributes.role_uid),
    ...relationsTo('targets', attributes.principal_id === null ? null : directoryUid(attributes.principal_id)),
    ...relationsTo('attached-to', attributes.scope_kind === 'subscription' ? null : attributes.scope),
  ],
});
