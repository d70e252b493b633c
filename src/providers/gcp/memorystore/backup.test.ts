import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpMemorystoreBackup } from './backup.ts';

describe('a backup', () => {
  reads(gcpMemorystoreBackup, { listed: { name: 'projects/shop/locations/us-east4/backupCollections/b/backups/x', cluster: 'projects/shop/locations/us-east4/clusters/c', state: 'ACTIVE', totalSizeBytes: '1024', backupType: 'AUTOMATED', createTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//redis.googleapis.com/projects/shop/locations/us-east4/backupCollections/b/backups/x', region: 'us-east4', attributes: { size_bytes: 1024 },
    relations: [{ kind: 'backs-up', uid: '//redis.googleapis.com/projects/shop/locations/us-east4/clusters/c' }, { kind: 'member-of', uid: '//redis.googleapis.com/projects/shop/locations/us-east4/backupCollections/b' }],
  });
});
