import type { RowContext, RowMaker } from '../row.ts';

const networks = 'Microsoft.Network/virtualNetworks';
const plans = 'Microsoft.Web/serverfarms';

function storageAccount({ id, index, idOf, ago }: RowContext): ReturnType<RowMaker> {
  const name = id.split('/').at(-1) ?? '';
  const isOpen = index % 3 === 0;
  return {
    kind: index % 10 === 9 ? 'FileStorage' : 'StorageV2', sku: { name: index % 2 === 0 ? 'Standard_LRS' : 'Standard_ZRS', tier: 'Standard' },
    properties: {
      accessTier: 'Hot', supportsHttpsTrafficOnly: index % 8 !== 7, minimumTlsVersion: index % 5 === 4 ? 'TLS1_0' : 'TLS1_2', creationTime: ago(10 + index % 1500), primaryLocation: 'westeurope', statusOfPrimary: 'available',
      ...(index % 4 === 3 ? {} : { allowBlobPublicAccess: isOpen, allowSharedKeyAccess: index % 2 === 0 }), publicNetworkAccess: 'Enabled', isHnsEnabled: index % 6 === 0,
      networkAcls: { bypass: 'AzureServices', defaultAction: isOpen ? 'Allow' : 'Deny', ipRules: isOpen ? [] : [{ value: '203.0.113.0/24', action: 'Allow' }], virtualNetworkRules: isOpen ? [] : [{ id: `${idOf(networks)}/subnets/data`, action: 'Allow', state: 'Succeeded' }] },
      encryption: { keySource: 'Microsoft.Storage', requireInfrastructureEncryption: index % 2 === 0, services: { blob: { enabled: true, keyType: 'Account' } } }, privateEndpointConnections: [],
      primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/`, file: `https://${name}.file.core.windows.net/` },
    },
  };
}

/** What keeps data, and what runs applications. */
export const dataRows: Readonly<Record<string, RowMaker>> = {
  'Microsoft.Storage/storageAccounts': storageAccount,
  'Microsoft.Sql/servers': ({ id, index }) => ({ kind: 'v12.0', properties: { administratorLogin: 'sqladmin', version: '12.0', state: 'Ready', fullyQualifiedDomainName: `${id.split('/').at(-1)}.database.windows.net`, publicNetworkAccess: index % 2 === 0 ? 'Enabled' : 'Disabled', minimalTlsVersion: index % 3 === 0 ? '1.0' : '1.2', administrators: index % 2 === 0 ? { azureADOnlyAuthentication: false, login: 'dba', principalType: 'Group', sid: '00000000-0000-4000-8000-00000000dba0' } : undefined, privateEndpointConnections: [] } }),
  'Microsoft.Sql/servers/databases': ({ index, ago }) => ({
    kind: 'v12.0,user', sku: { name: index % 3 === 0 ? 'GP_S_Gen5' : 'S0', tier: index % 3 === 0 ? 'GeneralPurpose' : 'Standard', capacity: index % 3 === 0 ? 2 : 10 },
    properties: { collation: 'SQL_Latin1_General_CP1_CI_AS', maxSizeBytes: 34_359_738_368, status: index % 6 === 0 ? 'Paused' : 'Online', ...(index % 6 === 0 ? { pausedDate: ago(40) } : {}), creationDate: ago(50 + index % 300), zoneRedundant: false, readScale: 'Disabled', currentBackupStorageRedundancy: index % 2 === 0 ? 'Geo' : 'Local', requestedServiceObjectiveName: 'S0', ...(index % 3 === 0 ? { autoPauseDelay: 60, minCapacity: 0.5 } : {}), databaseId: `db-${index}` },
  }),
  'Microsoft.Sql/servers/elasticPools': ({ index, ago }) => ({ sku: { name: 'StandardPool', tier: 'Standard', capacity: 50 }, properties: { state: 'Ready', creationDate: ago(90), maxSizeBytes: 53_687_091_200, zoneRedundant: index % 2 === 0, perDatabaseSettings: { minCapacity: 0, maxCapacity: 50 } } }),
  'Microsoft.KeyVault/vaults': ({ id, index, idOf }) => ({
    properties: {
      sku: { family: 'A', name: 'standard' }, tenantId: '11111111-2222-4333-8444-555555555555', vaultUri: `https://${id.split('/').at(-1)}.vault.azure.net/`, enableRbacAuthorization: index % 2 === 0, enableSoftDelete: true, softDeleteRetentionInDays: 90, ...(index % 3 === 0 ? { enablePurgeProtection: true } : {}), publicNetworkAccess: index % 2 === 0 ? 'Enabled' : 'Disabled', enabledForDeployment: false,
      accessPolicies: index % 2 === 0 ? [] : [{ tenantId: '11111111-2222-4333-8444-555555555555', objectId: '00000000-0000-4000-8000-0000000000aa', permissions: { secrets: ['get', 'list'], keys: [] } }], ...(index % 3 === 1 ? { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [{ id: `${idOf(networks)}/subnets/data` }] } } : {}), privateEndpointConnections: [],
    },
  }),
  [plans]: ({ index, plan, subscription }) => ({ kind: index % 2 === 0 ? 'linux' : 'app', sku: { name: index % 3 === 0 ? 'P1v3' : 'B1', tier: index % 3 === 0 ? 'PremiumV3' : 'Basic', size: 'B1', family: 'B', capacity: 1 }, properties: { numberOfSites: sitesOn(index, plan.countOf(plans, subscription), plan.countOf('Microsoft.Web/sites', subscription)), numberOfWorkers: 1, maximumNumberOfWorkers: 3, status: 'Ready', reserved: index % 2 === 0, zoneRedundant: false, geoRegion: 'West Europe' } }),
  'Microsoft.Web/sites': ({ id, index, idOf, plan, subscription }) => ({
    kind: index % 3 === 0 ? 'functionapp,linux' : 'app,linux', identity: index % 2 === 0 ? { type: 'SystemAssigned', principalId: '00000000-0000-4000-8000-0000000000ab' } : null,
    properties: { state: index % 7 === 6 ? 'Stopped' : 'Running', enabled: true, hostNames: [`${id.split('/').at(-1)}.azurewebsites.net`], defaultHostName: `${id.split('/').at(-1)}.azurewebsites.net`, httpsOnly: index % 2 === 0, clientCertEnabled: false, serverFarmId: idOf(plans, index % usedPlans(plan.countOf(plans, subscription))), publicNetworkAccess: 'Enabled', siteConfig: { linuxFxVersion: 'NODE|20-lts', alwaysOn: false }, ...(index % 4 === 0 ? { virtualNetworkSubnetId: `${idOf(networks)}/subnets/data` } : {}) },
  }),
  'Microsoft.Web/certificates': ({ index, ago }) => ({ properties: { subjectName: `app-${index}.example`, hostNames: [`app-${index}.example`], issuer: 'GeoTrust', issueDate: ago(300), expirationDate: ago(index % 2 === 0 ? 10 : -40), thumbprint: `AB${index}`, keyVaultSecretStatus: 'Initialized' } }),
};

/** One plan in five has no sites. */
export const usedPlans = (count: number): number => Math.max(1, count - Math.floor(count / 5));
const sitesOn = (index: number, plansCount: number, sites: number): number => {
  const used = usedPlans(plansCount);
  return index >= used ? 0 : Math.floor(sites / used) + (index < sites % used ? 1 : 0);
};
