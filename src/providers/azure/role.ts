import type { AzureResourceType } from './define.ts';

/** A custom role in the form that `az role definition create` takes, and what the directory has to grant besides. */
export interface RoleDocument {
  Name: string;
  Description: string;
  Actions: string[];
  NotActions: string[];
  AssignableScopes: string[];
}

/** What the connection itself asks: which subscriptions there are, what may be read in them, and which services are on. */
const connectionActions = ['Microsoft.Authorization/permissions/read', 'Microsoft.Resources/subscriptions/providers/read', 'Microsoft.Resources/subscriptions/read'] as const;

/** The least that a principal needs for what the types declare. What the other resources need is Reader itself, and left out. */
export function leastPrivilegeRole(types: Iterable<AzureResourceType>): { role: RoleDocument; directoryPermissions: string[] } {
  const all = [...types];
  const named = new Set(all.flatMap(({ permissions, source }) => [...permissions, ...(source.from === 'body' || source.from === 'children' ? [`${source.parent}/read`] : [])]));
  const actions = [...named].filter((name) => name.includes('/') && name !== '*/read');
  return {
    role: {
      Name: 'Roundsman',
      Description: 'Reads what Roundsman judges, and nothing else.',
      Actions: [...new Set([...connectionActions, ...actions])].sort(),
      NotActions: [],
      AssignableScopes: ['/providers/Microsoft.Management/managementGroups/MANAGEMENT_GROUP'],
    },
    directoryPermissions: [...named].filter((name) => !name.includes('/')).sort(),
  };
}
