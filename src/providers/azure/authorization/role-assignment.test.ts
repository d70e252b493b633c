import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, subscription, uidOf } from '../test-azure.ts';
import { azureAuthorizationRoleAssignment } from './role-assignment.ts';

const vm = 'Microsoft.Compute/virtualMachines';
const row = aRow('Microsoft.Authorization/roleAssignments', 'one', {
  id: `${idOf(vm, 'Web')}/providers/Microsoft.Authorization/RoleAssignments/One`, name: 'One', location: null,
  properties: { roleDefinitionId: '/providers/Microsoft.Authorization/RoleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635', principalId: 'P-1', principalType: 'User', scope: idOf(vm, 'Web'), createdOn: '2025-01-02T03:04:05.6Z' },
});
const owner = `/subscriptions/${subscription}/providers/microsoft.authorization/roledefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;

readsAs(azureAuthorizationRoleAssignment, row, {
  region: 'global',
  createdAt: new Date('2025-01-02T03:04:05.600Z'),
  attributes: { role_uid: owner, role_name: 'Owner', principal_id: 'P-1', principal_type: 'User', scope: uidOf(vm, 'Web'), scope_kind: 'resource', condition: null, description: null, created_at: '2025-01-02T03:04:05.6Z' },
  relations: [`grants ${owner}`, 'targets /directoryobjects/p-1', `attached-to ${uidOf(vm, 'Web')}`],
});

it.each([['', 'subscription'], ['/resourceGroups/Web', 'resource-group'], ['/resourceGroups/Web/providers/Microsoft.Compute/disks/d', 'resource']])('knows the kind of scope of %s', (below, kind) => {
  expect(normalised(azureAuthorizationRoleAssignment, { ...row, properties: { scope: `/subscriptions/${subscription}${below}` } }).attributes).toMatchObject({ scope_kind: kind });
});

it('leaves out what is inherited from above', () => {
  const { source } = azureAuthorizationRoleAssignment;
  expect(['/subscriptions/a/providers/x', '/providers/Microsoft.Management/managementGroups/top/providers/x'].map((id) => source.from === 'graph' && source.isOne?.({ id }))).toEqual([true, false]);
});
