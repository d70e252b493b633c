import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpComputeSnapshot } from './snapshot.ts';

describe('a snapshot', () => {
  reads(gcpComputeSnapshot, { asset: { name: '//compute.googleapis.com/projects/123/global/snapshots/s' }, listed: { name: 's', selfLink: computeUrl('global/snapshots/s'), creationTimestamp: '2026-01-01T00:00:00Z', status: 'READY', diskSizeGb: '100', storageBytes: '5368709120', sourceDisk: computeUrl('zones/us-east4-a/disks/d'), storageLocations: ['us'], autoCreated: true, sourceSnapshotSchedulePolicy: computeUrl('regions/us-east4/resourcePolicies/daily') } }, {
    uid: '//compute.googleapis.com/projects/shop/global/snapshots/s', createdAt: new Date('2026-01-01T00:00:00Z'), attributes: { disk_size_gib: 100, storage_bytes: 5368709120, is_auto_created: true, storage_locations: ['us'] },
    relations: [{ kind: 'backs-up', uid: '//compute.googleapis.com/projects/shop/zones/us-east4-a/disks/d' }, { kind: 'managed-by', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/resourcePolicies/daily' }],
  });
});
