import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpFirestoreDatabase } from './database.ts';

describe('a database', () => {
  reads(gcpFirestoreDatabase, { asset: { name: '//firestore.googleapis.com/projects/shop/databases/(default)' }, listed: { name: 'projects/shop/databases/(default)', type: 'FIRESTORE_NATIVE', locationId: 'eur3', deleteProtectionState: 'DELETE_PROTECTION_ENABLED', pointInTimeRecoveryEnablement: 'POINT_IN_TIME_RECOVERY_DISABLED', createTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//firestore.googleapis.com/projects/shop/databases/(default)', name: '(default)', region: 'eur3', attributes: { delete_protection: true, point_in_time_recovery: false }, relations: [],
  });
});
