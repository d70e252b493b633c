import { z } from 'zod';
import { defineAzureResource, listAt, relationsTo, textAt } from '../define.ts';

export const azureAuthorizationManagementLock = defineAzureResource({
  id: 'azure:authorization:management-lock',
  title: 'Management lock',
  plural: 'Management locks',
  nativeType: 'Microsoft.Authorization/locks',
  apiVersion: '2020-05-01',
  source: { from: 'subscription', path: 'providers/Microsoft.Authorization/locks' },
  reads: 'Locks on subscriptions, groups and resources that keep them from being changed or deleted.',

  attributes: z.object({ level: z.string().nullable().describe('CanNotDelete or ReadOnly'), scope: z.string(), notes: z.string().nullable(), owners: z.number() }),

  normalise: (row) => ({
    attributes: {
      level: textAt(row, 'properties.level'),
      scope: row.id.toLowerCase().replace(/\/providers\/microsoft\.authorization\/locks\/[^/]+$/, ''),
      notes: textAt(row, 'properties.notes'),
      owners: listAt(row, 'properties.owners').length,
    },
  }),

  relations: ({ attributes }) => relationsTo('attached-to', attributes.scope.split('/').length > 3 ? attributes.scope : null),
});
