import { defineAzureResource } from '../define.ts';
import { withDetails } from '../read-details.ts';
import { isFunctionApp, siteAttributes, siteConfig, siteDetailFields, siteRelations, siteSchema } from './site.ts';

export const azureWebFunctionApp = defineAzureResource({
  id: 'azure:web:function-app',
  title: 'Function app',
  plural: 'Function apps',
  nativeType: 'Microsoft.Web/sites',
  apiVersion: '2023-01-01',
  source: { from: 'graph', table: 'Resources', isOne: isFunctionApp },
  permissions: ['Microsoft.Web/sites/read', 'Microsoft.Web/sites/config/read'],
  // Its storage account is told by an app setting alone, and settings are not read.
  reads: 'Function apps with plan, state and names; with details also runtime and how they are reached. Never a setting.',

  attributes: siteSchema,
  details: { fields: siteDetailFields, read: (row, context) => withDetails(row, { web: siteConfig }, context) },
  normalise: (row) => ({ attributes: siteAttributes(row) }),
  relations: ({ attributes }) => siteRelations(attributes),
});
