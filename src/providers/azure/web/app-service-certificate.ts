import { z } from 'zod';
import { defineAzureResource, idAt, listAt, relationsTo, textAt } from '../define.ts';

export const azureWebAppServiceCertificate = defineAzureResource({
  id: 'azure:web:app-service-certificate',
  title: 'App Service certificate',
  plural: 'App Service certificates',
  nativeType: 'Microsoft.Web/certificates',
  apiVersion: '2023-01-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Certificates of App Service with their names and when they end; never the certificate.',

  attributes: z.object({
    subject_name: z.string().nullable(),
    host_names: z.array(z.string()),
    issuer: z.string().nullable(),
    issued_at: z.string().nullable(),
    expires_at: z.string().nullable(),
    thumbprint: z.string().nullable(),
    key_vault_id: z.string().nullable(),
    key_vault_secret_name: z.string().nullable(),
    plan_id: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      subject_name: textAt(row, 'properties.subjectName'),
      host_names: listAt(row, 'properties.hostNames').filter((name) => typeof name === 'string').sort(),
      issuer: textAt(row, 'properties.issuer'),
      issued_at: textAt(row, 'properties.issueDate'),
      expires_at: textAt(row, 'properties.expirationDate'),
      thumbprint: textAt(row, 'properties.thumbprint'),
      key_vault_id: idAt(row, 'properties.keyVaultId'),
      key_vault_secret_name: textAt(row, 'properties.keyVaultSecretName'),
      plan_id: idAt(row, 'properties.serverFarmId'),
    },
  }),

  relations: ({ attributes }) => relationsTo('uses', [attributes.key_vault_id, attributes.plan_id]),
});
