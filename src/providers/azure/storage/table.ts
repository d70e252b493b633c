import { z } from 'zod';
import { defineAzureResource, listAt, relationsTo } from '../define.ts';
import { accountOf, hasQueues } from './account-of.ts';

export const azureStorageTable = defineAzureResource({
  id: 'azure:storage:table',
  title: 'Storage table',
  plural: 'Storage tables',
  nativeType: 'Microsoft.Storage/storageAccounts/tableServices/tables',
  apiVersion: '2023-01-01',
  source: { from: 'children', parent: 'Microsoft.Storage/storageAccounts', path: 'tableServices/default/tables', isIn: hasQueues },
  reads: 'Names of tables of storage accounts; never a row.',

  attributes: z.object({ account_id: z.string(), stored_access_policies: z.number() }),
  normalise: (row) => ({ attributes: { account_id: accountOf(row), stored_access_policies: listAt(row, 'properties.signedIdentifiers').length } }),
  relations: ({ attributes }) => relationsTo('member-of', attributes.account_id),
});
