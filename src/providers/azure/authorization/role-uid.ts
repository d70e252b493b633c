/**
 * A role as we name it: Resource Graph writes built-in roles without the subscription and Resource Manager with it, and
 * the last part is the same everywhere.
 */
export const roleUid = (account: string, definitionId: string): string => `/subscriptions/${account}/providers/microsoft.authorization/roledefinitions/${definitionId.split('/').at(-1) ?? ''}`.toLowerCase();

/** The built-in roles that give most (learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const builtInRoles: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
};
