/** A custom role of Azure, in the form that `az role definition create` takes. */
export interface AzureRole {
  Name: string;
  IsCustom: true;
  Description: string;
  Actions: string[];
  NotActions: string[];
  AssignableScopes: string[];
}

/** What the connection itself asks: which subscriptions there are, what may be read in them, what is registered; and metrics. */
const connectionActions = ['Microsoft.Resources/subscriptions/read', 'Microsoft.Authorization/permissions/read', 'Microsoft.Resources/providers/read', 'Microsoft.Insights/metrics/read'] as const;

/** Types that Microsoft Graph answers need an application permission instead: it is granted in Entra, not by a role. */
export const isDirectoryPermission = (permission: string): boolean => !permission.includes('/');

/** Everything that the types declare, each once, for a management group or subscription to be put in. */
export function azureRole(types: Iterable<{ permissions: readonly string[] }>): AzureRole {
  const actions = new Set<string>([...connectionActions, ...[...types].flatMap(({ permissions }) => permissions).filter((permission) => !isDirectoryPermission(permission))]);
  return {
    Name: 'Roundsman reader',
    IsCustom: true,
    Description: 'Reads what Roundsman looks at; changes nothing and reads no key or secret value.',
    Actions: [...actions].sort(),
    NotActions: [],
    AssignableScopes: ['/providers/Microsoft.Management/managementGroups/MANAGEMENT_GROUP'],
  };
}
