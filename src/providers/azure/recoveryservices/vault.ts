import { z } from 'zod';
import { booleanAt, defineAzureResource, relationsTo, textAt } from '../define.ts';
import { identityIdsOf, privateEndpointIdsOf } from '../ids.ts';

export const azureRecoveryservicesVault = defineAzureResource({
  id: 'azure:recoveryservices:vault',
  title: 'Recovery Services vault',
  plural: 'Recovery Services vaults',
  nativeType: 'Microsoft.RecoveryServices/vaults',
  apiVersion: '2023-04-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Recovery Services vaults with redundancy, deletion protection and encryption.',

  attributes: z.object({
    sku: z.string().nullable(),
    redundancy: z.string().nullable().describe('LocallyRedundant, GeoRedundant or ZoneRedundant'),
    cross_region_restore: z.boolean().nullable(),
    soft_delete: z.string().nullable().describe('Enabled, Disabled or AlwaysON'),
    immutability: z.string().nullable().describe('Disabled, Unlocked or Locked'),
    public_network_access: z.boolean().nullable(),
    encryption_key_uri: z.string().nullable(),
    infrastructure_encryption: z.boolean().nullable(),
    private_endpoint_ids: z.array(z.string()),
    identity_ids: z.array(z.string()),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'sku.name'),
      redundancy: textAt(row, 'properties.redundancySettings.standardTierStorageRedundancy'),
      cross_region_restore: booleanAt(row, 'properties.redundancySettings.crossRegionRestore'),
      soft_delete: textAt(row, 'properties.securitySettings.softDeleteSettings.softDeleteState'),
      immutability: textAt(row, 'properties.securitySettings.immutabilitySettings.state'),
      public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
      encryption_key_uri: textAt(row, 'properties.encryption.keyVaultProperties.keyUri'),
      infrastructure_encryption: booleanAt(row, 'properties.encryption.infrastructureEncryption'),
      private_endpoint_ids: privateEndpointIdsOf(row),
      identity_ids: identityIdsOf(row),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('uses', attributes.private_endpoint_ids), ...relationsTo('assumes', attributes.identity_ids)],
});
