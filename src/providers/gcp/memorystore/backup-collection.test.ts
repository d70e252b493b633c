import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpMemorystoreBackupCollection } from './backup-collection.ts';

describe('a collection', () => {
  reads(gcpMemorystoreBackupCollection, { listed: { name: 'projects/shop/locations/us-east4/backupCollections/b', cluster: 'projects/shop/locations/us-east4/clusters/c', totalBackupSizeBytes: '2048' } }, {
    uid: '//redis.googleapis.com/projects/shop/locations/us-east4/backupCollections/b', region: 'us-east4', attributes: { total_bytes: 2048 }, relations: [{ kind: 'backs-up', uid: '//redis.googleapis.com/projects/shop/locations/us-east4/clusters/c' }],
  });
});
