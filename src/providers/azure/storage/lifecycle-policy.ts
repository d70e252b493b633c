import { z } from 'zod';
import { at, booleanAt, defineAzureResource, listAt, relationsTo, textAt } from '../define.ts';
import { accountOf } from './account-of.ts';

export const azureStorageLifecyclePolicy = defineAzureResource({
  id: 'azure:storage:lifecycle-policy',
  title: 'Storage lifecycle policy',
  plural: 'Storage lifecycle policies',
  nativeType: 'Microsoft.Storage/storageAccounts/managementPolicies',
  apiVersion: '2023-01-01',
  // Each account has one at most, of this name; an account without one answers 404.
  source: { from: 'children', parent: 'Microsoft.Storage/storageAccounts', path: 'managementPolicies/default', isIn: ({ kind }) => (kind ?? '').toLowerCase() !== 'filestorage' },
  reads: 'When each storage account moves blobs to cheaper storage or deletes them.',

  attributes: z.object({
    account_id: z.string(),
    rules: z.number(),
    enabled_rules: z.number(),
    tiers: z.array(z.string()).describe('Where enabled rules move blobs: cool, cold, archive; delete'),
    last_modified_at: z.string().nullable(),
  }),

  normalise(row) {
    const rules = listAt(row, 'properties.policy.rules');
    // A rule that does not say is on.
    const enabled = rules.filter((rule) => booleanAt(rule, 'enabled') !== false);
    const tierNames = [['cool', 'tierToCool'], ['cold', 'tierToCold'], ['archive', 'tierToArchive'], ['delete', 'delete']] as const;
    const does = (rule: unknown, action: string): boolean => ['baseBlob', 'snapshot', 'version'].some((part) => (at(rule, `definition.actions.${part}.${action}`) ?? null) !== null);
    return {
      attributes: {
        account_id: accountOf(row),
        rules: rules.length,
        enabled_rules: enabled.length,
        tiers: tierNames.filter(([, action]) => enabled.some((rule) => does(rule, action))).map(([tier]) => tier),
        last_modified_at: textAt(row, 'properties.lastModifiedTime'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('attached-to', attributes.account_id),
});
