import { z } from 'zod';
import { defineGcpResource, listAt, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'firestore.googleapis.com';

/** Firestore has no list of its collections that does not read documents: its composite indexes stand for them. */
export const gcpFirestoreCollection = defineGcpResource({
  id: 'gcp:firestore:collection',
  title: 'Firestore collection index',
  plural: 'Firestore collection indexes',
  nativeType: 'firestore.googleapis.com/CollectionGroupIndex',
  api,
  permissions: ['datastore.indexes.list'],
  reads: 'Each composite index of a collection with its fields, as a list of collections would read documents.',
  // `-` stands for all collection groups, as the console asks; undocumented in firestore.v1.
  source: { from: 'list', lists: [listOf('firestore.v1', 'projects.databases.collectionGroups.indexes', 'indexes', '{parent}/collectionGroups/-/indexes', { query: { pageSize: '1000' } })], below: 'gcp:firestore:database', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({
    database_uid: z.string(),
    collection: z.string(),
    query_scope: z.string().nullable(),
    state: z.string().nullable(),
    fields: z.array(z.string()),
  }),

  normalise: ({ data }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? '', naming);
    return {
      uid,
      tags: {},
      attributes: {
        database_uid: uid.replace(/\/collectionGroups\/.*$/, ''),
        collection: /\/collectionGroups\/([^/]+)/.exec(uid)?.[1] ?? '',
        query_scope: textAt(data, 'queryScope'),
        state: textAt(data, 'state'),
        fields: listAt(data, 'fields').map((field) => `${textAt(field, 'fieldPath') ?? ''} ${textAt(field, 'order') ?? textAt(field, 'arrayConfig') ?? ''}`.trim()),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.database_uid),
});
