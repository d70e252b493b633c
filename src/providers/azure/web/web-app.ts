import { z } from 'zod';
import { booleanAt, defineAzureResource, textAt } from '../define.ts';
import { withDetails } from '../read-details.ts';
import { isFunctionApp, siteAttributes, siteConfig, siteDetailFields, siteRelations, siteSchema } from './site.ts';

export const azureWebWebApp = defineAzureResource({
  id: 'azure:web:web-app',
  title: 'Web app',
  plural: 'Web apps',
  nativeType: 'Microsoft.Web/sites',
  apiVersion: '2023-01-01',
  source: { from: 'graph', table: 'Resources', isOne: (row) => !isFunctionApp(row) },
  permissions: ['Microsoft.Web/sites/read', 'Microsoft.Web/sites/config/read'],
  reads: 'Web apps with plan, state and names; with details also how they are reached and who signs in. Never a setting.',

  attributes: z.object({ ...siteSchema.shape, authentication: z.boolean().nullable().describe('App Service asks for a sign-in'), unauthenticated_action: z.string().nullable() }),

  details: {
    fields: [...siteDetailFields, 'authentication', 'unauthenticated_action'],
    read: (row, context) => withDetails(row, { web: siteConfig, auth: { ...siteConfig, path: 'config/authsettingsV2' } }, context),
  },

  normalise: (row) => ({
    attributes: { ...siteAttributes(row), authentication: booleanAt(row.details, 'auth.properties.platform.enabled'), unauthenticated_action: textAt(row.details, 'auth.properties.globalValidation.unauthenticatedClientAction') },
  }),

  relations: ({ attributes }) => siteRelations(attributes),
});
