import { expect, it } from 'vitest';
import { gcpStorageBucket } from './bucket.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const made = (data: Record<string, unknown>) => gcpStorageBucket.normalise({ data: { id: 'pictures', name: 'pictures', selfLink: 'https://www.googleapis.com/storage/v1/b/pictures', location: 'EUROPE-WEST1', timeCreated: '2026-01-01T00:00:00Z', ...data } }, naming);

it('reads a bucket that anybody may read', () => {
  expect(made({ acl: [{ entity: 'allUsers', role: 'READER' }, { entity: 'user-ann', role: 'OWNER' }], iamConfiguration: { uniformBucketLevelAccess: { enabled: false } }, softDeletePolicy: { retentionDurationSeconds: '604800' } })).toMatchObject({
    uid: '//storage.googleapis.com/pictures', region: 'europe-west1', attributes: { public_acl_entities: ['allUsers'], uniform_access: false, public_access_prevention: 'inherited', soft_delete_days: 7, versioning: false },
  });
});

it('does not say that nobody may read where the access lists were not told', () => {
  expect(made({}).attributes['public_acl_entities']).toBeNull();
  expect(made({ iamConfiguration: { uniformBucketLevelAccess: { enabled: true } } }).attributes['public_acl_entities']).toEqual([]);
});
