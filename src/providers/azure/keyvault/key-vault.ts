import { z } from 'zod';
import { booleanAt, defineAzureResource, idsAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { privateEndpointIdsOf } from '../ids.ts';

export const azureKeyvaultKeyVault = defineAzureResource({
  id: 'azure:keyvault:key-vault',
  title: 'Key vault',
  plural: 'Key vaults',
  nativeType: 'Microsoft.KeyVault/vaults',
  apiVersion: '2023-07-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Key vaults with who may reach them and what protects them from deletion; never what is in them.',

  attributes: z.object({
    sku: z.string().nullable().describe('standard or premium'),
    uri: z.string().nullable(),
    tenant_id: z.string().nullable(),
    rbac: z.boolean().nullable().describe('Roles say who may do what; false: access policies do'),
    access_policies: z.number(),
    soft_delete: z.boolean().nullable(),
    soft_delete_days: z.number().nullable(),
    purge_protection: z.boolean().nullable().describe('Null means off'),
    public_network_access: z.boolean().nullable(),
    network_default_action: z.string().nullable().describe('Allow: every network'),
    network_bypass: z.string().nullable(),
    ip_rules: z.array(z.string()),
    for_deployment: z.boolean().nullable(),
    for_disk_encryption: z.boolean().nullable(),
    for_templates: z.boolean().nullable(),
    subnet_ids: z.array(z.string()),
    private_endpoint_ids: z.array(z.string()),
  }),

  normalise: (row) => ({
    attributes: {
      sku: textAt(row, 'properties.sku.name'),
      uri: textAt(row, 'properties.vaultUri'),
      tenant_id: textAt(row, 'properties.tenantId'),
      rbac: booleanAt(row, 'properties.enableRbacAuthorization'),
      access_policies: listAt(row, 'properties.accessPolicies').length,
      soft_delete: booleanAt(row, 'properties.enableSoftDelete'),
      soft_delete_days: numberAt(row, 'properties.softDeleteRetentionInDays'),
      purge_protection: booleanAt(row, 'properties.enablePurgeProtection'),
      public_network_access: booleanAt(row, 'properties.publicNetworkAccess'),
      network_default_action: textAt(row, 'properties.networkAcls.defaultAction'),
      network_bypass: textAt(row, 'properties.networkAcls.bypass'),
      ip_rules: listAt(row, 'properties.networkAcls.ipRules').flatMap((rule) => textAt(rule, 'value') ?? []).sort(),
      for_deployment: booleanAt(row, 'properties.enabledForDeployment'),
      for_disk_encryption: booleanAt(row, 'properties.enabledForDiskEncryption'),
      for_templates: booleanAt(row, 'properties.enabledForTemplateDeployment'),
      subnet_ids: idsAt(row, 'properties.networkAcls.virtualNetworkRules', 'id'),
      private_endpoint_ids: privateEndpointIdsOf(row),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('uses', attributes.subnet_ids), ...relationsTo('uses', attributes.private_endpoint_ids)],
});
