import { z } from 'zod';
import { defineAzureResource, numberAt, relationsTo, textAt } from '../define.ts';
import { accountOf, hasFiles } from './account-of.ts';

export const azureStorageFileShare = defineAzureResource({
  id: 'azure:storage:file-share',
  title: 'File share',
  plural: 'File shares',
  nativeType: 'Microsoft.Storage/storageAccounts/fileServices/shares',
  apiVersion: '2023-01-01',
  source: { from: 'children', parent: 'Microsoft.Storage/storageAccounts', path: 'fileServices/default/shares', isIn: hasFiles },
  reads: 'File shares with quota, tier and protocol; never a file.',

  attributes: z.object({
    account_id: z.string(),
    quota_gib: z.number().nullable(),
    access_tier: z.string().nullable().describe('Hot, Cool, Premium or TransactionOptimized'),
    protocol: z.string().nullable().describe('SMB or NFS'),
    root_squash: z.string().nullable(),
    lease_state: z.string().nullable(),
    last_modified_at: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      account_id: accountOf(row),
      quota_gib: numberAt(row, 'properties.shareQuota'),
      access_tier: textAt(row, 'properties.accessTier'),
      protocol: textAt(row, 'properties.enabledProtocols'),
      root_squash: textAt(row, 'properties.rootSquash'),
      lease_state: textAt(row, 'properties.leaseState'),
      last_modified_at: textAt(row, 'properties.lastModifiedTime'),
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.account_id),
});
