import { z } from 'zod';
import { defineAzureResource, directoryUid, relationsTo, textAt } from '../define.ts';

export const azureManagedidentityUserAssignedIdentity = defineAzureResource({
  id: 'azure:managedidentity:user-assigned-identity',
  title: 'User-assigned identity',
  plural: 'User-assigned identities',
  nativeType: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  apiVersion: '2023-01-31',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Identities that can be given to resources, with the principal that each is in the directory.',

  attributes: z.object({ client_id: z.string().nullable(), principal_id: z.string().nullable(), tenant_id: z.string().nullable() }),

  normalise: (row) => ({ attributes: { client_id: textAt(row, 'properties.clientId'), principal_id: textAt(row, 'properties.principalId'), tenant_id: textAt(row, 'properties.tenantId') } }),
  relations: ({ attributes }) => relationsTo('uses', attributes.principal_id === null ? null : directoryUid(attributes.principal_id)),
});
