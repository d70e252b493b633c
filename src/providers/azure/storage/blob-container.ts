import { z } from 'zod';
import { booleanAt, defineAzureResource, lower, relationsTo, textAt, type AzureRow } from '../define.ts';

export const azureStorageBlobContainer = defineAzureResource({
  id: 'azure:storage:blob-container',
  title: 'Blob container',
  plural: 'Blob containers',
  nativeType: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  apiVersion: '2023-01-01',
  source: { from: 'children', parent: 'Microsoft.Storage/storageAccounts', path: 'blobServices/default/containers', isIn: (account) => !/^filestorage$/i.test(account.kind ?? '') },
  reads: 'Each container of each storage account with who may read it without signing in; never a blob.',

  attributes: z.object({
    account_id: z.string().nullable(),
    public_access: z.string().nullable().describe('None, Blob or Container'),
    has_immutability_policy: z.boolean().nullable(),
    has_legal_hold: z.boolean().nullable(),
    lease_state: z.string().nullable(),
    default_encryption_scope: z.string().nullable(),
    last_modified_at: z.string().nullable(),
  }),

  normalise: (row) => ({
    attributes: {
      account_id: accountOf(row),
      public_access: textAt(row.properties, 'publicAccess'),
      has_immutability_policy: booleanAt(row.properties, 'hasImmutabilityPolicy'),
      has_legal_hold: booleanAt(row.properties, 'hasLegalHold'),
      lease_state: textAt(row.properties, 'leaseState'),
      default_encryption_scope: textAt(row.properties, 'defaultEncryptionScope'),
      last_modified_at: textAt(row.properties, 'lastModifiedTime'),
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.account_id),
});

const accountOf = ({ id, parent }: AzureRow): string | null => lower(parent?.id) ?? /^(.+\/storageaccounts\/[^/]+)/.exec(id.toLowerCase())?.[1] ?? null;
