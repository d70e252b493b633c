import { expect, it } from 'vitest';
import { aRow, detailed, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureSqlSqlServer } from './sql-server.ts';

const endpoint = 'Microsoft.Network/privateEndpoints';
const row = aRow('Microsoft.Sql/servers', 'Shop-SQL', {
  properties: {
    version: '12.0', state: 'Ready', fullyQualifiedDomainName: 'shop-sql.database.windows.net', administratorLogin: 'root', administrators: { login: 'dba', azureADOnlyAuthentication: false }, minimalTlsVersion: '1.2',
    publicNetworkAccess: 'Disabled', restrictOutboundNetworkAccess: 'Disabled', privateEndpointConnections: [{ properties: { privateEndpoint: { id: idOf(endpoint, 'Shop-PE') } } }],
  },
});

readsAs(azureSqlSqlServer, row, {
  attributes: {
    version: '12.0', state: 'Ready', fqdn: 'shop-sql.database.windows.net', administrator_login: 'root', entra_administrator: 'dba', entra_only: false, min_tls_version: '1.2', public_network_access: false, outbound_restricted: false,
    identity_ids: [], private_endpoint_ids: [uidOf(endpoint, 'Shop-PE')], auditing: null, audit_retention_days: null, audits_to_monitor: null, encryption_key_type: null, encryption_key_uri: null,
  },
  relations: [`uses ${uidOf(endpoint, 'Shop-PE')}`],
});

it('adds auditing and the key', async () => {
  const { resource } = await detailed(azureSqlSqlServer, row, {
    'auditingSettings/default': { properties: { state: 'Enabled', retentionDays: 90, isAzureMonitorTargetEnabled: false } },
    'encryptionProtector/current': { properties: { serverKeyType: 'AzureKeyVault', uri: 'https://keys.vault.azure.net/keys/sql/1' } },
  });
  expect(resource.attributes).toMatchObject({ auditing: true, audit_retention_days: 90, audits_to_monitor: false, encryption_key_type: 'AzureKeyVault', encryption_key_uri: 'https://keys.vault.azure.net/keys/sql/1' });
});
