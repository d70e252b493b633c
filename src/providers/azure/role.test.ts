import { expect, it } from 'vitest';
import { azureResourceTypes } from '../index.ts';
import { leastPrivilegeRole } from './role.ts';

it('grants reading what the types and their parents need, each action once, and nothing else', () => {
  const { role, directoryPermissions } = leastPrivilegeRole(azureResourceTypes.values());
  expect(role.Actions).toEqual(expect.arrayContaining(['Microsoft.Compute/disks/read', 'Microsoft.Storage/storageAccounts/read', 'Microsoft.Storage/storageAccounts/blobServices/containers/read', 'Microsoft.Authorization/permissions/read']));
  expect(role.Actions.filter((action) => !/^[A-Za-z.]+(\/[A-Za-z]+)+\/read$/.test(action))).toEqual([]);
  expect(new Set(role.Actions).size).toBe(role.Actions.length);
  expect(directoryPermissions).toContain('Application.Read.All');
});
