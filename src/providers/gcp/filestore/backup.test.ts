import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpFilestoreBackup } from './backup.ts';

describe('a backup', () => {
  reads(gcpFilestoreBackup, { asset: { name: '//file.googleapis.com/projects/123/locations/us-east4/backups/b' }, listed: { name: 'projects/shop/locations/us-east4/backups/b', state: 'READY', capacityGb: '1024', storageBytes: '12345', sourceInstance: 'projects/shop/locations/us-east4-a/instances/nfs', sourceFileShare: 'share' } }, {
    uid: '//file.googleapis.com/projects/shop/locations/us-east4/backups/b', region: 'us-east4', attributes: { storage_bytes: 12345 }, relations: [{ kind: 'backs-up', uid: '//file.googleapis.com/projects/shop/locations/us-east4-a/instances/nfs' }],
  });
});
