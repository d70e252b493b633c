import { aRow, readsAs } from '../test-azure.ts';
import { azureManagedidentityUserAssignedIdentity } from './user-assigned-identity.ts';

readsAs(azureManagedidentityUserAssignedIdentity, aRow('Microsoft.ManagedIdentity/userAssignedIdentities', 'Runner', { tags: { for: 'ci' }, properties: { clientId: 'C-1', principalId: 'P-1', tenantId: 'T-1' } }), {
  tags: { for: 'ci' },
  attributes: { client_id: 'C-1', principal_id: 'P-1', tenant_id: 'T-1' },
  relations: ['uses /directoryobjects/p-1'],
});
