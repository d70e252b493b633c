import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpComputeImage } from './image.ts';

describe('an image', () => {
  reads(gcpComputeImage, { asset: { name: '//compute.googleapis.com/projects/123/global/images/web-1' }, listed: { name: 'web-1', selfLink: computeUrl('global/images/web-1'), status: 'READY', family: 'web', archiveSizeBytes: '1073741824', diskSizeGb: '10', sourceDisk: computeUrl('zones/us-east4-a/disks/d'), deprecated: { state: 'DEPRECATED' }, imageEncryptionKey: { kmsKeyName: 'projects/shop/locations/us/keyRings/r/cryptoKeys/k/cryptoKeyVersions/2' } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/images/web-1', attributes: { family: 'web', archive_bytes: 1073741824, deprecation: 'DEPRECATED' },
    relations: [{ kind: 'created-from', uid: '//compute.googleapis.com/projects/shop/zones/us-east4-a/disks/d' }, { kind: 'encrypted-by', uid: '//cloudkms.googleapis.com/projects/shop/locations/us/keyRings/r/cryptoKeys/k' }],
  });
});
