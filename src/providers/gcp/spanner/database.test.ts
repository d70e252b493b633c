import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpSpannerDatabase } from './database.ts';

describe('a database', () => {
  reads(gcpSpannerDatabase, { asset: { name: '//spanner.googleapis.com/projects/shop/instances/orders/databases/main' }, listed: { name: 'projects/shop/instances/orders/databases/main', state: 'READY', databaseDialect: 'POSTGRESQL', enableDropProtection: true, encryptionConfig: { kmsKeyName: 'projects/shop/locations/us/keyRings/r/cryptoKeys/k' } } }, {
    uid: '//spanner.googleapis.com/projects/shop/instances/orders/databases/main', name: 'main', attributes: { drop_protection: true, dialect: 'POSTGRESQL' },
    relations: [{ kind: 'member-of', uid: '//spanner.googleapis.com/projects/shop/instances/orders' }, { kind: 'encrypted-by', uid: '//cloudkms.googleapis.com/projects/shop/locations/us/keyRings/r/cryptoKeys/k' }],
  });
});
