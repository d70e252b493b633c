import { z } from 'zod';
import { booleanAt, defineAzureResource, numberAt, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';
import { withDetails } from '../read-details.ts';

const apiVersion = '2025-01-01';

export const azureSqlSqlServer = defineAzureResource({
  id: 'azure:sql:sql-server',
  title: 'SQL server',
  plural: 'SQL servers',
  nativeType: 'Microsoft.Sql/servers',
  apiVersion,
  source: { from: 'graph', table: 'Resources' },
  permissions: ['Microsoft.Sql/servers/read', 'Microsoft.Sql/servers/auditingSettings/read', 'Microsoft.Sql/servers/encryptionProtector/read'],
  reads: 'SQL servers with who administers them and how they are reached; with details also auditing and the key that encrypts.',

  attributes: z.object({
    version: z.string().nullable(),
    state: z.string().nullable(),
    fqdn: z.string().nullable(),
    administrator_login: z.string().nullable(),
    entra_administrator: z.string().nullable(),
    entra_only: z.boolean().nullable().describe('No passwords of SQL'),
    min_tls_version: z.string().nullable(),
    public_network_access: z.boolean().nullable(),
    outbound_restricted: z.boolean().nullable(),
    identity_ids: z.array(z.string()),
    private_endpoint_ids: z.array(z.string()),
    auditing: z.boolean().nullable().describe('Null until details are read'),
    audit_retention_days: z.number().nullable().describe('0: for ever'),
    audits_to_monitor: z.boolean().nullable(),
    encryption_key_type: z.string().nullable().describe('ServiceManaged or AzureKeyVault'),
    encryption_key_uri: z.string().nullable(),
  }),

  details: {
    fields: ['auditing', 'audit_retention_days', 'audits_to_monitor', 'encryption_key_type', 'encryption_key_uri'],
    read: (row, context) => withDetails(row, {
      auditing: { path: 'auditingSettings/default', apiVersion, permission: 'Microsoft.Sql/servers/auditingSettings/read' },
      protector: { path: 'encryptionProtector/current', apiVersion, permission: 'Microsoft.Sql/servers/encryptionProtector/read' },
    }, context),
  },

  normalise: (row) => ({
    attributes: {
      version: textAt(row, 'properties.version'),
      state: textAt(row, 'properties.state'),
      fqdn: textAt(row, 'properties.fullyQualifiedDomainName'),
      administrator_login: textAt(row, 'properties.administratorLogin'),
      entra_administrator: textAt(row, 'properties.administrators.login'),
      entra_only: booleanAt(row, 'properties.administrators.azureADOnlyAuthentication'),
      min_tls_version: textAt(row, 'properties.minimalTlsVersion'),
      public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
      outbound_restricted: booleanAt(row, 'properties.restrictOutboundNetworkAccess'),
      identity_ids: identityIdsOf(row),
      private_endpoint_ids: privateEndpointIdsOf(row),
      auditing: booleanAt(row.details, 'auditing.properties.state'),
      audit_retention_days: numberAt(row.details, 'auditing.properties.retentionDays'),
      audits_to_monitor: booleanAt(row.details, 'auditing.properties.isAzureMonitorTargetEnabled'),
      encryption_key_type: textAt(row.details, 'protector.properties.serverKeyType'),
      encryption_key_uri: textAt(row.details, 'protector.properties.uri') ?? textAt(row, 'properties.keyId'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('uses', attributes.private_endpoint_ids), ...relationsTo('assumes', attributes.identity_ids)],
});
