import { expect, it } from 'vitest';
import { normalised, subscription } from '../test-azure.ts';
import { azureAuthorizationRoleDefinition } from './role-definition.ts';

const role = { roleName: 'Disk Cleaner', type: 'CustomRole', description: 'Cleans', assignableScopes: [`/subscriptions/${subscription.toUpperCase()}`], permissions: [{ actions: ['Microsoft.Compute/disks/read', 'Microsoft.Compute/disks/delete'], notActions: [], dataActions: [], notDataActions: [] }], createdOn: '2024-01-02T03:04:05.6Z', updatedOn: '2025-01-02T03:04:05.6Z' };

it('reads an own role', () => {
  expect(normalised(azureAuthorizationRoleDefinition, { id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/AB-1`, name: 'AB-1', properties: role })).toEqual({
    uid: `/subscriptions/${subscription}/providers/microsoft.authorization/roledefinitions/ab-1`, name: 'Disk Cleaner', region: 'global', createdAt: new Date('2024-01-02T03:04:05.600Z'), tags: {}, relations: [],
    attributes: {
      role_id: 'ab-1', is_custom: true, description: 'Cleans', assignable_scopes: [`/subscriptions/${subscription}`], actions: ['Microsoft.Compute/disks/delete', 'Microsoft.Compute/disks/read'], not_actions: [], data_actions: [],
      not_data_actions: [], updated_at: '2025-01-02T03:04:05.6Z', resource_group: null, managed_by: null, zones: [],
    },
  });
});

it('names a built-in role alike, with a subscription in its id and without', () => {
  const uids = ['', `/subscriptions/${subscription}`].map((prefix) => normalised(azureAuthorizationRoleDefinition, { id: `${prefix}/providers/Microsoft.Authorization/RoleDefinitions/8e3af657`, properties: { ...role, type: 'BuiltInRole' } }));
  expect(uids[0]).toEqual(uids[1]);
  expect(uids[0]).toMatchObject({ createdAt: undefined, attributes: { is_custom: false, updated_at: null } });
});

it('takes a role of which next to nothing is told', () => {
  expect(normalised(azureAuthorizationRoleDefinition, { id: '/X/Y', properties: { permissions: [null], assignableScopes: [null] } }).attributes).toMatchObject({ is_custom: false, actions: [] });
});
