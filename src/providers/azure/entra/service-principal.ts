import { z } from 'zod';
import { booleanAt, dateOf, defineAzureResource, listAt, textAt } from '../define.ts';

export const azureEntraServicePrincipal = defineAzureResource({
  id: 'azure:entra:service-principal',
  title: 'Service principal',
  plural: 'Service principals',
  nativeType: 'Microsoft Graph servicePrincipals',
  apiVersion: 'v1.0',
  accountKind: 'tenant',
  source: { from: 'directory', path: 'servicePrincipals', query: { $select: 'id,appId,displayName,servicePrincipalType,accountEnabled,appOwnerOrganizationId,createdDateTime,keyCredentials,passwordCredentials,tags' } },
  permissions: ['Application.Read.All'],
  reads: 'Each service principal of the directory with when its own credentials end; never a credential.',

  attributes: z.object({
    app_id: z.string().nullable(),
    principal_type: z.string().nullable().describe('Application, ManagedIdentity, …'),
    enabled: z.boolean().nullable(),
    owner_tenant_id: z.string().nullable().describe('The directory that the application is of'),
    credential_ends: z.array(z.string()).describe('When each key and password ends, the earliest first'),
    next_credential_end: z.string().nullable(),
    last_sign_in_at: z.string().nullable().describe('Null: the directory does not tell it in this list'),
  }),

  normalise: ({ properties }) => {
    const ends = ['keyCredentials', 'passwordCredentials'].flatMap((list) => listAt(properties, list)).flatMap((one) => dateOf(textAt(one, 'endDateTime'))?.toISOString() ?? []).sort();
    return {
      tags: {},
      attributes: {
        app_id: textAt(properties, 'appId'),
        principal_type: textAt(properties, 'servicePrincipalType'),
        enabled: booleanAt(properties, 'accountEnabled'),
        owner_tenant_id: textAt(properties, 'appOwnerOrganizationId'),
        credential_ends: ends,
        next_credential_end: ends[0] ?? null,
        last_sign_in_at: textAt(properties, 'signInActivity.lastSignInDateTime'),
      },
    };
  },
});
