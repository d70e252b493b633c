import { expect, it } from 'vitest';
import { aRow, detailed, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureWebFunctionApp } from './function-app.ts';

const plan = 'Microsoft.Web/serverfarms';
const row = aRow('Microsoft.Web/sites', 'Jobs', { kind: 'functionapp,linux', properties: { state: 'Stopped', enabled: true, serverFarmId: idOf(plan, 'Jobs-Plan'), hostNames: [], httpsOnly: false } });
const attributes = {
  kind: 'functionapp,linux', state: 'Stopped', enabled: true, plan_id: uidOf(plan, 'Jobs-Plan'), default_host_name: null, host_names: [], https_only: false, client_certificates: null, public_network_access: null,
  subnet_id: null, identity_type: null, identity_ids: [], private_endpoint_ids: [], min_tls_version: null, ftps_state: null, runtime: null, always_on: null, http2: null, remote_debugging: null, cors_origins: null,
};

readsAs(azureWebFunctionApp, row, { attributes, relations: [`member-of ${uidOf(plan, 'Jobs-Plan')}`] });

it('adds how it is configured', async () => {
  const { resource } = await detailed(azureWebFunctionApp, row, { 'config/web': { properties: { minTlsVersion: '1.0', linuxFxVersion: 'Python|3.11' } } });
  expect(resource.attributes).toMatchObject({ min_tls_version: '1.0', runtime: 'Python|3.11' });
});
