import { z } from 'zod';
import { at, defineAzureResource, relationsTo } from '../define.ts';
import { accountOf, hasQueues } from './account-of.ts';

export const azureStorageQueue = defineAzureResource({
  id: 'azure:storage:queue',
  title: 'Storage queue',
  plural: 'Storage queues',
  nativeType: 'Microsoft.Storage/storageAccounts/queueServices/queues',
  apiVersion: '2023-01-01',
  source: { from: 'children', parent: 'Microsoft.Storage/storageAccounts', path: 'queueServices/default/queues', isIn: hasQueues },
  reads: 'Names of queues of storage accounts; never a message.',

  attributes: z.object({ account_id: z.string(), metadata_names: z.array(z.string()) }),
  normalise: (row) => ({ attributes: { account_id: accountOf(row), metadata_names: Object.keys(at(row, 'properties.metadata') ?? {}).map((name) => name.toLowerCase()).sort() } }),
  relations: ({ attributes }) => relationsTo('member-of', attributes.account_id),
});
