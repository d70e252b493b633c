import { expect, it } from 'vitest';
import { gcpComputeDisk } from './disk.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const link = (rest: string): string => `https://www.googleapis.com/compute/v1/projects/shop/${rest}`;

it('reads a disk that nothing uses', () => {
  const { uid, attributes } = gcpComputeDisk.normalise({ data: { name: 'old', selfLink: link('zones/us-east4-c/disks/old'), zone: link('zones/us-east4-c'), sizeGb: '500', status: 'READY', type: link('zones/us-east4-c/diskTypes/pd-ssd'), lastDetachTimestamp: '2026-01-01T00:00:00Z' } }, naming);
  expect(uid).toBe('//compute.googleapis.com/projects/shop/zones/us-east4-c/disks/old');
  expect(attributes).toMatchObject({ size_gib: 500, disk_type: 'pd-ssd', user_uids: [], encryption: 'google', kms_key: null, last_detached_at: '2026-01-01T00:00:00Z', zone: 'us-east4-c' });
});

it('reads a regional disk with its users and its key', () => {
  const key = 'projects/123/locations/eu/keyRings/r/cryptoKeys/k/cryptoKeyVersions/3';
  const made = gcpComputeDisk.normalise({ data: { name: 'db', selfLink: link('regions/us-east4/disks/db'), region: link('regions/us-east4'), sizeGb: '10', users: [link('zones/us-east4-c/instances/db-1')], replicaZones: [link('zones/us-east4-a'), link('zones/us-east4-c')], diskEncryptionKey: { kmsKeyName: key } } }, naming);
  expect(made).toMatchObject({ region: 'us-east4', attributes: { encryption: 'kms', kms_key: '//cloudkms.googleapis.com/projects/shop/locations/eu/keyRings/r/cryptoKeys/k', replica_zones: ['us-east4-a', 'us-east4-c'], zone: null } });
  expect(gcpComputeDisk.relations(made)).toContainEqual({ kind: 'attached-to', uid: '//compute.googleapis.com/projects/shop/zones/us-east4-c/instances/db-1' });
});
