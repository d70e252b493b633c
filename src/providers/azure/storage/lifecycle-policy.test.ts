import { aRow, readsAs, uidOf } from '../test-azure.ts';
import { azureStorageLifecyclePolicy } from './lifecycle-policy.ts';

const account = 'Microsoft.Storage/storageAccounts';

readsAs(azureStorageLifecyclePolicy, aRow(`${account}/managementPolicies`, 'Shop1/default', {
  name: 'DefaultManagementPolicy', location: null, parent: aRow(account, 'Shop1'),
  properties: {
    lastModifiedTime: '2026-01-02T03:04:05.0000000Z',
    policy: {
      rules: [
        { name: 'old', type: 'Lifecycle', definition: { actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } }, snapshot: { delete: { daysAfterCreationGreaterThan: 90 } } } } },
        { name: 'off', enabled: false, type: 'Lifecycle', definition: { actions: { baseBlob: { tierToArchive: { daysAfterModificationGreaterThan: 90 } } } } },
      ],
    },
  },
}), {
  name: 'DefaultManagementPolicy',
  attributes: { account_id: uidOf(account, 'Shop1'), rules: 2, enabled_rules: 1, tiers: ['cool', 'delete'], last_modified_at: '2026-01-02T03:04:05.0000000Z' },
  relations: [`attached-to ${uidOf(account, 'Shop1')}`],
});
