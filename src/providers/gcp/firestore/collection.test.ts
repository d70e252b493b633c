import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpFirestoreCollection } from './collection.ts';

describe('an index', () => {
  reads(gcpFirestoreCollection, { parent: { data: { name: 'projects/shop/databases/(default)', locationId: 'eur3' } }, listed: { name: 'projects/shop/databases/(default)/collectionGroups/orders/indexes/i1', queryScope: 'COLLECTION', state: 'READY', fields: [{ fieldPath: 'total', order: 'DESCENDING' }] } }, {
    uid: '//firestore.googleapis.com/projects/shop/databases/(default)/collectionGroups/orders/indexes/i1', region: 'eur3', attributes: { collection: 'orders', fields: ['total DESCENDING'] },
    relations: [{ kind: 'member-of', uid: '//firestore.googleapis.com/projects/shop/databases/(default)' }],
  });
});
