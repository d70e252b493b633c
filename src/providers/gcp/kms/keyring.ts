import { z } from 'zod';
import { defineGcpResource, textAt } from '../define.ts';
import { listOf, locationsOf } from '../sources.ts';

export const gcpKmsKeyring = defineGcpResource({
  id: 'gcp:kms:keyring',
  title: 'Key ring',
  plural: 'Key rings',
  nativeType: 'cloudkms.googleapis.com/KeyRing',
  api: 'cloudkms.googleapis.com',
  permissions: ['cloudkms.keyRings.list', 'cloudkms.locations.list'],
  reads: 'Each key ring by its name and its place.',
  source: { from: 'asset', assetTypes: ['cloudkms.googleapis.com/KeyRing'], lists: [listOf('cloudkms.v1', 'projects.locations.keyRings', 'keyRings', 'projects/{project}/locations/{place}/keyRings', { query: { pageSize: '1000' }, places: locationsOf('cloudkms', 'v1') })] },

  attributes: z.object({ location: z.string().nullable() }),

  normalise: ({ data, assetName }) => ({ attributes: { location: /\/locations\/([^/]+)/.exec(textAt(data, 'name') ?? assetName ?? '')?.[1] ?? null } }),
});
