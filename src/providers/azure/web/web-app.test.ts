import { expect, it } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { aRow, detailed, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureWebFunctionApp } from './function-app.ts';
import { azureWebWebApp } from './web-app.ts';

const plan = 'Microsoft.Web/serverfarms';
const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const row = aRow('Microsoft.Web/sites', 'Shop', {
  kind: 'app,linux', identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [idOf(identity, 'Shop')]: {} } },
  properties: {
    state: 'Running', enabled: true, serverFarmId: idOf(plan, 'Shop-Plan'), defaultHostName: 'shop.azurewebsites.net', hostNames: ['www.shop.example', 'shop.azurewebsites.net'], httpsOnly: true, clientCertEnabled: false,
    publicNetworkAccess: 'Enabled', virtualNetworkSubnetId: idOf(subnet, 'Main/Apps'), siteConfig: { numberOfWorkers: 1, linuxFxVersion: '', alwaysOn: null },
  },
});
const attributes = {
  kind: 'app,linux', state: 'Running', enabled: true, plan_id: uidOf(plan, 'Shop-Plan'), default_host_name: 'shop.azurewebsites.net', host_names: ['shop.azurewebsites.net', 'www.shop.example'], https_only: true,
  client_certificates: false, public_network_access: true, subnet_id: uidOf(subnet, 'Main/Apps'), identity_type: 'SystemAssigned, UserAssigned', identity_ids: [uidOf(identity, 'Shop')], private_endpoint_ids: [],
  min_tls_version: null, ftps_state: null, runtime: null, always_on: null, http2: null, remote_debugging: null, cors_origins: null, authentication: null, unauthenticated_action: null,
};

readsAs(azureWebWebApp, row, {
  attributes,
  relations: [`member-of ${uidOf(plan, 'Shop-Plan')}`, `uses ${uidOf(subnet, 'Main/Apps')}`, `assumes ${uidOf(identity, 'Shop')}`],
});

const web = { properties: { minTlsVersion: '1.2', ftpsState: 'FtpsOnly', linuxFxVersion: 'NODE|20-lts', alwaysOn: true, http20Enabled: false, remoteDebuggingEnabled: false, cors: { allowedOrigins: ['*'] }, appSettings: [{ name: 'KEY', value: 'secret' }] } };

it('adds how it is configured, and no setting', async () => {
  const auth = { properties: { platform: { enabled: true }, globalValidation: { unauthenticatedClientAction: 'RedirectToLoginPage' } } };
  const { resource, asked, gaps } = await detailed(azureWebWebApp, row, { 'config/web': web, 'config/authsettingsV2': auth });
  expect(asked).toEqual(['config/web 2023-01-01', 'config/authsettingsV2 2023-01-01']);
  expect(gaps).toEqual([]);
  expect(resource.attributes).toMatchObject({
    min_tls_version: '1.2', ftps_state: 'FtpsOnly', runtime: 'NODE|20-lts', always_on: true, http2: false, remote_debugging: false, cors_origins: ['*'], authentication: true, unauthenticated_action: 'RedirectToLoginPage',
  });
  expect(JSON.stringify(resource)).not.toContain('secret');
});

it('notes what it may not read, and reads the rest', async () => {
  const { resource, gaps } = await detailed(azureWebWebApp, row, { 'config/web': new AppError('AZURE_ACCESS_DENIED', { detail: 'no' }), 'config/authsettingsV2': { properties: { platform: { enabled: false } } } });
  expect(gaps).toEqual(['AZURE_ACCESS_DENIED']);
  expect(resource.attributes).toMatchObject({ min_tls_version: null, authentication: false });
});

it.each([['app', false], ['app,linux', false], ['functionapp', true], ['FunctionApp,Linux', true], [null, false], ['workflowapp,functionapp', true]])('a site of kind %s is a function app: %s', (kind, isFunction) => {
  const isOne = ({ source }: typeof azureWebWebApp | typeof azureWebFunctionApp) => source.from === 'graph' && source.isOne?.({ ...row, kind });
  expect([isOne(azureWebFunctionApp), isOne(azureWebWebApp)]).toEqual([isFunction, !isFunction]);
});
