import { mix } from '../../aws/generate/random.ts';

type Child = (parent: string, place: number) => { name: string; properties: Record<string, unknown> };

const date = (seconds: number): number => 1_767_225_600 + seconds;

/** Lists of Resource Manager below a thing that no table of Resource Graph has: path below it, type, and what is there. */
export const childLists: Readonly<Record<string, { parent: string; type: string; count: number; make: Child }>> = {
  'blobservices/default/containers': { parent: 'Microsoft.Storage/storageAccounts', type: 'Microsoft.Storage/storageAccounts/blobServices/containers', count: 3, make: (parent, place) => ({ name: `container-${place}`, properties: { publicAccess: mix(1, parent.length, place) % 4 === 0 ? 'Blob' : 'None', leaseStatus: 'Unlocked', leaseState: 'Available', lastModifiedTime: '2026-02-01T00:00:00Z', hasImmutabilityPolicy: false, hasLegalHold: false, defaultEncryptionScope: '$account-encryption-key', denyEncryptionScopeOverride: false } }) },
  'fileservices/default/shares': { parent: 'Microsoft.Storage/storageAccounts', type: 'Microsoft.Storage/storageAccounts/fileServices/shares', count: 1, make: (_, place) => ({ name: `share-${place}`, properties: { shareQuota: 5120, accessTier: 'TransactionOptimized', enabledProtocols: 'SMB', lastModifiedTime: '2026-02-01T00:00:00Z' } }) },
  'queueservices/default/queues': { parent: 'Microsoft.Storage/storageAccounts', type: 'Microsoft.Storage/storageAccounts/queueServices/queues', count: 1, make: (_, place) => ({ name: `queue-${place}`, properties: { metadata: {} } }) },
  'tableservices/default/tables': { parent: 'Microsoft.Storage/storageAccounts', type: 'Microsoft.Storage/storageAccounts/tableServices/tables', count: 1, make: (_, place) => ({ name: `table${place}`, properties: { tableName: `table${place}` } }) },
  firewallrules: { parent: 'Microsoft.Sql/servers', type: 'Microsoft.Sql/servers/firewallRules', count: 2, make: (_, place) => (place === 0 ? { name: 'AllowAllWindowsAzureIps', properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' } } : { name: 'office', properties: { startIpAddress: '203.0.113.1', endIpAddress: '203.0.113.9' } }) },
  virtualnetworkrules: { parent: 'Microsoft.Sql/servers', type: 'Microsoft.Sql/servers/virtualNetworkRules', count: 0, make: () => ({ name: '', properties: {} }) },
  secrets: { parent: 'Microsoft.KeyVault/vaults', type: 'Microsoft.KeyVault/vaults/secrets', count: 2, make: (parent, place) => ({ name: `secret-${place}`, properties: { attributes: { enabled: true, created: date(0), updated: date(100), ...(place === 0 ? {} : { exp: date(86_400 * 200) }) }, contentType: 'text/plain', secretUri: `https://${parent.split('/').at(-1)}.vault.azure.net/secrets/secret-${place}` } }) },
  keys: { parent: 'Microsoft.KeyVault/vaults', type: 'Microsoft.KeyVault/vaults/keys', count: 1, make: (parent, place) => ({ name: `key-${place}`, properties: { attributes: { enabled: true, created: date(0), updated: date(100) }, kty: 'RSA', keySize: 2048, keyOps: ['sign', 'verify'], keyUri: `https://${parent.split('/').at(-1)}.vault.azure.net/keys/key-${place}` } }) },
};
