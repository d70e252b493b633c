import { expect, it } from 'vitest';
import { aRow, readsAs, uidOf } from '../test-azure.ts';
import { azureStorageFileShare } from './file-share.ts';

const account = 'Microsoft.Storage/storageAccounts';

readsAs(azureStorageFileShare, aRow(`${account}/fileServices/shares`, 'Files1/default/Home', {
  location: null, parent: aRow(account, 'Files1'), properties: { shareQuota: 5120, accessTier: 'Hot', enabledProtocols: 'SMB', leaseState: 'available', lastModifiedTime: '2026-01-02T03:04:05.0000000Z' },
}), {
  attributes: { account_id: uidOf(account, 'Files1'), quota_gib: 5120, access_tier: 'Hot', protocol: 'SMB', root_squash: null, lease_state: 'available', last_modified_at: '2026-01-02T03:04:05.0000000Z' },
  relations: [`member-of ${uidOf(account, 'Files1')}`],
});

it.each([['StorageV2', true], ['FileStorage', true], ['BlobStorage', false], ['blockblobstorage', false], [null, true]])('asks an account of kind %s: %s', (kind, isAsked) => {
  const { source } = azureStorageFileShare;
  expect(source.from === 'children' && source.isIn?.(aRow(account, 'a', { kind }))).toBe(isAsked);
});
